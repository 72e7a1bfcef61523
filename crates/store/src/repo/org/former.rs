use chrono::NaiveDate;
use domain::ids::{HallId, PostId, WindowId, ZoneId};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, entity::prelude::*, sea_query::OnConflict};

use super::parts::ZoneRecord;
use crate::entity::org::{former_name, former_zone, zone};

/// A hall, a zone, a window or a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedPlace(Uuid);

impl From<HallId> for NamedPlace {
    fn from(hall: HallId) -> Self {
        Self(hall.uuid())
    }
}

impl From<ZoneId> for NamedPlace {
    fn from(zone: ZoneId) -> Self {
        Self(zone.uuid())
    }
}

impl From<WindowId> for NamedPlace {
    fn from(window: WindowId) -> Self {
        Self(window.uuid())
    }
}

impl From<PostId> for NamedPlace {
    fn from(post: PostId) -> Self {
        Self(post.uuid())
    }
}

/// What a place was called before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerNameRecord {
    /// The place.
    pub place: NamedPlace,
    /// Its hall; a hall's own is itself.
    pub hall: HallId,
    /// A window's code on the sign.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
    /// The last day.
    pub until: NaiveDate,
}

/// Keeps a name. One with the same last day is there already if the place is renamed twice on one day: then what it was
/// called in between was its name on no day.
pub async fn create_former_name(db: &impl ConnectionTrait, record: FormerNameRecord) -> Result<(), DbErr> {
    let columns = former_name::ActiveModel {
        place_id: Set(record.place.0),
        until: Set(record.until),
        hall_id: Set(record.hall.uuid()),
        code: Set(record.code),
        name: Set(record.name),
    };
    let once = OnConflict::columns([former_name::Column::PlaceId, former_name::Column::Until]).do_nothing().to_owned();
    former_name::Entity::insert(columns).on_conflict(once).exec_without_returning(db).await.map(drop)
}

/// The former names of a hall and of its parts, in the order in which they ended.
pub async fn list_former_names(db: &impl ConnectionTrait, hall: HallId) -> Result<Vec<FormerNameRecord>, DbErr> {
    let rows = former_name::Entity::find()
        .filter(former_name::COLUMN.hall_id.eq(hall.uuid()))
        .order_by_asc(former_name::COLUMN.until)
        .all(db)
        .await?;
    let record = |row: former_name::Model| FormerNameRecord {
        place: NamedPlace(row.place_id),
        hall: HallId::from_uuid(row.hall_id),
        code: row.code,
        name: row.name,
        until: row.until,
    };
    Ok(rows.into_iter().map(record).collect())
}

/// In which zone a window was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormerZoneRecord {
    /// The window.
    pub window: WindowId,
    /// Its hall.
    pub hall: HallId,
    /// The zone.
    pub zone: ZoneId,
    /// The last day.
    pub until: NaiveDate,
}

/// Keeps a zone. One with the same last day is there already if the window moves twice on one day: then it was in the
/// zone in between on no day.
pub async fn create_former_zone(db: &impl ConnectionTrait, record: FormerZoneRecord) -> Result<(), DbErr> {
    let columns = former_zone::ActiveModel {
        window_id: Set(record.window.uuid()),
        until: Set(record.until),
        hall_id: Set(record.hall.uuid()),
        zone_id: Set(record.zone.uuid()),
    };
    let once = OnConflict::columns([former_zone::Column::WindowId, former_zone::Column::Until]).do_nothing().to_owned();
    former_zone::Entity::insert(columns).on_conflict(once).exec_without_returning(db).await.map(drop)
}

/// The former zones of a hall's windows, each as it is today, closed or not, in the order in which they ended.
pub async fn list_former_zones(
    db: &impl ConnectionTrait,
    hall: HallId,
) -> Result<Vec<(FormerZoneRecord, ZoneRecord)>, DbErr> {
    let rows = former_zone::Entity::find()
        .filter(former_zone::COLUMN.hall_id.eq(hall.uuid()))
        .order_by_asc(former_zone::COLUMN.until)
        .find_also_related(zone::Entity)
        .all(db)
        .await?;
    let record = |(row, zone): (former_zone::Model, Option<zone::Model>)| {
        let record = FormerZoneRecord {
            window: WindowId::from_uuid(row.window_id),
            hall: HallId::from_uuid(row.hall_id),
            zone: ZoneId::from_uuid(row.zone_id),
            until: row.until,
        };
        Some((record, zone?.into()))
    };
    Ok(rows.into_iter().filter_map(record).collect())
}
