use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    approvals::{ApprovalKind, Flow, FlowState, HopAct, Seat, Via},
    ids::{AgencyId, ApprovalId, HallId, PersonId, ZoneId},
};
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DbErr, ExprTrait, QueryOrder, QuerySelect, QueryTrait, entity::prelude::*,
    sea_query::SelectStatement,
};

use crate::{
    entity::{
        approvals::{approval, hop, seat},
        instant,
    },
    repo::{CHUNK, among, json, newest},
};

/// A request on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalRecord {
    /// The request.
    pub id: ApprovalId,
    /// What is asked for.
    pub kind: ApprovalKind,
    /// The requester's employer.
    pub agency: AgencyId,
    /// The hall they work at.
    pub hall: Option<HallId>,
    /// The zone of the window they work at.
    pub zone: Option<ZoneId>,
    /// Who asks.
    pub requester: PersonId,
    /// Where it is.
    pub flow: Flow,
    /// When it was submitted last; for a draft, when it was made.
    pub submitted_at: DateTime<Utc>,
    /// When the time for this step is over.
    pub due_at: Option<DateTime<Utc>>,
}

fn columns(record: &ApprovalRecord) -> Result<approval::ActiveModel, DbErr> {
    Ok(approval::ActiveModel {
        id: Set(record.id.uuid()),
        kind: Set(record.kind.code().to_owned()),
        agency_id: Set(record.agency.uuid()),
        hall_id: Set(record.hall.map(HallId::uuid)),
        zone_id: Set(record.zone.map(ZoneId::uuid)),
        requester_id: Set(record.requester.uuid()),
        state: Set(record.flow.state.code().to_owned()),
        version: Set(record.flow.version),
        flow: Set(json::write(&record.flow)?),
        submitted_at: Set(instant(record.submitted_at)),
        due_at: Set(record.due_at.map(instant)),
    })
}

/// Stores a new request; one that is there already is a unique violation.
pub async fn create_approval(db: &impl ConnectionTrait, record: &ApprovalRecord) -> Result<(), DbErr> {
    approval::Entity::insert(columns(record)?).exec_without_returning(db).await.map(drop)
}

/// Stores where a request is now. It must be held by [`lock_approval`].
pub async fn update_approval(db: &impl ConnectionTrait, record: &ApprovalRecord) -> Result<(), DbErr> {
    approval::Entity::update(columns(record)?).exec(db).await.map(drop)
}

/// One request.
pub async fn find_approval(db: &impl ConnectionTrait, id: ApprovalId) -> Result<Option<ApprovalRecord>, DbErr> {
    approval::Entity::find_by_id(id.uuid()).one(db).await?.map(record_of).transpose()
}

/// The same, held against others until the transaction ends.
pub async fn lock_approval(db: &impl ConnectionTrait, id: ApprovalId) -> Result<Option<ApprovalRecord>, DbErr> {
    approval::Entity::find_by_id(id.uuid()).lock_exclusive().one(db).await?.map(record_of).transpose()
}

/// Requests by id.
pub async fn find_approvals(db: &impl ConnectionTrait, ids: &[ApprovalId]) -> Result<Vec<ApprovalRecord>, DbErr> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let rows = approval::Entity::find()
            .filter(among(db, approval::Column::Id, ids.iter().map(|id| id.uuid())))
            .all(db)
            .await?;
        for row in rows {
            found.push(record_of(row)?);
        }
    }
    Ok(found)
}

/// What waits for somebody, oldest first, after one of the page before.
pub async fn list_waiting(
    db: &impl ConnectionTrait,
    person: PersonId,
    after: Option<ApprovalId>,
    limit: u64,
) -> Result<Vec<ApprovalRecord>, DbErr> {
    let mut query = waiting(person);
    if let Some(after) = after {
        query = query.filter(approval::COLUMN.id.gt(after.uuid()));
    }
    let rows = query.order_by_asc(approval::COLUMN.id).limit(limit).all(db).await?;
    rows.into_iter().map(record_of).collect()
}

/// How many wait for somebody.
pub async fn count_waiting(db: &impl ConnectionTrait, person: PersonId) -> Result<u64, DbErr> {
    waiting(person).count(db).await
}

fn waiting(person: PersonId) -> Select<approval::Entity> {
    let seats = seat::Entity::find()
        .select_only()
        .column(seat::Column::ApprovalId)
        .filter(seat::COLUMN.person_id.eq(person.uuid()))
        .into_query();
    approval::Entity::find()
        .filter(approval::COLUMN.state.eq(FlowState::InReview.code()))
        .filter(Expr::col((approval::Entity, approval::Column::Id)).in_subquery(seats))
}

/// What somebody has decided, newest first, before one of the page before.
pub async fn list_decided(
    db: &impl ConnectionTrait,
    person: PersonId,
    before: Option<ApprovalId>,
    limit: u64,
) -> Result<Vec<ApprovalRecord>, DbErr> {
    newest_among(db, decisions_of(person), before, limit).await
}

/// The newest of some requests, before one of the page before; `ids` selects theirs.
pub(super) async fn newest_among(
    db: &impl ConnectionTrait,
    ids: SelectStatement,
    before: Option<ApprovalId>,
    limit: u64,
) -> Result<Vec<ApprovalRecord>, DbErr> {
    let among = approval::Entity::find().filter(Expr::col((approval::Entity, approval::Column::Id)).in_subquery(ids));
    let rows = newest(among, approval::Column::Id, before.map(ApprovalId::uuid), limit).all(db).await?;
    rows.into_iter().map(record_of).collect()
}

