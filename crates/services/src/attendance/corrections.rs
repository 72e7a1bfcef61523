//! Corrections (补卡): asked for by the person, decided by the lead in one step.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    attendance::{
        AttendanceError, CorrectionAct, CorrectionCommand, CorrectionFacts, CorrectionForm, CorrectionState,
        CorrectionView, MAX_REASON, Proof, SlotResult, correction_until, may_correct,
    },
    calendar::last_of_month,
    ids::{CorrectionId, HallId, PersonId, PunchId},
    policy::{Action, Place},
    problem::{FieldReason, Problem, check_text},
    time::hall_date,
};
use store::{
    Connection, Tx,
    repo::attendance::{self as repo, CorrectionRecord},
};

use super::{Attendance, close::first_of, proved::ProvedPunch};
use crate::{
    accounts::{names_of, who_may},
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
};

/// Requests on one page of those that wait.
const PAGE: u64 = 30;

impl Attendance {
    /// What of a day of mine can be corrected, and how often still.
    pub async fn correction_form(&self, caller: &Caller, date: NaiveDate) -> Result<CorrectionForm> {
        caller.check_own(Action::CorrectionAsk)?;
        let hall = caller.actor.hall.ok_or(Problem::Denied)?;
        let (db, me, now) = (self.0.db.read(), caller.actor.person, self.0.clock.now());
        let calendar = self.calendar().current().await?;
        let rules = repo::find_rules(db, hall).await?;
        let facts = self.facts(db, &calendar, &[me], date, date).await?.remove(&me);
        let result = facts.and_then(|facts| facts.result(date, &calendar, now)).ok_or(Problem::NotFound)?;
        let waiting = repo::list_corrections_of(db, me, date, date).await?;
        let waits = |slot: &SlotResult| {
            waiting.iter().any(|record| record.slot == slot.seq && record.state == CorrectionState::Asked)
        };
        let used = used(db, me, date).await?;
        let until = correction_until(date, &rules);
        let open = result.slots.iter().filter(|slot| may_correct(slot) && !waits(slot)).map(|slot| slot.seq);
        Ok(CorrectionForm {
            date,
            open: open.collect(),
            left: (rules.correction_limit - used).max(0),
            until,
            too_late: hall_date(now) > until,
            slots: result.slots,
        })
    }

    /// Asks for a correction of a day of the caller's own. Sent again under the same id, it is asked once.
    pub async fn ask_correction(&self, caller: &Caller, command: CorrectionCommand) -> Result<()> {
        caller.check_own(Action::CorrectionAsk)?;
        caller.actor.hall.ok_or(Problem::Denied)?;
        self.0
            .db
            .write((self.clone(), caller.clone(), command), move |tx, (me, caller, command)| {
                Box::pin(async move { me.keep_request(tx, caller, command).await })
            })
            .await
    }

    async fn keep_request(&self, tx: &Tx, caller: &Caller, command: &CorrectionCommand) -> Result<()> {
        let (me, now) = (caller.actor.person, self.0.clock.now());
        let hall = caller.actor.hall.ok_or(Problem::Denied)?;
        repo::lock_punches_of(tx, me).await?;
        if let Some(same) = repo::find_correction(tx, command.id).await? {
            return if same.person == me { Ok(()) } else { Err(Problem::Conflict.into()) };
        }
        let calendar = self.calendar().current().await?;
        let rules = repo::find_rules(tx, hall).await?;
        let facts = self.facts(tx, &calendar, &[me], command.date, command.date).await?.remove(&me);
        let facts = facts.ok_or(Problem::NotFound)?;
        let day = facts.result(command.date, &calendar, now).ok_or(Problem::NotFound)?;
        let held_against = CorrectionFacts {
            timetable: &facts.timetable,
            punches: &facts.punches,
            day: &day,
            used: used(tx, me, command.date).await?,
            rules: &rules,
        };
        let at = command.proposed(&held_against, now)?;
        let slot = day.slots.iter().find(|slot| slot.seq == command.slot).ok_or(Problem::NotFound)?;
        let record = CorrectionRecord {
            id: command.id,
            person: me,
            hall,
            date: command.date,
            slot: command.slot,
            kind: slot.kind,
            at,
            original: slot.punch.map(|punch| (punch.id, punch.at)),
            reason: command.reason.trim().to_owned(),
            state: CorrectionState::Asked,
            version: 1,
            answer: None,
            asked_at: now,
            settled: None,
            punch: None,
        };
        let twice = |error| Error::unless_unique(error, AttendanceError::AskedAlready.into());
        repo::create_correction(tx, &record).await.map_err(twice)?;
        self.attach_evidence(tx, caller, command).await?;
        Ok(audit::record(tx, caller, now, act("attendance.ask_correction", &record)).await?)
    }

