use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    approvals::Holding,
    ids::{ApprovalId, HallId, PersonId},
    roster::Compensation,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, QuerySelect, entity::prelude::*};

use crate::{
    entity::{instant, roster::overtime::request},
    repo::{CHUNK, among, latest, word},
};

/// A request for overtime. How it stands and who decides is its approval's, which has the same id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OvertimeRecord {
    /// The request.
    pub id: ApprovalId,
    /// Who asks.
    pub person: PersonId,
    /// Their hall.
    pub hall: HallId,
    /// The date.
    pub date: NaiveDate,
    /// How long.
    pub minutes: i32,
    /// What for.
    pub reason: String,
    /// What it is made good with.
    pub compensation: Compensation,
    /// When it was first asked.
    pub asked_at: DateTime<Utc>,
    /// What it has in hand: nothing, its day, or the overtime.
    pub holding: Holding,
}

fn columns(record: &OvertimeRecord) -> request::ActiveModel {
    request::ActiveModel {
        id: Set(record.id.uuid()),
        person_id: Set(record.person.uuid()),
        hall_id: Set(record.hall.uuid()),
        work_date: Set(record.date),
        minutes: Set(record.minutes),
        reason: Set(record.reason.clone()),
        compensation: Set(record.compensation.code().to_owned()),
        asked_at: Set(instant(record.asked_at)),
        holding: Set(record.holding.code().to_owned()),
    }
}

/// Stores a new request; a second one for the same day that still counts is a unique violation, as is an id that is
/// there.
pub async fn create_overtime(db: &impl ConnectionTrait, new: &OvertimeRecord) -> Result<(), DbErr> {
    request::Entity::insert(columns(new)).exec_without_returning(db).await.map(drop)
}

/// Stores what has become of a request; its approval must be held. A second one for the same day that still counts is
/// a unique violation.
pub async fn update_overtime(db: &impl ConnectionTrait, changed: &OvertimeRecord) -> Result<(), DbErr> {
    request::Entity::update(columns(changed)).exec(db).await.map(drop)
}

/// One request.
pub async fn find_overtime(db: &impl ConnectionTrait, id: ApprovalId) -> Result<Option<OvertimeRecord>, DbErr> {
    request::Entity::find_by_id(id.uuid()).one(db).await?.map(overtime_of).transpose()
}

/// Requests by id.
pub async fn find_overtimes(db: &impl ConnectionTrait, ids: &[ApprovalId]) -> Result<Vec<OvertimeRecord>, DbErr> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let ids = ids.iter().map(|id| id.uuid());
        for row in request::Entity::find().filter(among(db, request::Column::Id, ids)).all(db).await? {
            found.push(overtime_of(row)?);
        }
    }
    Ok(found)
}

/// The requests of a person, newest first by the server's time, before one of the page before.
pub async fn list_own_overtime(
    db: &impl ConnectionTrait,
    person: PersonId,
    before: Option<ApprovalId>,
    limit: u64,
) -> Result<Vec<OvertimeRecord>, DbErr> {
    let own = request::Entity::find().filter(request::COLUMN.person_id.eq(person.uuid()));
    let by = (request::Column::AskedAt, request::Column::Id);
    let rows = latest(db, own, by, before.map(ApprovalId::uuid), limit).await?;
    rows.into_iter().map(overtime_of).collect()
}

/// The requests for days before one that nobody has decided.
pub async fn list_overdue_overtime(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<ApprovalId>, DbErr> {
    let ids: Vec<Uuid> = request::Entity::find()
        .filter(request::COLUMN.holding.eq(Holding::Held.code()))
        .filter(request::COLUMN.work_date.lt(today))
        .select_only()
        .column(request::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(ApprovalId::from_uuid).collect())
}

/// The approved overtime of some people from one date to another, both included.
pub async fn find_approved_overtime(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<OvertimeRecord>, DbErr> {
    let mut found = Vec::new();
    for people in people.chunks(CHUNK) {
        let rows = request::Entity::find()
            .filter(among(db, request::Column::PersonId, people.iter().map(|id| id.uuid())))
            .filter(request::COLUMN.holding.eq(Holding::Given.code()))
            .filter(request::COLUMN.work_date.between(from, to))
            .all(db)
            .await?;
        for row in rows {
            found.push(overtime_of(row)?);
        }
    }
    Ok(found)
}

/// The approved overtime at some halls from a day on, by date.
pub async fn list_coming_overtime(
    db: &impl ConnectionTrait,
    halls: &[HallId],
    from: NaiveDate,
) -> Result<Vec<OvertimeRecord>, DbErr> {
    let rows = request::Entity::find()
        .filter(among(db, request::Column::HallId, halls.iter().map(|id| id.uuid())))
        .filter(request::COLUMN.holding.eq(Holding::Given.code()))
        .filter(request::COLUMN.work_date.gte(from))
        .order_by_asc(request::COLUMN.work_date)
        .order_by_asc(request::COLUMN.id)
        .all(db)
        .await?;
    rows.into_iter().map(overtime_of).collect()
}

fn overtime_of(row: request::Model) -> Result<OvertimeRecord, DbErr> {
    Ok(OvertimeRecord {
        id: ApprovalId::from_uuid(row.id),
        person: PersonId::from_uuid(row.person_id),
        hall: HallId::from_uuid(row.hall_id),
        date: row.work_date,
        minutes: row.minutes,
        compensation: word(&row.compensation)?,
        reason: row.reason,
        asked_at: row.asked_at.0,
        holding: word(&row.holding)?,
    })
}
