use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    attendance::MonthState,
    ids::{HallId, PersonId},
};
use sea_orm::{
    ActiveValue::Set,
    Condition, ConnectionTrait, DbErr, ExprTrait, QueryOrder, QuerySelect, QueryTrait,
    entity::prelude::*,
    sea_query::{Query, SelectStatement},
};

use crate::{
    entity::{
        accounts::person,
        attendance::months::{acceptance, close},
        instant,
        roster::{entry, pattern},
    },
    repo::{CHUNK, among, word},
};

/// How a hall's month stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CloseRecord {
    /// The hall.
    pub hall: HallId,
    /// The first of the month.
    pub month: NaiveDate,
    /// How it stands.
    pub state: MonthState,
    /// Counts up with every change; 0 for one that is not stored.
    pub version: i32,
    /// Who confirmed it for the hall, and when.
    pub confirmed: Option<(PersonId, DateTime<Utc>)>,
    /// Who had it locked, and when.
    pub locked: Option<(PersonId, DateTime<Utc>)>,
}

impl CloseRecord {
    /// A month about which nothing has been said.
    pub const fn open(hall: HallId, month: NaiveDate) -> Self {
        Self { hall, month, state: MonthState::Open, version: 0, confirmed: None, locked: None }
    }
}

/// How a hall's month stands.
pub async fn find_close(db: &impl ConnectionTrait, hall: HallId, month: NaiveDate) -> Result<CloseRecord, DbErr> {
    let row = close::Entity::find_by_id((hall.uuid(), month)).one(db).await?;
    row.map_or_else(|| Ok(CloseRecord::open(hall, month)), close_of)
}

