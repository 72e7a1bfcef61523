//! Who was reminded of what about a date.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{HallId, PersonId};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, TryInsertResult, entity::prelude::*};

use crate::{
    entity::{attendance::own::reminder, instant, presence::hall_presence},
    repo::CHUNK,
};

/// Notes that somebody is reminded of something about a date, under an id; says whether they were not before.
pub async fn remind_once(
    db: &impl ConnectionTrait,
    id: Uuid,
    (person, date): (PersonId, NaiveDate),
    what: &str,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let columns = reminder::ActiveModel {
        work_date: Set(date),
        person_id: Set(person.uuid()),
        what: Set(what.to_owned()),
        id: Set(id),
        at: Set(instant(now)),
    };
    let stored = reminder::Entity::insert(columns).on_conflict_do_nothing().exec_without_returning(db).await?;
    Ok(matches!(stored, TryInsertResult::Inserted(1..)))
}

/// The id under which somebody was reminded of something about a date, if they were.
pub async fn find_reminder(
    db: &impl ConnectionTrait,
    (person, date): (PersonId, NaiveDate),
    what: &str,
) -> Result<Option<Uuid>, DbErr> {
    let found = reminder::Entity::find_by_id((date, person.uuid(), what.to_owned())).one(db).await?;
    Ok(found.map(|row| row.id))
}

/// Of some people, those who were reminded of something about a date.
pub async fn list_reminded(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    date: NaiveDate,
    what: &str,
) -> Result<BTreeSet<PersonId>, DbErr> {
    let mut found = BTreeSet::new();
    for people in people.chunks(CHUNK) {
        let rows = reminder::Entity::find()
            .filter(reminder::COLUMN.work_date.eq(date))
            .filter(reminder::COLUMN.what.eq(what))
            .filter(reminder::COLUMN.person_id.is_in(people.iter().map(|id| id.uuid())))
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(|row| PersonId::from_uuid(row.person_id)));
    }
    Ok(found)
}

/// Forgets who was reminded of anything about a date before one.
pub async fn remove_reminders(db: &impl ConnectionTrait, before: NaiveDate) -> Result<(), DbErr> {
    reminder::Entity::delete_many().filter(reminder::COLUMN.work_date.lt(before)).exec(db).await.map(drop)
}

/// The halls that remind their people of a shift that begins, with how many minutes before.
pub async fn list_reminding(db: &impl ConnectionTrait) -> Result<Vec<(HallId, i32)>, DbErr> {
    let rows = hall_presence::Entity::find().filter(hall_presence::COLUMN.remind_min.gt(0)).all(db).await?;
    Ok(rows.into_iter().map(|row| (HallId::from_uuid(row.hall_id), row.remind_min)).collect())
}
