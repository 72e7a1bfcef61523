use chrono::NaiveDate;
use domain::{
    ids::{HallId, PersonId, WindowId},
    policy::{Role, Scope},
};
use sea_orm::{
    Condition, ConnectionTrait, DbErr, ExprTrait, QueryOrder, QuerySelect, QueryTrait, entity::prelude::*,
    sea_query::SelectStatement,
};

use crate::{
    entity::{
        accounts::{appointment, person},
        roster::terms::certification,
    },
    repo::{among, scope},
};

/// A person, their name, and how long they are employed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonName {
    /// Who.
    pub id: PersonId,
    /// 姓名.
    pub name: String,
    /// First day of employment.
    pub hired_on: NaiveDate,
    /// Last day of employment, once it is known.
    pub left_on: Option<NaiveDate>,
}

/// Everybody dispatched to a hall on a date.
pub async fn list_hall_people(db: &impl ConnectionTrait, hall: HallId, on: NaiveDate) -> Result<Vec<PersonId>, DbErr> {
    let ids: Vec<Uuid> = at_hall(hall, on, on).select_only().column(person::Column::Id).into_tuple().all(db).await?;
    Ok(ids.into_iter().map(PersonId::from_uuid).collect())
}

/// Those of a hall's people inside some scopes who work at windows, by 工号.
pub async fn list_hall_workers(
    db: &impl ConnectionTrait,
    hall: HallId,
    scopes: &[Scope],
    on: NaiveDate,
) -> Result<Vec<PersonName>, DbErr> {
    list_workers_between(db, hall, scopes, on, on, on).await
}

/// The same for everybody who works there on any date from one to another; scopes as they are on a day.
pub async fn list_workers_between(
    db: &impl ConnectionTrait,
    hall: HallId,
    scopes: &[Scope],
    from: NaiveDate,
    to: NaiveDate,
    on: NaiveDate,
) -> Result<Vec<PersonName>, DbErr> {
    let rows: Vec<(Uuid, String, NaiveDate, Option<NaiveDate>)> = at_hall(hall, from, to)
        .filter(scope::people_in(scopes, on))
        .filter(Expr::col((person::Entity, person::Column::Id)).in_subquery(workers(from, to)))
        .order_by_asc(person::COLUMN.sign_in_name)
        .select_only()
        .columns([person::Column::Id, person::Column::Name, person::Column::HiredOn, person::Column::LeftOn])
        .into_tuple()
        .all(db)
        .await?;
    let name = |(id, name, hired_on, left_on)| PersonName { id: PersonId::from_uuid(id), name, hired_on, left_on };
    Ok(rows.into_iter().map(name).collect())
}

/// A certificate of somebody who works at the windows of a hall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HallCertificate {
    /// Who.
    pub person: PersonId,
    /// For which window.
    pub window: WindowId,
    /// From when on.
    pub from: NaiveDate,
    /// Until when, if it ends.
    pub to: Option<NaiveDate>,
}

/// What those who work at a hall's windows throughout some days are certified for on any of these days, of some
/// windows.
pub async fn list_hall_certificates(
    db: &impl ConnectionTrait,
    hall: HallId,
    windows: &[WindowId],
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<HallCertificate>, DbErr> {
    let staff = at_hall(hall, to, from)
        .filter(Expr::col((person::Entity, person::Column::Id)).in_subquery(workers(from, to)))
        .select_only()
        .column(person::Column::Id)
        .into_query();
    let rows = certification::Entity::find()
        .filter(among(db, certification::Column::WindowId, windows.iter().map(|id| id.uuid())))
        .filter(Expr::col((certification::Entity, certification::Column::PersonId)).in_subquery(staff))
        .filter(certification::COLUMN.from_on.lte(to))
        .filter(Condition::any().add(certification::COLUMN.to_on.is_null()).add(certification::COLUMN.to_on.gte(from)))
        .filter(certification::COLUMN.withdrawn_at.is_null())
        .order_by_asc(certification::COLUMN.person_id)
        .all(db)
        .await?;
    let of = |row: certification::Model| HallCertificate {
        person: PersonId::from_uuid(row.person_id),
        window: WindowId::from_uuid(row.window_id),
        from: row.from_on,
        to: row.to_on,
    };
    Ok(rows.into_iter().map(of).collect())
}

/// Who of a hall has not left before the first date and is hired by the second.
fn at_hall(hall: HallId, from: NaiveDate, to: NaiveDate) -> Select<person::Entity> {
    person::Entity::find()
        .filter(person::COLUMN.hall_id.eq(hall.uuid()))
        .filter(person::COLUMN.hired_on.lte(to))
        .filter(Condition::any().add(person::COLUMN.left_on.is_null()).add(person::COLUMN.left_on.gte(from)))
}

fn workers(from: NaiveDate, to: NaiveDate) -> SelectStatement {
    let roles = [Role::Worker, Role::Trainee, Role::Lead].map(Role::code);
    appointment::Entity::find()
        .select_only()
        .column(appointment::Column::PersonId)
        .filter(appointment::COLUMN.role.is_in(roles))
        .filter(appointment::COLUMN.from_on.lte(to))
        .filter(Condition::any().add(appointment::COLUMN.to_on.is_null()).add(appointment::COLUMN.to_on.gte(from)))
        .into_query()
}
