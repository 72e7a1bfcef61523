//! A hall's choices around being there, and its screens.

use chrono::{DateTime, Utc};
use domain::{
    attendance::PresenceSettings,
    ids::{HallId, KioskScreenId, PersonId},
};
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DbErr, Iterable, QueryOrder, entity::prelude::*, sea_query::OnConflict,
};

use crate::{
    entity::{
        instant,
        presence::{hall_presence, kiosk_screen},
    },
    repo::word,
};

/// A hall's choices; the defaults where none were made.
pub async fn find_presence(db: &impl ConnectionTrait, hall: HallId) -> Result<PresenceSettings, DbErr> {
    let row = hall_presence::Entity::find_by_id(hall.uuid()).one(db).await?;
    row.as_ref().map_or_else(|| Ok(PresenceSettings::default()), settings)
}

/// The choices of a row.
pub(super) fn settings(row: &hall_presence::Model) -> Result<PresenceSettings, DbErr> {
    Ok(PresenceSettings {
        policy: word(&row.fence_policy)?,
        travel_kmh: row.travel_kmh,
        repeat_days: row.repeat_days,
        vacancy_grace_min: row.vacancy_grace_min,
        escalate_min: row.escalate_min,
        outing_max_min: row.outing_max_min,
        taken_min: row.taken_min,
        outing_wait_min: row.outing_wait_min,
        late_claim_hours: row.late_claim_hours,
        accuracy_m: row.accuracy_m,
        remind_min: row.remind_min,
    })
}

/// Stores a hall's choices, in place of those before.
pub async fn put_presence(db: &impl ConnectionTrait, hall: HallId, settings: &PresenceSettings) -> Result<(), DbErr> {
    let columns = hall_presence::ActiveModel {
        hall_id: Set(hall.uuid()),
        fence_policy: Set(settings.policy.code().to_owned()),
        travel_kmh: Set(settings.travel_kmh),
        repeat_days: Set(settings.repeat_days),
        vacancy_grace_min: Set(settings.vacancy_grace_min),
        escalate_min: Set(settings.escalate_min),
        outing_max_min: Set(settings.outing_max_min),
        taken_min: Set(settings.taken_min),
        outing_wait_min: Set(settings.outing_wait_min),
        late_claim_hours: Set(settings.late_claim_hours),
        accuracy_m: Set(settings.accuracy_m),
        remind_min: Set(settings.remind_min),
    };
    let chosen = hall_presence::Column::iter().filter(|column| !matches!(column, hall_presence::Column::HallId));
    let replace = OnConflict::column(hall_presence::Column::HallId).update_columns(chosen).to_owned();
    hall_presence::Entity::insert(columns).on_conflict(replace).exec_without_returning(db).await.map(drop)
}

/// A screen that may show a hall's code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScreenRecord {
    /// The screen.
    pub id: KioskScreenId,
    /// Its hall.
    pub hall: HallId,
    /// Where it hangs.
    pub name: String,
    /// SHA-256 of the token in its link.
    pub token_hash: Vec<u8>,
    /// Who made the link.
    pub made_by: PersonId,
    /// When.
    pub made_at: DateTime<Utc>,
    /// When it last asked for a code, to about an hour.
    pub seen_at: Option<DateTime<Utc>>,
}

/// Stores a new screen.
pub async fn create_screen(db: &impl ConnectionTrait, new: &ScreenRecord) -> Result<(), DbErr> {
    let columns = kiosk_screen::ActiveModel {
        id: Set(new.id.uuid()),
        hall_id: Set(new.hall.uuid()),
        name: Set(new.name.clone()),
        token_hash: Set(new.token_hash.clone()),
        made_by: Set(new.made_by.uuid()),
        made_at: Set(instant(new.made_at)),
        seen_at: Set(new.seen_at.map(instant)),
        ended_at: Set(None),
    };
    kiosk_screen::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// The screens of a hall whose links hold, by name.
pub async fn list_screens(db: &impl ConnectionTrait, hall: HallId) -> Result<Vec<ScreenRecord>, DbErr> {
    let rows = kiosk_screen::Entity::find()
        .filter(kiosk_screen::COLUMN.hall_id.eq(hall.uuid()))
        .filter(kiosk_screen::COLUMN.ended_at.is_null())
        .order_by_asc(kiosk_screen::COLUMN.name)
        .order_by_asc(kiosk_screen::COLUMN.id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(record).collect())
}

/// Whether any screen of a hall may show its code.
pub async fn has_screens(db: &impl ConnectionTrait, hall: HallId) -> Result<bool, DbErr> {
    let found = kiosk_screen::Entity::find()
        .filter(kiosk_screen::COLUMN.hall_id.eq(hall.uuid()))
        .filter(kiosk_screen::COLUMN.ended_at.is_null())
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// A screen whose link holds.
pub async fn find_screen(db: &impl ConnectionTrait, id: KioskScreenId) -> Result<Option<ScreenRecord>, DbErr> {
    let found = kiosk_screen::Entity::find_by_id(id.uuid());
    Ok(found.filter(kiosk_screen::COLUMN.ended_at.is_null()).one(db).await?.map(record))
}

/// The screen of a token's hash, if its link holds.
pub async fn find_screen_by_token(db: &impl ConnectionTrait, hash: &[u8]) -> Result<Option<ScreenRecord>, DbErr> {
    let found = kiosk_screen::Entity::find()
        .filter(kiosk_screen::COLUMN.token_hash.eq(hash.to_vec()))
        .filter(kiosk_screen::COLUMN.ended_at.is_null());
    Ok(found.one(db).await?.map(record))
}

/// Stores when a screen has asked for a code.
pub async fn touch_screen(db: &impl ConnectionTrait, id: KioskScreenId, now: DateTime<Utc>) -> Result<(), DbErr> {
    kiosk_screen::Entity::update_many()
        .col_expr(kiosk_screen::Column::SeenAt, Expr::value(Some(instant(now))))
        .filter(kiosk_screen::COLUMN.id.eq(id.uuid()))
        .exec(db)
        .await
        .map(drop)
}

/// Ends a screen's link; says whether it held.
pub async fn end_screen(db: &impl ConnectionTrait, id: KioskScreenId, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let ended = kiosk_screen::Entity::update_many()
        .col_expr(kiosk_screen::Column::EndedAt, Expr::value(Some(instant(now))))
        .filter(kiosk_screen::COLUMN.id.eq(id.uuid()))
        .filter(kiosk_screen::COLUMN.ended_at.is_null())
        .exec(db)
        .await?;
    Ok(ended.rows_affected == 1)
}

fn record(row: kiosk_screen::Model) -> ScreenRecord {
    ScreenRecord {
        id: KioskScreenId::from_uuid(row.id),
        hall: HallId::from_uuid(row.hall_id),
        name: row.name,
        token_hash: row.token_hash,
        made_by: PersonId::from_uuid(row.made_by),
        made_at: row.made_at.0,
        seen_at: row.seen_at.map(|at| at.0),
    }
}
