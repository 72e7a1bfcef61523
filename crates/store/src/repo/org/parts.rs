use chrono::NaiveDate;
use domain::ids::{HallId, PostId, WindowId, ZoneId};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, entity::prelude::*};

use crate::{
    entity::org::{post, window, zone},
    repo::among,
};

/// A zone as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneRecord {
    /// The zone.
    pub id: ZoneId,
    /// Its hall.
    pub hall: HallId,
    /// Its name.
    pub name: String,
    /// Where it stands among the hall's zones.
    pub position: i32,
    /// First day.
    pub opened_on: NaiveDate,
    /// The day it was closed.
    pub closed_on: Option<NaiveDate>,
}

impl From<zone::Model> for ZoneRecord {
    fn from(row: zone::Model) -> Self {
        Self {
            id: ZoneId::from_uuid(row.id),
            hall: HallId::from_uuid(row.hall_id),
            name: row.name,
            position: row.position,
            opened_on: row.opened_on,
            closed_on: row.closed_on,
        }
    }
}

impl ZoneRecord {
    fn columns(self) -> zone::ActiveModel {
        zone::ActiveModel {
            id: Set(self.id.uuid()),
            hall_id: Set(self.hall.uuid()),
            name: Set(self.name),
            position: Set(self.position),
            opened_on: Set(self.opened_on),
            closed_on: Set(self.closed_on),
        }
    }
}

/// Stores a new zone.
pub async fn create_zone(db: &impl ConnectionTrait, record: ZoneRecord) -> Result<(), DbErr> {
    zone::Entity::insert(record.columns()).exec_without_returning(db).await.map(drop)
}

/// Stores a changed zone.
pub async fn update_zone(db: &impl ConnectionTrait, record: ZoneRecord) -> Result<(), DbErr> {
    zone::Entity::update(record.columns()).exec(db).await.map(drop)
}

/// A zone by id, closed ones included.
pub async fn find_zone(db: &impl ConnectionTrait, id: ZoneId) -> Result<Option<ZoneRecord>, DbErr> {
    Ok(zone::Entity::find_by_id(id.uuid()).one(db).await?.map(Into::into))
}

