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

/// Whose rules were said to apply at a hall, in the order in which that was said.
pub async fn list_profiles(
    db: &impl ConnectionTrait,
    hall: HallId,
) -> Result<Vec<(NaiveDate, Option<Province>)>, DbErr> {
    let rows = profile::Entity::find()
        .filter(profile::COLUMN.hall_id.eq(hall.uuid()))
        .order_by_asc(profile::COLUMN.confirmed_at)
        .order_by_asc(profile::COLUMN.id)
        .all(db)
        .await?;
    rows.into_iter().map(|row| Ok((row.from_on, row.province.as_deref().map(word).transpose()?))).collect()
}
