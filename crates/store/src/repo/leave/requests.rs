use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    approvals::FlowState,
    attendance::LateAct,
    ids::{ApprovalId, HallId, PersonId, PostId},
    leave::{Birth, CoverState, DutyDays, Extent, Hours, LeaveKind, Period},
    roster::Half,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, JoinType, QueryOrder, QuerySelect, entity::prelude::*};

use crate::{
    entity::{approvals::approval, instant, leave::request},
    repo::{CHUNK, among, json},
};

/// A request for leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaveRequestRecord {
    /// The request; its approval has the same id.
    pub id: ApprovalId,
    /// Whose leave.
    pub person: PersonId,
    /// The hall they work at.
    pub hall: HallId,
    /// The post that they leave.
    pub post: Option<PostId>,
    /// What for.
    pub kind: LeaveKind,
    /// When.
    pub period: Period,
    /// Why.
    pub reason: String,
    /// Who covers, and what they have said.
    pub cover: Option<(PersonId, CoverState)>,
    /// Whether it was reported in one tap.
    pub sudden: bool,
    /// Until when the papers are due.
    pub papers_due_on: Option<NaiveDate>,
    /// When somebody has seen them, and who.
    pub papers_checked: Option<(DateTime<Utc>, PersonId)>,
    /// The first day at work again, once that was said.
    pub back_on: Option<NaiveDate>,
    /// What their roster had otherwise than the calendar when they asked.
    pub duty: DutyDays,
    /// What maternity leave is taken for: nobody but her and HR is to know.
    pub birth: Option<Birth>,
    /// The granted leave whose place it is to take.
    pub moves: Option<ApprovalId>,
    /// The request that has taken its place.
    pub moved_to: Option<ApprovalId>,
    /// Where a sudden case arrived later than it was reported.
    pub late: Option<LateAct>,
    /// When it was made.
    pub asked_at: DateTime<Utc>,
}

fn columns(record: &LeaveRequestRecord) -> Result<request::ActiveModel, DbErr> {
    let (starts, ends) = halves(record.period);
    let hours = record.period.hours();
    Ok(request::ActiveModel {
        id: Set(record.id.uuid()),
        person_id: Set(record.person.uuid()),
        hall_id: Set(record.hall.uuid()),
        post_id: Set(record.post.map(PostId::uuid)),
        kind: Set(record.kind.code().to_owned()),
        from_on: Set(record.period.from),
        to_on: Set(record.period.to),
        starts: Set(starts.code().to_owned()),
        ends: Set(ends.code().to_owned()),
        from_minute: Set(hours.map(|hours| hours.from)),
        to_minute: Set(hours.map(|hours| hours.to)),
        reason: Set(record.reason.clone()),
        cover_id: Set(record.cover.map(|(person, _)| person.uuid())),
        cover_state: Set(record.cover.map(|(_, state)| state.code().to_owned())),
        sudden: Set(record.sudden),
        papers_due_on: Set(record.papers_due_on),
        papers_checked_at: Set(record.papers_checked.map(|(at, _)| instant(at))),
        papers_checked_by: Set(record.papers_checked.map(|(_, by)| by.uuid())),
        back_on: Set(record.back_on),
        duty_days: Set((!record.duty.is_empty()).then(|| json::write(&record.duty)).transpose()?),
        birth: Set(record.birth.as_ref().map(json::write).transpose()?),
        moves_id: Set(record.moves.map(ApprovalId::uuid)),
        moved_to_id: Set(record.moved_to.map(ApprovalId::uuid)),
        reported_late: Set(record.late.as_ref().map(json::write).transpose()?),
        asked_at: Set(instant(record.asked_at)),
    })
}

/// The halves at the ends of a period; those of whole days where it is by the hour.
const fn halves(period: Period) -> (Half, Half) {
    match period.extent {
        Extent::Halves { starts, ends } => (starts, ends),
        Extent::Hours(_) => (Half::Morning, Half::Afternoon),
    }
}

/// Stores a new request; its approval must be there.
pub async fn create_leave_request(db: &impl ConnectionTrait, new: &LeaveRequestRecord) -> Result<(), DbErr> {
    request::Entity::insert(columns(new)?).exec_without_returning(db).await.map(drop)
}

