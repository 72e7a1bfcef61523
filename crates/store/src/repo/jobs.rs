//! Recurring jobs: when each is due again, and which server has it in hand.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, Condition, ConnectionTrait, DbErr, entity::prelude::*};

use crate::entity::{instant, jobs::job};

/// Whether a job is due and in nobody's hand; one that was never run is.
pub async fn is_due(db: &impl ConnectionTrait, name: &str, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let row = job::Entity::find_by_id(name).one(db).await?;
    Ok(row.is_none_or(|row| row.due_at.0 <= now && row.leased_until.is_none_or(|until| until.0 <= now)))
}

/// Takes a due job in hand until an instant; says whether nobody else was faster.
pub async fn lease(
    db: &impl ConnectionTrait,
    name: &str,
    holder: Uuid,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let first = job::ActiveModel {
        name: Set(name.to_owned()),
        due_at: Set(instant(now)),
        leased_until: Set(None),
        leased_by: Set(None),
    };
    job::Entity::insert(first).on_conflict_do_nothing().exec_without_returning(db).await?;
    let free = Condition::any().add(job::COLUMN.leased_until.is_null()).add(job::COLUMN.leased_until.lte(instant(now)));
    let leased = job::Entity::update_many()
        .col_expr(job::Column::LeasedUntil, Expr::value(Some(instant(until))))
        .col_expr(job::Column::LeasedBy, Expr::value(Some(holder)))
        .filter(job::COLUMN.name.eq(name))
        .filter(job::COLUMN.due_at.lte(instant(now)))
        .filter(free)
        .exec(db)
        .await?;
    Ok(leased.rows_affected == 1)
}

/// Gives a job back, to be run again at an instant; does nothing when the lease has passed to another.
pub async fn release(db: &impl ConnectionTrait, name: &str, holder: Uuid, due_at: DateTime<Utc>) -> Result<(), DbErr> {
    job::Entity::update_many()
        .col_expr(job::Column::DueAt, Expr::value(instant(due_at)))
        .col_expr(job::Column::LeasedUntil, Expr::value(None::<i64>))
        .filter(job::COLUMN.name.eq(name))
        .filter(job::COLUMN.leased_by.eq(holder))
        .exec(db)
        .await
        .map(drop)
}
