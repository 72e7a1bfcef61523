//! Who was reminded of what about a date.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{HallId, PersonId};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, entity::prelude::*};

use crate::{
    entity::{attendance::own::reminder, instant, presence::hall_presence},
    repo::{CHUNK, among},
};

/// Notes that some people are reminded of something about a date, each under an id; says who were not before.
pub async fn remind_once(
    db: &impl ConnectionTrait,
    (date, what): (NaiveDate, &str),
    people: &[(PersonId, Uuid)],
    now: DateTime<Utc>,
) -> Result<BTreeSet<PersonId>, DbErr> {
    for people in people.chunks(CHUNK) {
        let rows = people.iter().map(|(person, id)| reminder::ActiveModel {
            work_date: Set(date),
            person_id: Set(person.uuid()),
            what: Set(what.to_owned()),
            id: Set(*id),
            at: Set(instant(now)),
        });
        reminder::Entity::insert_many(rows).on_conflict_do_nothing().exec_without_returning(db).await?;
    }
    // Who was reminded before has kept the id of then.
    let ids: Vec<PersonId> = people.iter().map(|(person, _)| *person).collect();
    let reminded = list_reminded(db, &ids, (date, what)).await?;
    let new = people.iter().filter(|(person, id)| reminded.get(person) == Some(id));
    Ok(new.map(|(person, _)| *person).collect())
}

/// Of some people, those who were reminded of something about a date, with the id of that.
pub async fn list_reminded(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    (date, what): (NaiveDate, &str),
) -> Result<BTreeMap<PersonId, Uuid>, DbErr> {
    let mut found = BTreeMap::new();
    for people in people.chunks(CHUNK) {
        let rows = reminder::Entity::find()
            .filter(reminder::COLUMN.work_date.eq(date))
            .filter(reminder::COLUMN.what.eq(what))
            .filter(among(db, reminder::Column::PersonId, people.iter().map(|id| id.uuid())))
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(|row| (PersonId::from_uuid(row.person_id), row.id)));
    }
    Ok(found)
}

/// Forgets that some people were reminded of something about a date.
pub async fn remove_reminders_of(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    (date, what): (NaiveDate, &str),
) -> Result<(), DbErr> {
    for people in people.chunks(CHUNK) {
        reminder::Entity::delete_many()
            .filter(reminder::COLUMN.work_date.eq(date))
            .filter(reminder::COLUMN.what.eq(what))
            .filter(among(db, reminder::Column::PersonId, people.iter().map(|id| id.uuid())))
            .exec(db)
            .await?;
    }
    Ok(())
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
