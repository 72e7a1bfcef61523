use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{
    attendance::DecisionView,
    ids::{HallId, PersonId, PunchId},
    policy::Scope,
    time::{hall_date, hall_midnight},
};
use sea_orm::{
    ActiveValue::Set, Condition, ConnectionTrait, DbErr, ExprTrait, JoinType, QueryOrder, QuerySelect,
    entity::prelude::*, sea_query::SimpleExpr,
};

use super::{
    place::{INSIDE, PROVED},
    punches::{PunchRecord, with_words},
};
use crate::{
    entity::{
        accounts::person,
        attendance::{punch, punch_decision},
        instant,
        presence::witness,
    },
    repo::{CHUNK, among, scope},
};

/// A lead's word on a punch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDecision {
    /// The punch.
    pub punch: PunchId,
    /// Who decided.
    pub by: PersonId,
    /// Whether the punch counts.
    pub accepted: bool,
    /// Why.
    pub reason: Option<String>,
}

/// Stores a decision; a second one on the same punch is a unique violation.
pub async fn create_decision(db: &impl ConnectionTrait, new: &NewDecision, now: DateTime<Utc>) -> Result<(), DbErr> {
    let columns = punch_decision::ActiveModel {
        punch_id: Set(new.punch.uuid()),
        decided_by: Set(new.by.uuid()),
        accepted: Set(new.accepted),
        reason: Set(new.reason.clone()),
        at: Set(instant(now)),
    };
    punch_decision::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// A page of the punches that wait for a decision, however old, of people inside some scopes other than one's own;
/// the latest first, after a punch of the page before.
pub async fn list_undecided(
    db: &impl ConnectionTrait,
    scopes: &[Scope],
    but: PersonId,
    today: NaiveDate,
    after: Option<PunchId>,
    limit: u64,
) -> Result<Vec<(PunchRecord, String)>, DbErr> {
    let mut query = punch::Entity::find()
        .join(JoinType::LeftJoin, punch_decision::Relation::Punch.def().rev())
        .join(JoinType::LeftJoin, witness::Relation::Punch.def().rev())
        .join(JoinType::InnerJoin, punch::Relation::Person.def())
        .filter(punch_decision::COLUMN.accepted.is_null())
        .filter(punch::COLUMN.person_id.ne(but.uuid()))
        .filter(not_shown())
        .filter(indexed())
        .filter(scope::people_in(scopes, today));
    if let Some(after) = after {
        query = query.filter(punch::COLUMN.id.lt(after.uuid()));
    }
    // Made on the phone as UUIDv7, so they sort by the time of the tap well enough for a page.
    let rows = query.order_by_desc(punch::COLUMN.id).limit(limit).all(db).await?;
    with_names(db, rows).await
}

/// Punches with all that was said about them, each with whose it is by name.
pub(super) async fn with_names(
    db: &impl ConnectionTrait,
    rows: Vec<punch::Model>,
) -> Result<Vec<(PunchRecord, String)>, DbErr> {
    let names = names_of(db, rows.iter().map(|row| row.person_id)).await?;
    let records = with_words(db, rows).await?;
    Ok(records
        .into_iter()
        .map(|record| {
            let name = names.get(&record.person.uuid()).cloned().unwrap_or_default();
            (record, name)
        })
        .collect())
}

/// The punches at a hall of days from one to another that wait for a decision: how many, and the first of them.
pub async fn undecided_in(
    db: &impl ConnectionTrait,
    hall: HallId,
    (from, to): (NaiveDate, NaiveDate),
    limit: u64,
) -> Result<(u64, Vec<(PersonId, NaiveDate)>), DbErr> {
    let (begins, ends) = (instant(hall_midnight(from)), instant(hall_midnight(to + Days::new(1))));
    let without_day = Condition::all()
        .add(punch::COLUMN.work_date.is_null())
        .add(punch::COLUMN.at.gte(begins))
        .add(punch::COLUMN.at.lt(ends));
    let of_month = Condition::any().add(punch::COLUMN.work_date.between(from, to)).add(without_day);
    let open = punch::Entity::find()
        .join(JoinType::LeftJoin, punch_decision::Relation::Punch.def().rev())
        .join(JoinType::LeftJoin, witness::Relation::Punch.def().rev())
        .filter(punch::COLUMN.hall_id.eq(hall.uuid()))
        .filter(punch_decision::COLUMN.accepted.is_null())
        .filter(of_month)
        .filter(not_shown())
        .filter(indexed());
    let count = open.clone().count(db).await?;
    let rows = open.order_by_asc(punch::COLUMN.at).limit(limit).all(db).await?;
    let day = |row: &punch::Model| row.work_date.unwrap_or_else(|| hall_date(row.at.0));
    Ok((count, rows.iter().map(|row| (PersonId::from_uuid(row.person_id), day(row))).collect()))
}

/// Punches whose place or time is not shown; for a query that joins [`witness`].
pub(super) fn not_shown() -> Condition {
    let not_there = Condition::all()
        .add(punch::COLUMN.place.is_not_in([INSIDE, PROVED]))
        .add(Expr::col((witness::Entity, witness::Column::PunchId)).is_null());
    Condition::any().add(not_there).add(punch::COLUMN.doubt.is_not_null())
}

/// Says again what [`not_shown`] implies, word for word as the index `punch_to_decide` does: so both databases find
/// the few among all the punches of years.
fn indexed() -> SimpleExpr {
    Expr::cust(r#"("punch"."place" NOT IN ('inside', 'proved') OR "punch"."doubt" IS NOT NULL)"#)
}

/// The decisions on some punches.
pub(super) async fn decisions_on(
    db: &impl ConnectionTrait,
    punches: &[Uuid],
) -> Result<BTreeMap<PunchId, DecisionView>, DbErr> {
    let mut rows = Vec::new();
    for punches in punches.chunks(CHUNK) {
        let found = punch_decision::Entity::find()
            .filter(among(db, punch_decision::Column::PunchId, punches.iter().copied()))
            .all(db)
            .await?;
        rows.extend(found);
    }
    if rows.is_empty() {
        return Ok(BTreeMap::new());
    }
    let names = names_of(db, rows.iter().map(|row| row.decided_by)).await?;
    let decision = |row: punch_decision::Model| {
        let by = names.get(&row.decided_by).cloned().unwrap_or_default();
        let view = DecisionView { by, at: row.at.0, accepted: row.accepted, reason: row.reason };
        (PunchId::from_uuid(row.punch_id), view)
    };
    Ok(rows.into_iter().map(decision).collect())
}

pub(super) async fn names_of(
    db: &impl ConnectionTrait,
    people: impl Iterator<Item = Uuid>,
) -> Result<BTreeMap<Uuid, String>, DbErr> {
    let rows: Vec<(Uuid, String)> = person::Entity::find()
        .filter(person::COLUMN.id.is_in(people))
        .select_only()
        .columns([person::Column::Id, person::Column::Name])
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}