/// Stores a request that its requester has changed before anybody granted it.
pub async fn update_leave_request(db: &impl ConnectionTrait, changed: &LeaveRequestRecord) -> Result<(), DbErr> {
    request::Entity::update(columns(changed)?).exec(db).await.map(drop)
}

/// Stores what the cover person has said.
pub async fn put_cover_state(db: &impl ConnectionTrait, id: ApprovalId, state: CoverState) -> Result<(), DbErr> {
    request::Entity::update_many()
        .col_expr(request::Column::CoverState, Expr::value(state.code()))
        .filter(request::COLUMN.id.eq(id.uuid()))
        .exec(db)
        .await
        .map(drop)
}

/// Stores that somebody has seen the papers.
pub async fn put_papers_checked(
    db: &impl ConnectionTrait,
    id: ApprovalId,
    by: PersonId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    request::Entity::update_many()
        .col_expr(request::Column::PapersCheckedAt, Expr::value(instant(now)))
        .col_expr(request::Column::PapersCheckedBy, Expr::value(by.uuid()))
        .filter(request::COLUMN.id.eq(id.uuid()))
        .exec(db)
        .await
        .map(drop)
}

/// Stores the first day back, and the period as it was really taken.
pub async fn put_return(
    db: &impl ConnectionTrait,
    id: ApprovalId,
    back_on: NaiveDate,
    taken: Period,
) -> Result<(), DbErr> {
    request::Entity::update_many()
        .col_expr(request::Column::BackOn, Expr::value(back_on))
        .col_expr(request::Column::ToOn, Expr::value(taken.to))
        .col_expr(request::Column::Ends, Expr::value(halves(taken).1.code()))
        .filter(request::COLUMN.id.eq(id.uuid()))
        .exec(db)
        .await
        .map(drop)
}

/// Stores which request has taken the place of one, or that none has any more.
pub async fn put_moved_to(db: &impl ConnectionTrait, id: ApprovalId, to: Option<ApprovalId>) -> Result<(), DbErr> {
    request::Entity::update_many()
        .col_expr(request::Column::MovedToId, Expr::value(to.map(ApprovalId::uuid)))
        .filter(request::COLUMN.id.eq(id.uuid()))
        .exec(db)
        .await
        .map(drop)
}

/// The request, in one of some states, that is to take the place of another.
pub async fn find_mover(
    db: &impl ConnectionTrait,
    of: ApprovalId,
    states: &[FlowState],
) -> Result<Option<LeaveRequestRecord>, DbErr> {
    let found = in_states(states).filter(request::COLUMN.moves_id.eq(of.uuid())).one(db).await?;
    found.map(record_of).transpose()
}

/// One request.
pub async fn find_leave_request(
    db: &impl ConnectionTrait,
    id: ApprovalId,
) -> Result<Option<LeaveRequestRecord>, DbErr> {
    request::Entity::find_by_id(id.uuid()).one(db).await?.map(record_of).transpose()
}

/// Requests by id.
pub async fn find_leave_requests(
    db: &impl ConnectionTrait,
    ids: &[ApprovalId],
) -> Result<Vec<LeaveRequestRecord>, DbErr> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let rows = request::Entity::find()
            .filter(among(db, request::Column::Id, ids.iter().map(|id| id.uuid())))
            .all(db)
            .await?;
        for row in rows {
            found.push(record_of(row)?);
        }
    }
    Ok(found)
}

/// The leave of some people that touches some days and stands in one of some states.
pub async fn list_leave_between(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    (from, to): (NaiveDate, NaiveDate),
    states: &[FlowState],
) -> Result<Vec<LeaveRequestRecord>, DbErr> {
    let mut found = Vec::new();
    for people in people.chunks(CHUNK) {
        let rows = in_states(states)
            .filter(among(db, request::Column::PersonId, people.iter().map(|id| id.uuid())))
            .filter(request::COLUMN.from_on.lte(to))
            .filter(request::COLUMN.to_on.gte(from))
            .order_by_asc(request::COLUMN.from_on)
            .order_by_asc(request::COLUMN.id)
            .all(db)
            .await?;
        for row in rows {
            found.push(record_of(row)?);
        }
    }
    Ok(found)
}

