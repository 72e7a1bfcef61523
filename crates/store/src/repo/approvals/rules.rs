use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    approvals::{ApprovalKind, Level, Routes},
    ids::{AgencyId, DelegationId, KinshipId, PersonId},
    policy::{Grant, Role},
};
use sea_orm::{
    ActiveValue::Set, Condition, ConnectionTrait, DbErr, JoinType, QueryOrder, QuerySelect, entity::prelude::*,
};

use crate::{
    entity::{
        accounts::{appointment, person},
        approvals::{delegation, kinship, routes},
        instant,
    },
    repo::{CHUNK, json, scope},
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

/// Somebody decides in another's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DelegationRecord {
    /// The delegation.
    pub id: DelegationId,
    /// Whose decisions.
    pub from: PersonId,
    /// Who decides instead.
    pub to: PersonId,
    /// Only this kind of request.
    pub kind: Option<ApprovalKind>,
    /// First and last day.
    pub days: (NaiveDate, NaiveDate),
    /// Why.
    pub reason: String,
}

/// Stores a delegation.
pub async fn create_delegation(
    db: &impl ConnectionTrait,
    new: &DelegationRecord,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let columns = delegation::ActiveModel {
        id: Set(new.id.uuid()),
        from_id: Set(new.from.uuid()),
        to_id: Set(new.to.uuid()),
        kind: Set(new.kind.map(|kind| kind.code().to_owned())),
        from_on: Set(new.days.0),
        to_on: Set(new.days.1),
        reason: Set(new.reason.clone()),
        at: Set(instant(now)),
        ended_at: Set(None),
    };
    delegation::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Ends a delegation of somebody's own; says whether there was one.
pub async fn end_delegation(
    db: &impl ConnectionTrait,
    from: PersonId,
    id: DelegationId,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let done = delegation::Entity::update_many()
        .col_expr(delegation::Column::EndedAt, Expr::value(instant(now)))
        .filter(delegation::COLUMN.id.eq(id.uuid()))
        .filter(delegation::COLUMN.from_id.eq(from.uuid()))
        .filter(delegation::COLUMN.ended_at.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The delegations of a date by some people, to people who have not left.
pub async fn list_delegations(
    db: &impl ConnectionTrait,
    from: &[PersonId],
    on: NaiveDate,
) -> Result<Vec<DelegationRecord>, DbErr> {
    let mut found = Vec::new();
    for from in from.chunks(CHUNK) {
        let rows = delegation::Entity::find()
            .filter(delegation::COLUMN.from_id.is_in(from.iter().map(|id| id.uuid())))
            .filter(delegation::COLUMN.from_on.lte(on))
            .filter(delegation::COLUMN.to_on.gte(on))
            .filter(delegation::COLUMN.ended_at.is_null())
            .order_by_asc(delegation::COLUMN.id)
            .all(db)
            .await?;
        for row in rows {
            found.push(delegation_of(row)?);
        }
    }
    Ok(found)
}

/// Somebody's own delegations that end on a date or later.
pub async fn list_delegations_of(
    db: &impl ConnectionTrait,
    from: PersonId,
    on: NaiveDate,
) -> Result<Vec<DelegationRecord>, DbErr> {
    let rows = delegation::Entity::find()
        .filter(delegation::COLUMN.from_id.eq(from.uuid()))
        .filter(delegation::COLUMN.to_on.gte(on))
        .filter(delegation::COLUMN.ended_at.is_null())
        .order_by_asc(delegation::COLUMN.from_on)
        .order_by_asc(delegation::COLUMN.id)
        .all(db)
        .await?;
    rows.into_iter().map(delegation_of).collect()
}

fn delegation_of(row: delegation::Model) -> Result<DelegationRecord, DbErr> {
    let kind = row.kind.map(|kind| kind.parse().map_err(|_| DbErr::Type(format!("no kind of request: {kind}"))));
    Ok(DelegationRecord {
        id: DelegationId::from_uuid(row.id),
        from: PersonId::from_uuid(row.from_id),
        to: PersonId::from_uuid(row.to_id),
        kind: kind.transpose()?,
        days: (row.from_on, row.to_on),
        reason: row.reason,
    })
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

/// Takes a declaration of somebody's own back; says whether there was one.
pub async fn end_kinship(
    db: &impl ConnectionTrait,
    person: PersonId,
    id: KinshipId,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let done = kinship::Entity::update_many()
        .col_expr(kinship::Column::EndedAt, Expr::value(instant(now)))
        .filter(kinship::COLUMN.id.eq(id.uuid()))
        .filter(kinship::COLUMN.person_id.eq(person.uuid()))
        .filter(kinship::COLUMN.ended_at.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The declarations by or about some people.
pub async fn list_kin(db: &impl ConnectionTrait, people: &[PersonId]) -> Result<Vec<KinRecord>, DbErr> {
    let mut found = Vec::new();
    for people in people.chunks(CHUNK) {
        let ids = || people.iter().map(|id| id.uuid());
        let either =
            Condition::any().add(kinship::COLUMN.person_id.is_in(ids())).add(kinship::COLUMN.other_id.is_in(ids()));
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
