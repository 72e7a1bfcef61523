use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::{
    attendance::{CodeVerdict, Judgement, NoPosition, PunchCommand, PunchFlag, PunchMark, PunchSource, PunchView},
    ids::{DeviceId, FenceId, HallId, PersonId, PunchId},
    roster::SlotKind,
};
use sea_orm::{
    ActiveValue::Set, Condition, ConnectionTrait, DbBackend, DbErr, JoinType, QueryOrder, QuerySelect,
    entity::prelude::*, sea_query::LockType,
};

use super::{
    decisions::decisions_on,
    flags::{create_flags, flags_on},
    notes::latest_notes,
    place::{INSIDE, PROVED, PlaceColumns},
    punch_rows::punch_of,
    witnesses::witnesses_of,
};
use crate::{
    entity::{
        accounts::person,
        attendance::{punch, punch_decision},
        instant,
        presence::witness,
    },
    repo::{CHUNK, among, json, runs},
};

/// A punch to store: what was sent, and what was made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPunch {
    /// Whose.
    pub person: PersonId,
    /// The hall they were dispatched to.
    pub hall: Option<HallId>,
    /// When it counts.
    pub at: DateTime<Utc>,
    /// When it arrived.
    pub arrived_at: DateTime<Utc>,
    /// The phone's clock at sending, if it said.
    pub sent_device_at: Option<DateTime<Utc>>,
    /// How it was made.
    pub source: PunchSource,
    /// As it was sent.
    pub command: PunchCommand,
    /// The browser's user agent.
    pub user_agent: String,
    /// What it was judged to be.
    pub judgement: Judgement,
    /// Whether its slot is an arrival or a departure.
    pub slot_kind: Option<SlotKind>,
    /// The browser it came from, if it is known.
    pub device: Option<DeviceId>,
    /// What came of the hall's code.
    pub code: Option<CodeVerdict>,
    /// What might be asked about it.
    pub flags: Vec<PunchFlag>,
}

/// A stored punch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PunchRecord {
    /// Whose.
    pub person: PersonId,
    /// The hall they were dispatched to.
    pub hall: Option<HallId>,
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
    /// The punch, as far as rules need it; nothing if a lead did not accept it.
    pub fn mark(&self) -> Option<PunchMark> {
        let refused = self.view.decision.as_ref().is_some_and(|decision| !decision.accepted);
        let needs_review = self.view.waits_for_decision();
        (!refused).then_some(PunchMark { id: self.view.id, at: self.view.at, needs_review })
    }
}

impl NewPunch {
    /// The stored punch as it will be shown.
    pub fn view(&self) -> PunchView {
        PunchView {
            id: self.command.id,
            at: self.at,
            arrived_at: (self.arrived_at != self.at).then_some(self.arrived_at),
            device_at: self.command.device_at,
            source: self.source,
            slot_kind: self.slot_kind,
            judgement: self.judgement,
            reason: self.command.reason.clone(),
            decision: None,
            code: self.code,
            witness: None,
            flags: self.flags.clone(),
        }
    }

    fn columns(&self) -> Result<punch::ActiveModel, DbErr> {
        let reading = self.command.position.reading();
        // Why there was none stays even where something else shows the place: the command must come back whole.
        let missing = reading.err().map(NoPosition::code);
        let reading = reading.ok();
        let (judgement, place) = (&self.judgement, PlaceColumns::of(&self.judgement.place));
        Ok(punch::ActiveModel {
            id: Set(self.command.id.uuid()),
            person_id: Set(self.person.uuid()),
            hall_id: Set(self.hall.map(HallId::uuid)),
            at: Set(instant(self.at)),
            arrived_at: Set(instant(self.arrived_at)),
            evidence: Set(self.command.evidence.as_ref().map(json::write).transpose()?),
            sent_device_at: Set(self.sent_device_at.map(instant)),
            doubt: Set(judgement.doubt.map(|doubt| doubt.code().to_owned())),
            device_at: Set(self.command.device_at.map(instant)),
            lat_e7: Set(reading.map(|reading| reading.position.lat_e7)),
            lng_e7: Set(reading.map(|reading| reading.position.lng_e7)),
            datum: Set(reading.map(|reading| reading.datum.code().to_owned())),
            accuracy_m: Set(reading.map(|reading| reading.accuracy_m)),
            age_s: Set(reading.map(|reading| reading.age_s)),
            reason: Set(self.command.reason.clone()),
            source: Set(self.source.code().to_owned()),
            user_agent: Set(self.user_agent.clone()),
            verdict: Set(judgement.verdict.code().to_owned()),
            timing: Set(judgement.time.code().to_owned()),
            place: Set(place.place.to_owned()),
            no_position: Set(place.no_position.or(missing).map(ToOwned::to_owned)),
            proof: Set(place.proof.map(ToOwned::to_owned)),
            fence_id: Set(place.fence.map(FenceId::uuid)),
            distance_m: Set(place.distance_m),
            minutes: Set(judgement.minutes),
            work_date: Set(judgement.work_date),
            slot_seq: Set(judgement.slot_seq),
            slot_kind: Set(self.slot_kind.map(|kind| kind.code().to_owned())),
            rule_version: Set(judgement.rule_version),
            code: Set(self.command.code.clone()),
            code_verdict: Set(self.code.map(|code| code.code().to_owned())),
            device_id: Set(self.device.map(DeviceId::uuid)),
        })
    }
}

