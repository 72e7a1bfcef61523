use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    approvals::Holding,
    ids::{ApprovalId, HallId, PersonId},
    roster::{Consent, PlanName},
};
use sea_orm::{ActiveValue::Set, Condition, ConnectionTrait, DbErr, QuerySelect, entity::prelude::*};

use crate::{
    entity::{instant, roster::swap},
    repo::{CHUNK, among, json, latest, word},
};

/// A swap of days between two people. How it stands and who decides is its approval's, which has the same id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwapRecord {
    /// The request.
    pub id: ApprovalId,
    /// The hall of both.
    pub hall: HallId,
    /// Who asks.
    pub asker: PersonId,
    /// Who is asked.
    pub partner: PersonId,
    /// The asker's day, and what was to be done on it when it was asked.
    pub give: (NaiveDate, PlanName),
    /// The partner's, the same.
    pub take: (NaiveDate, PlanName),
    /// What was said with the request.
    pub reason: Option<String>,
    /// When it was first asked.
    pub asked_at: DateTime<Utc>,
    /// What the partner has said.
    pub consent: Consent,
    /// What it has in hand: nothing, both days from when the partner is asked, or the swap.
    pub holding: Holding,
}

fn columns(record: &SwapRecord) -> Result<swap::ActiveModel, DbErr> {
    Ok(swap::ActiveModel {
        id: Set(record.id.uuid()),
        hall_id: Set(record.hall.uuid()),
        asker_id: Set(record.asker.uuid()),
        partner_id: Set(record.partner.uuid()),
        give_on: Set(record.give.0),
        take_on: Set(record.take.0),
        given: Set(json::write(&record.give.1)?),
        taken: Set(json::write(&record.take.1)?),
        reason: Set(record.reason.clone()),
        asked_at: Set(instant(record.asked_at)),
        consent: Set(record.consent.code().to_owned()),
        holding: Set(record.holding.code().to_owned()),
    })
}

/// Stores a new swap; a second open one for the asker's day is a unique violation, as is an id that is there.
pub async fn create_swap(db: &impl ConnectionTrait, new: &SwapRecord) -> Result<(), DbErr> {
    swap::Entity::insert(columns(new)?).exec_without_returning(db).await.map(drop)
}

/// Stores what has become of a swap; its approval must be held. A second open one for the asker's day is a unique
/// violation.
pub async fn update_swap(db: &impl ConnectionTrait, changed: &SwapRecord) -> Result<(), DbErr> {
    swap::Entity::update(columns(changed)?).exec(db).await.map(drop)
}

/// One swap.
pub async fn find_swap(db: &impl ConnectionTrait, id: ApprovalId) -> Result<Option<SwapRecord>, DbErr> {
    swap::Entity::find_by_id(id.uuid()).one(db).await?.map(swap_of).transpose()
}

/// Swaps by id.
pub async fn find_swaps(db: &impl ConnectionTrait, ids: &[ApprovalId]) -> Result<Vec<SwapRecord>, DbErr> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let ids = ids.iter().map(|id| id.uuid());
        for row in swap::Entity::find().filter(among(db, swap::Column::Id, ids)).all(db).await? {
            found.push(swap_of(row)?);
        }
    }
    Ok(found)
}

/// The swaps of a person, asked by them or of them; newest first by the server's time, before one of the page before.
pub async fn list_own_swaps(
    db: &impl ConnectionTrait,
    person: PersonId,
    before: Option<ApprovalId>,
    limit: u64,
) -> Result<Vec<SwapRecord>, DbErr> {
    let own =
        Condition::any().add(swap::COLUMN.asker_id.eq(person.uuid())).add(swap::COLUMN.partner_id.eq(person.uuid()));
    let own = swap::Entity::find().filter(own);
    let by = (swap::Column::AskedAt, swap::Column::Id);
    let rows = latest(db, own, by, before.map(ApprovalId::uuid), limit).await?;
    rows.into_iter().map(swap_of).collect()
}

/// The open swaps of which a day has come.
pub async fn list_overdue_swaps(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<ApprovalId>, DbErr> {
    let come = Condition::any().add(swap::COLUMN.give_on.lte(today)).add(swap::COLUMN.take_on.lte(today));
    let ids: Vec<Uuid> = swap::Entity::find()
        .filter(swap::COLUMN.holding.eq(Holding::Held.code()))
        .filter(come)
        .select_only()
        .column(swap::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(ApprovalId::from_uuid).collect())
}

/// Whether any of some days of a person is in an open swap other than one.
pub async fn has_open_swap(
    db: &impl ConnectionTrait,
    person: PersonId,
    dates: &[NaiveDate],
    but: Option<ApprovalId>,
) -> Result<bool, DbErr> {
    let of = |who: Condition, on: swap::Column| who.add(on.is_in(dates.iter().copied()));
    let asker = || Condition::all().add(swap::COLUMN.asker_id.eq(person.uuid()));
    let partner = || Condition::all().add(swap::COLUMN.partner_id.eq(person.uuid()));
    let days = [swap::Column::GiveOn, swap::Column::TakeOn];
    let mut any = Condition::any();
    for on in days {
        any = any.add(of(asker(), on)).add(of(partner(), on));
    }
    let mut open = swap::Entity::find().filter(any).filter(swap::COLUMN.holding.eq(Holding::Held.code()));
    if let Some(but) = but {
        open = open.filter(swap::COLUMN.id.ne(but.uuid()));
    }
    Ok(open.one(db).await?.is_some())
}

fn swap_of(row: swap::Model) -> Result<SwapRecord, DbErr> {
    Ok(SwapRecord {
        id: ApprovalId::from_uuid(row.id),
        hall: HallId::from_uuid(row.hall_id),
        asker: PersonId::from_uuid(row.asker_id),
        partner: PersonId::from_uuid(row.partner_id),
        give: (row.give_on, json::read(&row.given)?),
        take: (row.take_on, json::read(&row.taken)?),
        reason: row.reason,
        asked_at: row.asked_at.0,
        consent: word(&row.consent)?,
        holding: word(&row.holding)?,
    })
}
