use chrono::NaiveDate;
use domain::{
    ids::{AppointmentId, PersonId, ZoneId},
    policy::{Grant, Role, Scope},
};
use sea_orm::{ActiveValue::Set, Condition, ConnectionTrait, DbErr, QueryOrder, entity::prelude::*};

use crate::{
    entity::accounts::appointment,
    repo::{CHUNK, among, scope},
};

/// A role of a person over a period.
#[derive(Clone, Copy, Debug)]
pub struct AppointmentRecord {
    /// Its id.
    pub id: AppointmentId,
    /// To whom.
    pub person: PersonId,
    /// The role and its scope.
    pub grant: Grant,
    /// First day.
    pub from: NaiveDate,
    /// Last day, inclusive.
    pub to: Option<NaiveDate>,
}

impl AppointmentRecord {
    /// Whether it holds on a date.
    pub(super) fn is_on(&self, date: NaiveDate) -> bool {
        self.from <= date && self.to.is_none_or(|to| date <= to)
    }
}

/// Gives a role.
pub async fn create_appointment(db: &impl ConnectionTrait, record: AppointmentRecord) -> Result<(), DbErr> {
    let (scope_kind, scope_id) = scope::to_columns(record.grant.scope);
    let columns = appointment::ActiveModel {
        id: Set(record.id.uuid()),
        person_id: Set(record.person.uuid()),
        role: Set(record.grant.role.code().to_owned()),
        scope_kind: Set(scope_kind.to_owned()),
        scope_id: Set(scope_id),
        from_on: Set(record.from),
        to_on: Set(record.to),
    };
    appointment::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Ends one open role of a person; says whether there was one.
pub async fn end_appointment(
    db: &impl ConnectionTrait,
    person: PersonId,
    id: AppointmentId,
    last_day: NaiveDate,
) -> Result<bool, DbErr> {
    let ended = appointment::Entity::update_many()
        .col_expr(appointment::Column::ToOn, Expr::value(last_day))
        .filter(appointment::COLUMN.id.eq(id.uuid()))
        .filter(appointment::COLUMN.person_id.eq(person.uuid()))
        .filter(Condition::any().add(appointment::COLUMN.to_on.is_null()).add(appointment::COLUMN.to_on.gt(last_day)))
        .exec(db)
        .await?;
    Ok(ended.rows_affected > 0)
}

/// Ends all open roles of a person.
pub async fn end_appointments(db: &impl ConnectionTrait, person: PersonId, last_day: NaiveDate) -> Result<(), DbErr> {
    appointment::Entity::update_many()
        .col_expr(appointment::Column::ToOn, Expr::value(last_day))
        .filter(appointment::COLUMN.person_id.eq(person.uuid()))
        .filter(Condition::any().add(appointment::COLUMN.to_on.is_null()).add(appointment::COLUMN.to_on.gt(last_day)))
        .exec(db)
        .await
        .map(drop)
}

/// Roles of some people, past ones included, newest first.
pub async fn find_appointments(
    db: &impl ConnectionTrait,
    people: &[PersonId],
) -> Result<Vec<AppointmentRecord>, DbErr> {
    let mut found = Vec::new();
    for people in people.chunks(CHUNK) {
        let rows = appointment::Entity::find()
            .filter(among(db, appointment::Column::PersonId, people.iter().map(|id| id.uuid())))
            .order_by_desc(appointment::COLUMN.from_on)
            .all(db)
            .await?;
        found.extend(rows.iter().filter_map(appointment_of));
    }
    Ok(found)
}

/// Roles in force on a date, of some people.
pub async fn find_grants(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    on: NaiveDate,
) -> Result<Vec<(PersonId, Grant)>, DbErr> {
    let rows = appointment::Entity::find()
        .filter(among(db, appointment::Column::PersonId, people.iter().map(|id| id.uuid())))
        .filter(appointment::COLUMN.from_on.lte(on))
        .filter(Condition::any().add(appointment::COLUMN.to_on.is_null()).add(appointment::COLUMN.to_on.gte(on)))
        .all(db)
        .await?;
    Ok(rows.iter().filter_map(appointment_of).map(|found| (found.person, found.grant)).collect())
}

/// Who leads which of some zones on a date.
pub async fn find_leads(
    db: &impl ConnectionTrait,
    zones: &[ZoneId],
    on: NaiveDate,
) -> Result<Vec<(ZoneId, PersonId)>, DbErr> {
    let mut found = Vec::new();
    for zones in zones.chunks(CHUNK) {
        let rows = appointment::Entity::find()
            .filter(appointment::COLUMN.role.eq(Role::Lead.code()))
            .filter(appointment::COLUMN.scope_kind.eq("zone"))
            .filter(among(db, appointment::Column::ScopeId, zones.iter().map(|id| id.uuid())))
            .filter(appointment::COLUMN.from_on.lte(on))
            .filter(Condition::any().add(appointment::COLUMN.to_on.is_null()).add(appointment::COLUMN.to_on.gte(on)))
            .all(db)
            .await?;
        found.extend(rows.iter().map(|row| (ZoneId::from_uuid(row.scope_id), PersonId::from_uuid(row.person_id))));
    }
    Ok(found)
}

/// Who holds any of some roles over any of some scopes on a date.
pub async fn find_role_holders(
    db: &impl ConnectionTrait,
    roles: &[Role],
    scopes: &[Scope],
    on: NaiveDate,
) -> Result<Vec<(PersonId, Grant)>, DbErr> {
    // An empty `any()` would match everything.
    let nowhere = Condition::any().add(Expr::value(false));
    let there = scopes.iter().fold(nowhere, |there, scope| {
        let (kind, id) = scope::to_columns(*scope);
        let one =
            Condition::all().add(appointment::COLUMN.scope_kind.eq(kind)).add(appointment::COLUMN.scope_id.eq(id));
        there.add(one)
    });
    let rows = appointment::Entity::find()
        .filter(appointment::COLUMN.role.is_in(roles.iter().map(|role| role.code())))
        .filter(there)
        .filter(appointment::COLUMN.from_on.lte(on))
        .filter(Condition::any().add(appointment::COLUMN.to_on.is_null()).add(appointment::COLUMN.to_on.gte(on)))
        .all(db)
        .await?;
    Ok(rows.iter().filter_map(appointment_of).map(|found| (found.person, found.grant)).collect())
}

/// A row whose words this release does not know grants nothing.
pub(super) fn appointment_of(row: &appointment::Model) -> Option<AppointmentRecord> {
    Some(AppointmentRecord {
        id: AppointmentId::from_uuid(row.id),
        person: PersonId::from_uuid(row.person_id),
        grant: Grant { role: Role::from_code(&row.role)?, scope: scope::from_columns(&row.scope_kind, row.scope_id)? },
        from: row.from_on,
        to: row.to_on,
    })
}
