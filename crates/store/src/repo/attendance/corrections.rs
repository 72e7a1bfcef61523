use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    approvals::Holding,
    attendance::{CorrectedSlot, CorrectionCause},
    coded::UnknownCode,
    ids::{ApprovalId, HallId, PersonId, PunchId},
    roster::SlotKind,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, QuerySelect, entity::prelude::*};

use crate::{
    entity::{attendance::correction::request, instant},
    repo::{CHUNK, among},
};

/// A request for a correction. How it stands and who decides is its approval's, which has the same id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionRecord {
    /// The request.
    pub id: ApprovalId,
    /// Who asks.
    pub person: PersonId,
    /// Their hall.
    pub hall: HallId,
    /// The work-date.
    pub date: NaiveDate,
    /// Which punch of it.
    pub slot: CorrectedSlot,
    /// Arriving or leaving.
    pub kind: SlotKind,
    /// What was wrong with it.
    pub cause: CorrectionCause,
    /// When it is to count as punched.
    pub at: DateTime<Utc>,
    /// The punch that counted when it was asked.
    pub original: Option<(PunchId, DateTime<Utc>)>,
    /// What happened.
    pub reason: String,
    /// When it was first asked.
    pub asked_at: DateTime<Utc>,
    /// What it has in hand: nothing, its slot, or the punch.
    pub holding: Holding,
    /// The punch that the approval made, while it counts.
    pub punch: Option<PunchId>,
}

/// In place of a slot's, which are from 1: the begin or the end of overtime, as the kind says.
const OF_OVERTIME: i16 = 0;

fn columns(record: &CorrectionRecord) -> request::ActiveModel {
    request::ActiveModel {
        id: Set(record.id.uuid()),
        person_id: Set(record.person.uuid()),
        hall_id: Set(record.hall.uuid()),
        work_date: Set(record.date),
        slot_seq: Set(match record.slot {
            CorrectedSlot::Slot(seq) => seq,
            CorrectedSlot::Overtime(_) => OF_OVERTIME,
        }),
        slot_kind: Set(record.kind.code().to_owned()),
        cause: Set(record.cause.code().to_owned()),
        at: Set(instant(record.at)),
        original_id: Set(record.original.map(|(id, _)| id.uuid())),
        original_at: Set(record.original.map(|(_, at)| instant(at))),
        reason: Set(record.reason.clone()),
        asked_at: Set(instant(record.asked_at)),
        holding: Set(record.holding.code().to_owned()),
        punch_id: Set(record.punch.map(PunchId::uuid)),
    }
}

/// Stores a new request; a second one of a slot, or of an end of overtime, that waits is a unique violation, as is an id that is there.
pub async fn create_correction(db: &impl ConnectionTrait, new: &CorrectionRecord) -> Result<(), DbErr> {
    request::Entity::insert(columns(new)).exec_without_returning(db).await.map(drop)
}

/// Stores what has become of a request; its approval must be held. A second one of a slot, or of an end of overtime, that waits is a
/// unique violation.
pub async fn update_correction(db: &impl ConnectionTrait, changed: &CorrectionRecord) -> Result<(), DbErr> {
    request::Entity::update(columns(changed)).exec(db).await.map(drop)
}

/// One request.
pub async fn find_correction(db: &impl ConnectionTrait, id: ApprovalId) -> Result<Option<CorrectionRecord>, DbErr> {
    request::Entity::find_by_id(id.uuid()).one(db).await?.map(correction_of).transpose()
}

/// Requests by id.
pub async fn find_corrections(db: &impl ConnectionTrait, ids: &[ApprovalId]) -> Result<Vec<CorrectionRecord>, DbErr> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let ids = ids.iter().map(|id| id.uuid());
        for row in request::Entity::find().filter(among(db, request::Column::Id, ids)).all(db).await? {
            found.push(correction_of(row)?);
        }
    }
    Ok(found)
}

/// The requests of a person for days from one to another, both included; the latest first.
pub async fn list_corrections_of(
    db: &impl ConnectionTrait,
    person: PersonId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<CorrectionRecord>, DbErr> {
    let rows = request::Entity::find()
        .filter(request::COLUMN.person_id.eq(person.uuid()))
        .filter(request::COLUMN.work_date.between(from, to))
        .order_by_desc(request::COLUMN.asked_at)
        .order_by_desc(request::COLUMN.id)
        .all(db)
        .await?;
    rows.into_iter().map(correction_of).collect()
}

/// Of some people, those with a request for a day that waits.
pub async fn list_correcting(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    date: NaiveDate,
) -> Result<BTreeSet<PersonId>, DbErr> {
    let mut found = BTreeSet::new();
    for people in people.chunks(CHUNK) {
        let rows = request::Entity::find()
            .filter(among(db, request::Column::PersonId, people.iter().map(|id| id.uuid())))
            .filter(request::COLUMN.work_date.eq(date))
            .filter(request::COLUMN.holding.eq(Holding::Held.code()))
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(|row| PersonId::from_uuid(row.person_id)));
    }
    Ok(found)
}

/// How many requests of a person for such days, other than one, wait or were approved.
pub async fn count_corrections(
    db: &impl ConnectionTrait,
    person: PersonId,
    (from, to): (NaiveDate, NaiveDate),
    but: ApprovalId,
) -> Result<u64, DbErr> {
    request::Entity::find()
        .filter(request::COLUMN.person_id.eq(person.uuid()))
        .filter(request::COLUMN.work_date.between(from, to))
        .filter(request::COLUMN.holding.ne(Holding::Nothing.code()))
        .filter(request::COLUMN.id.ne(but.uuid()))
        .count(db)
        .await
}

/// The requests at a hall for days from one to another that wait: how many, and the first of them.
pub async fn open_corrections(
    db: &impl ConnectionTrait,
    hall: HallId,
    (from, to): (NaiveDate, NaiveDate),
    limit: u64,
) -> Result<(u64, Vec<(PersonId, NaiveDate)>), DbErr> {
    let open = request::Entity::find()
        .filter(request::COLUMN.hall_id.eq(hall.uuid()))
        .filter(request::COLUMN.holding.eq(Holding::Held.code()))
        .filter(request::COLUMN.work_date.between(from, to));
    let count = open.clone().count(db).await?;
    let rows = open.order_by_asc(request::COLUMN.work_date).limit(limit).all(db).await?;
    Ok((count, rows.iter().map(|row| (PersonId::from_uuid(row.person_id), row.work_date)).collect()))
}

fn correction_of(row: request::Model) -> Result<CorrectionRecord, DbErr> {
    let unknown = |UnknownCode| DbErr::Type("a correction holds a word that is none".to_owned());
    let kind = row.slot_kind.parse().map_err(unknown)?;
    Ok(CorrectionRecord {
        id: ApprovalId::from_uuid(row.id),
        person: PersonId::from_uuid(row.person_id),
        hall: HallId::from_uuid(row.hall_id),
        date: row.work_date,
        slot: match row.slot_seq {
            OF_OVERTIME => CorrectedSlot::Overtime(kind),
            seq => CorrectedSlot::Slot(seq),
        },
        kind,
        cause: row.cause.parse().map_err(unknown)?,
        at: row.at.0,
        original: row.original_id.map(PunchId::from_uuid).zip(row.original_at.map(|at| at.0)),
        reason: row.reason,
        asked_at: row.asked_at.0,
        holding: row.holding.parse().map_err(unknown)?,
        punch: row.punch_id.map(PunchId::from_uuid),
    })
}
