//! Codes of the hall's screen: which were used, and how often somebody was wrong.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{CodeTryId, PersonId, PunchId};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, PaginatorTrait, entity::prelude::*};

use crate::entity::{
    instant,
    presence::{code_try, code_use},
};

/// Whether a person has used a code for a slot; 0 is outside any.
pub async fn has_used_code(
    db: &impl ConnectionTrait,
    person: PersonId,
    (date, slot): (NaiveDate, i16),
) -> Result<bool, DbErr> {
    Ok(code_use::Entity::find_by_id((person.uuid(), date, slot)).one(db).await?.is_some())
}

/// Stores that a person has used a code for a slot; a second one is a unique violation.
pub async fn create_code_use(
    db: &impl ConnectionTrait,
    person: PersonId,
    (date, slot): (NaiveDate, i16),
    punch: PunchId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let columns = code_use::ActiveModel {
        person_id: Set(person.uuid()),
        work_date: Set(date),
        slot_seq: Set(slot),
        punch_id: Set(punch.uuid()),
        at: Set(instant(now)),
    };
    code_use::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Stores that a person has sent a wrong code.
pub async fn create_try(db: &impl ConnectionTrait, person: PersonId, now: DateTime<Utc>) -> Result<(), DbErr> {
    let columns = code_try::ActiveModel {
        id: Set(CodeTryId::new().uuid()),
        person_id: Set(person.uuid()),
        at: Set(instant(now)),
    };
    code_try::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// How many wrong codes a person has sent since an instant.
pub async fn count_tries(db: &impl ConnectionTrait, person: PersonId, since: DateTime<Utc>) -> Result<u64, DbErr> {
    code_try::Entity::find()
        .filter(code_try::COLUMN.person_id.eq(person.uuid()))
        .filter(code_try::COLUMN.at.gte(instant(since)))
        .count(db)
        .await
}

/// Forgets the wrong codes before an instant.
pub async fn remove_tries(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<(), DbErr> {
    code_try::Entity::delete_many().filter(code_try::COLUMN.at.lt(instant(before))).exec(db).await.map(drop)
}
