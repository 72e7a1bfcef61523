use chrono::{DateTime, Utc};
use domain::{
    attendance::{FenceVerdict, Judgement, PositionReport, PunchCommand, PunchMark, PunchView, Reading},
    coded::UnknownCode,
    geo::Position,
    ids::{FenceId, HallId, PersonId, PunchId},
    roster::SlotKind,
};
use sea_orm::{
    ActiveValue::Set, Condition, ConnectionTrait, DbBackend, DbErr, QueryOrder, QuerySelect, entity::prelude::*,
    sea_query::LockType,
};

use super::notes::latest_notes;
use crate::{
    entity::{accounts::person, attendance::punch, instant},
    repo::CHUNK,
};

/// A punch to store: what was sent, and what was made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPunch {
    /// Whose.
    pub person: PersonId,
    /// The hall they were dispatched to.
    pub hall: Option<HallId>,
    /// When, by the server.
    pub at: DateTime<Utc>,
    /// As it was sent.
    pub command: PunchCommand,
    /// The browser's user agent.
    pub user_agent: String,
    /// What it was judged to be.
    pub judgement: Judgement,
    /// Whether its slot is an arrival or a departure.
    pub slot_kind: Option<SlotKind>,
}

/// A stored punch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PunchRecord {
    /// Whose.
    pub person: PersonId,
    /// As it was sent.
    pub command: PunchCommand,
    /// As it is shown.
    pub view: PunchView,
}

/// What a new punch is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarlierPunch {
    /// Whose.
    pub person: PersonId,
    /// The punch.
    pub mark: PunchMark,
}

impl PunchRecord {
    /// The punch, as far as rules need it.
    pub const fn mark(&self) -> PunchMark {
        PunchMark { id: self.view.id, at: self.view.at, needs_review: self.view.judgement.place.needs_review() }
    }
}

impl NewPunch {
    /// The stored punch as it will be shown.
    pub fn view(&self) -> PunchView {
        PunchView {
            id: self.command.id,
            at: self.at,
            device_at: self.command.device_at,
            slot_kind: self.slot_kind,
            judgement: self.judgement,
            reason: self.command.reason.clone(),
        }
    }

    fn columns(&self) -> punch::ActiveModel {
        let reading = self.command.position.reading().ok();
        let (judgement, place) = (&self.judgement, PlaceColumns::of(&self.judgement.place));
        punch::ActiveModel {
            id: Set(self.command.id.uuid()),
            person_id: Set(self.person.uuid()),
            hall_id: Set(self.hall.map(HallId::uuid)),
            at: Set(instant(self.at)),
            device_at: Set(self.command.device_at.map(instant)),
            lat_e7: Set(reading.map(|reading| reading.position.lat_e7)),
            lng_e7: Set(reading.map(|reading| reading.position.lng_e7)),
            datum: Set(reading.map(|reading| reading.datum.code().to_owned())),
            accuracy_m: Set(reading.map(|reading| reading.accuracy_m)),
            age_s: Set(reading.map(|reading| reading.age_s)),
            reason: Set(self.command.reason.clone()),
            source: Set(self.command.source().code().to_owned()),
            user_agent: Set(self.user_agent.clone()),
            verdict: Set(judgement.verdict.code().to_owned()),
            timing: Set(judgement.time.code().to_owned()),
            place: Set(place.place.to_owned()),
            no_position: Set(place.no_position.map(ToOwned::to_owned)),
            fence_id: Set(place.fence.map(FenceId::uuid)),
            distance_m: Set(place.distance_m),
            minutes: Set(judgement.minutes),
            work_date: Set(judgement.work_date),
            slot_seq: Set(judgement.slot_seq),
            slot_kind: Set(self.slot_kind.map(|kind| kind.code().to_owned())),
            rule_version: Set(judgement.rule_version),
        }
    }
}

/// Stores a punch; an id that is there already is a unique violation.
pub async fn create_punch(db: &impl ConnectionTrait, new: &NewPunch) -> Result<(), DbErr> {
    punch::Entity::insert(new.columns()).exec_without_returning(db).await.map(drop)
}

