use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    attendance::{AdjustmentCause, DayResult},
    ids::{DayResultId, HallId, PersonId},
};
use sea_orm::{
    ActiveValue::Set,
    Condition, ConnectionTrait, DbErr, ExprTrait, QueryOrder, QuerySelect, QueryTrait,
    entity::prelude::*,
    sea_query::{OnConflict, SelectStatement, SimpleExpr},
};

use crate::{
    entity::{
        accounts::person,
        attendance::{day_result, months::sheet},
        instant,
    },
    repo::{CHUNK, among, json, word},
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
    use day_result::Column::{
        CalendarVersion, ComputedAt, Content, PersonId, RuleVersion, Stale, StaleCause, WorkDate,
    };
    let replace = OnConflict::columns([PersonId, WorkDate])
        .update_columns([Content, RuleVersion, CalendarVersion, ComputedAt, Stale, StaleCause])
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
                stale_cause: Set(None),
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
    let found = results(db, people, (from, to), false).await?;
    Ok(found.into_iter().map(|(record, _)| record).collect())
}

/// The judged days of a person on some dates, also those that are to be judged again.
pub async fn find_results_on(
    db: &impl ConnectionTrait,
    person: PersonId,
    dates: &[NaiveDate],
) -> Result<Vec<DayResult>, DbErr> {
    let rows = day_result::Entity::find()
        .filter(day_result::COLUMN.person_id.eq(person.uuid()))
        .filter(among(db, day_result::Column::WorkDate, dates.iter().copied()))
        .all(db)
        .await?;
    rows.iter().map(|row| json::read(&row.content)).collect()
}

/// Those that are to be judged again, as they were, with what has changed since; not known of those that were
/// marked before this was kept.
pub async fn find_stale_results(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(DayResultRecord, Option<AdjustmentCause>)>, DbErr> {
    results(db, people, (from, to), true).await
}

async fn results(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    (from, to): (NaiveDate, NaiveDate),
    stale: bool,
) -> Result<Vec<(DayResultRecord, Option<AdjustmentCause>)>, DbErr> {
    let mut found = Vec::new();
    for people in people.chunks(CHUNK) {
        let rows = day_result::Entity::find()
            .filter(among(db, day_result::Column::PersonId, people.iter().map(|id| id.uuid())))
            .filter(day_result::COLUMN.work_date.between(from, to))
            .filter(day_result::COLUMN.stale.eq(stale))
            .order_by_asc(day_result::COLUMN.work_date)
            .all(db)
            .await?;
        for row in rows {
            let result = json::read(&row.content)?;
            let cause = row.stale_cause.as_deref().map(word).transpose()?;
            found.push((DayResultRecord { person: PersonId::from_uuid(row.person_id), result }, cause));
        }
    }
    Ok(found)
}

/// Marks the judged days of some people from one date to another, both included, to be judged again, because
/// what they followed from has changed. Days of a locked month stay as they are.
pub async fn mark_stale(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    span: (NaiveDate, NaiveDate),
    cause: AdjustmentCause,
) -> Result<(), DbErr> {
    for people in people.chunks(CHUNK) {
        let whose = among(db, day_result::Column::PersonId, people.iter().map(|id| id.uuid()));
        stale_where(db, Condition::all().add(whose), span, cause).await?;
    }
    Ok(())
}

/// The same of everybody: the calendar has changed.
pub async fn mark_all_stale(
    db: &impl ConnectionTrait,
    span: (NaiveDate, NaiveDate),
    cause: AdjustmentCause,
) -> Result<(), DbErr> {
    stale_where(db, Condition::all(), span, cause).await
}

async fn stale_where(
    db: &impl ConnectionTrait,
    whose: Condition,
    (from, to): (NaiveDate, NaiveDate),
    cause: AdjustmentCause,
) -> Result<(), DbErr> {
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
        .col_expr(day_result::Column::StaleCause, Expr::value(cause.code()))
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
        .filter(Expr::exists(whose_day(Condition::all().add(person::COLUMN.hall_id.is_not_null()))))
        .select_only()
        .column(day_result::Column::WorkDate)
        .distinct()
        .into_tuple()
        .all(db)
        .await
}

/// Whether the person in the query was employed on a date. A day outside that is judged no more, whatever it was
/// before somebody entered that they had left.
fn employed_on(date: SimpleExpr) -> Condition {
    let left_on = || Expr::col((person::Entity, person::Column::LeftOn));
    Condition::all()
        .add(Expr::col((person::Entity, person::Column::HiredOn)).lte(date.clone()))
        .add(Condition::any().add(left_on().is_null()).add(left_on().gte(date)))
}

/// The person of the day result in the outer query, if they are of some and were employed on its day.
fn whose_day(of: Condition) -> SelectStatement {
    let column = |column| Expr::col((day_result::Entity, column));
    person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(Expr::col((person::Entity, person::Column::Id)).eq(column(day_result::Column::PersonId)))
        .filter(of)
        .filter(employed_on(column(day_result::Column::WorkDate)))
        .into_query()
}

/// The days of a hall's people from one date to another that are to be judged again: how many, and the first.
pub async fn open_days(
    db: &impl ConnectionTrait,
    hall: HallId,
    (from, to): (NaiveDate, NaiveDate),
    limit: u64,
) -> Result<(u64, Vec<(PersonId, NaiveDate)>), DbErr> {
    let staff = whose_day(Condition::all().add(person::COLUMN.hall_id.eq(hall.uuid())));
    let open = day_result::Entity::find()
        .filter(day_result::COLUMN.stale.eq(true))
        .filter(day_result::COLUMN.work_date.between(from, to))
        .filter(Expr::exists(staff));
    let count = open.clone().count(db).await?;
    let rows = open.order_by_asc(day_result::COLUMN.work_date).limit(limit).all(db).await?;
    Ok((count, rows.iter().map(|row| (PersonId::from_uuid(row.person_id), row.work_date)).collect()))
}

/// People dispatched to a hall who were employed on a date and have no result for it yet, or one that is to be
/// judged again.
pub async fn find_unjudged(db: &impl ConnectionTrait, date: NaiveDate) -> Result<Vec<PersonId>, DbErr> {
    let ids: Vec<Uuid> = person::Entity::find()
        .filter(person::COLUMN.hall_id.is_not_null())
        .filter(employed_on(Expr::value(date)))
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
