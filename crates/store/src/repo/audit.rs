//! The audit trail: appended to, read, never changed.

use chrono::{DateTime, Utc};
use domain::ids::{AgencyId, AuditId, PersonId};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, QuerySelect, entity::prelude::*};

use crate::{
    entity::{audit::line, instant},
    repo::newest,
};

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRecord {
    /// Its id.
    pub id: AuditId,
    /// The agency whose trail it is.
    pub agency: AgencyId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; nobody for what the program did by itself.
    pub actor: Option<PersonId>,
    /// What, as a stable word such as `people.invite`.
    pub action: String,
    /// What kind of thing it is about.
    pub subject_kind: String,
    /// Which one.
    pub subject: Uuid,
    /// More, without secrets.
    pub detail: String,
    /// From where.
    pub address: String,
}

/// Appends a line.
pub async fn create_line(db: &impl ConnectionTrait, record: AuditRecord) -> Result<(), DbErr> {
    let columns = line::ActiveModel {
        id: Set(record.id.uuid()),
        agency_id: Set(record.agency.uuid()),
        at: Set(instant(record.at)),
        actor_id: Set(record.actor.map(PersonId::uuid)),
        action: Set(record.action),
        subject_kind: Set(record.subject_kind),
        subject_id: Set(record.subject),
        detail: Set(record.detail),
        address: Set(record.address),
    };
    line::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// When the last line was written.
pub async fn latest(db: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>, DbErr> {
    let last = line::Entity::find().order_by_desc(line::COLUMN.id).limit(1).one(db).await?;
    Ok(last.map(|row| row.at.0))
}

/// Lines about one thing, newest first, after the last line of the page before.
pub async fn list_about(
    db: &impl ConnectionTrait,
    subject: Uuid,
    after: Option<AuditId>,
    limit: u64,
) -> Result<Vec<AuditRecord>, DbErr> {
    let lines = line::Entity::find().filter(line::COLUMN.subject_id.eq(subject));
    let rows = newest(lines, line::Column::Id, after.map(AuditId::uuid), limit).all(db).await?;
    Ok(rows
        .into_iter()
        .map(|row| AuditRecord {
            id: AuditId::from_uuid(row.id),
            agency: AgencyId::from_uuid(row.agency_id),
            at: row.at.0,
            actor: row.actor_id.map(PersonId::from_uuid),
            action: row.action,
            subject_kind: row.subject_kind,
            subject: row.subject_id,
            detail: row.detail,
            address: row.address,
        })
        .collect())
}
