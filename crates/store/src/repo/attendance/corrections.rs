use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    attendance::CorrectionState,
    coded::UnknownCode,
    ids::{CorrectionId, HallId, PersonId, PunchId},
    policy::Scope,
    roster::SlotKind,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, JoinType, QueryOrder, QuerySelect, entity::prelude::*};

use crate::{
    entity::{attendance::correction::request, instant},
    repo::scope,
};

/// A request for a correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionRecord {
    /// The request.
    pub id: CorrectionId,
    /// Who asks.
    pub person: PersonId,
    /// Their hall.
    pub hall: HallId,
    /// The work-date.
    pub date: NaiveDate,
    /// The slot.
    pub slot: i16,
    /// Arriving or leaving.
    pub kind: SlotKind,
    /// When it is to count as punched.
    pub at: DateTime<Utc>,
    /// The punch that counted when it was asked.
    pub original: Option<(PunchId, DateTime<Utc>)>,
    /// What happened.
    pub reason: String,
    /// How it stands.
    pub state: CorrectionState,
    /// Counts up with every change.
    pub version: i32,
    /// What was said with the refusal.
    pub answer: Option<String>,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// Who settled it, and when.
    pub settled: Option<(PersonId, DateTime<Utc>)>,
    /// The punch that the approval made.
    pub punch: Option<PunchId>,
}

/// Stores a new request; a second one of a slot that waits is a unique violation, as is an id that is there.
pub async fn create_correction(db: &impl ConnectionTrait, new: &CorrectionRecord) -> Result<(), DbErr> {
    let columns = request::ActiveModel {
        id: Set(new.id.uuid()),
        person_id: Set(new.person.uuid()),
        hall_id: Set(new.hall.uuid()),
        work_date: Set(new.date),
        slot_seq: Set(new.slot),
        slot_kind: Set(new.kind.code().to_owned()),
        at: Set(instant(new.at)),
        original_id: Set(new.original.map(|(id, _)| id.uuid())),
        original_at: Set(new.original.map(|(_, at)| instant(at))),
        reason: Set(new.reason.clone()),
        state: Set(new.state.code().to_owned()),
        version: Set(new.version),
        answer: Set(new.answer.clone()),
        asked_at: Set(instant(new.asked_at)),
        settled_by: Set(new.settled.map(|(by, _)| by.uuid())),
        settled_at: Set(new.settled.map(|(_, at)| instant(at))),
        punch_id: Set(new.punch.map(PunchId::uuid)),
    };
    request::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Stores how a request stands now; says whether it still was the version before.
pub async fn update_correction(db: &impl ConnectionTrait, changed: &CorrectionRecord) -> Result<bool, DbErr> {
    let done = request::Entity::update_many()
        .col_expr(request::Column::State, Expr::value(changed.state.code()))
        .col_expr(request::Column::Version, Expr::value(changed.version))
        .col_expr(request::Column::Answer, Expr::value(changed.answer.clone()))
        .col_expr(request::Column::SettledBy, Expr::value(changed.settled.map(|(by, _)| by.uuid())))
        .col_expr(request::Column::SettledAt, Expr::value(changed.settled.map(|(_, at)| instant(at))))
        .col_expr(request::Column::PunchId, Expr::value(changed.punch.map(PunchId::uuid)))
        .filter(request::COLUMN.id.eq(changed.id.uuid()))
        .filter(request::COLUMN.version.eq(changed.version - 1))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// One request.
pub async fn find_correction(db: &impl ConnectionTrait, id: CorrectionId) -> Result<Option<CorrectionRecord>, DbErr> {
    request::Entity::find_by_id(id.uuid()).one(db).await?.map(correction_of).transpose()
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

/// How many requests of a person for such days wait or were approved.
pub async fn count_corrections(
    db: &impl ConnectionTrait,
    person: PersonId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<u64, DbErr> {
    let used = [CorrectionState::Asked, CorrectionState::Approved].map(CorrectionState::code);
    request::Entity::find()
        .filter(request::COLUMN.person_id.eq(person.uuid()))
        .filter(request::COLUMN.work_date.between(from, to))
        .filter(request::COLUMN.state.is_in(used))
        .count(db)
        .await
}

/// A page of the requests that wait, of people inside some scopes other than one's own; the oldest first,
/// after one of the page before.
pub async fn list_asked_corrections(
    db: &impl ConnectionTrait,
    scopes: &[Scope],
    (but, today): (PersonId, NaiveDate),
    after: Option<CorrectionId>,
    limit: u64,
) -> Result<Vec<CorrectionRecord>, DbErr> {
    let mut query = request::Entity::find()
        .join(JoinType::InnerJoin, request::Relation::Person.def())
        .filter(request::COLUMN.state.eq(CorrectionState::Asked.code()))
        .filter(request::COLUMN.person_id.ne(but.uuid()))
        .filter(scope::people_in(scopes, today));
    if let Some(after) = after {
        query = query.filter(request::COLUMN.id.gt(after.uuid()));
    }
    let rows = query.order_by_asc(request::COLUMN.id).limit(limit).all(db).await?;
    rows.into_iter().map(correction_of).collect()
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
        .filter(request::COLUMN.state.eq(CorrectionState::Asked.code()))
        .filter(request::COLUMN.work_date.between(from, to));
    let count = open.clone().count(db).await?;
    let rows = open.order_by_asc(request::COLUMN.work_date).limit(limit).all(db).await?;
    Ok((count, rows.iter().map(|row| (PersonId::from_uuid(row.person_id), row.work_date)).collect()))
}

fn correction_of(row: request::Model) -> Result<CorrectionRecord, DbErr> {
    let unknown = |UnknownCode| DbErr::Type("a correction holds a word that is none".to_owned());
    Ok(CorrectionRecord {
        id: CorrectionId::from_uuid(row.id),
        person: PersonId::from_uuid(row.person_id),
        hall: HallId::from_uuid(row.hall_id),
        date: row.work_date,
        slot: row.slot_seq,
        kind: row.slot_kind.parse().map_err(unknown)?,
        at: row.at.0,
        original: row.original_id.map(PunchId::from_uuid).zip(row.original_at.map(|at| at.0)),
        reason: row.reason,
        state: row.state.parse().map_err(unknown)?,
        version: row.version,
        answer: row.answer,
        asked_at: row.asked_at.0,
        settled: row.settled_by.map(PersonId::from_uuid).zip(row.settled_at.map(|at| at.0)),
        punch: row.punch_id.map(PunchId::from_uuid),
    })
}
