use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    attendance::PaperState,
    ids::{HallId, PaperSheetId, PersonId},
    roster::SlotKind,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, QuerySelect, entity::prelude::*};
use serde::{Deserialize, Serialize};

use crate::{
    entity::{attendance::correction::paper, instant},
    repo::{json, word},
};

/// A sign-in on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperEntry {
    /// Who signed.
    pub person: PersonId,
    /// For which slot.
    pub slot: i16,
    /// Arriving or leaving.
    pub kind: SlotKind,
    /// When.
    pub at: DateTime<Utc>,
}

/// A paper sign-in sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperRecord {
    /// The sheet.
    pub id: PaperSheetId,
    /// The hall.
    pub hall: HallId,
    /// The work-date.
    pub date: NaiveDate,
    /// Why there was a paper.
    pub reason: String,
    /// How it stands.
    pub state: PaperState,
    /// Counts up with every change.
    pub version: i32,
    /// What was said with the refusal.
    pub answer: Option<String>,
    /// Who entered it, and when.
    pub entered: (PersonId, DateTime<Utc>),
    /// Who settled it, and when.
    pub settled: Option<(PersonId, DateTime<Utc>)>,
    /// What it says.
    pub lines: Vec<PaperEntry>,
}

/// Stores a new sheet; an id that is there already is a unique violation.
pub async fn create_paper(db: &impl ConnectionTrait, new: &PaperRecord) -> Result<(), DbErr> {
    let columns = paper::ActiveModel {
        id: Set(new.id.uuid()),
        hall_id: Set(new.hall.uuid()),
        work_date: Set(new.date),
        reason: Set(new.reason.clone()),
        state: Set(new.state.code().to_owned()),
        version: Set(new.version),
        answer: Set(new.answer.clone()),
        entered_by: Set(new.entered.0.uuid()),
        entered_at: Set(instant(new.entered.1)),
        settled_by: Set(new.settled.map(|(by, _)| by.uuid())),
        settled_at: Set(new.settled.map(|(_, at)| instant(at))),
        lines: Set(json::write(&new.lines)?),
    };
    paper::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Stores how a sheet stands now; says whether it still was the version before.
pub async fn update_paper(db: &impl ConnectionTrait, changed: &PaperRecord) -> Result<bool, DbErr> {
    let done = paper::Entity::update_many()
        .col_expr(paper::Column::State, Expr::value(changed.state.code()))
        .col_expr(paper::Column::Version, Expr::value(changed.version))
        .col_expr(paper::Column::Answer, Expr::value(changed.answer.clone()))
        .col_expr(paper::Column::SettledBy, Expr::value(changed.settled.map(|(by, _)| by.uuid())))
        .col_expr(paper::Column::SettledAt, Expr::value(changed.settled.map(|(_, at)| instant(at))))
        .filter(paper::COLUMN.id.eq(changed.id.uuid()))
        .filter(paper::COLUMN.version.eq(changed.version - 1))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// One sheet.
pub async fn find_paper(db: &impl ConnectionTrait, id: PaperSheetId) -> Result<Option<PaperRecord>, DbErr> {
    paper::Entity::find_by_id(id.uuid()).one(db).await?.map(paper_of).transpose()
}

/// The latest sheets of a hall.
pub async fn list_papers(db: &impl ConnectionTrait, hall: HallId, limit: u64) -> Result<Vec<PaperRecord>, DbErr> {
    let rows = paper::Entity::find()
        .filter(paper::COLUMN.hall_id.eq(hall.uuid()))
        .order_by_desc(paper::COLUMN.entered_at)
        .order_by_desc(paper::COLUMN.id)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(paper_of).collect()
}

/// The sheets of a hall for days from one to another that wait for a second person: their dates.
pub async fn open_papers(
    db: &impl ConnectionTrait,
    hall: HallId,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<NaiveDate>, DbErr> {
    paper::Entity::find()
        .filter(paper::COLUMN.hall_id.eq(hall.uuid()))
        .filter(paper::COLUMN.state.eq(PaperState::Entered.code()))
        .filter(paper::COLUMN.work_date.between(from, to))
        .order_by_asc(paper::COLUMN.work_date)
        .select_only()
        .column(paper::Column::WorkDate)
        .into_tuple()
        .all(db)
        .await
}

fn paper_of(row: paper::Model) -> Result<PaperRecord, DbErr> {
    let state = word(&row.state)?;
    Ok(PaperRecord {
        id: PaperSheetId::from_uuid(row.id),
        hall: HallId::from_uuid(row.hall_id),
        date: row.work_date,
        reason: row.reason,
        state,
        version: row.version,
        answer: row.answer,
        entered: (PersonId::from_uuid(row.entered_by), row.entered_at.0),
        settled: row.settled_by.map(PersonId::from_uuid).zip(row.settled_at.map(|at| at.0)),
        lines: json::read(&row.lines)?,
    })
}
