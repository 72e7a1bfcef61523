use chrono::NaiveDate;
use domain::ids::{HallId, WindowId, ZoneId};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, entity::prelude::*, sea_query::OnConflict};

use crate::entity::org::former_name;

/// A zone or a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedPlace(Uuid);

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

/// What a place was called before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerNameRecord {
    /// The zone or window.
    pub place: NamedPlace,
    /// Its hall.
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

/// The former names of a hall's places, in the order in which they ended.
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
