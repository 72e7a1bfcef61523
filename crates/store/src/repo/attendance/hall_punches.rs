use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::ids::{HallId, PunchId};
use sea_orm::{Condition, ConnectionTrait, DbErr, QueryOrder, QuerySelect, entity::prelude::*};

use super::punches::{PunchRecord, with_words};
use crate::{
    entity::{accounts::person, attendance::punch, instant},
    repo::{CHUNK, among},
};

/// A page of the punches at a hall from one instant to before another, by time, after one of the page before;
/// each with 工号 and 姓名.
pub async fn list_hall_punches(
    db: &impl ConnectionTrait,
    hall: HallId,
    (from, before): (DateTime<Utc>, DateTime<Utc>),
    after: Option<(DateTime<Utc>, PunchId)>,
    limit: u64,
) -> Result<Vec<(PunchRecord, String, String)>, DbErr> {
    let mut query = punch::Entity::find()
        .filter(punch::COLUMN.hall_id.eq(hall.uuid()))
        .filter(punch::COLUMN.at.gte(instant(from)))
        .filter(punch::COLUMN.at.lt(instant(before)));
    if let Some((at, id)) = after {
        let same = Condition::all().add(punch::COLUMN.at.eq(instant(at))).add(punch::COLUMN.id.gt(id.uuid()));
        query = query.filter(Condition::any().add(punch::COLUMN.at.gt(instant(at))).add(same));
    }
    let rows = query.order_by_asc(punch::COLUMN.at).order_by_asc(punch::COLUMN.id).limit(limit).all(db).await?;
    let records = with_words(db, rows).await?;
    let mut called = BTreeMap::new();
    let whose: BTreeSet<Uuid> = records.iter().map(|record| record.person.uuid()).collect();
    for people in whose.into_iter().collect::<Vec<_>>().chunks(CHUNK) {
        let found: Vec<(Uuid, String, String)> = person::Entity::find()
            .filter(among(db, person::Column::Id, people.iter().copied()))
            .select_only()
            .columns([person::Column::Id, person::Column::SignInName, person::Column::Name])
            .into_tuple()
            .all(db)
            .await?;
        called.extend(found.into_iter().map(|(id, sign_in_name, name)| (id, (sign_in_name, name))));
    }
    let named = |record: PunchRecord| {
        let (sign_in_name, name) = called.get(&record.person.uuid()).cloned().unwrap_or_default();
        (record, sign_in_name, name)
    };
    Ok(records.into_iter().map(named).collect())
}

/// Erases where the punches of a hall from one instant to before another were made; distance, accuracy and
/// verdict stay.
pub async fn erase_positions(
    db: &impl ConnectionTrait,
    hall: HallId,
    from: DateTime<Utc>,
    before: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let done = punch::Entity::update_many()
        .col_expr(punch::Column::LatE7, Expr::value(None::<i32>))
        .col_expr(punch::Column::LngE7, Expr::value(None::<i32>))
        .filter(punch::COLUMN.hall_id.eq(hall.uuid()))
        .filter(punch::COLUMN.at.gte(instant(from)))
        .filter(punch::COLUMN.at.lt(instant(before)))
        .filter(punch::COLUMN.lat_e7.is_not_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected)
}
