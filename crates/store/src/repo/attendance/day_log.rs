//! A day of a hall's windows: outings and alarms, over or not.

use chrono::{DateTime, Utc};
use domain::{ids::HallId, policy::Scope};
use sea_orm::{ConnectionTrait, DbErr, ExprTrait, QueryOrder, entity::prelude::*};

use super::{
    outings::{OutingRecord, outing_record},
    vacancies::{VacancyRecord, vacancy_record},
};
use crate::{
    entity::{
        in_the_day::{outing, vacancy},
        instant,
    },
    repo::scope,
};

/// An outing, with who was told that it took longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedOutingRecord {
    /// The outing.
    pub outing: OutingRecord,
    /// When the lead was told.
    pub told_at: Option<DateTime<Utc>>,
    /// When the supervisor was told.
    pub passed_on_at: Option<DateTime<Utc>>,
}

/// An alarm, with when it was over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedVacancyRecord {
    /// The alarm.
    pub alarm: VacancyRecord,
    /// When it was over.
    pub ended_at: Option<DateTime<Utc>>,
}

/// The outings at a hall's posts inside some scopes that were asked for from one instant to another, in that order.
pub async fn list_logged_outings(
    db: &impl ConnectionTrait,
    hall: HallId,
    scopes: &[Scope],
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<LoggedOutingRecord>, DbErr> {
    let rows = outing::Entity::find()
        .filter(outing::COLUMN.hall_id.eq(hall.uuid()))
        .filter(outing::COLUMN.asked_at.gte(instant(from)))
        .filter(outing::COLUMN.asked_at.lt(instant(to)))
        .filter(Expr::col((outing::Entity, outing::Column::PostId)).in_subquery(scope::posts_in(scopes)))
        .order_by_asc(outing::COLUMN.asked_at)
        .order_by_asc(outing::COLUMN.id)
        .all(db)
        .await?;
    let logged = |row: outing::Model| {
        let (told_at, passed_on_at) = (row.overdue_told_at.map(|at| at.0), row.overdue_passed_on_at.map(|at| at.0));
        Ok(LoggedOutingRecord { outing: outing_record(row)?, told_at, passed_on_at })
    };
    rows.into_iter().map(logged).collect()
}

/// The alarms about such posts that were raised from one instant to another, in that order.
pub async fn list_logged_vacancies(
    db: &impl ConnectionTrait,
    hall: HallId,
    scopes: &[Scope],
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<LoggedVacancyRecord>, DbErr> {
    let rows = vacancy::Entity::find()
        .filter(vacancy::COLUMN.hall_id.eq(hall.uuid()))
        .filter(vacancy::COLUMN.raised_at.gte(instant(from)))
        .filter(vacancy::COLUMN.raised_at.lt(instant(to)))
        .filter(Expr::col((vacancy::Entity, vacancy::Column::PostId)).in_subquery(scope::posts_in(scopes)))
        .order_by_asc(vacancy::COLUMN.raised_at)
        .order_by_asc(vacancy::COLUMN.id)
        .all(db)
        .await?;
    let logged = |row: vacancy::Model| {
        let ended_at = row.ended_at.map(|at| at.0);
        LoggedVacancyRecord { alarm: vacancy_record(row), ended_at }
    };
    Ok(rows.into_iter().map(logged).collect())
}
