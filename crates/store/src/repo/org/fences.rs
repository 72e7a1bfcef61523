use chrono::NaiveDate;
use domain::{
    geo::{Datum, Position},
    ids::{FenceId, HallId},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, entity::prelude::*};

use crate::{entity::org::fence, repo::among};

/// A circle of a hall's geofence as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FenceRecord {
    /// The circle.
    pub id: FenceId,
    /// Its hall.
    pub hall: HallId,
    /// Its name.
    pub name: String,
    /// Its centre in WGS-84.
    pub centre: Position,
    /// Metres.
    pub radius_m: i32,
    /// What the centre was entered in.
    pub entered: Datum,
}

/// Adds a circle.
pub async fn create_fence(db: &impl ConnectionTrait, record: FenceRecord) -> Result<(), DbErr> {
    let columns = fence::ActiveModel {
        id: Set(record.id.uuid()),
        hall_id: Set(record.hall.uuid()),
        name: Set(record.name),
        lat_e7: Set(record.centre.lat_e7),
        lng_e7: Set(record.centre.lng_e7),
        radius_m: Set(record.radius_m),
        entered_datum: Set(record.entered.code().to_owned()),
        closed_on: Set(None),
    };
    fence::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Closes a circle; says whether it was open. Punches that were judged by it keep pointing to it.
pub async fn close_fence(db: &impl ConnectionTrait, id: FenceId, on: NaiveDate) -> Result<bool, DbErr> {
    let closed = fence::Entity::update_many()
        .col_expr(fence::Column::ClosedOn, Expr::value(on))
        .filter(fence::COLUMN.id.eq(id.uuid()))
        .filter(fence::COLUMN.closed_on.is_null())
        .exec(db)
        .await?;
    Ok(closed.rows_affected == 1)
}

/// A circle in force.
pub async fn find_fence(db: &impl ConnectionTrait, id: FenceId) -> Result<Option<FenceRecord>, DbErr> {
    let found = fence::Entity::find_by_id(id.uuid()).filter(fence::COLUMN.closed_on.is_null()).one(db).await?;
    Ok(found.map(record))
}

/// The circles in force at some halls, by name.
pub async fn list_fences(db: &impl ConnectionTrait, halls: &[HallId]) -> Result<Vec<FenceRecord>, DbErr> {
    let rows = fence::Entity::find()
        .filter(among(db, fence::Column::HallId, halls.iter().map(|hall| hall.uuid())))
        .filter(fence::COLUMN.closed_on.is_null())
        .order_by_asc(fence::COLUMN.name)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(record).collect())
}

fn record(row: fence::Model) -> FenceRecord {
    FenceRecord {
        id: FenceId::from_uuid(row.id),
        hall: HallId::from_uuid(row.hall_id),
        name: row.name,
        centre: Position { lat_e7: row.lat_e7, lng_e7: row.lng_e7 },
        radius_m: row.radius_m,
        // Positions are stored in WGS-84 whatever this says; it is kept for showing.
        entered: row.entered_datum.parse().unwrap_or(Datum::Wgs84),
    }
}
