use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    ids::{HallId, LeaveProfileId, PersonId},
    leave::Province,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, entity::prelude::*};

use crate::{
    entity::{instant, leave::profile},
    repo::word,
};

/// Whose rules apply at a hall from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProfileRecord {
    /// Its id.
    pub id: LeaveProfileId,
    /// The hall.
    pub hall: HallId,
    /// The province; none for the national rules alone.
    pub province: Option<Province>,
    /// The first day.
    pub from: NaiveDate,
    /// Who confirmed it.
    pub by: PersonId,
}

/// Stores that a province's rules apply.
pub async fn create_profile(db: &impl ConnectionTrait, new: &ProfileRecord, now: DateTime<Utc>) -> Result<(), DbErr> {
    let columns = profile::ActiveModel {
        id: Set(new.id.uuid()),
        hall_id: Set(new.hall.uuid()),
        province: Set(new.province.map(|province| province.code().to_owned())),
        from_on: Set(new.from),
        confirmed_by: Set(new.by.uuid()),
        confirmed_at: Set(instant(now)),
    };
    profile::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// What applies at a hall on a day: the latest word about the latest day up to it.
pub async fn find_profile(
    db: &impl ConnectionTrait,
    hall: HallId,
    on: NaiveDate,
) -> Result<Option<ProfileRecord>, DbErr> {
    let row = profile::Entity::find()
        .filter(profile::COLUMN.hall_id.eq(hall.uuid()))
        .filter(profile::COLUMN.from_on.lte(on))
        .order_by_desc(profile::COLUMN.from_on)
        .order_by_desc(profile::COLUMN.confirmed_at)
        .order_by_desc(profile::COLUMN.id)
        .one(db)
        .await?;
    row.map(|row| {
        Ok(ProfileRecord {
            id: LeaveProfileId::from_uuid(row.id),
            hall: HallId::from_uuid(row.hall_id),
            province: row.province.as_deref().map(word).transpose()?,
            from: row.from_on,
            by: PersonId::from_uuid(row.confirmed_by),
        })
    })
    .transpose()
}
