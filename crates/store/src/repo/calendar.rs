//! Imported calendar years. A version is never changed; the latest of its year holds.

use chrono::{DateTime, Utc};
use domain::{calendar::CalendarYear, ids::CalendarVersionId};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, PaginatorTrait, QueryOrder, entity::prelude::*};

use crate::{
    entity::{calendar::version, instant},
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
