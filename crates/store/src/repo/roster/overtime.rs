use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    ids::{HallId, OvertimeId, PersonId},
    roster::{Compensation, OvertimeState},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, QuerySelect, entity::prelude::*};

use crate::{
    entity::{instant, roster::overtime::request},
    repo::{CHUNK, padded},
};

/// A request for overtime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OvertimeRecord {
    /// The request.
    pub id: OvertimeId,
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
    /// How it stands.
    pub state: OvertimeState,
    /// Counts up with every change.
    pub version: i32,
    /// What was said with the refusal.
    pub answer: Option<String>,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// Who settled it, and when.
    pub settled: Option<(PersonId, DateTime<Utc>)>,
}

/// Stores a new request; a second one for the same day that still counts is a unique violation.
pub async fn create_overtime(db: &impl ConnectionTrait, new: &OvertimeRecord) -> Result<(), DbErr> {
    let columns = request::ActiveModel {
        id: Set(new.id.uuid()),
        person_id: Set(new.person.uuid()),
        hall_id: Set(new.hall.uuid()),
        work_date: Set(new.date),
        minutes: Set(new.minutes),
        reason: Set(new.reason.clone()),
        compensation: Set(new.compensation.code().to_owned()),
        state: Set(new.state.code().to_owned()),
        version: Set(new.version),
        answer: Set(new.answer.clone()),
        asked_at: Set(instant(new.asked_at)),
        settled_by: Set(new.settled.map(|(by, _)| by.uuid())),
        settled_at: Set(new.settled.map(|(_, at)| instant(at))),
    };
    request::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Stores how a request stands now; says whether it still was the version before.
pub async fn update_overtime(db: &impl ConnectionTrait, changed: &OvertimeRecord) -> Result<bool, DbErr> {
    let done = request::Entity::update_many()
        .col_expr(request::Column::State, Expr::value(changed.state.code()))
        .col_expr(request::Column::Version, Expr::value(changed.version))
        .col_expr(request::Column::Answer, Expr::value(changed.answer.clone()))
        .col_expr(request::Column::SettledBy, Expr::value(changed.settled.map(|(by, _)| by.uuid())))
        .col_expr(request::Column::SettledAt, Expr::value(changed.settled.map(|(_, at)| instant(at))))
        .filter(request::COLUMN.id.eq(changed.id.uuid()))
        .filter(request::COLUMN.version.eq(changed.version - 1))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// One request.
pub async fn find_overtime(db: &impl ConnectionTrait, id: OvertimeId) -> Result<Option<OvertimeRecord>, DbErr> {
    request::Entity::find_by_id(id.uuid()).one(db).await?.map(overtime_of).transpose()
}

/// The latest requests of a person.
pub async fn list_own_overtime(
    db: &impl ConnectionTrait,
    person: PersonId,
    limit: u64,
) -> Result<Vec<OvertimeRecord>, DbErr> {
    let rows = request::Entity::find()
        .filter(request::COLUMN.person_id.eq(person.uuid()))
        .order_by_desc(request::COLUMN.asked_at)
        .order_by_desc(request::COLUMN.id)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(overtime_of).collect()
}

/// The requests of some halls that wait for a decision, by date.
pub async fn list_asked_overtime(db: &impl ConnectionTrait, halls: &[HallId]) -> Result<Vec<OvertimeRecord>, DbErr> {
    let rows = request::Entity::find()
        .filter(request::COLUMN.hall_id.is_in(halls.iter().map(|id| id.uuid())))
        .filter(request::COLUMN.state.eq(OvertimeState::Asked.code()))
        .order_by_asc(request::COLUMN.work_date)
        .order_by_asc(request::COLUMN.id)
        .all(db)
        .await?;
    rows.into_iter().map(overtime_of).collect()
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
            .filter(request::COLUMN.person_id.is_in(padded(people.iter().map(|id| id.uuid()))))
            .filter(request::COLUMN.state.eq(OvertimeState::Approved.code()))
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
        .filter(request::COLUMN.hall_id.is_in(halls.iter().map(|id| id.uuid())))
        .filter(request::COLUMN.state.eq(OvertimeState::Approved.code()))
        .filter(request::COLUMN.work_date.gte(from))
        .order_by_asc(request::COLUMN.work_date)
        .order_by_asc(request::COLUMN.id)
        .all(db)
        .await?;
    rows.into_iter().map(overtime_of).collect()
}

fn overtime_of(row: request::Model) -> Result<OvertimeRecord, DbErr> {
    let unknown = |word: &str| DbErr::Type(format!("unknown word: {word}"));
    Ok(OvertimeRecord {
        id: OvertimeId::from_uuid(row.id),
        person: PersonId::from_uuid(row.person_id),
        hall: HallId::from_uuid(row.hall_id),
        date: row.work_date,
        minutes: row.minutes,
        compensation: row.compensation.parse().map_err(|_| unknown(&row.compensation))?,
        state: row.state.parse().map_err(|_| unknown(&row.state))?,
        reason: row.reason,
        version: row.version,
        answer: row.answer,
        asked_at: row.asked_at.0,
        settled: row.settled_by.map(PersonId::from_uuid).zip(row.settled_at.map(|at| at.0)),
    })
}
