use chrono::{DateTime, Utc};
use domain::ids::{ApprovalId, PersonId};
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, QuerySelect, QueryTrait, entity::prelude::*,
    sea_query::SelectStatement,
};

use super::requests::{ApprovalRecord, newest_among};
use crate::{
    entity::{approvals::copy, instant},
    repo::{CHUNK, among},
};

/// Somebody has a copy of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CopyRecord {
    /// The request.
    pub approval: ApprovalId,
    /// Who.
    pub person: PersonId,
    /// From whom.
    pub by: PersonId,
    /// Since when.
    pub at: DateTime<Utc>,
}

/// Gives somebody a copy; a second is a unique violation.
pub async fn create_copy(db: &impl ConnectionTrait, new: CopyRecord) -> Result<(), DbErr> {
    let columns = copy::ActiveModel {
        person_id: Set(new.person.uuid()),
        approval_id: Set(new.approval.uuid()),
        by_id: Set(new.by.uuid()),
        at: Set(instant(new.at)),
    };
    copy::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Who has a copy of a request, in the order in which they got it.
pub async fn list_copies(db: &impl ConnectionTrait, approval: ApprovalId) -> Result<Vec<CopyRecord>, DbErr> {
    let rows = copy::Entity::find()
        .filter(copy::COLUMN.approval_id.eq(approval.uuid()))
        .order_by_asc(copy::COLUMN.at)
        .order_by_asc(copy::COLUMN.person_id)
        .all(db)
        .await?;
    let record = |row: copy::Model| CopyRecord {
        approval: ApprovalId::from_uuid(row.approval_id),
        person: PersonId::from_uuid(row.person_id),
        by: PersonId::from_uuid(row.by_id),
        at: row.at.0,
    };
    Ok(rows.into_iter().map(record).collect())
}

/// Of which of some requests somebody has a copy.
pub async fn copied_of(
    db: &impl ConnectionTrait,
    person: PersonId,
    ids: &[ApprovalId],
) -> Result<Vec<ApprovalId>, DbErr> {
    let mut found = Vec::new();
    for ids in ids.chunks(CHUNK) {
        let rows: Vec<Uuid> = copy::Entity::find()
            .filter(copy::COLUMN.person_id.eq(person.uuid()))
            .filter(among(db, copy::Column::ApprovalId, ids.iter().map(|id| id.uuid())))
            .select_only()
            .column(copy::Column::ApprovalId)
            .into_tuple()
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(ApprovalId::from_uuid));
    }
    Ok(found)
}

/// What somebody has copies of, newest first, before one of the page before.
pub async fn list_copied(
    db: &impl ConnectionTrait,
    person: PersonId,
    before: Option<ApprovalId>,
    limit: u64,
) -> Result<Vec<ApprovalRecord>, DbErr> {
    newest_among(db, copies_of(person), before, limit).await
}

fn copies_of(person: PersonId) -> SelectStatement {
    copy::Entity::find()
        .select_only()
        .column(copy::Column::ApprovalId)
        .filter(copy::COLUMN.person_id.eq(person.uuid()))
        .into_query()
}
