//! Imported calendar years. A version is never changed; the latest of its year holds.

use chrono::{DateTime, Utc};
use domain::{calendar::CalendarYear, ids::CalendarVersionId};
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DbBackend, DbErr, PaginatorTrait, QueryOrder, QuerySelect, entity::prelude::*,
    sea_query::LockType,
};

use crate::{
    entity::{calendar::version, instant, org::agency},
    repo::json,
};

/// Stores a version of a year; a version that is there already is a unique violation.
pub async fn create_version(
    db: &impl ConnectionTrait,
    id: CalendarVersionId,
    year: &CalendarYear,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let columns = version::ActiveModel {
        id: Set(id.uuid()),
        year: Set(year.year),
        version: Set(year.version),
        content: Set(json::write(year)?),
        imported_at: Set(instant(now)),
    };
    version::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Lets no year be imported until the transaction ends: what is judged in it is judged by the calendar in force. Several
/// may judge at once. SQLite has one writer anyway.
pub async fn hold_calendar(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    lock_agencies(db, LockType::Share).await
}

/// Waits until nobody judges by the calendar, and lets nobody begin until the transaction ends.
pub async fn hold_judging(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    lock_agencies(db, LockType::NoKeyUpdate).await
}

/// The calendar has no row that is there before the first import; agencies always are, and few.
async fn lock_agencies(db: &impl ConnectionTrait, lock: LockType) -> Result<(), DbErr> {
    if db.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let held = agency::Entity::find()
        .order_by_asc(agency::COLUMN.id)
        .select_only()
        .column(agency::Column::Id)
        .lock(lock)
        .into_tuple::<Uuid>();
    held.all(db).await.map(drop)
}

/// How many versions there are of all years. Rows are only ever added, so an unchanged number means that
/// nothing has changed.
pub async fn count_versions(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    version::Entity::find().count(db).await
}

/// All versions, each year's latest last.
pub async fn list_versions(db: &impl ConnectionTrait) -> Result<Vec<CalendarYear>, DbErr> {
    let rows = version::Entity::find()
        .order_by_asc(version::COLUMN.year)
        .order_by_asc(version::COLUMN.version)
        .all(db)
        .await?;
    rows.iter().map(|row| json::read(&row.content)).collect()
}