/// Whether somebody has decided on a request, or handed it over.
pub async fn has_decided(db: &impl ConnectionTrait, person: PersonId, id: ApprovalId) -> Result<bool, DbErr> {
    approval::Entity::find_by_id(id.uuid())
        .filter(Expr::col((approval::Entity, approval::Column::Id)).in_subquery(decisions_of(person)))
        .exists(db)
        .await
}

/// On which of some requests somebody has decided, or which they have handed over.
pub async fn decided_of(
    db: &impl ConnectionTrait,
    person: PersonId,
    ids: &[ApprovalId],
) -> Result<Vec<ApprovalId>, DbErr> {
    let mut found = Vec::new();
    for ids in ids.chunks(CHUNK) {
        let rows: Vec<Uuid> = approval::Entity::find()
            .filter(among(db, approval::Column::Id, ids.iter().map(|id| id.uuid())))
            .filter(Expr::col((approval::Entity, approval::Column::Id)).in_subquery(decisions_of(person)))
            .select_only()
            .column(approval::Column::Id)
            .into_tuple()
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(ApprovalId::from_uuid));
    }
    Ok(found)
}

fn decisions_of(person: PersonId) -> SelectStatement {
    let acts = [HopAct::Agreed, HopAct::Rejected, HopAct::SentBack, HopAct::HandedOver].map(HopAct::code);
    hop::Entity::find()
        .select_only()
        .column(hop::Column::ApprovalId)
        .filter(hop::COLUMN.actor_id.eq(person.uuid()))
        .filter(hop::COLUMN.act.is_in(acts))
        .into_query()
}

/// What somebody has asked for, newest first, before one of the page before.
pub async fn list_of_requester(
    db: &impl ConnectionTrait,
    requester: PersonId,
    kind: ApprovalKind,
    before: Option<ApprovalId>,
    limit: u64,
) -> Result<Vec<ApprovalRecord>, DbErr> {
    let own = approval::Entity::find()
        .filter(approval::COLUMN.requester_id.eq(requester.uuid()))
        .filter(approval::COLUMN.kind.eq(kind.code()));
    let rows = newest(own, approval::Column::Id, before.map(ApprovalId::uuid), limit).all(db).await?;
    rows.into_iter().map(record_of).collect()
}

/// The requests whose time is over.
pub async fn list_due(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<ApprovalId>, DbErr> {
    let ids: Vec<Uuid> = approval::Entity::find()
        .filter(approval::COLUMN.due_at.lte(instant(now)))
        .order_by_asc(approval::COLUMN.due_at)
        .select_only()
        .column(approval::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(ApprovalId::from_uuid).collect())
}

/// Puts others in the seats of a request.
pub async fn put_seats(db: &impl ConnectionTrait, id: ApprovalId, seats: &[Seat]) -> Result<(), DbErr> {
    seat::Entity::delete_many().filter(seat::COLUMN.approval_id.eq(id.uuid())).exec(db).await?;
    if seats.is_empty() {
        return Ok(());
    }
    let rows = seats.iter().map(|seat| seat::ActiveModel {
        approval_id: Set(id.uuid()),
        person_id: Set(seat.person.uuid()),
        holder_id: Set(seat.holder.uuid()),
        via: Set(seat.via.code().to_owned()),
    });
    seat::Entity::insert_many(rows).exec_without_returning(db).await.map(drop)
}

/// Who can act on some requests.
pub async fn list_seats(
    db: &impl ConnectionTrait,
    ids: &[ApprovalId],
) -> Result<BTreeMap<ApprovalId, Vec<Seat>>, DbErr> {
    let mut seats = BTreeMap::<ApprovalId, Vec<Seat>>::new();
    for ids in ids.chunks(CHUNK) {
        let rows = seat::Entity::find()
            .filter(among(db, seat::Column::ApprovalId, ids.iter().map(|id| id.uuid())))
            .all(db)
            .await?;
        for row in rows {
            let via: Via = row.via.parse().map_err(|_| DbErr::Type(format!("no such way: {}", row.via)))?;
            let (holder, person) = (PersonId::from_uuid(row.holder_id), PersonId::from_uuid(row.person_id));
            seats.entry(ApprovalId::from_uuid(row.approval_id)).or_default().push(Seat { holder, person, via });
        }
    }
    for seats in seats.values_mut() {
        seats.sort_unstable();
    }
    Ok(seats)
}

pub(super) fn record_of(row: approval::Model) -> Result<ApprovalRecord, DbErr> {
    let kind = row.kind.parse().map_err(|_| DbErr::Type(format!("no kind of request: {}", row.kind)))?;
    Ok(ApprovalRecord {
        id: ApprovalId::from_uuid(row.id),
        kind,
        agency: AgencyId::from_uuid(row.agency_id),
        hall: row.hall_id.map(HallId::from_uuid),
        zone: row.zone_id.map(ZoneId::from_uuid),
        requester: PersonId::from_uuid(row.requester_id),
        flow: json::read(&row.flow)?,
        submitted_at: row.submitted_at.0,
        due_at: row.due_at.map(|at| at.0),
    })
}
