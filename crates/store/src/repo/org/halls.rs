use chrono::NaiveDate;
use domain::{
    ids::{AgencyId, HallId},
    policy::Scope,
};
use sea_orm::{
    ActiveValue::Set,
    Condition, ConnectionTrait, DbErr, ExprTrait, QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{LockType, Query},
};

use crate::{
    entity::org::{agency, hall, zone},
    repo::among,
};

/// An agency as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgencyRecord {
    /// The agency.
    pub id: AgencyId,
    /// Its name.
    pub name: String,
}

/// Stores a new agency.
pub async fn create_agency(db: &impl ConnectionTrait, record: AgencyRecord) -> Result<(), DbErr> {
    let columns = agency::ActiveModel { id: Set(record.id.uuid()), name: Set(record.name) };
    agency::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// All agencies, by name.
pub async fn list_agencies(db: &impl ConnectionTrait) -> Result<Vec<AgencyRecord>, DbErr> {
    let rows = agency::Entity::find().order_by_asc(agency::COLUMN.name).all(db).await?;
    Ok(rows.into_iter().map(|row| AgencyRecord { id: AgencyId::from_uuid(row.id), name: row.name }).collect())
}

/// A hall as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HallRecord {
    /// The hall.
    pub id: HallId,
    /// The agency that answers for its dispatched staff.
    pub agency: AgencyId,
    /// Its name.
    pub name: String,
    /// First day.
    pub opened_on: NaiveDate,
    /// The day it was closed.
    pub closed_on: Option<NaiveDate>,
}

impl From<hall::Model> for HallRecord {
    fn from(row: hall::Model) -> Self {
        Self {
            id: HallId::from_uuid(row.id),
            agency: AgencyId::from_uuid(row.agency_id),
            name: row.name,
            opened_on: row.opened_on,
            closed_on: row.closed_on,
        }
    }
}

impl HallRecord {
    fn columns(self) -> hall::ActiveModel {
        hall::ActiveModel {
            id: Set(self.id.uuid()),
            agency_id: Set(self.agency.uuid()),
            name: Set(self.name),
            opened_on: Set(self.opened_on),
            closed_on: Set(self.closed_on),
        }
    }
}

/// Stores a new hall.
pub async fn create_hall(db: &impl ConnectionTrait, record: HallRecord) -> Result<(), DbErr> {
    hall::Entity::insert(record.columns()).exec_without_returning(db).await.map(drop)
}

/// Stores a changed hall.
pub async fn update_hall(db: &impl ConnectionTrait, record: HallRecord) -> Result<(), DbErr> {
    hall::Entity::update(record.columns()).exec(db).await.map(drop)
}

/// A hall by id, closed ones included.
pub async fn find_hall(db: &impl ConnectionTrait, id: HallId) -> Result<Option<HallRecord>, DbErr> {
    Ok(hall::Entity::find_by_id(id.uuid()).one(db).await?.map(Into::into))
}

/// A hall by id, held against other editors until the transaction ends: all changes to a hall's windows,
/// posts and holders go through this one door, so that what was checked still holds when it is written. Rows that only
/// name the hall, such as a punch, wait for nobody. (SQLite has one writer anyway.)
pub async fn lock_hall(db: &impl ConnectionTrait, id: HallId) -> Result<Option<HallRecord>, DbErr> {
    Ok(hall::Entity::find_by_id(id.uuid()).lock(LockType::NoKeyUpdate).one(db).await?.map(Into::into))
}

/// Halls by id, closed ones included.
pub async fn find_halls(db: &impl ConnectionTrait, ids: &[HallId]) -> Result<Vec<HallRecord>, DbErr> {
    let rows = hall::Entity::find().filter(among(db, hall::Column::Id, ids.iter().map(|id| id.uuid()))).all(db).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Open halls that lie in any of the scopes, or have a zone there; by name.
pub async fn list_halls(db: &impl ConnectionTrait, scopes: &[Scope]) -> Result<Vec<HallRecord>, DbErr> {
    // An empty `any()` would match everything.
    let nowhere = Condition::any().add(Expr::value(false));
    let inside = scopes.iter().fold(nowhere, |halls, scope| {
        halls.add(match scope {
            Scope::Agency(agency) => hall::COLUMN.agency_id.eq(agency.uuid()),
            Scope::Hall(hall) => hall::COLUMN.id.eq(hall.uuid()),
            Scope::Zone(zone) => Expr::col((hall::Entity, hall::Column::Id)).in_subquery(
                Query::select()
                    .column(zone::Column::HallId)
                    .from(zone::Entity)
                    .and_where(Expr::col(zone::Column::Id).eq(zone.uuid()))
                    .take(),
            ),
        })
    });
    let open = hall::Entity::find().filter(hall::COLUMN.closed_on.is_null());
    let rows = open.filter(inside).order_by_asc(hall::COLUMN.name).all(db).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}
