use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    ids::{HallId, PersonId, SwapId},
    roster::{PlanName, SwapState},
};
use sea_orm::{
    ActiveValue::Set, Condition, ConnectionTrait, DbErr, ExprTrait, QueryOrder, QuerySelect, entity::prelude::*,
};

use crate::{
    entity::{instant, roster::swap},
    repo::{json, word},
};

/// A swap of days between two people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwapRecord {
    /// The swap.
    pub id: SwapId,
    /// The hall of both.
    pub hall: HallId,
    /// Who asks.
    pub asker: PersonId,
    /// Who is asked.
    pub partner: PersonId,
    /// The asker's day, and what was to be done on it.
    pub give: (NaiveDate, PlanName),
    /// The partner's, the same.
    pub take: (NaiveDate, PlanName),
    /// How it stood when it was last changed; see [`SwapState::on`].
    pub state: SwapState,
    /// Counts up with every change.
    pub version: i32,
    /// What was said with the request.
    pub reason: Option<String>,
    /// What was said with the refusal.
    pub answer: Option<String>,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// Who changed it last, and when.
    pub settled: Option<(PersonId, DateTime<Utc>)>,
}

/// Stores a new swap; a second open one for the asker's day is a unique violation.
pub async fn create_swap(db: &impl ConnectionTrait, new: &SwapRecord) -> Result<(), DbErr> {
    let columns = swap::ActiveModel {
        id: Set(new.id.uuid()),
        hall_id: Set(new.hall.uuid()),
        asker_id: Set(new.asker.uuid()),
        partner_id: Set(new.partner.uuid()),
        give_on: Set(new.give.0),
        take_on: Set(new.take.0),
        given: Set(json::write(&new.give.1)?),
        taken: Set(json::write(&new.take.1)?),
        state: Set(new.state.code().to_owned()),
        version: Set(new.version),
        reason: Set(new.reason.clone()),
        answer: Set(new.answer.clone()),
        asked_at: Set(instant(new.asked_at)),
        settled_by: Set(new.settled.map(|(by, _)| by.uuid())),
        settled_at: Set(new.settled.map(|(_, at)| instant(at))),
    };
    swap::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Stores how a swap stands now; says whether it still was the version before.
pub async fn update_swap(db: &impl ConnectionTrait, changed: &SwapRecord) -> Result<bool, DbErr> {
    let done = swap::Entity::update_many()
        .col_expr(swap::Column::State, Expr::value(changed.state.code()))
        .col_expr(swap::Column::Version, Expr::value(changed.version))
        .col_expr(swap::Column::Answer, Expr::value(changed.answer.clone()))
        .col_expr(swap::Column::SettledBy, Expr::value(changed.settled.map(|(by, _)| by.uuid())))
        .col_expr(swap::Column::SettledAt, Expr::value(changed.settled.map(|(_, at)| instant(at))))
        .filter(swap::COLUMN.id.eq(changed.id.uuid()))
        .filter(swap::COLUMN.version.eq(changed.version - 1))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Stores of a hall's open swaps that those whose day has come have expired: their days are free again.
pub async fn expire_swaps(db: &impl ConnectionTrait, hall: HallId, today: NaiveDate) -> Result<(), DbErr> {
    let open = [SwapState::Asked, SwapState::Agreed].map(SwapState::code);
    swap::Entity::update_many()
        .col_expr(swap::Column::State, Expr::value(SwapState::Expired.code()))
        .col_expr(swap::Column::Version, Expr::col(swap::Column::Version).add(1))
        .filter(swap::COLUMN.hall_id.eq(hall.uuid()))
        .filter(swap::COLUMN.state.is_in(open))
        .filter(Condition::any().add(swap::COLUMN.give_on.lte(today)).add(swap::COLUMN.take_on.lte(today)))
        .exec(db)
        .await
        .map(drop)
}

/// One swap.
pub async fn find_swap(db: &impl ConnectionTrait, id: SwapId) -> Result<Option<SwapRecord>, DbErr> {
    swap::Entity::find_by_id(id.uuid()).one(db).await?.map(swap_of).transpose()
}

/// The latest swaps of a person, asked by them or of them.
pub async fn list_own_swaps(db: &impl ConnectionTrait, person: PersonId, limit: u64) -> Result<Vec<SwapRecord>, DbErr> {
    let own =
        Condition::any().add(swap::COLUMN.asker_id.eq(person.uuid())).add(swap::COLUMN.partner_id.eq(person.uuid()));
    let rows = swap::Entity::find()
        .filter(own)
        .order_by_desc(swap::COLUMN.asked_at)
        .order_by_desc(swap::COLUMN.id)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(swap_of).collect()
}

/// The swaps at some halls that two have agreed on and whose days are after today, oldest first.
pub async fn list_agreed_swaps(
    db: &impl ConnectionTrait,
    halls: &[HallId],
    today: NaiveDate,
) -> Result<Vec<SwapRecord>, DbErr> {
    let rows = swap::Entity::find()
        .filter(swap::COLUMN.hall_id.is_in(halls.iter().map(|id| id.uuid())))
        .filter(swap::COLUMN.state.eq(SwapState::Agreed.code()))
        .filter(swap::COLUMN.give_on.gt(today))
        .filter(swap::COLUMN.take_on.gt(today))
        .order_by_asc(swap::COLUMN.asked_at)
        .order_by_asc(swap::COLUMN.id)
        .all(db)
        .await?;
    rows.into_iter().map(swap_of).collect()
}

/// Whether any of some days of a person is in an open swap.
pub async fn has_open_swap(db: &impl ConnectionTrait, person: PersonId, dates: &[NaiveDate]) -> Result<bool, DbErr> {
    let of = |who: Condition, on: swap::Column| who.add(on.is_in(dates.iter().copied()));
    let asker = || Condition::all().add(swap::COLUMN.asker_id.eq(person.uuid()));
    let partner = || Condition::all().add(swap::COLUMN.partner_id.eq(person.uuid()));
    let days = [swap::Column::GiveOn, swap::Column::TakeOn];
    let mut any = Condition::any();
    for on in days {
        any = any.add(of(asker(), on)).add(of(partner(), on));
    }
    let open = [SwapState::Asked, SwapState::Agreed].map(SwapState::code);
    let found = swap::Entity::find().filter(any).filter(swap::COLUMN.state.is_in(open)).one(db).await?;
    Ok(found.is_some())
}

fn swap_of(row: swap::Model) -> Result<SwapRecord, DbErr> {
    let state = word(&row.state)?;
    Ok(SwapRecord {
        id: SwapId::from_uuid(row.id),
        hall: HallId::from_uuid(row.hall_id),
        asker: PersonId::from_uuid(row.asker_id),
        partner: PersonId::from_uuid(row.partner_id),
        give: (row.give_on, json::read(&row.given)?),
        take: (row.take_on, json::read(&row.taken)?),
        state,
        version: row.version,
        reason: row.reason,
        answer: row.answer,
        asked_at: row.asked_at.0,
        settled: row.settled_by.map(PersonId::from_uuid).zip(row.settled_at.map(|at| at.0)),
    })
}
