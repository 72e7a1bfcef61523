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

/// A person and their name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonName {
    /// Who.
    pub id: PersonId,
    /// 姓名.
    pub name: String,
}

/// Everybody dispatched to a hall on a date.
pub async fn list_hall_people(db: &impl ConnectionTrait, hall: HallId, on: NaiveDate) -> Result<Vec<PersonId>, DbErr> {
    let ids: Vec<Uuid> = at_hall(hall, on).select_only().column(person::Column::Id).into_tuple().all(db).await?;
    Ok(ids.into_iter().map(PersonId::from_uuid).collect())
}

/// Those of a hall's people inside some scopes who work at windows, by 工号.
pub async fn list_hall_workers(
    db: &impl ConnectionTrait,
    hall: HallId,
    scopes: &[Scope],
    on: NaiveDate,
) -> Result<Vec<PersonName>, DbErr> {
    let rows: Vec<(Uuid, String)> = at_hall(hall, on)
        .filter(scope::people_in(scopes, on))
        .filter(Expr::col((person::Entity, person::Column::Id)).in_subquery(workers(on)))
        .order_by_asc(person::COLUMN.sign_in_name)
        .select_only()
        .columns([person::Column::Id, person::Column::Name])
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, name)| PersonName { id: PersonId::from_uuid(id), name }).collect())
}

fn at_hall(hall: HallId, on: NaiveDate) -> Select<person::Entity> {
    person::Entity::find()
        .filter(person::COLUMN.hall_id.eq(hall.uuid()))
        .filter(person::COLUMN.hired_on.lte(on))
        .filter(Condition::any().add(person::COLUMN.left_on.is_null()).add(person::COLUMN.left_on.gte(on)))
}

fn workers(on: NaiveDate) -> SelectStatement {
    let roles = [Role::Worker, Role::Trainee, Role::Lead].map(Role::code);
    appointment::Entity::find()
        .select_only()
        .column(appointment::Column::PersonId)
        .filter(appointment::COLUMN.role.is_in(roles))
        .filter(appointment::COLUMN.from_on.lte(on))
        .filter(Condition::any().add(appointment::COLUMN.to_on.is_null()).add(appointment::COLUMN.to_on.gte(on)))
        .into_query()
}