/// Stores how a month stands now; says whether it still was the version before.
pub async fn put_close(db: &impl ConnectionTrait, changed: &CloseRecord) -> Result<bool, DbErr> {
    let columns = close::ActiveModel {
        hall_id: Set(changed.hall.uuid()),
        month: Set(changed.month),
        state: Set(changed.state.code().to_owned()),
        version: Set(changed.version),
        confirmed_by: Set(changed.confirmed.map(|(by, _)| by.uuid())),
        confirmed_at: Set(changed.confirmed.map(|(_, at)| instant(at))),
        locked_by: Set(changed.locked.map(|(by, _)| by.uuid())),
        locked_at: Set(changed.locked.map(|(_, at)| instant(at))),
        positions_erased_at: Set(None),
    };
    if changed.version == 1 {
        let made = close::Entity::insert(columns).exec_without_returning(db).await;
        return match made {
            Ok(_) => Ok(true),
            Err(error) if crate::db::is_unique_violation(&error) => Ok(false),
            Err(error) => Err(error),
        };
    }
    let done = close::Entity::update_many()
        .set(columns)
        .filter(close::COLUMN.hall_id.eq(changed.hall.uuid()))
        .filter(close::COLUMN.month.eq(changed.month))
        .filter(close::COLUMN.version.eq(changed.version - 1))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The months whose sheets are being written.
pub async fn list_closing(db: &impl ConnectionTrait) -> Result<Vec<CloseRecord>, DbErr> {
    let rows = close::Entity::find()
        .filter(close::COLUMN.state.eq(MonthState::Closing.code()))
        .order_by_asc(close::COLUMN.month)
        .all(db)
        .await?;
    rows.into_iter().map(close_of).collect()
}

/// Locked months whose positions are still there.
pub async fn list_with_positions(db: &impl ConnectionTrait) -> Result<Vec<CloseRecord>, DbErr> {
    let rows = close::Entity::find()
        .filter(close::COLUMN.state.eq(MonthState::Locked.code()))
        .filter(close::COLUMN.positions_erased_at.is_null())
        .all(db)
        .await?;
    rows.into_iter().map(close_of).collect()
}

/// Notes that a month's positions are gone.
pub async fn note_positions_erased(
    db: &impl ConnectionTrait,
    record: &CloseRecord,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    close::Entity::update_many()
        .col_expr(close::Column::PositionsErasedAt, Expr::value(Some(instant(now))))
        .filter(close::COLUMN.hall_id.eq(record.hall.uuid()))
        .filter(close::COLUMN.month.eq(record.month))
        .exec(db)
        .await
        .map(drop)
}

fn close_of(row: close::Model) -> Result<CloseRecord, DbErr> {
    let state = word(&row.state)?;
    Ok(CloseRecord {
        hall: HallId::from_uuid(row.hall_id),
        month: row.month,
        state,
        version: row.version,
        confirmed: row.confirmed_by.map(PersonId::from_uuid).zip(row.confirmed_at.map(|at| at.0)),
        locked: row.locked_by.map(PersonId::from_uuid).zip(row.locked_at.map(|at| at.0)),
    })
}

/// Everybody at a hall who works by a roster in a period, by 工号, after one of them.
pub fn rostered(hall: HallId, from: NaiveDate, to: NaiveDate) -> Select<person::Entity> {
    person::Entity::find()
        .filter(person::COLUMN.hall_id.eq(hall.uuid()))
        .filter(person::COLUMN.hired_on.lte(to))
        .filter(Condition::any().add(person::COLUMN.left_on.is_null()).add(person::COLUMN.left_on.gte(from)))
        .filter(Condition::any().add(Expr::exists(patterns_of(from, to))).add(Expr::exists(entries_of(from, to))))
}

fn same_person(column: impl sea_orm::sea_query::IntoColumnRef) -> sea_orm::sea_query::SimpleExpr {
    Expr::col(column).equals((person::Entity, person::Column::Id))
}

fn patterns_of(from: NaiveDate, to: NaiveDate) -> SelectStatement {
    pattern::Entity::find()
        .select_only()
        .column(pattern::Column::Id)
        .filter(same_person((pattern::Entity, pattern::Column::PersonId)))
        .filter(pattern::COLUMN.from_on.lte(to))
        .filter(Condition::any().add(pattern::COLUMN.to_on.is_null()).add(pattern::COLUMN.to_on.gte(from)))
        .into_query()
}

fn entries_of(from: NaiveDate, to: NaiveDate) -> SelectStatement {
    Query::select()
        .column(entry::Column::Id)
        .from(entry::Entity)
        .and_where(same_person((entry::Entity, entry::Column::PersonId)))
        .and_where(Expr::col((entry::Entity, entry::Column::WorkDate)).between(from, to))
        .take()
}

/// Those who work by a roster at a hall in a month.
pub async fn count_rostered(
    db: &impl ConnectionTrait,
    hall: HallId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<u64, DbErr> {
    rostered(hall, from, to).count(db).await
}

/// Stores that a person has confirmed their month; a second time is a unique violation.
pub async fn create_acceptance(
    db: &impl ConnectionTrait,
    id: domain::ids::AcceptanceId,
    (person, month): (PersonId, NaiveDate),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let columns = acceptance::ActiveModel {
        id: Set(id.uuid()),
        person_id: Set(person.uuid()),
        month: Set(month),
        at: Set(instant(now)),
        lapsed_at: Set(None),
    };
    acceptance::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Lets the word of some people about a month lapse.
pub async fn lapse_acceptances(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    month: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    acceptance::Entity::update_many()
        .col_expr(acceptance::Column::LapsedAt, Expr::value(Some(instant(now))))
        .filter(among(db, acceptance::Column::PersonId, people.iter().map(|id| id.uuid())))
        .filter(acceptance::COLUMN.month.eq(month))
        .filter(acceptance::COLUMN.lapsed_at.is_null())
        .exec(db)
        .await
        .map(drop)
}

/// When a person confirmed a month, and whether that has lapsed: their last word.
pub async fn find_acceptance(
    db: &impl ConnectionTrait,
    person: PersonId,
    month: NaiveDate,
) -> Result<Option<(DateTime<Utc>, bool)>, DbErr> {
    let row = acceptance::Entity::find()
        .filter(acceptance::COLUMN.person_id.eq(person.uuid()))
        .filter(acceptance::COLUMN.month.eq(month))
        .order_by_desc(acceptance::COLUMN.at)
        .order_by_desc(acceptance::COLUMN.id)
        .one(db)
        .await?;
    Ok(row.map(|row| (row.at.0, row.lapsed_at.is_some())))
}

/// Which of some people have confirmed a month as it is now.
pub async fn find_accepted(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    month: NaiveDate,
) -> Result<BTreeSet<PersonId>, DbErr> {
    let mut found = BTreeSet::new();
    for people in people.chunks(CHUNK) {
        let rows: Vec<Uuid> = acceptance::Entity::find()
            .filter(among(db, acceptance::Column::PersonId, people.iter().map(|id| id.uuid())))
            .filter(acceptance::COLUMN.month.eq(month))
            .filter(acceptance::COLUMN.lapsed_at.is_null())
            .select_only()
            .column(acceptance::Column::PersonId)
            .into_tuple()
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(PersonId::from_uuid));
    }
    Ok(found)
}

/// Those of a hall who have not confirmed a month: how many, and the first of them by 工号.
pub async fn unaccepted(
    db: &impl ConnectionTrait,
    hall: HallId,
    (month, to): (NaiveDate, NaiveDate),
    limit: u64,
) -> Result<(u64, Vec<(PersonId, String)>), DbErr> {
    let accepted = acceptance::Entity::find()
        .select_only()
        .column(acceptance::Column::Id)
        .filter(same_person((acceptance::Entity, acceptance::Column::PersonId)))
        .filter(acceptance::COLUMN.month.eq(month))
        .filter(acceptance::COLUMN.lapsed_at.is_null())
        .into_query();
    let open = rostered(hall, month, to).filter(Expr::exists(accepted).not());
    let count = open.clone().count(db).await?;
    let rows: Vec<(Uuid, String)> = open
        .order_by_asc(person::COLUMN.sign_in_name)
        .limit(limit)
        .select_only()
        .columns([person::Column::Id, person::Column::Name])
        .into_tuple()
        .all(db)
        .await?;
    Ok((count, rows.into_iter().map(|(id, name)| (PersonId::from_uuid(id), name)).collect()))
}
