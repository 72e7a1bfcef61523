use chrono::NaiveDate;
use domain::{
    ids::{HallId, PersonId},
    policy::{Role, Scope},
};
use sea_orm::{
    Condition, ConnectionTrait, DbErr, ExprTrait, QueryOrder, QuerySelect, QueryTrait, entity::prelude::*,
    sea_query::SelectStatement,
};

use crate::{
    entity::accounts::{appointment, person},
    repo::scope,
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
