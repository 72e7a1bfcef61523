//! The audit trail: appended to, read, never changed.

use chrono::{DateTime, Utc};
use domain::ids::{AgencyId, AuditId, HallId, PersonId};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, QuerySelect, entity::prelude::*};

use crate::{
    entity::{
        audit::line,
        instant,
        notices::robot,
        org::{fence, post, window, zone},
        presence::kiosk_screen,
    },
    repo::{among, newest},
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

/// The ids under which lines about a hall stand: its own, and those of its zones, windows, posts, circles, screens and
/// robots, also of what is closed or removed.
pub async fn subjects_of_hall(db: &impl ConnectionTrait, hall: HallId) -> Result<Vec<Uuid>, DbErr> {
    let windows = of_hall::<window::Entity>(db, window::Column::Id, window::Column::HallId, hall).await?;
    let posts = post::Entity::find().filter(among(db, post::Column::WindowId, windows.iter().copied()));
    let mut subjects: Vec<Uuid> = posts.select_only().column(post::Column::Id).into_tuple().all(db).await?;
    subjects.push(hall.uuid());
    subjects.extend(windows);
    subjects.extend(of_hall::<zone::Entity>(db, zone::Column::Id, zone::Column::HallId, hall).await?);
    subjects.extend(of_hall::<fence::Entity>(db, fence::Column::Id, fence::Column::HallId, hall).await?);
    subjects.extend(
        of_hall::<kiosk_screen::Entity>(db, kiosk_screen::Column::Id, kiosk_screen::Column::HallId, hall).await?,
    );
    subjects.extend(of_hall::<robot::Entity>(db, robot::Column::Id, robot::Column::HallId, hall).await?);
    Ok(subjects)
}

async fn of_hall<E: EntityTrait>(
    db: &impl ConnectionTrait,
    id: E::Column,
    its_hall: E::Column,
    hall: HallId,
) -> Result<Vec<Uuid>, DbErr> {
    E::find().filter(its_hall.eq(hall.uuid())).select_only().column(id).into_tuple().all(db).await
}

/// Lines about some things, newest first, after the last line of the page before.
pub async fn list_about(
    db: &impl ConnectionTrait,
    subjects: &[Uuid],
    after: Option<AuditId>,
    limit: u64,
) -> Result<Vec<AuditRecord>, DbErr> {
    let lines = line::Entity::find().filter(among(db, line::Column::SubjectId, subjects.iter().copied()));
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
