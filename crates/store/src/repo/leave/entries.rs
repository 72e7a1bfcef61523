use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    calendar::CalendarVersion,
    ids::{LeaveEntryId, LeaveId, LotId, PersonId},
    leave::{LeaveKind, Line},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, entity::prelude::*};

use crate::{
    entity::{instant, leave::entry},
    repo::{CHUNK, among, word},
};

/// A line with whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryRecord {
    /// Whose.
    pub person: PersonId,
    /// The kind of leave.
    pub kind: LeaveKind,
    /// The request that it is for; none for lines about a lot.
    pub request: Option<LeaveId>,
    /// What it does.
    pub line: Line,
}

/// Adds lines to the ledger.
pub async fn add_lines(db: &impl ConnectionTrait, records: &[EntryRecord], now: DateTime<Utc>) -> Result<(), DbErr> {
    add_lines_by(db, records, None, now).await
}

/// Adds lines to the ledger that a version of the calendar has brought about.
pub async fn add_lines_by(
    db: &impl ConnectionTrait,
    records: &[EntryRecord],
    cause: Option<CalendarVersion>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    for records in records.chunks(CHUNK) {
        let rows = records.iter().map(|record| entry::ActiveModel {
            id: Set(LeaveEntryId::new().uuid()),
            person_id: Set(record.person.uuid()),
            kind: Set(record.kind.code().to_owned()),
            lot_id: Set(record.line.lot.map(LotId::uuid)),
            movement: Set(record.line.movement.code().to_owned()),
            units: Set(record.line.units),
            day: Set(record.line.day),
            request_id: Set(record.request.map(LeaveId::uuid)),
            at: Set(instant(now)),
            calendar_year: Set(cause.map(|cause| cause.year)),
            calendar_version: Set(cause.map(|cause| cause.version)),
        });
        entry::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

/// All lines of a request.
pub async fn list_request_lines(db: &impl ConnectionTrait, request: LeaveId) -> Result<Vec<EntryRecord>, DbErr> {
    let rows = entry::Entity::find().filter(entry::COLUMN.request_id.eq(request.uuid())).all(db).await?;
    rows.into_iter().map(record_of).collect()
}

/// All lines of some people about lots of a kind.
pub async fn list_lot_lines(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    kinds: &[LeaveKind],
) -> Result<Vec<EntryRecord>, DbErr> {
    let mut found = Vec::new();
    for people in people.chunks(CHUNK) {
        let rows = entry::Entity::find()
            .filter(among(db, entry::Column::PersonId, people.iter().map(|id| id.uuid())))
            .filter(entry::COLUMN.kind.is_in(kinds.iter().map(|kind| kind.code())))
            .filter(entry::COLUMN.lot_id.is_not_null())
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(record_of).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(found)
}

/// The lines of some people and kinds for days of leave from one date to another, both included, by day.
pub async fn list_uses(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    kinds: &[LeaveKind],
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<EntryRecord>, DbErr> {
    let mut found = Vec::new();
    for people in people.chunks(CHUNK) {
        let rows = entry::Entity::find()
            .filter(among(db, entry::Column::PersonId, people.iter().map(|id| id.uuid())))
            .filter(entry::COLUMN.kind.is_in(kinds.iter().map(|kind| kind.code())))
            .filter(entry::COLUMN.request_id.is_not_null())
            .filter(entry::COLUMN.day.between(from, to))
            .order_by_asc(entry::COLUMN.day)
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(record_of).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(found)
}

fn record_of(row: entry::Model) -> Result<EntryRecord, DbErr> {
    Ok(EntryRecord {
        person: PersonId::from_uuid(row.person_id),
        kind: word(&row.kind)?,
        request: row.request_id.map(LeaveId::from_uuid),
        line: Line {
            lot: row.lot_id.map(LotId::from_uuid),
            movement: word(&row.movement)?,
            units: row.units,
            day: row.day,
        },
    })
}
