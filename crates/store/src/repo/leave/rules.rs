use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    approvals::FlowState,
    ids::{HallId, PersonId},
    leave::{LeaveKind, LeaveVersion},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, Select, entity::prelude::*};

use super::{
    LeaveRequestRecord,
    requests::{in_states, record_of},
};
use crate::{
    entity::{
        instant,
        leave::{request, rule},
    },
    repo::{json, word},
};

/// A published version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionRecord {
    /// What it says.
    pub version: LeaveVersion,
    /// Who published it.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

/// Stores a version; a number that somebody else has just taken is a unique violation.
pub async fn create_version(db: &impl ConnectionTrait, hall: HallId, new: &VersionRecord) -> Result<(), DbErr> {
    let VersionRecord { version, by, at } = new;
    let columns = rule::ActiveModel {
        hall_id: Set(hall.uuid()),
        kind: Set(version.kind.code().to_owned()),
        number: Set(version.number),
        from_on: Set(version.from),
        terms: Set(json::write(&version.terms)?),
        published_by: Set(by.uuid()),
        published_at: Set(instant(*at)),
    };
    rule::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// All that was published at a hall, each kind's versions in the order of their numbers.
pub async fn list_versions(db: &impl ConnectionTrait, hall: HallId) -> Result<Vec<VersionRecord>, DbErr> {
    let rows = rule::Entity::find()
        .filter(rule::COLUMN.hall_id.eq(hall.uuid()))
        .order_by_asc(rule::COLUMN.kind)
        .order_by_asc(rule::COLUMN.number)
        .all(db)
        .await?;
    let record = |row: rule::Model| {
        Ok(VersionRecord {
            version: LeaveVersion {
                kind: word(&row.kind)?,
                number: row.number,
                from: row.from_on,
                terms: json::read(&row.terms)?,
            },
            by: PersonId::from_uuid(row.published_by),
            at: row.published_at.0,
        })
    };
    rows.into_iter().map(record).collect()
}

/// How many requests for a kind at a hall begin between two days and stand in a state; without a last day, all
/// from the first on.
pub async fn count_leave_of(
    db: &impl ConnectionTrait,
    of: (HallId, LeaveKind),
    days: (NaiveDate, Option<NaiveDate>),
    state: FlowState,
) -> Result<u64, DbErr> {
    beginning(of, days, &[state]).count(db).await
}

/// The same requests themselves, in one of some states.
pub async fn list_leave_of(
    db: &impl ConnectionTrait,
    of: (HallId, LeaveKind),
    days: (NaiveDate, Option<NaiveDate>),
    states: &[FlowState],
) -> Result<Vec<LeaveRequestRecord>, DbErr> {
    let rows = beginning(of, days, states).order_by_asc(request::COLUMN.id).all(db).await?;
    rows.into_iter().map(record_of).collect()
}

fn beginning(
    (hall, kind): (HallId, LeaveKind),
    (from, until): (NaiveDate, Option<NaiveDate>),
    states: &[FlowState],
) -> Select<request::Entity> {
    let query = in_states(states)
        .filter(request::COLUMN.hall_id.eq(hall.uuid()))
        .filter(request::COLUMN.kind.eq(kind.code()))
        .filter(request::COLUMN.from_on.gte(from));
    match until {
        Some(until) => query.filter(request::COLUMN.from_on.lte(until)),
        None => query,
    }
}
