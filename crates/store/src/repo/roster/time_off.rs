//! The ledger of time off that overtime has earned.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    ids::{ApprovalId, LotEntryId, LotId, PersonId},
    roster::Lot,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, ExprTrait, QuerySelect, entity::prelude::*, sea_query::Query};

use crate::{
    entity::{instant, roster::overtime::ledger},
    repo::{CHUNK, among},
};

const EARNED: &str = "earned";
const PAID_OUT: &str = "paid_out";

/// Adds the line that earns a lot.
pub async fn earn_lot(db: &impl ConnectionTrait, person: PersonId, lot: &Lot, now: DateTime<Utc>) -> Result<(), DbErr> {
    add_line(db, (person, lot), (EARNED, lot.minutes, lot.earned_on), now).await
}

/// Adds the line that pays out what is left of a lot; one that was paid out already is a unique violation.
pub async fn pay_out_lot(
    db: &impl ConnectionTrait,
    person: PersonId,
    lot: &Lot,
    (on, now): (NaiveDate, DateTime<Utc>),
) -> Result<(), DbErr> {
    add_line(db, (person, lot), (PAID_OUT, -lot.left, on), now).await
}

async fn add_line(
    db: &impl ConnectionTrait,
    (person, lot): (PersonId, &Lot),
    (kind, minutes, on): (&str, i32, NaiveDate),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let columns = ledger::ActiveModel {
        id: Set(LotEntryId::new().uuid()),
        lot_id: Set(lot.id.uuid()),
        person_id: Set(person.uuid()),
        kind: Set(kind.to_owned()),
        minutes: Set(minutes),
        overtime_id: Set(lot.overtime.uuid()),
        on_date: Set(on),
        expires_on: Set(lot.expires_on),
        at: Set(instant(now)),
    };
    ledger::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// The lots of a person, the one that expires first at the top.
pub async fn list_lots(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<Lot>, DbErr> {
    let rows = ledger::Entity::find().filter(ledger::COLUMN.person_id.eq(person.uuid())).all(db).await?;
    Ok(lots_of(rows).into_iter().map(|(_, lot)| lot).collect())
}

/// Some of the lots that expired before a day and were not paid out, with whose they are.
pub async fn list_expired_lots(
    db: &impl ConnectionTrait,
    today: NaiveDate,
    limit: u64,
) -> Result<Vec<(PersonId, Lot)>, DbErr> {
    let paid = Query::select()
        .column(ledger::Column::LotId)
        .from(ledger::Entity)
        .and_where(Expr::col(ledger::Column::Kind).eq(PAID_OUT))
        .take();
    let lots: Vec<Uuid> = ledger::Entity::find()
        .filter(ledger::COLUMN.kind.eq(EARNED))
        .filter(ledger::COLUMN.expires_on.lt(today))
        .filter(Expr::col(ledger::Column::LotId).not_in_subquery(paid))
        .limit(limit)
        .select_only()
        .column(ledger::Column::LotId)
        .into_tuple()
        .all(db)
        .await?;
    let rows = ledger::Entity::find().filter(among(db, ledger::Column::LotId, lots)).all(db).await?;
    Ok(lots_of(rows))
}

/// What each of some overtime has earned so far, in minutes; nothing where it has earned nothing.
pub async fn find_earned(
    db: &impl ConnectionTrait,
    overtime: &[ApprovalId],
) -> Result<BTreeMap<ApprovalId, i32>, DbErr> {
    let mut earned = BTreeMap::new();
    for overtime in overtime.chunks(CHUNK) {
        let rows = ledger::Entity::find()
            .filter(among(db, ledger::Column::OvertimeId, overtime.iter().map(|id| id.uuid())))
            .filter(ledger::COLUMN.kind.eq(EARNED))
            .all(db)
            .await?;
        for row in rows {
            *earned.entry(ApprovalId::from_uuid(row.overtime_id)).or_default() += row.minutes;
        }
    }
    Ok(earned)
}

/// The minutes that were paid out to each of some people from one day to another, both included.
pub async fn sum_paid_out(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    (from, to): (NaiveDate, NaiveDate),
) -> Result<BTreeMap<PersonId, i32>, DbErr> {
    let mut paid = BTreeMap::new();
    for people in people.chunks(CHUNK) {
        let rows = ledger::Entity::find()
            .filter(among(db, ledger::Column::PersonId, people.iter().map(|id| id.uuid())))
            .filter(ledger::COLUMN.kind.eq(PAID_OUT))
            .filter(ledger::COLUMN.on_date.between(from, to))
            .all(db)
            .await?;
        for row in rows {
            *paid.entry(PersonId::from_uuid(row.person_id)).or_default() -= row.minutes;
        }
    }
    Ok(paid)
}

/// Lines added up by lot.
fn lots_of(rows: Vec<ledger::Model>) -> Vec<(PersonId, Lot)> {
    let mut left = BTreeMap::<Uuid, i32>::new();
    let mut paid = BTreeMap::<Uuid, (i32, NaiveDate)>::new();
    for row in &rows {
        *left.entry(row.lot_id).or_default() += row.minutes;
        if row.kind == PAID_OUT {
            paid.insert(row.lot_id, (-row.minutes, row.on_date));
        }
    }
    let lot = |row: ledger::Model| {
        let lot = Lot {
            id: LotId::from_uuid(row.lot_id),
            overtime: ApprovalId::from_uuid(row.overtime_id),
            earned_on: row.on_date,
            expires_on: row.expires_on,
            minutes: row.minutes,
            left: left.get(&row.lot_id).copied().unwrap_or_default(),
            paid: paid.get(&row.lot_id).copied(),
        };
        (PersonId::from_uuid(row.person_id), lot)
    };
    let mut lots: Vec<_> = rows.into_iter().filter(|row| row.kind == EARNED).map(lot).collect();
    lots.sort_by_key(|(_, lot)| (lot.expires_on, lot.id));
    lots
}
