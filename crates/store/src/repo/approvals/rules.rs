use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    approvals::{ApprovalKind, Level, Routes},
    ids::{AgencyId, KinshipId, PersonId},
    policy::{Grant, Role},
};
use sea_orm::{
    ActiveValue::Set, Condition, ConnectionTrait, DbErr, JoinType, QueryOrder, QuerySelect, entity::prelude::*,
};

use crate::{
    entity::{
        accounts::{appointment, person},
        approvals::{kinship, routes},
        instant,
    },
    repo::{CHUNK, among, json, scope},
};

/// Who decides on anything in an agency on a date: everybody on a rung of the house, with the scope.
pub async fn list_ladder(
    db: &impl ConnectionTrait,
    agency: AgencyId,
    on: NaiveDate,
) -> Result<Vec<(PersonId, Grant)>, DbErr> {
    let roles = Level::ALL.iter().map(|level| level.role().code());
    let to_person = appointment::Entity::belongs_to(person::Entity)
        .from(appointment::Column::PersonId)
        .to(person::Column::Id)
        .into();
    let rows = appointment::Entity::find()
        .join(JoinType::InnerJoin, to_person)
        .filter(person::COLUMN.agency_id.eq(agency.uuid()))
        .filter(Condition::any().add(person::COLUMN.left_on.is_null()).add(person::COLUMN.left_on.gte(on)))
        .filter(appointment::COLUMN.role.is_in(roles))
        .filter(appointment::COLUMN.from_on.lte(on))
        .filter(Condition::any().add(appointment::COLUMN.to_on.is_null()).add(appointment::COLUMN.to_on.gte(on)))
        .order_by_asc(appointment::COLUMN.id)
        .all(db)
        .await?;
    let grant = |row: &appointment::Model| {
        let scope = scope::from_columns(&row.scope_kind, row.scope_id)?;
        Some((PersonId::from_uuid(row.person_id), Grant { role: Role::from_code(&row.role)?, scope }))
    };
    Ok(rows.iter().filter_map(grant).collect())
}

/// Two people who are relatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KinRecord {
    /// The declaration.
    pub id: KinshipId,
    /// Who declared it.
    pub person: PersonId,
    /// The other.
    pub other: PersonId,
}

/// Stores a declaration; the same once more is a unique violation.
pub async fn create_kinship(db: &impl ConnectionTrait, new: KinRecord, now: DateTime<Utc>) -> Result<(), DbErr> {
    let columns = kinship::ActiveModel {
        id: Set(new.id.uuid()),
        person_id: Set(new.person.uuid()),
        other_id: Set(new.other.uuid()),
        at: Set(instant(now)),
        ended_at: Set(None),
    };
    kinship::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Takes a declaration of somebody's own back; says who the other is, where there was one.
pub async fn end_kinship(
    db: &impl ConnectionTrait,
    person: PersonId,
    id: KinshipId,
    now: DateTime<Utc>,
) -> Result<Option<PersonId>, DbErr> {
    let known =
        kinship::Entity::find_by_id(id.uuid()).filter(kinship::COLUMN.person_id.eq(person.uuid())).one(db).await?;
    let done = kinship::Entity::update_many()
        .col_expr(kinship::Column::EndedAt, Expr::value(instant(now)))
        .filter(kinship::COLUMN.id.eq(id.uuid()))
        .filter(kinship::COLUMN.person_id.eq(person.uuid()))
        .filter(kinship::COLUMN.ended_at.is_null())
        .exec(db)
        .await?;
    Ok(known.filter(|_| done.rows_affected == 1).map(|known| PersonId::from_uuid(known.other_id)))
}

/// The declarations by or about some people.
pub async fn list_kin(db: &impl ConnectionTrait, people: &[PersonId]) -> Result<Vec<KinRecord>, DbErr> {
    let mut found = Vec::new();
    for people in people.chunks(CHUNK) {
        let ids = || people.iter().map(|id| id.uuid());
        let either = Condition::any().add(among(db, kinship::Column::PersonId, ids())).add(among(
            db,
            kinship::Column::OtherId,
            ids(),
        ));
        let rows = kinship::Entity::find()
            .filter(either)
            .filter(kinship::COLUMN.ended_at.is_null())
            .order_by_asc(kinship::COLUMN.id)
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(|row| KinRecord {
            id: KinshipId::from_uuid(row.id),
            person: PersonId::from_uuid(row.person_id),
            other: PersonId::from_uuid(row.other_id),
        }));
    }
    Ok(found)
}

/// Who decides on a kind of request at an agency, in the newest version; none where the house's rule holds.
pub async fn find_routes(
    db: &impl ConnectionTrait,
    agency: AgencyId,
    kind: ApprovalKind,
) -> Result<Option<(i32, Routes)>, DbErr> {
    let row = routes::Entity::find()
        .filter(routes::COLUMN.agency_id.eq(agency.uuid()))
        .filter(routes::COLUMN.kind.eq(kind.code()))
        .order_by_desc(routes::COLUMN.version)
        .one(db)
        .await?;
    row.map(|row| Ok((row.version, json::read(&row.content)?))).transpose()
}

/// Stores a new version; one that somebody else has just stored is a unique violation.
pub async fn create_routes(
    db: &impl ConnectionTrait,
    agency: AgencyId,
    kind: ApprovalKind,
    (version, content): (i32, &Routes),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let columns = routes::ActiveModel {
        agency_id: Set(agency.uuid()),
        kind: Set(kind.code().to_owned()),
        version: Set(version),
        content: Set(json::write(content)?),
        at: Set(instant(now)),
    };
    routes::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// All versions of the routes of a kind of request at an agency, the newest first, each with when it was set.
pub async fn list_routes(
    db: &impl ConnectionTrait,
    agency: AgencyId,
    kind: ApprovalKind,
) -> Result<Vec<(i32, DateTime<Utc>, Routes)>, DbErr> {
    let rows = routes::Entity::find()
        .filter(routes::COLUMN.agency_id.eq(agency.uuid()))
        .filter(routes::COLUMN.kind.eq(kind.code()))
        .order_by_desc(routes::COLUMN.version)
        .all(db)
        .await?;
    rows.into_iter().map(|row| Ok((row.version, row.at.0, json::read(&row.content)?))).collect()
}