/// Stores many punches.
pub async fn create_punches(db: &impl ConnectionTrait, new: &[NewPunch]) -> Result<(), DbErr> {
    for new in new.chunks(CHUNK) {
        punch::Entity::insert_many(new.iter().map(NewPunch::columns)).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Makes a person's punches wait for each other until the transaction ends. SQLite needs nothing, since its
/// writes come one after another. On PostgreSQL the person's row is held: each statement after this one
/// sees what the tap before it has stored. NO KEY UPDATE does not get in the way of inserts that refer to
/// the person. A serializable transaction would do it as well, and pay with retries in the morning rush.
pub async fn lock_punches_of(db: &impl ConnectionTrait, person: PersonId) -> Result<(), DbErr> {
    if db.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let held = person::Entity::find_by_id(person.uuid())
        .select_only()
        .column(person::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .into_tuple::<Uuid>();
    held.one(db).await.map(drop)
}

/// The punch with this id, whoever's it is, and those of a person since an instant; by time.
pub async fn find_earlier(
    db: &impl ConnectionTrait,
    id: PunchId,
    person: PersonId,
    since: DateTime<Utc>,
) -> Result<Vec<EarlierPunch>, DbErr> {
    let recent =
        Condition::all().add(punch::COLUMN.person_id.eq(person.uuid())).add(punch::COLUMN.at.gte(instant(since)));
    marks(db, Condition::any().add(punch::COLUMN.id.eq(id.uuid())).add(recent)).await
}

/// The punches of some people from one instant to before another, as far as rules need them; by time.
pub async fn list_marks(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    from: DateTime<Utc>,
    before: DateTime<Utc>,
) -> Result<Vec<EarlierPunch>, DbErr> {
    let mut found = Vec::new();
    for people in people.chunks(CHUNK) {
        let which = Condition::all()
            .add(punch::COLUMN.person_id.is_in(people.iter().map(|id| id.uuid())))
            .add(punch::COLUMN.at.gte(instant(from)))
            .add(punch::COLUMN.at.lt(instant(before)));
        found.append(&mut marks(db, which).await?);
    }
    Ok(found)
}

async fn marks(db: &impl ConnectionTrait, which: Condition) -> Result<Vec<EarlierPunch>, DbErr> {
    let rows: Vec<(Uuid, Uuid, crate::entity::Instant, String)> = punch::Entity::find()
        .filter(which)
        .order_by_asc(punch::COLUMN.at)
        .select_only()
        .columns([punch::Column::Id, punch::Column::PersonId, punch::Column::At, punch::Column::Place])
        .into_tuple()
        .all(db)
        .await?;
    let mark = |(id, person, at, place): (Uuid, Uuid, crate::entity::Instant, String)| EarlierPunch {
        person: PersonId::from_uuid(person),
        mark: PunchMark { id: PunchId::from_uuid(id), at: at.0, needs_review: place != INSIDE },
    };
    Ok(rows.into_iter().map(mark).collect())
}

/// A punch by id.
pub async fn find_punch(db: &impl ConnectionTrait, id: PunchId) -> Result<Option<PunchRecord>, DbErr> {
    punch::Entity::find_by_id(id.uuid()).one(db).await?.map(punch_of).transpose()
}

/// The punches of a person from one instant to before another, by time, each with the latest reason given.
pub async fn list_punches(
    db: &impl ConnectionTrait,
    person: PersonId,
    from: DateTime<Utc>,
    before: DateTime<Utc>,
) -> Result<Vec<PunchRecord>, DbErr> {
    let rows = punch::Entity::find()
        .filter(punch::COLUMN.person_id.eq(person.uuid()))
        .filter(punch::COLUMN.at.gte(instant(from)))
        .filter(punch::COLUMN.at.lt(instant(before)))
        .order_by_asc(punch::COLUMN.at)
        .all(db)
        .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut notes = latest_notes(db, &ids).await?;
    let mut records = rows.into_iter().map(punch_of).collect::<Result<Vec<_>, _>>()?;
    for record in &mut records {
        if let Some(note) = notes.remove(&record.view.id) {
            record.view.reason = Some(note);
        }
    }
    Ok(records)
}

fn punch_of(row: punch::Model) -> Result<PunchRecord, DbErr> {
    let id = PunchId::from_uuid(row.id);
    read_punch(row).map_err(|UnknownCode| DbErr::Type(format!("punch {id} holds a word that is none")))
}

fn read_punch(row: punch::Model) -> Result<PunchRecord, UnknownCode> {
    let position = match (row.lat_e7, row.lng_e7, &row.datum, row.accuracy_m, row.age_s) {
        (Some(lat_e7), Some(lng_e7), Some(datum), Some(accuracy_m), Some(age_s)) => PositionReport::Reading(Reading {
            position: Position { lat_e7, lng_e7 },
            datum: datum.parse()?,
            accuracy_m,
            age_s,
        }),
        _ => PositionReport::Missing(row.no_position.as_deref().ok_or(UnknownCode)?.parse()?),
    };
    let columns = PlaceColumns {
        place: &row.place,
        no_position: row.no_position.as_deref(),
        fence: row.fence_id.map(FenceId::from_uuid),
        distance_m: row.distance_m,
    };
    let judgement = Judgement {
        verdict: row.verdict.parse()?,
        time: row.timing.parse()?,
        place: columns.verdict(row.accuracy_m)?,
        work_date: row.work_date,
        slot_seq: row.slot_seq,
        minutes: row.minutes,
        rule_version: row.rule_version,
    };
    let view = PunchView {
        id: PunchId::from_uuid(row.id),
        at: row.at.0,
        device_at: row.device_at.map(|at| at.0),
        slot_kind: row.slot_kind.map(|kind| kind.parse()).transpose()?,
        judgement,
        reason: row.reason,
    };
    let command = PunchCommand { id: view.id, device_at: view.device_at, position, reason: view.reason.clone() };
    Ok(PunchRecord { person: PersonId::from_uuid(row.person_id), command, view })
}

/// The word for a punch that is shown to be at the hall.
const INSIDE: &str = "inside";

/// A [`FenceVerdict`] as its columns. The accuracy stands with the reading.
struct PlaceColumns<'a> {
    place: &'a str,
    no_position: Option<&'a str>,
    fence: Option<FenceId>,
    distance_m: Option<i32>,
}

impl PlaceColumns<'static> {
    fn of(verdict: &FenceVerdict) -> Self {
        let near = |place, fence, distance_m| Self {
            place,
            no_position: None,
            fence: Some(fence),
            distance_m: Some(distance_m),
        };
        let nowhere = |place, no_position| Self { place, no_position, fence: None, distance_m: None };
        match *verdict {
            FenceVerdict::Inside { fence, distance_m } => near(INSIDE, fence, distance_m),
            FenceVerdict::Outside { fence, distance_m } => near("outside", fence, distance_m),
            FenceVerdict::Inaccurate { fence, distance_m, .. } => near("inaccurate", fence, distance_m),
            FenceVerdict::NoPosition { reason } => nowhere("no_position", Some(reason.code())),
            FenceVerdict::NoFence => nowhere("no_fence", None),
        }
    }
}

impl PlaceColumns<'_> {
    fn verdict(&self, accuracy_m: Option<i32>) -> Result<FenceVerdict, UnknownCode> {
        Ok(match (self.place, self.fence, self.distance_m, self.no_position, accuracy_m) {
            (INSIDE, Some(fence), Some(distance_m), ..) => FenceVerdict::Inside { fence, distance_m },
            ("outside", Some(fence), Some(distance_m), ..) => FenceVerdict::Outside { fence, distance_m },
            ("inaccurate", Some(fence), Some(distance_m), _, Some(accuracy_m)) => {
                FenceVerdict::Inaccurate { fence, distance_m, accuracy_m }
            }
            ("no_position", _, _, Some(reason), _) => FenceVerdict::NoPosition { reason: reason.parse()? },
            ("no_fence", ..) => FenceVerdict::NoFence,
            _ => return Err(UnknownCode),
        })
    }
}