/// Zones by id, closed ones included.
pub async fn find_zones(db: &impl ConnectionTrait, ids: &[ZoneId]) -> Result<Vec<ZoneRecord>, DbErr> {
    let rows = zone::Entity::find().filter(among(db, zone::Column::Id, ids.iter().map(|id| id.uuid()))).all(db).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Open zones of a hall, in their order.
pub async fn list_zones(db: &impl ConnectionTrait, hall: HallId) -> Result<Vec<ZoneRecord>, DbErr> {
    let rows = zone::Entity::find()
        .filter(zone::COLUMN.hall_id.eq(hall.uuid()))
        .filter(zone::COLUMN.closed_on.is_null())
        .order_by_asc(zone::COLUMN.position)
        .order_by_asc(zone::COLUMN.name)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// A window as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowRecord {
    /// The window.
    pub id: WindowId,
    /// Its hall, which is its zone's.
    pub hall: HallId,
    /// Its zone.
    pub zone: ZoneId,
    /// Its code on the sign.
    pub code: String,
    /// What it serves.
    pub name: String,
    /// First day.
    pub opened_on: NaiveDate,
    /// The day it was closed.
    pub closed_on: Option<NaiveDate>,
}

impl From<window::Model> for WindowRecord {
    fn from(row: window::Model) -> Self {
        Self {
            id: WindowId::from_uuid(row.id),
            hall: HallId::from_uuid(row.hall_id),
            zone: ZoneId::from_uuid(row.zone_id),
            code: row.code,
            name: row.name,
            opened_on: row.opened_on,
            closed_on: row.closed_on,
        }
    }
}

impl WindowRecord {
    fn columns(self) -> window::ActiveModel {
        window::ActiveModel {
            id: Set(self.id.uuid()),
            hall_id: Set(self.hall.uuid()),
            zone_id: Set(self.zone.uuid()),
            code: Set(self.code),
            name: Set(self.name),
            opened_on: Set(self.opened_on),
            closed_on: Set(self.closed_on),
        }
    }
}

/// Stores a new window.
pub async fn create_window(db: &impl ConnectionTrait, record: WindowRecord) -> Result<(), DbErr> {
    window::Entity::insert(record.columns()).exec_without_returning(db).await.map(drop)
}

/// Stores a changed window.
pub async fn update_window(db: &impl ConnectionTrait, record: WindowRecord) -> Result<(), DbErr> {
    window::Entity::update(record.columns()).exec(db).await.map(drop)
}

/// A window by id, closed ones included.
pub async fn find_window(db: &impl ConnectionTrait, id: WindowId) -> Result<Option<WindowRecord>, DbErr> {
    Ok(window::Entity::find_by_id(id.uuid()).one(db).await?.map(Into::into))
}

/// Open windows of a hall, by code.
pub async fn list_windows(db: &impl ConnectionTrait, hall: HallId) -> Result<Vec<WindowRecord>, DbErr> {
    let rows = window::Entity::find()
        .filter(window::COLUMN.hall_id.eq(hall.uuid()))
        .filter(window::COLUMN.closed_on.is_null())
        .order_by_asc(window::COLUMN.code)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// A post as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostRecord {
    /// The post.
    pub id: PostId,
    /// Its window.
    pub window: WindowId,
    /// Its name.
    pub name: String,
    /// First day.
    pub opened_on: NaiveDate,
    /// The day it was closed.
    pub closed_on: Option<NaiveDate>,
}

impl From<post::Model> for PostRecord {
    fn from(row: post::Model) -> Self {
        Self {
            id: PostId::from_uuid(row.id),
            window: WindowId::from_uuid(row.window_id),
            name: row.name,
            opened_on: row.opened_on,
            closed_on: row.closed_on,
        }
    }
}

impl PostRecord {
    fn columns(self) -> post::ActiveModel {
        post::ActiveModel {
            id: Set(self.id.uuid()),
            window_id: Set(self.window.uuid()),
            name: Set(self.name),
            opened_on: Set(self.opened_on),
            closed_on: Set(self.closed_on),
        }
    }
}

/// Stores a new post.
pub async fn create_post(db: &impl ConnectionTrait, record: PostRecord) -> Result<(), DbErr> {
    post::Entity::insert(record.columns()).exec_without_returning(db).await.map(drop)
}

/// Stores a changed post.
pub async fn update_post(db: &impl ConnectionTrait, record: PostRecord) -> Result<(), DbErr> {
    post::Entity::update(record.columns()).exec(db).await.map(drop)
}

/// A post by id, closed ones included.
pub async fn find_post(db: &impl ConnectionTrait, id: PostId) -> Result<Option<PostRecord>, DbErr> {
    Ok(post::Entity::find_by_id(id.uuid()).one(db).await?.map(Into::into))
}

/// Open posts at the windows of a hall, by name.
pub async fn list_posts(db: &impl ConnectionTrait, hall: HallId) -> Result<Vec<PostRecord>, DbErr> {
    let rows = post::Entity::find()
        .inner_join(window::Entity)
        .filter(window::COLUMN.hall_id.eq(hall.uuid()))
        .filter(post::COLUMN.closed_on.is_null())
        .order_by_asc(post::COLUMN.name)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Open posts at one window, by name.
pub async fn list_window_posts(db: &impl ConnectionTrait, window: WindowId) -> Result<Vec<PostRecord>, DbErr> {
    let rows = post::Entity::find()
        .filter(post::COLUMN.window_id.eq(window.uuid()))
        .filter(post::COLUMN.closed_on.is_null())
        .order_by_asc(post::COLUMN.name)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}
