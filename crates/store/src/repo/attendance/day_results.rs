use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    attendance::DayResult,
    ids::{DayResultId, HallId, PersonId},
};
use sea_orm::{
    ActiveValue::Set,
    Condition, ConnectionTrait, DbErr, ExprTrait, QueryOrder, QuerySelect, QueryTrait,
    entity::prelude::*,
    sea_query::{OnConflict, SelectStatement},
};

use crate::{
    entity::{
        accounts::person,
        attendance::{day_result, months::sheet},
        instant,
    },
    repo::{CHUNK, json},
};

/// A judged day with whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayResultRecord {
    /// Whose.
    pub person: PersonId,
    /// What the day came to.
    pub result: DayResult,
}

/// Stores judged days; one that is there already is replaced.
pub async fn create_day_results(
    db: &impl ConnectionTrait,
    judged: &[DayResultRecord],
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    use day_result::Column::{CalendarVersion, ComputedAt, Content, PersonId, RuleVersion, Stale, WorkDate};
    let replace = OnConflict::columns([PersonId, WorkDate])
        .update_columns([Content, RuleVersion, CalendarVersion, ComputedAt, Stale])
        .to_owned();
    for judged in judged.chunks(CHUNK) {
        let rows = judged.iter().map(|record| {
            Ok(day_result::ActiveModel {
                id: Set(DayResultId::new().uuid()),
                person_id: Set(record.person.uuid()),
                work_date: Set(record.result.date),
                content: Set(json::write(&record.result)?),
                rule_version: Set(record.result.rule_version),
                calendar_version: Set(record.result.calendar_version),
                computed_at: Set(instant(now)),
                stale: Set(false),
            })
        });
        let rows = rows.collect::<Result<Vec<_>, DbErr>>()?;
        day_result::Entity::insert_many(rows).on_conflict(replace.clone()).exec_without_returning(db).await?;
    }
    Ok(())
}

/// The judged days of some people from one date to another, both included, by date; without those that are
/// to be judged again.
pub async fn find_day_results(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<DayResultRecord>, DbErr> {
    results(db, people, (from, to), false).await
}

/// Those that are to be judged again, as they were.
pub async fn find_stale_results(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<DayResultRecord>, DbErr> {
    results(db, people, (from, to), true).await
}

async fn results(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    (from, to): (NaiveDate, NaiveDate),
    stale: bool,
) -> Result<Vec<DayResultRecord>, DbErr> {
    let mut found = Vec::new();
    for people in people.chunks(CHUNK) {
        let rows = day_result::Entity::find()
            .filter(day_result::COLUMN.person_id.is_in(people.iter().map(|id| id.uuid())))
            .filter(day_result::COLUMN.work_date.between(from, to))
            .filter(day_result::COLUMN.stale.eq(stale))
            .order_by_asc(day_result::COLUMN.work_date)
            .all(db)
            .await?;
        for row in rows {
            let result = json::read(&row.content)?;
            found.push(DayResultRecord { person: PersonId::from_uuid(row.person_id), result });
        }
    }
    Ok(found)
}

/// Marks the judged days of some people from one date to another, both included, to be judged again, because
/// what they followed from has changed. Days of a locked month stay as they are.
pub async fn mark_stale(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<(), DbErr> {
    for people in people.chunks(CHUNK) {
        let whose = day_result::COLUMN.person_id.is_in(people.iter().map(|id| id.uuid()));
        stale_where(db, Condition::all().add(whose), from, to).await?;
    }
    Ok(())
}

/// The same of everybody: the calendar has changed.
pub async fn mark_all_stale(db: &impl ConnectionTrait, from: NaiveDate, to: NaiveDate) -> Result<(), DbErr> {
    stale_where(db, Condition::all(), from, to).await
}

async fn stale_where(db: &impl ConnectionTrait, whose: Condition, from: NaiveDate, to: NaiveDate) -> Result<(), DbErr> {
    let same_person =
        Expr::col((sheet::Entity, sheet::Column::PersonId)).equals((day_result::Entity, day_result::Column::PersonId));
    let work_date = || Expr::col((day_result::Entity, day_result::Column::WorkDate));
    let locked = sheet::Entity::find()
        .select_only()
        .column(sheet::Column::Id)
        .filter(same_person)
        .filter(work_date().gte(Expr::col((sheet::Entity, sheet::Column::Month))))
        .filter(work_date().lte(Expr::col((sheet::Entity, sheet::Column::LastOn))))
        .into_query();
    day_result::Entity::update_many()
        .col_expr(day_result::Column::Stale, Expr::value(true))
        .filter(whose)
        .filter(day_result::COLUMN.work_date.between(from, to))
        .filter(Expr::exists(locked).not())
        .exec(db)
        .await
        .map(drop)
}

/// Days before a date that are to be judged again.
pub async fn list_stale_dates(db: &impl ConnectionTrait, before: NaiveDate) -> Result<Vec<NaiveDate>, DbErr> {
    day_result::Entity::find()
        .filter(day_result::COLUMN.stale.eq(true))
        .filter(day_result::COLUMN.work_date.lt(before))
        .select_only()
        .column(day_result::Column::WorkDate)
        .distinct()
        .into_tuple()
        .all(db)
        .await
}

/// The days of a hall's people from one date to another that are to be judged again: how many, and the first.
pub async fn open_days(
    db: &impl ConnectionTrait,
    hall: HallId,
    (from, to): (NaiveDate, NaiveDate),
    limit: u64,
) -> Result<(u64, Vec<(PersonId, NaiveDate)>), DbErr> {
    let staff = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::COLUMN.hall_id.eq(hall.uuid()))
        .into_query();
    let open = day_result::Entity::find()
        .filter(day_result::COLUMN.stale.eq(true))
        .filter(day_result::COLUMN.work_date.between(from, to))
        .filter(Expr::col((day_result::Entity, day_result::Column::PersonId)).in_subquery(staff));
    let count = open.clone().count(db).await?;
    let rows = open.order_by_asc(day_result::COLUMN.work_date).limit(limit).all(db).await?;
    Ok((count, rows.iter().map(|row| (PersonId::from_uuid(row.person_id), row.work_date)).collect()))
}

/// People dispatched to a hall who were employed on a date and have no result for it yet, or one that is to be
/// judged again.
pub async fn find_unjudged(db: &impl ConnectionTrait, date: NaiveDate) -> Result<Vec<PersonId>, DbErr> {
    let ids: Vec<Uuid> = person::Entity::find()
        .filter(person::COLUMN.hall_id.is_not_null())
        .filter(person::COLUMN.hired_on.lte(date))
        .filter(Condition::any().add(person::COLUMN.left_on.is_null()).add(person::COLUMN.left_on.gte(date)))
        .filter(Expr::exists(result_of(date)).not())
        .select_only()
        .column(person::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(PersonId::from_uuid).collect())
}

/// The result of a date of the person in the outer query, if it stands.
fn result_of(date: NaiveDate) -> SelectStatement {
    let same_person =
        Expr::col((day_result::Entity, day_result::Column::PersonId)).equals((person::Entity, person::Column::Id));
    day_result::Entity::find()
        .select_only()
        .column(day_result::Column::Id)
        .filter(same_person)
        .filter(day_result::COLUMN.work_date.eq(date))
        .filter(day_result::COLUMN.stale.eq(false))
        .into_query()
}
