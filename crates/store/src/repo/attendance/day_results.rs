use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    attendance::DayResult,
    ids::{DayResultId, PersonId},
};
use sea_orm::{
    ActiveValue::Set,
    Condition, ConnectionTrait, DbErr, ExprTrait, QueryOrder, QuerySelect, QueryTrait,
    entity::prelude::*,
    sea_query::{OnConflict, SelectStatement},
};

use crate::{
    entity::{accounts::person, attendance::day_result, instant},
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
    use day_result::Column::{CalendarVersion, ComputedAt, Content, PersonId, RuleVersion, WorkDate};
    let replace = OnConflict::columns([PersonId, WorkDate])
        .update_columns([Content, RuleVersion, CalendarVersion, ComputedAt])
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
            })
        });
        let rows = rows.collect::<Result<Vec<_>, DbErr>>()?;
        day_result::Entity::insert_many(rows).on_conflict(replace.clone()).exec_without_returning(db).await?;
    }
    Ok(())
}

/// The judged days of a person from one date to another, both included, by date.
pub async fn find_day_results(
    db: &impl ConnectionTrait,
    person: PersonId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<DayResult>, DbErr> {
    let rows = day_result::Entity::find()
        .filter(day_result::COLUMN.person_id.eq(person.uuid()))
        .filter(day_result::COLUMN.work_date.between(from, to))
        .order_by_asc(day_result::COLUMN.work_date)
        .all(db)
        .await?;
    rows.iter().map(|row| json::read(&row.content)).collect()
}

/// Forgets the judged days of some people from one date to another, both included, because what they
/// followed from has changed.
pub async fn remove_day_results(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<(), DbErr> {
    for people in people.chunks(CHUNK) {
        day_result::Entity::delete_many()
            .filter(day_result::COLUMN.person_id.is_in(people.iter().map(|id| id.uuid())))
            .filter(day_result::COLUMN.work_date.between(from, to))
            .exec(db)
            .await?;
    }
    Ok(())
}

/// People dispatched to a hall who were employed on a date and have no result for it yet.
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

/// The result of a date of the person in the outer query.
fn result_of(date: NaiveDate) -> SelectStatement {
    let same_person =
        Expr::col((day_result::Entity, day_result::Column::PersonId)).equals((person::Entity, person::Column::Id));
    day_result::Entity::find()
        .select_only()
        .column(day_result::Column::Id)
        .filter(same_person)
        .filter(day_result::COLUMN.work_date.eq(date))
        .into_query()
}
