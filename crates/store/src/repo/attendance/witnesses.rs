use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    attendance::WitnessView,
    ids::{PersonId, PunchId},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, entity::prelude::*};

use super::{decisions::names_of, late_acts::late_acts_of};
use crate::{
    entity::{instant, presence::witness},
    repo::{CHUNK, among},
};

/// Stores that somebody has seen the person of a punch at the hall; a second one is a unique violation.
pub async fn create_witness(
    db: &impl ConnectionTrait,
    punch: PunchId,
    by: PersonId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let columns =
        witness::ActiveModel { punch_id: Set(punch.uuid()), witness_id: Set(by.uuid()), at: Set(instant(now)) };
    witness::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Who has seen the people of some punches.
pub(super) async fn witnesses_of(
    db: &impl ConnectionTrait,
    punches: &[Uuid],
) -> Result<BTreeMap<PunchId, WitnessView>, DbErr> {
    let mut rows = Vec::new();
    for punches in punches.chunks(CHUNK) {
        let of_these = among(db, witness::Column::PunchId, punches.iter().copied());
        rows.extend(witness::Entity::find().filter(of_these).all(db).await?);
    }
    if rows.is_empty() {
        return Ok(BTreeMap::new());
    }
    let names = names_of(db, rows.iter().map(|row| row.witness_id)).await?;
    let witnessed: Vec<Uuid> = rows.iter().map(|row| row.punch_id).collect();
    let mut late = late_acts_of(db, &witnessed).await?;
    let view = |row: witness::Model| {
        let by = names.get(&row.witness_id).cloned().unwrap_or_default();
        // There is one witness, so one at most has come later.
        let late = late.remove(&row.punch_id).and_then(|mut acts| acts.pop());
        (PunchId::from_uuid(row.punch_id), WitnessView { by, at: row.at.0, late })
    };
    Ok(rows.into_iter().map(view).collect())
}
