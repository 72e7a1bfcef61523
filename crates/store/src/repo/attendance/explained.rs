use chrono::{DateTime, NaiveDate, Utc};
use domain::{attendance::TimeVerdict, ids::PersonId, policy::Scope};
use sea_orm::{
    Condition, ConnectionTrait, DbErr, ExprTrait, JoinType, QueryOrder, QuerySelect, QueryTrait, entity::prelude::*,
};

use super::{
    decisions::{not_shown, with_names},
    punches::PunchRecord,
};
use crate::{
    entity::{
        attendance::{punch, punch_note},
        instant,
        presence::{flag_seen, witness},
    },
    repo::scope,
};

/// Punches for which no slot was open and whose person said why, that nobody has looked at, the latest first, each with
/// the person's name. What waits for a decision anyhow is not among them.
pub async fn list_explained(
    db: &impl ConnectionTrait,
    scopes: &[Scope],
    but: PersonId,
    (since, today): (DateTime<Utc>, NaiveDate),
    limit: u64,
) -> Result<Vec<(PunchRecord, String)>, DbErr> {
    let no_slot = TimeVerdict::WITHOUT_SLOT.map(TimeVerdict::code);
    let noted = punch_note::Entity::find().select_only().column(punch_note::Column::PunchId).into_query();
    let said_why = Condition::any()
        .add(punch::COLUMN.reason.is_not_null())
        .add(Expr::col((punch::Entity, punch::Column::Id)).in_subquery(noted));
    let rows = punch::Entity::find()
        .join(JoinType::InnerJoin, punch::Relation::Person.def())
        .join(JoinType::LeftJoin, flag_seen::Relation::Punch.def().rev())
        .join(JoinType::LeftJoin, witness::Relation::Punch.def().rev())
        .filter(flag_seen::COLUMN.seen_by.is_null())
        .filter(punch::COLUMN.at.gte(instant(since)))
        .filter(punch::COLUMN.timing.is_in(no_slot))
        .filter(said_why)
        .filter(not_shown().not())
        .filter(punch::COLUMN.person_id.ne(but.uuid()))
        .filter(scope::people_in(scopes, today))
        .order_by_desc(punch::COLUMN.at)
        .order_by_desc(punch::COLUMN.id)
        .limit(limit)
        .all(db)
        .await?;
    with_names(db, rows).await
}
