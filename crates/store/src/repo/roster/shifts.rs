use chrono::NaiveDate;
use domain::{
    ids::{HallId, ShiftId},
    roster::Shift,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, QuerySelect, entity::prelude::*};

use crate::{
    entity::roster::shift,
    repo::{CHUNK, json},
};

/// Stores a new shift of a hall. It is never changed: who works it next month may rely on its times.
pub async fn create_shift(db: &impl ConnectionTrait, hall: HallId, new: &Shift) -> Result<(), DbErr> {
    let columns = shift::ActiveModel {
        id: Set(new.id.uuid()),
        hall_id: Set(hall.uuid()),
        name: Set(new.name.clone()),
        short: Set(new.short.clone()),
        slots: Set(json::write(&new.slots)?),
        closed_on: Set(None),
    };
    shift::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Takes a shift out of use; those who were given it keep it.
pub async fn close_shift(db: &impl ConnectionTrait, id: ShiftId, on: NaiveDate) -> Result<(), DbErr> {
    let columns = shift::ActiveModel { id: Set(id.uuid()), closed_on: Set(Some(on)), ..Default::default() };
    shift::Entity::update(columns).exec(db).await.map(drop)
}

/// Shifts by id, those no longer in use included.
pub async fn find_shifts(db: &impl ConnectionTrait, ids: &[ShiftId]) -> Result<Vec<Shift>, DbErr> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let rows = shift::Entity::find().filter(shift::COLUMN.id.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
        found.append(&mut rows.into_iter().map(shift_of).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(found)
}

/// The shifts in use at a hall, by name.
pub async fn list_shifts(db: &impl ConnectionTrait, hall: HallId) -> Result<Vec<Shift>, DbErr> {
    let rows = shift::Entity::find()
        .filter(shift::COLUMN.hall_id.eq(hall.uuid()))
        .filter(shift::COLUMN.closed_on.is_null())
        .order_by_asc(shift::COLUMN.name)
        .all(db)
        .await?;
    rows.into_iter().map(shift_of).collect()
}

/// Those of a hall that were taken out of use last, with their last day, the latest first.
pub async fn list_closed_shifts(
    db: &impl ConnectionTrait,
    hall: HallId,
    limit: u64,
) -> Result<Vec<(Shift, NaiveDate)>, DbErr> {
    let rows = shift::Entity::find()
        .filter(shift::COLUMN.hall_id.eq(hall.uuid()))
        .filter(shift::COLUMN.closed_on.is_not_null())
        .order_by_desc(shift::COLUMN.closed_on)
        .order_by_asc(shift::COLUMN.name)
        .limit(limit)
        .all(db)
        .await?;
    let closed = |row: shift::Model| row.closed_on.map(|on| Ok((shift_of(row)?, on)));
    rows.into_iter().filter_map(closed).collect()
}

fn shift_of(row: shift::Model) -> Result<Shift, DbErr> {
    Ok(Shift { id: ShiftId::from_uuid(row.id), name: row.name, short: row.short, slots: json::read(&row.slots)? })
}