/// The leave at a hall that nobody has decided on and that takes some days: how much of it, and the first with the
/// first of those days that it takes.
pub async fn open_leave(
    db: &impl ConnectionTrait,
    hall: HallId,
    (from, to): (NaiveDate, NaiveDate),
    limit: u64,
) -> Result<(u64, Vec<(PersonId, NaiveDate)>), DbErr> {
    let open = in_states(&[FlowState::InReview])
        .filter(request::COLUMN.hall_id.eq(hall.uuid()))
        .filter(request::COLUMN.from_on.lte(to))
        .filter(request::COLUMN.to_on.gte(from));
    let count = open.clone().count(db).await?;
    let rows = open.order_by_asc(request::COLUMN.from_on).order_by_asc(request::COLUMN.id).limit(limit).all(db).await?;
    Ok((count, rows.iter().map(|row| (PersonId::from_uuid(row.person_id), row.from_on.max(from))).collect()))
}

/// The leave in one of some states, from a day on, that some people cover or are asked to; not what they
/// have declined, unless `declined`.
pub async fn list_covered_by(
    db: &impl ConnectionTrait,
    covers: &[PersonId],
    from: NaiveDate,
    states: &[FlowState],
    declined: bool,
) -> Result<Vec<LeaveRequestRecord>, DbErr> {
    let mut wanted = vec![CoverState::Asked.code(), CoverState::Confirmed.code()];
    wanted.extend(declined.then_some(CoverState::Declined.code()));
    let mut found = Vec::new();
    for covers in covers.chunks(CHUNK) {
        let rows = in_states(states)
            .filter(among(db, request::Column::CoverId, covers.iter().map(|id| id.uuid())))
            .filter(request::COLUMN.cover_state.is_in(wanted.iter().copied()))
            .filter(request::COLUMN.to_on.gte(from))
            .order_by_asc(request::COLUMN.from_on)
            .order_by_asc(request::COLUMN.id)
            .all(db)
            .await?;
        for row in rows {
            found.push(record_of(row)?);
        }
    }
    Ok(found)
}

pub(super) fn in_states(states: &[FlowState]) -> Select<request::Entity> {
    // By hand: the two share their key without one being the other's relation.
    let with_approval =
        request::Entity::belongs_to(approval::Entity).from(request::Column::Id).to(approval::Column::Id).into();
    request::Entity::find()
        .join(JoinType::InnerJoin, with_approval)
        .filter(approval::COLUMN.state.is_in(states.iter().map(|state| state.code())))
}

pub(super) fn record_of(row: request::Model) -> Result<LeaveRequestRecord, DbErr> {
    let word = |what: &str, word: &str| DbErr::Type(format!("no {what}: {word}"));
    let half = |code: &str| code.parse().map_err(|_| word("half of a day", code));
    let extent = match row.from_minute.zip(row.to_minute) {
        Some((from, to)) => Extent::Hours(Hours { from, to }),
        None => Extent::Halves { starts: half(&row.starts)?, ends: half(&row.ends)? },
    };
    let state = row.cover_state.as_deref().map(|code| code.parse().map_err(|_| word("answer", code)));
    Ok(LeaveRequestRecord {
        id: ApprovalId::from_uuid(row.id),
        person: PersonId::from_uuid(row.person_id),
        hall: HallId::from_uuid(row.hall_id),
        post: row.post_id.map(PostId::from_uuid),
        kind: row.kind.parse().map_err(|_| word("kind of leave", &row.kind))?,
        period: Period { from: row.from_on, to: row.to_on, extent },
        reason: row.reason,
        cover: row.cover_id.map(PersonId::from_uuid).zip(state.transpose()?),
        sudden: row.sudden,
        papers_due_on: row.papers_due_on,
        papers_checked: row.papers_checked_at.map(|at| at.0).zip(row.papers_checked_by.map(PersonId::from_uuid)),
        back_on: row.back_on,
        duty: row.duty_days.as_deref().map(json::read).transpose()?.unwrap_or_default(),
        birth: row.birth.as_deref().map(json::read).transpose()?,
        moves: row.moves_id.map(ApprovalId::from_uuid),
        moved_to: row.moved_to_id.map(ApprovalId::from_uuid),
        late: row.reported_late.as_deref().map(json::read).transpose()?,
        asked_at: row.asked_at.0,
    })
}