/// Stores punches; an id that is there already is a unique violation.
pub async fn create_punches(db: &impl ConnectionTrait, new: &[NewPunch]) -> Result<(), DbErr> {
    for new in runs(new) {
        let rows = new.iter().map(NewPunch::columns).collect::<Result<Vec<_>, _>>()?;
        punch::Entity::insert_many(rows).exec_without_returning(db).await?;
        let flagged: Vec<_> = new.iter().map(|new| (new.command.id, new.flags.as_slice())).collect();
        create_flags(db, &flagged).await?;
    }
    Ok(())
}

/// Makes some people's punches, what else their days are judged by, and who judges them wait for each other until the
/// transaction ends. SQLite needs nothing, since its writes come one after another. On PostgreSQL the people's rows are
/// held: each statement after this one sees what those before it have stored. Always in the order of their ids, so that
/// two who hold the same people do not wait for each other for ever. NO KEY UPDATE does not get in the way of inserts
/// that refer to the person. A serializable transaction would do it as well, and pay with retries in the morning rush.
pub async fn lock_punches_of(db: &impl ConnectionTrait, people: &[PersonId]) -> Result<(), DbErr> {
    if db.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let people: BTreeSet<PersonId> = people.iter().copied().collect();
    let people: Vec<PersonId> = people.into_iter().collect();
    for people in people.chunks(CHUNK) {
        let held = person::Entity::find()
            .filter(among(db, person::Column::Id, people.iter().map(|person| person.uuid())))
            .order_by_asc(person::COLUMN.id)
            .select_only()
            .column(person::Column::Id)
            .lock(LockType::NoKeyUpdate)
            .into_tuple::<Uuid>();
        held.all(db).await?;
    }
    Ok(())
}

/// Whose the punches with some ids are, also those that a lead did not accept: their ids are taken as well. Not asked
/// together with [`list_marks`]: one statement for both made PostgreSQL look at every punch.
pub async fn find_owners(db: &impl ConnectionTrait, ids: &[PunchId]) -> Result<BTreeMap<PunchId, PersonId>, DbErr> {
    let rows: Vec<(Uuid, Uuid)> = punch::Entity::find()
        .filter(among(db, punch::Column::Id, ids.iter().map(|id| id.uuid())))
        .select_only()
        .columns([punch::Column::Id, punch::Column::PersonId])
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, person)| (PunchId::from_uuid(id), PersonId::from_uuid(person))).collect())
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
            .add(among(db, punch::Column::PersonId, people.iter().map(|id| id.uuid())))
            .add(punch::COLUMN.at.gte(instant(from)))
            .add(punch::COLUMN.at.lt(instant(before)));
        found.append(&mut marks(db, which).await?);
    }
    Ok(found)
}

/// A row of [`marks`]: id, person, instant, place, doubt, whether a lead accepted it, and who saw the person.
type MarkRow = (Uuid, Uuid, crate::entity::Instant, String, Option<String>, Option<bool>, Option<Uuid>);

/// Punches that count: those that a lead did not accept are left out.
async fn marks(db: &impl ConnectionTrait, which: Condition) -> Result<Vec<EarlierPunch>, DbErr> {
    let rows: Vec<MarkRow> = punch::Entity::find()
        .join(JoinType::LeftJoin, punch_decision::Relation::Punch.def().rev())
        .join(JoinType::LeftJoin, witness::Relation::Punch.def().rev())
        .filter(which)
        .filter(
            Condition::any()
                .add(punch_decision::COLUMN.accepted.is_null())
                .add(punch_decision::COLUMN.accepted.eq(true)),
        )
        .order_by_asc(punch::COLUMN.at)
        .select_only()
        .columns([punch::Column::Id, punch::Column::PersonId, punch::Column::At, punch::Column::Place])
        .column(punch::Column::Doubt)
        .column(punch_decision::Column::Accepted)
        .column(witness::Column::WitnessId)
        .into_tuple()
        .all(db)
        .await?;
    let mark = |(id, person, at, place, doubt, accepted, witness): MarkRow| {
        let shown = ([INSIDE, PROVED].contains(&place.as_str()) || witness.is_some()) && doubt.is_none();
        let needs_review = !shown && accepted.is_none();
        let mark = PunchMark { id: PunchId::from_uuid(id), at: at.0, needs_review };
        EarlierPunch { person: PersonId::from_uuid(person), mark }
    };
    Ok(rows.into_iter().map(mark).collect())
}

/// A punch by id, with everything that was said about it.
pub async fn find_punch(db: &impl ConnectionTrait, id: PunchId) -> Result<Option<PunchRecord>, DbErr> {
    let rows = punch::Entity::find_by_id(id.uuid()).all(db).await?;
    Ok(with_words(db, rows).await?.pop())
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
    with_words(db, rows).await
}

/// Punches with the latest reason given for each, what a lead made of it, who has seen the person, and flags.
pub(super) async fn with_words(db: &impl ConnectionTrait, rows: Vec<punch::Model>) -> Result<Vec<PunchRecord>, DbErr> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let (mut notes, mut decisions) = (latest_notes(db, &ids).await?, decisions_on(db, &ids).await?);
    let (mut witnesses, mut flags) = (witnesses_of(db, &ids).await?, flags_on(db, &ids).await?);
    let mut records = rows.into_iter().map(punch_of).collect::<Result<Vec<_>, _>>()?;
    for record in &mut records {
        if let Some(note) = notes.remove(&record.view.id) {
            record.view.reason = Some(note);
        }
        record.view.decision = decisions.remove(&record.view.id);
        record.view.witness = witnesses.remove(&record.view.id);
        record.view.flags = flags.remove(&record.view.id).unwrap_or_default();
    }
    Ok(records)
}
