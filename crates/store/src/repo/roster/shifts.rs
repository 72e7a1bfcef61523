use chrono::{Days, NaiveDate};
use domain::{
    ids::{HallId, ShiftId},
    roster::{Shift, Succession},
};
use sea_orm::{
    ActiveValue::Set, Condition, ConnectionTrait, DbErr, ExprTrait, QueryOrder, QuerySelect, entity::prelude::*,
};

use crate::{
    entity::roster::shift,
    repo::{CHUNK, among, json},
};

/// Stores a new shift of a hall. It is never changed: who works it next month may rely on its times.
pub async fn create_shift(db: &impl ConnectionTrait, hall: HallId, new: &Shift) -> Result<(), DbErr> {
    insert(db, hall, new, None).await
}

/// Stores a new shift of a hall that takes the place of another, which has its last day the day before.
pub async fn replace_shift(
    db: &impl ConnectionTrait,
    hall: HallId,
    new: &Shift,
    step: Succession,
) -> Result<(), DbErr> {
    close_shift(db, step.old, step.from - Days::new(1)).await?;
    insert(db, hall, new, Some(step)).await
}

/// Takes back a succession that has not begun: the new shift is closed before it opens, the old one goes on.
pub async fn take_back_shift(db: &impl ConnectionTrait, step: Succession) -> Result<(), DbErr> {
    close_shift(db, step.new, step.from - Days::new(1)).await?;
    let columns = shift::ActiveModel { id: Set(step.old.uuid()), closed_on: Set(None), ..Default::default() };
    shift::Entity::update(columns).exec(db).await.map(drop)
}

async fn insert(db: &impl ConnectionTrait, hall: HallId, new: &Shift, step: Option<Succession>) -> Result<(), DbErr> {
    let columns = shift::ActiveModel {
        id: Set(new.id.uuid()),
        hall_id: Set(hall.uuid()),
        name: Set(new.name.clone()),
        short: Set(new.short.clone()),
        slots: Set(json::write(&new.slots)?),
        closed_on: Set(None),
        opens_on: Set(step.map(|step| step.from)),
        replaces_id: Set(step.map(|step| step.old.uuid())),
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
        let rows =
            shift::Entity::find().filter(among(db, shift::Column::Id, ids.iter().map(|id| id.uuid()))).all(db).await?;
        found.append(&mut rows.into_iter().map(shift_of).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(found)
}

/// The shifts in use at a hall on a day, by name, and those that are to take the place of one of them later.
pub async fn list_shifts(
    db: &impl ConnectionTrait,
    hall: HallId,
    today: NaiveDate,
) -> Result<(Vec<Shift>, Vec<(Shift, Succession)>), DbErr> {
    let goes_on = Condition::any().add(shift::COLUMN.closed_on.is_null()).add(shift::COLUMN.closed_on.gte(today));
    let rows = shift::Entity::find()
        .filter(shift::COLUMN.hall_id.eq(hall.uuid()))
        .filter(goes_on)
        .order_by_asc(shift::COLUMN.name)
        .all(db)
        .await?;
    let to_come = |row: &shift::Model| row.opens_on.filter(|from| today < *from).zip(row.replaces_id);
    let mut coming = Vec::new();
    for row in rows.iter().filter(|row| row.closed_on.is_none()) {
        let Some((from, old)) = to_come(row) else { continue };
        let step = Succession { old: ShiftId::from_uuid(old), new: ShiftId::from_uuid(row.id), from };
        coming.push((shift_of(row.clone())?, step));
    }
    // Until its last day what is replaced is given to people; what was retired is not, not even on its last day.
    let replaced = |row: &shift::Model| coming.iter().any(|(_, step)| step.old.uuid() == row.id);
    let open = rows.iter().filter(|row| to_come(row).is_none() && (row.closed_on.is_none() || replaced(row)));
    let open: Vec<Shift> = open.map(|row| shift_of(row.clone())).collect::<Result<_, _>>()?;
    Ok((open, coming))
}

/// Those of a hall that were taken out of use last, with their last day, the latest first. What was taken back before
/// it began was never in use.
pub async fn list_closed_shifts(
    db: &impl ConnectionTrait,
    hall: HallId,
    limit: u64,
) -> Result<Vec<(Shift, NaiveDate)>, DbErr> {
    let was_worked = Expr::col(shift::Column::OpensOn).lte(Expr::col(shift::Column::ClosedOn));
    let rows = shift::Entity::find()
        .filter(shift::COLUMN.hall_id.eq(hall.uuid()))
        .filter(shift::COLUMN.closed_on.is_not_null())
        .filter(Condition::any().add(shift::COLUMN.opens_on.is_null()).add(was_worked))
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
