use chrono::{DateTime, Utc};
use domain::{
    ids::PersonId,
    leave::{CarryState, SignedPaper, Waiver, WaiverCommand},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, entity::prelude::*, sea_query::OnConflict};

use crate::{
    entity::{
        instant,
        leave::{carry, waiver},
    },
    repo::word,
};

/// What somebody has said to taking the rest of a year in the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarryRecord {
    /// Who.
    pub person: PersonId,
    /// The year whose rest it is.
    pub year: i32,
    /// What.
    pub state: CarryState,
    /// The paper on which they did, where they did not here.
    pub signed: Option<SignedPaper>,
    /// Who has asked, answered or recorded the paper.
    pub by: PersonId,
}

/// Stores what somebody has said, or that they were asked, in place of what stood there for the year.
pub async fn put_carry(db: &impl ConnectionTrait, new: &CarryRecord, now: DateTime<Utc>) -> Result<(), DbErr> {
    use carry::Column::{Paper, PersonId as Person, SaidAt, SaidBy, SignedOn, State, Year};
    let row = carry::ActiveModel {
        person_id: Set(new.person.uuid()),
        year: Set(new.year),
        state: Set(new.state.code().to_owned()),
        signed_on: Set(new.signed.as_ref().map(|signed| signed.signed_on)),
        paper: Set(new.signed.as_ref().map(|signed| signed.paper.clone())),
        said_by: Set(new.by.uuid()),
        said_at: Set(instant(now)),
    };
    let instead =
        OnConflict::columns([Person, Year]).update_columns([State, SignedOn, Paper, SaidBy, SaidAt]).to_owned();
    carry::Entity::insert(row).on_conflict(instead).exec_without_returning(db).await.map(drop)
}

/// What somebody has said of their years.
pub async fn list_carries(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<CarryRecord>, DbErr> {
    let rows = carry::Entity::find().filter(carry::COLUMN.person_id.eq(person.uuid())).all(db).await?;
    rows.into_iter().map(record_of).collect()
}

fn record_of(row: carry::Model) -> Result<CarryRecord, DbErr> {
    Ok(CarryRecord {
        person: PersonId::from_uuid(row.person_id),
        year: row.year,
        state: word(&row.state)?,
        signed: row.signed_on.zip(row.paper).map(|(signed_on, paper)| SignedPaper { signed_on, paper }),
        by: PersonId::from_uuid(row.said_by),
    })
}

/// Records a paper by which somebody does without leave. A second one of the same id is a unique violation.
pub async fn create_waiver(
    db: &impl ConnectionTrait,
    new: &WaiverCommand,
    (by, now): (PersonId, DateTime<Utc>),
) -> Result<(), DbErr> {
    let row = waiver::ActiveModel {
        id: Set(new.id.uuid()),
        person_id: Set(new.person.uuid()),
        year: Set(new.year),
        half_days: Set(new.half_days),
        signed_on: Set(new.signed.signed_on),
        paper: Set(new.signed.paper.clone()),
        recorded_by: Set(by.uuid()),
        recorded_at: Set(instant(now)),
    };
    waiver::Entity::insert(row).exec_without_returning(db).await.map(drop)
}

/// What somebody does without of a year's leave, by the latest paper.
pub async fn find_waiver(db: &impl ConnectionTrait, person: PersonId, year: i32) -> Result<Option<Waiver>, DbErr> {
    let latest = waiver::Entity::find()
        .filter(waiver::COLUMN.person_id.eq(person.uuid()))
        .filter(waiver::COLUMN.year.eq(year))
        .order_by_desc(waiver::COLUMN.recorded_at)
        .order_by_desc(waiver::COLUMN.id)
        .one(db)
        .await?;
    let waiver = latest.map(|row| Waiver {
        half_days: row.half_days,
        signed: SignedPaper { signed_on: row.signed_on, paper: row.paper },
    });
    Ok(waiver.filter(|waiver| waiver.half_days > 0))
}
