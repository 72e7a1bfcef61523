use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::ids::{PunchId, PunchNoteId};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, entity::prelude::*};

use crate::{
    entity::{attendance::punch_note, instant},
    repo::{CHUNK, among},
};

/// Adds what a person says about a punch of theirs. Earlier notes stay.
pub async fn create_note(
    db: &impl ConnectionTrait,
    id: PunchNoteId,
    punch: PunchId,
    text: String,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let columns = punch_note::ActiveModel {
        id: Set(id.uuid()),
        punch_id: Set(punch.uuid()),
        text: Set(text),
        at: Set(instant(now)),
    };
    punch_note::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// The latest note on each of some punches.
pub(super) async fn latest_notes(
    db: &impl ConnectionTrait,
    punches: &[Uuid],
) -> Result<BTreeMap<PunchId, String>, DbErr> {
    let mut notes = BTreeMap::new();
    for punches in punches.chunks(CHUNK) {
        let rows = punch_note::Entity::find()
            .filter(among(db, punch_note::Column::PunchId, punches.iter().copied()))
            .order_by_asc(punch_note::COLUMN.at)
            .all(db)
            .await?;
        notes.extend(rows.into_iter().map(|row| (PunchId::from_uuid(row.punch_id), row.text)));
    }
    Ok(notes)
}