    /// A page of the requests that wait for a word of the caller's, the oldest first; and the last of them, to
    /// ask for the next page by.
    pub async fn corrections_to_decide(
        &self,
        caller: &Caller,
        after: Option<CorrectionId>,
    ) -> Result<(Vec<CorrectionView>, Option<CorrectionId>)> {
        let scopes = caller.actor.scopes(Action::CorrectionDecide);
        if scopes.is_empty() {
            return Err(Problem::Denied.into());
        }
        let (db, today) = (self.0.db.read(), hall_date(self.0.clock.now()));
        let found = repo::list_asked_corrections(db, &scopes, (caller.actor.person, today), after, PAGE).await?;
        let full = u64::try_from(found.len()).unwrap_or(PAGE) == PAGE;
        let next = found.last().map(|record| record.id).filter(|_| full);
        let mut mine = Vec::with_capacity(found.len());
        for record in found {
            // Who leads others is for those one step up: more than a query can tell.
            let place = self.correction_place(db, &record).await?;
            if caller.check(Action::CorrectionDecide, &place).is_ok() {
                mine.push(record);
            }
        }
        let acts = |_: &CorrectionRecord| vec![CorrectionAct::Approve, CorrectionAct::Reject];
        Ok((self.correction_views(db, caller, mine, acts).await?, next))
    }

