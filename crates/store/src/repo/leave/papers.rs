use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    approvals::FlowState,
    ids::{ApprovalId, PapersRefusalId, PersonId},
    leave::PapersRuling,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, entity::prelude::*, sea_query::OnConflict};

use super::requests::{LeaveRequestRecord, in_states, record_of};
use crate::{
    entity::{
        instant,
        leave::{papers, refusal, request},
    },
    repo::{CHUNK, among, word},
};

/// What became of the papers of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PapersRecord {
    /// When the person was reminded.
    pub reminded_at: Option<DateTime<Utc>>,
    /// When they and who leads them were told that the papers have not come in time.
    pub overdue_at: Option<DateTime<Utc>>,
    /// What was decided then, why, by whom and when.
    pub ruling: Option<(PapersRuling, String, PersonId, DateTime<Utc>)>,
}

/// What became of the papers of some requests; nothing is known of most.
pub async fn find_papers(
    db: &impl ConnectionTrait,
    ids: &[ApprovalId],
) -> Result<HashMap<ApprovalId, PapersRecord>, DbErr> {
    let mut found = HashMap::new();
    for ids in ids.chunks(CHUNK) {
        let asked = among(db, papers::Column::RequestId, ids.iter().map(|id| id.uuid()));
        for row in papers::Entity::find().filter(asked).all(db).await? {
            found.insert(ApprovalId::from_uuid(row.request_id), papers_of(row)?);
        }
    }
    Ok(found)
}

/// Stores what became of the papers of a request.
pub async fn put_papers(db: &impl ConnectionTrait, id: ApprovalId, record: &PapersRecord) -> Result<(), DbErr> {
    let ruling = record.ruling.as_ref();
    let columns = papers::ActiveModel {
        request_id: Set(id.uuid()),
        reminded_at: Set(record.reminded_at.map(instant)),
        overdue_at: Set(record.overdue_at.map(instant)),
        ruling: Set(ruling.map(|(ruling, ..)| ruling.code().to_owned())),
        reason: Set(ruling.map(|(_, reason, ..)| reason.clone())),
        ruled_by: Set(ruling.map(|(_, _, by, _)| by.uuid())),
        ruled_at: Set(ruling.map(|(.., at)| instant(*at))),
    };
    let anew = OnConflict::column(papers::Column::RequestId)
        .update_columns([
            papers::Column::RemindedAt,
            papers::Column::OverdueAt,
            papers::Column::Ruling,
            papers::Column::Reason,
            papers::Column::RuledBy,
            papers::Column::RuledAt,
        ])
        .to_owned();
    papers::Entity::insert(columns).on_conflict(anew).exec_without_returning(db).await.map(drop)
}

/// Papers that somebody has refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusalRecord {
    /// When: photos that came before do not count.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: PersonId,
    /// Why.
    pub reason: String,
    /// Until when others are due.
    pub due_on: NaiveDate,
}

/// Keeps a refusal, and until when others are due instead.
pub async fn add_refusal(db: &impl ConnectionTrait, id: ApprovalId, new: &RefusalRecord) -> Result<(), DbErr> {
    let columns = refusal::ActiveModel {
        id: Set(PapersRefusalId::new().uuid()),
        request_id: Set(id.uuid()),
        at: Set(instant(new.at)),
        refused_by: Set(new.by.uuid()),
        reason: Set(new.reason.clone()),
        due_on: Set(new.due_on),
    };
    refusal::Entity::insert(columns).exec_without_returning(db).await?;
    request::Entity::update_many()
        .col_expr(request::Column::PapersDueOn, Expr::value(new.due_on))
        .filter(request::COLUMN.id.eq(id.uuid()))
        .exec(db)
        .await
        .map(drop)
}

/// The latest refusal of some requests; of most there is none.
pub async fn find_refusals(
    db: &impl ConnectionTrait,
    ids: &[ApprovalId],
) -> Result<HashMap<ApprovalId, RefusalRecord>, DbErr> {
    let mut found = HashMap::new();
    for ids in ids.chunks(CHUNK) {
        let asked = among(db, refusal::Column::RequestId, ids.iter().map(|id| id.uuid()));
        // In order, so that the latest is what stays.
        for row in refusal::Entity::find().filter(asked).order_by_asc(refusal::COLUMN.at).all(db).await? {
            let by = PersonId::from_uuid(row.refused_by);
            let record = RefusalRecord { at: row.at.0, by, reason: row.reason, due_on: row.due_on };
            found.insert(ApprovalId::from_uuid(row.request_id), record);
        }
    }
    Ok(found)
}

/// Requests that are asked for or granted, whose papers are due in a stretch of days and which nobody has
/// checked.
pub async fn list_awaiting_papers(
    db: &impl ConnectionTrait,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<LeaveRequestRecord>, DbErr> {
    let rows = in_states(&FlowState::HOLDING)
        .filter(request::COLUMN.papers_due_on.between(from, to))
        .filter(request::COLUMN.papers_checked_at.is_null())
        .order_by_asc(request::COLUMN.id)
        .all(db)
        .await?;
    rows.into_iter().map(record_of).collect()
}

fn papers_of(row: papers::Model) -> Result<PapersRecord, DbErr> {
    let ruling = row.ruling.as_deref().map(word).transpose()?;
    let ruled = ruling.zip(row.ruled_by).zip(row.ruled_at);
    Ok(PapersRecord {
        reminded_at: row.reminded_at.map(|at| at.0),
        overdue_at: row.overdue_at.map(|at| at.0),
        ruling: ruled.map(|((ruling, by), at)| (ruling, row.reason.unwrap_or_default(), PersonId::from_uuid(by), at.0)),
    })
}
