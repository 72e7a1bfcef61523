use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    attendance::{AdjustmentCause, DaySummary, RecountView},
    ids::{PersonId, RecountId},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, entity::prelude::*};

use crate::{
    entity::{attendance::correction::recount, instant},
    repo::{CHUNK, json, word},
};

/// A day that came out differently when it was judged again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecountRecord {
    /// Whose.
    pub person: PersonId,
    /// The day.
    pub date: NaiveDate,
    /// As it was.
    pub before: DaySummary,
    /// As it is.
    pub after: DaySummary,
    /// Why, if it is known.
    pub cause: Option<AdjustmentCause>,
}

/// Stores which days came out differently.
pub async fn create_recounts(
    db: &impl ConnectionTrait,
    changed: &[RecountRecord],
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    for changed in changed.chunks(CHUNK) {
        let row = |changed: &RecountRecord| {
            Ok(recount::ActiveModel {
                id: Set(RecountId::new().uuid()),
                person_id: Set(changed.person.uuid()),
                work_date: Set(changed.date),
                before: Set(json::write(&changed.before)?),
                after: Set(json::write(&changed.after)?),
                cause: Set(changed.cause.map(|cause| cause.code().to_owned())),
                at: Set(instant(now)),
            })
        };
        let rows = changed.iter().map(row).collect::<Result<Vec<_>, DbErr>>()?;
        recount::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Which days of a person came out differently, from one date to another, in the order in which they did.
pub async fn list_recounts(
    db: &impl ConnectionTrait,
    person: PersonId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<RecountView>, DbErr> {
    let rows = recount::Entity::find()
        .filter(recount::COLUMN.person_id.eq(person.uuid()))
        .filter(recount::COLUMN.work_date.between(from, to))
        .order_by_asc(recount::COLUMN.at)
        .order_by_asc(recount::COLUMN.id)
        .all(db)
        .await?;
    let view = |row: recount::Model| {
        let (before, after) = (json::read(&row.before)?, json::read(&row.after)?);
        let cause = row.cause.as_deref().map(word).transpose()?;
        Ok(RecountView { date: row.work_date, before, after, cause, at: row.at.0 })
    };
    rows.into_iter().map(view).collect()
}
