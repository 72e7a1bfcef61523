use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    approvals::FlowState,
    calendar::CalendarVersion,
    ids::{ApprovalId, HallId},
    leave::{Movement, RecountView, Shortfall},
};
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DbErr, PaginatorTrait, QueryOrder, QuerySelect, entity::prelude::*,
    sea_query::OnConflict,
};

use super::requests::in_states;
use crate::{
    entity::{
        instant,
        leave::{
            entry,
            recount::{done, shortfall},
            request,
        },
    },
    repo::{CHUNK, among, word},
};

/// The versions of calendar years that open leave was recounted by.
pub async fn list_recounted(db: &impl ConnectionTrait) -> Result<Vec<CalendarVersion>, DbErr> {
    let rows = done::Entity::find().all(db).await?;
    Ok(rows.into_iter().map(|row| CalendarVersion { year: row.year, version: row.version }).collect())
}

/// Remembers that open leave was recounted by a version. Done again, it does nothing.
pub async fn mark_recounted(db: &impl ConnectionTrait, by: CalendarVersion, now: DateTime<Utc>) -> Result<(), DbErr> {
    let row = done::ActiveModel { year: Set(by.year), version: Set(by.version), done_at: Set(instant(now)) };
    done::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(db).await.map(drop)
}

/// Leave in one of some states that touches some days, by id, after one of the page before.
pub async fn list_leave_page(
    db: &impl ConnectionTrait,
    days: (NaiveDate, NaiveDate),
    states: &[FlowState],
    after: Option<ApprovalId>,
    limit: u64,
) -> Result<Vec<ApprovalId>, DbErr> {
    let mut query = touching(days, states);
    if let Some(after) = after {
        query = query.filter(request::COLUMN.id.gt(after.uuid()));
    }
    let ids: Vec<Uuid> = query
        .select_only()
        .column(request::Column::Id)
        .order_by_asc(request::COLUMN.id)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(ApprovalId::from_uuid).collect())
}

/// How much leave of some halls there is in one of some states that touches some days.
pub async fn count_leave_touching(
    db: &impl ConnectionTrait,
    halls: &[HallId],
    days: (NaiveDate, NaiveDate),
    states: &[FlowState],
) -> Result<u64, DbErr> {
    let halls = halls.iter().map(|hall| hall.uuid());
    touching(days, states).filter(among(db, request::Column::HallId, halls)).count(db).await
}

fn touching((from, to): (NaiveDate, NaiveDate), states: &[FlowState]) -> Select<request::Entity> {
    in_states(states).filter(request::COLUMN.from_on.lte(to)).filter(request::COLUMN.to_on.gte(from))
}

/// Remembers that a request costs more than its account has, in the place of what was known of it.
pub async fn put_shortfall(
    db: &impl ConnectionTrait,
    id: ApprovalId,
    short: Shortfall,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    use shortfall::Column::{At, CalendarVersion, CalendarYear, Held, RequestId, Wanted};
    let row = shortfall::ActiveModel {
        request_id: Set(id.uuid()),
        wanted: Set(short.wanted),
        held: Set(short.held),
        calendar_year: Set(short.cause.year),
        calendar_version: Set(short.cause.version),
        at: Set(instant(now)),
    };
    let mut newer = OnConflict::column(RequestId);
    newer.update_columns([Wanted, Held, CalendarYear, CalendarVersion, At]);
    shortfall::Entity::insert(row).on_conflict(newer).exec_without_returning(db).await.map(drop)
}

/// Forgets it: the request is settled, or the account suffices.
pub async fn clear_shortfall(db: &impl ConnectionTrait, id: ApprovalId) -> Result<(), DbErr> {
    shortfall::Entity::delete_by_id(id.uuid()).exec(db).await.map(drop)
}

/// What is known of some requests.
pub async fn find_shortfalls(
    db: &impl ConnectionTrait,
    ids: &[ApprovalId],
) -> Result<BTreeMap<ApprovalId, Shortfall>, DbErr> {
    let mut found = BTreeMap::new();
    for ids in ids.chunks(CHUNK) {
        let wanted = among(db, shortfall::Column::RequestId, ids.iter().map(|id| id.uuid()));
        found.extend(shortfall::Entity::find().filter(wanted).all(db).await?.into_iter().map(of));
    }
    Ok(found)
}

/// All of them, the oldest request first.
pub async fn list_shortfalls(db: &impl ConnectionTrait) -> Result<Vec<(ApprovalId, Shortfall)>, DbErr> {
    let rows = shortfall::Entity::find().order_by_asc(shortfall::COLUMN.request_id).all(db).await?;
    Ok(rows.into_iter().map(of).collect())
}

/// What new versions of the calendar have changed about a request, the oldest first.
pub async fn list_recounts(db: &impl ConnectionTrait, id: ApprovalId) -> Result<Vec<RecountView>, DbErr> {
    let rows = entry::Entity::find()
        .filter(entry::COLUMN.request_id.eq(id.uuid()))
        .filter(entry::COLUMN.calendar_version.is_not_null())
        .all(db)
        .await?;
    let mut sums = BTreeMap::<(DateTime<Utc>, CalendarVersion), i32>::new();
    for row in rows {
        let (Some(year), Some(version)) = (row.calendar_year, row.calendar_version) else { continue };
        let change = match word::<Movement>(&row.movement)? {
            Movement::Hold => row.units,
            Movement::Drop | Movement::Return => -row.units,
            // What is taken was held before; the others are about lots.
            Movement::Take | Movement::Grant | Movement::Adjust | Movement::Carry | Movement::PayOut => 0,
        };
        *sums.entry((row.at.0, CalendarVersion { year, version })).or_default() += change;
    }
    let sums = sums.into_iter().filter(|(_, change)| *change != 0);
    Ok(sums.map(|((at, cause), change)| RecountView { cause, at, change }).collect())
}

fn of(row: shortfall::Model) -> (ApprovalId, Shortfall) {
    let cause = CalendarVersion { year: row.calendar_year, version: row.calendar_version };
    (ApprovalId::from_uuid(row.request_id), Shortfall { wanted: row.wanted, held: row.held, cause })
}
