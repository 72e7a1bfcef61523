use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc, Weekday};
use domain::{
    ids::{PatternId, PersonId, PostId, RosterEntryId, ShiftId},
    roster::{RosterEntry, WeeklyPattern},
};
use sea_orm::{ActiveValue::Set, Condition, ConnectionTrait, DbErr, QueryOrder, QuerySelect, entity::prelude::*};

use crate::{
    entity::{
        instant,
        roster::{entry, pattern},
    },
    repo::{CHUNK, among, json, word},
};

/// A roster line with whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRecord {
    /// Whose.
    pub person: PersonId,
    /// The line.
    pub entry: RosterEntry,
    /// Counts up from 1 with every publication for this person and date; the highest holds.
    pub revision: i32,
}

/// Stores roster lines published now; a revision that is there already is a unique violation.
pub async fn create_entries(db: &impl ConnectionTrait, lines: &[EntryRecord], now: DateTime<Utc>) -> Result<(), DbErr> {
    for lines in lines.chunks(CHUNK) {
        let rows = lines.iter().map(|line| entry::ActiveModel {
            id: Set(RosterEntryId::new().uuid()),
            person_id: Set(line.person.uuid()),
            work_date: Set(line.entry.date),
            shift_id: Set(line.entry.shift.map(ShiftId::uuid)),
            post_id: Set(line.entry.post.map(PostId::uuid)),
            revision: Set(line.revision),
            published_at: Set(instant(now)),
        });
        entry::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

/// The roster lines that hold for some people from one date to another, both included.
pub async fn find_entries(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<EntryRecord>, DbErr> {
    let mut found: Vec<EntryRecord> = Vec::new();
    for people in people.chunks(CHUNK) {
        let rows = entry::Entity::find()
            .filter(among(db, entry::Column::PersonId, people.iter().map(|id| id.uuid())))
            .filter(entry::COLUMN.work_date.between(from, to))
            .order_by_asc(entry::COLUMN.person_id)
            .order_by_asc(entry::COLUMN.work_date)
            .order_by_asc(entry::COLUMN.revision)
            .all(db)
            .await?;
        for record in rows.into_iter().map(entry_of) {
            // The next revision of the same day takes the place of the one before.
            match found.last_mut() {
                Some(last) if (last.person, last.entry.date) == (record.person, record.entry.date) => *last = record,
                _ => found.push(record),
            }
        }
    }
    Ok(found)
}

/// The roster lines that name a shift, on a date or later, and hold.
pub async fn find_entries_naming(
    db: &impl ConnectionTrait,
    shift: ShiftId,
    from: NaiveDate,
) -> Result<Vec<EntryRecord>, DbErr> {
    let named: Vec<(Uuid, NaiveDate)> = entry::Entity::find()
        .select_only()
        .columns([entry::Column::PersonId, entry::Column::WorkDate])
        .filter(entry::COLUMN.shift_id.eq(shift.uuid()))
        .filter(entry::COLUMN.work_date.gte(from))
        .into_tuple()
        .all(db)
        .await?;
    let Some(to) = named.iter().map(|(_, date)| *date).max() else { return Ok(Vec::new()) };
    let people: BTreeSet<PersonId> = named.into_iter().map(|(person, _)| PersonId::from_uuid(person)).collect();
    let people: Vec<PersonId> = people.into_iter().collect();
    // A later revision may say otherwise.
    let mut holding = find_entries(db, &people, from, to).await?;
    holding.retain(|record| record.entry.shift == Some(shift));
    Ok(holding)
}

fn entry_of(row: entry::Model) -> EntryRecord {
    EntryRecord {
        person: PersonId::from_uuid(row.person_id),
        entry: RosterEntry {
            date: row.work_date,
            shift: row.shift_id.map(ShiftId::from_uuid),
            post: row.post_id.map(PostId::from_uuid),
        },
        revision: row.revision,
    }
}

/// Stores weekly patterns; two of one person can't begin on the same day.
pub async fn create_patterns(db: &impl ConnectionTrait, new: &[(PersonId, WeeklyPattern)]) -> Result<(), DbErr> {
    for new in new.chunks(CHUNK) {
        let rows = new
            .iter()
            .map(|(person, week)| Ok(pattern::ActiveModel { person_id: Set(person.uuid()), ..pattern_columns(week)? }));
        let rows = rows.collect::<Result<Vec<_>, DbErr>>()?;
        pattern::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Stores a changed pattern; whose it is stays.
pub async fn update_pattern(db: &impl ConnectionTrait, week: &WeeklyPattern) -> Result<(), DbErr> {
    pattern::Entity::update(pattern_columns(week)?).exec(db).await.map(drop)
}

/// Drops weekly patterns that have not begun.
pub async fn remove_patterns(db: &impl ConnectionTrait, patterns: &[PatternId]) -> Result<(), DbErr> {
    for patterns in patterns.chunks(CHUNK) {
        let ids = patterns.iter().map(|id| id.uuid());
        pattern::Entity::delete_many().filter(among(db, pattern::Column::Id, ids)).exec(db).await?;
    }
    Ok(())
}

fn pattern_columns(week: &WeeklyPattern) -> Result<pattern::ActiveModel, DbErr> {
    Ok(pattern::ActiveModel {
        id: Set(week.id.uuid()),
        from_on: Set(week.from),
        to_on: Set(week.to),
        days: Set(json::write(&week.days)?),
        make_up: Set(week.make_up.to_string()),
        post_id: Set(week.post.map(PostId::uuid)),
        ..Default::default()
    })
}

/// Anybody's patterns that name a shift and hold on a date or later.
pub async fn find_patterns_naming(
    db: &impl ConnectionTrait,
    shift: ShiftId,
    from: NaiveDate,
) -> Result<Vec<(PersonId, WeeklyPattern)>, DbErr> {
    let rows = pattern::Entity::find()
        .filter(pattern::COLUMN.days.contains(shift.uuid().to_string()))
        .filter(Condition::any().add(pattern::COLUMN.to_on.is_null()).add(pattern::COLUMN.to_on.gte(from)))
        .all(db)
        .await?;
    rows.into_iter().map(pattern_of).collect()
}

/// Everybody whom the roster or a week names for one of some posts between two dates; what holds of it, a later line
/// decides.
pub async fn people_named_for(
    db: &impl ConnectionTrait,
    posts: &[PostId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<PersonId>, DbErr> {
    let mut people = BTreeSet::<Uuid>::new();
    for posts in posts.chunks(CHUNK) {
        let posts = || posts.iter().map(|id| id.uuid());
        let days = entry::Entity::find()
            .select_only()
            .column(entry::Column::PersonId)
            .distinct()
            .filter(among(db, entry::Column::PostId, posts()))
            .filter(entry::COLUMN.work_date.between(from, to));
        let weeks = pattern::Entity::find()
            .select_only()
            .column(pattern::Column::PersonId)
            .filter(among(db, pattern::Column::PostId, posts()))
            .filter(pattern::COLUMN.from_on.lte(to))
            .filter(Condition::any().add(pattern::COLUMN.to_on.is_null()).add(pattern::COLUMN.to_on.gte(from)));
        people.extend(days.into_tuple::<Uuid>().all(db).await?);
        people.extend(weeks.into_tuple::<Uuid>().all(db).await?);
    }
    Ok(people.into_iter().map(PersonId::from_uuid).collect())
}

/// The patterns of some people that hold on any date from one to another.
pub async fn find_patterns(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(PersonId, WeeklyPattern)>, DbErr> {
    let mut found = Vec::new();
    for people in people.chunks(CHUNK) {
        let rows = pattern::Entity::find()
            .filter(among(db, pattern::Column::PersonId, people.iter().map(|id| id.uuid())))
            .filter(pattern::COLUMN.from_on.lte(to))
            .filter(Condition::any().add(pattern::COLUMN.to_on.is_null()).add(pattern::COLUMN.to_on.gte(from)))
            .all(db)
            .await?;
        found.append(&mut rows.into_iter().map(pattern_of).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(found)
}

fn pattern_of(row: pattern::Model) -> Result<(PersonId, WeeklyPattern), DbErr> {
    let make_up: Weekday = word(&row.make_up)?;
    let pattern = WeeklyPattern {
        id: PatternId::from_uuid(row.id),
        days: json::read(&row.days)?,
        make_up,
        post: row.post_id.map(PostId::from_uuid),
        from: row.from_on,
        to: row.to_on,
    };
    Ok((PersonId::from_uuid(row.person_id), pattern))
}