    /// The requests of a person for days of a month, with who can decide them.
    pub(super) async fn corrections_of(
        &self,
        db: &impl Connection,
        caller: &Caller,
        person: PersonId,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Vec<CorrectionView>> {
        let records = repo::list_corrections_of(db, person, from, to).await?;
        let own = caller.actor.person == person;
        let acts = |record: &CorrectionRecord| {
            let waits = record.state == CorrectionState::Asked;
            if own && waits { vec![CorrectionAct::Withdraw] } else { Vec::new() }
        };
        self.correction_views(db, caller, records, acts).await
    }

    async fn correction_views(
        &self,
        db: &impl Connection,
        caller: &Caller,
        records: Vec<CorrectionRecord>,
        acts: impl Fn(&CorrectionRecord) -> Vec<CorrectionAct>,
    ) -> Result<Vec<CorrectionView>> {
        let people = records.iter().flat_map(|record| [Some(record.person), record.settled.map(|(by, _)| by)]);
        let people: Vec<PersonId> = people.flatten().collect();
        let names = names_of(db, &people).await?;
        let name = |person: PersonId| names.get(&person).cloned().unwrap_or_default();
        let today = hall_date(self.0.clock.now());
        let mut photos = self.evidence_of(db, caller, &records).await?;
        let mut views = Vec::with_capacity(records.len());
        for record in records {
            let deciders = if record.state == CorrectionState::Asked {
                who_may(db, Action::CorrectionDecide, &self.correction_place(db, &record).await?, today).await?
            } else {
                Vec::new()
            };
            views.push(CorrectionView {
                acts: acts(&record),
                id: record.id,
                version: record.version,
                name: name(record.person),
                date: record.date,
                slot: record.slot,
                kind: record.kind,
                at: record.at,
                original_at: record.original.map(|(_, at)| at),
                reason: record.reason,
                state: record.state,
                answer: record.answer,
                asked_at: record.asked_at,
                settled: record.settled.map(|(by, at)| (name(by), at)),
                deciders,
                photos: photos.remove(&record.id).unwrap_or_default(),
            });
        }
        Ok(views)
    }

    /// Decides a request, or takes it back. An approval adds a punch; the one before stays, and the day is
    /// judged again. Of two who decide at the same time, one is refused.
    pub async fn act_on_correction(
        &self,
        caller: &Caller,
        id: CorrectionId,
        version: i32,
        act: CorrectionAct,
        answer: Option<String>,
    ) -> Result<()> {
        let answer = check_text("answer", answer, (MAX_REASON, false))?;
        let context = (self.clone(), caller.clone(), answer);
        let hall = self
            .0
            .db
            .write(context, move |tx, (me, caller, answer)| {
                Box::pin(async move {
                    let record = repo::find_correction(tx, id).await?.ok_or(Problem::NotFound)?;
                    me.settle_correction(tx, caller, record, (version, act, answer.clone())).await
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(())
    }

    async fn settle_correction(
        &self,
        tx: &Tx,
        caller: &Caller,
        record: CorrectionRecord,
        (version, act, answer): (i32, CorrectionAct, Option<String>),
    ) -> Result<HallId> {
        let now = self.0.clock.now();
        if act == CorrectionAct::Withdraw {
            caller.check_own(Action::CorrectionAsk)?;
            if caller.actor.person != record.person {
                return Err(Problem::NotFound.into());
            }
        } else {
            caller.check(Action::CorrectionDecide, &self.correction_place(tx, &record).await?)?;
        }
        let state = record.state.after(act)?;
        if record.version != version {
            return Err(Problem::Conflict.into());
        }
        if act == CorrectionAct::Reject && answer.is_none() {
            return Err(Problem::field("answer", FieldReason::Required).into());
        }
        repo::lock_punches_of(tx, record.person).await?;
        let punch = match act {
            CorrectionAct::Approve => Some(self.add_correction(tx, caller, &record, now).await?),
            CorrectionAct::Reject | CorrectionAct::Withdraw => None,
        };
        let settled = Some((caller.actor.person, now));
        let changed = CorrectionRecord { state, version: version + 1, answer, settled, punch, ..record };
        if !repo::update_correction(tx, &changed).await? {
            return Err(Problem::Conflict.into());
        }
        let word = match changed.state {
            CorrectionState::Approved => "attendance.approve_correction",
            CorrectionState::Rejected => "attendance.reject_correction",
            CorrectionState::Asked | CorrectionState::Withdrawn => "attendance.withdraw_correction",
        };
        audit::record(tx, caller, now, self::act(word, &changed)).await?;
        Ok(changed.hall)
    }

    pub(super) async fn correction_place(&self, db: &impl Connection, record: &CorrectionRecord) -> Result<Place> {
        self.roster().decision_place(db, (record.person, record.hall), record.date).await
    }

    /// The punch that an approval makes.
    async fn add_correction(
        &self,
        tx: &Tx,
        caller: &Caller,
        record: &CorrectionRecord,
        now: DateTime<Utc>,
    ) -> Result<PunchId> {
        let new = ProvedPunch {
            person: record.person,
            hall: record.hall,
            date: record.date,
            at: record.at,
            proof: Proof::Correction,
            reason: record.reason.clone(),
        };
        self.add_proved(tx, caller, new, now).await
    }
}

/// Requests of a person for days of the month of a date that wait or were approved.
async fn used(db: &impl Connection, person: PersonId, date: NaiveDate) -> Result<i32> {
    let first = first_of(date);
    let used = repo::count_corrections(db, person, first, last_of_month(first)).await?;
    Ok(i32::try_from(used).unwrap_or(i32::MAX))
}

fn act(action: &'static str, record: &CorrectionRecord) -> Act<'static> {
    Act::about(record.person, action, format!("{} slot {} at {}", record.date, record.slot, record.at))
}
