use domain::{
    ids::{HallId, WindowId},
    roster::{CoverageDemand, Half, TIME_OFF_MONTHS},
};
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, DbErr, ExprTrait,
    entity::prelude::*,
    sea_query::{OnConflict, Query},
};

use crate::{
    entity::{
        org::window,
        roster::terms::{demand, rule},
    },
    repo::word,
};

/// Whether a hall lets only certified people serve at a window.
pub async fn certification_required(db: &impl ConnectionTrait, hall: HallId) -> Result<bool, DbErr> {
    let row = rule::Entity::find_by_id(hall.uuid()).one(db).await?;
    Ok(row.is_some_and(|row| row.certification_required))
}

/// Stores whether it does.
pub async fn put_certification_required(db: &impl ConnectionTrait, hall: HallId, required: bool) -> Result<(), DbErr> {
    let (hall_id, certification_required) = (Set(hall.uuid()), Set(required));
    let columns = rule::ActiveModel { hall_id, certification_required, time_off_months: Set(TIME_OFF_MONTHS) };
    let replace =
        OnConflict::column(rule::Column::HallId).update_column(rule::Column::CertificationRequired).to_owned();
    rule::Entity::insert(columns).on_conflict(replace).exec_without_returning(db).await.map(drop)
}

/// For how many months time off for overtime can be taken at a hall.
pub async fn time_off_months(db: &impl ConnectionTrait, hall: HallId) -> Result<i32, DbErr> {
    let row = rule::Entity::find_by_id(hall.uuid()).one(db).await?;
    Ok(row.map_or(TIME_OFF_MONTHS, |row| row.time_off_months))
}

/// Stores for how many.
pub async fn put_time_off_months(db: &impl ConnectionTrait, hall: HallId, months: i32) -> Result<(), DbErr> {
    let (hall_id, time_off_months) = (Set(hall.uuid()), Set(months));
    let columns = rule::ActiveModel { hall_id, certification_required: Set(false), time_off_months };
    let replace = OnConflict::column(rule::Column::HallId).update_column(rule::Column::TimeOffMonths).to_owned();
    rule::Entity::insert(columns).on_conflict(replace).exec_without_returning(db).await.map(drop)
}

/// How many people the open windows of a hall need.
pub async fn list_demand(db: &impl ConnectionTrait, hall: HallId) -> Result<Vec<CoverageDemand>, DbErr> {
    let open = Query::select()
        .column(window::Column::Id)
        .from(window::Entity)
        .and_where(Expr::col(window::Column::HallId).eq(hall.uuid()))
        .and_where(Expr::col(window::Column::ClosedOn).is_null())
        .take();
    let rows = demand::Entity::find()
        .filter(Expr::col(demand::Column::WindowId).in_subquery(open))
        .filter(demand::COLUMN.people.gt(0))
        .all(db)
        .await?;
    let of_row = |found: demand::Model| {
        let part: Half = word(&found.half)?;
        Ok(CoverageDemand { window: WindowId::from_uuid(found.window_id), half: part, people: found.people })
    };
    rows.into_iter().map(of_row).collect()
}

/// Stores how many people a window needs in a half of the day.
pub async fn put_demand(db: &impl ConnectionTrait, new: CoverageDemand) -> Result<(), DbErr> {
    let columns = demand::ActiveModel {
        window_id: Set(new.window.uuid()),
        half: Set(new.half.code().to_owned()),
        people: Set(new.people),
    };
    let replace = OnConflict::columns([demand::Column::WindowId, demand::Column::Half])
        .update_column(demand::Column::People)
        .to_owned();
    demand::Entity::insert(columns).on_conflict(replace).exec_without_returning(db).await.map(drop)
}
