//! Paper sign-in sheets of a power cut: typed in by one person, confirmed by a second.

use chrono::NaiveDate;
use domain::{
    attendance::{
        AttendanceError, MAX_REASON, PaperAct, PaperBook, PaperCommand, PaperRow, PaperState, PaperView, Proof,
        may_confirm, may_correct, time_in_slot,
    },
    calendar::WorkCalendar,
    ids::{HallId, PaperSheetId, PersonId},
    policy::{Action, Place},
    problem::{FieldError, FieldReason, Problem},
    time::hall_date,
};
use store::{
    Connection, Tx,
    repo::attendance::{self as repo, PaperEntry, PaperRecord},
};

use super::{Attendance, proved::ProvedPunch};
use crate::{
    accounts::names_of,
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    org::{default_hall, hall_agency, reachable_hall},
};

/// Sheets that are shown.
const SHOWN: u64 = 20;

impl Attendance {
    /// What can be typed in for a date at a hall, and its latest sheets. Leads get the people of their zone.
    pub async fn paper_book(
        &self,
        caller: &Caller,
        hall: Option<HallId>,
        date: Option<NaiveDate>,
    ) -> Result<PaperBook> {
        let (db, now) = (self.0.db.read(), self.0.clock.now());
        let action =
            if caller.actor.scopes(Action::PaperEnter).is_empty() { Action::PaperConfirm } else { Action::PaperEnter };
        let hall = match hall {
            Some(hall) => hall,
            None => default_hall(db, caller, action).await?,
        };
        reachable_hall(db, caller, action, hall).await?;
        let today = hall_date(now);
        let date = date.unwrap_or(today);
        let may_enter = action == Action::PaperEnter;
        let rows = if may_enter { self.paper_rows(db, caller, hall, date).await? } else { Vec::new() };
        let mut sheets = self.paper_views(db, caller, repo::list_papers(db, hall, SHOWN).await?).await?;
        sheets.sort_by_key(|sheet| sheet.state != PaperState::Entered);
        Ok(PaperBook { hall, today, date, may_enter, rows, sheets })
    }

    /// Everybody the caller may enter for who has a slot without a sound punch on a date.
    async fn paper_rows(
        &self,
        db: &impl Connection,
        caller: &Caller,
        hall: HallId,
        date: NaiveDate,
    ) -> Result<Vec<PaperRow>> {
        let (calendar, now) = (self.calendar().current().await?, self.0.clock.now());
        let scopes = caller.actor.scopes(Action::PaperEnter);
        let on = (scopes.as_slice(), hall_date(now));
        let people = repo::list_rostered(db, hall, (date, date), on, None, u64::MAX / 2).await?;
        let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
        let mut facts = self.facts(db, &calendar, &ids, date, date).await?;
        let row = |person: repo::RosteredPerson| {
            let day = facts.remove(&person.id)?.result(date, &calendar, now)?;
            let open: Vec<i16> = day.slots.iter().filter(|slot| may_correct(slot)).map(|slot| slot.seq).collect();
            (!open.is_empty()).then_some(PaperRow { person: person.id, name: person.name, slots: day.slots, open })
        };
        Ok(people.into_iter().filter_map(row).collect())
    }

    /// Types a sheet in. It counts when a second person has confirmed it. Sent again under the same id, it is
    /// one sheet.
    pub async fn enter_paper(&self, caller: &Caller, command: PaperCommand) -> Result<()> {
        let db = self.0.db.read();
        reachable_hall(db, caller, Action::PaperEnter, command.hall).await?;
        let now = self.0.clock.now();
        command.validate(hall_date(now))?;
        let calendar = self.calendar().current().await?;
        let lines = self.paper_lines(db, caller, &calendar, &command).await?;
        let record = PaperRecord {
            id: command.id,
            hall: command.hall,
            date: command.date,
            reason: command.reason.trim().to_owned(),
            state: PaperState::Entered,
            version: 1,
            answer: None,
            entered: (caller.actor.person, now),
            settled: None,
            lines,
        };
        self.0
            .db
            .write((caller.clone(), record), move |tx, (caller, record)| {
                Box::pin(async move {
                    if let Some(same) = repo::find_paper(tx, record.id).await? {
                        let mine = same.entered.0 == caller.actor.person;
                        return if mine { Ok(()) } else { Err(Problem::Conflict.into()) };
                    }
                    let twice = |error| Error::unless_unique(error, Problem::Conflict);
                    repo::create_paper(tx, record).await.map_err(twice)?;
                    Ok::<_, Error>(audit::record(tx, caller, now, act("attendance.enter_paper", record)).await?)
                })
            })
            .await
    }

    /// The lines with their instants; each must be for a slot that a person has on the date, at a time at which
    /// it is open. The wrong ones are named.
    async fn paper_lines(
        &self,
        db: &impl Connection,
        caller: &Caller,
        calendar: &WorkCalendar,
        command: &PaperCommand,
    ) -> Result<Vec<PaperEntry>> {
        let scopes = caller.actor.scopes(Action::PaperEnter);
        let on = (scopes.as_slice(), hall_date(self.0.clock.now()));
        let span = (command.date, command.date);
        let people = repo::list_rostered(db, command.hall, span, on, None, u64::MAX / 2).await?;
        let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
        let facts = self.facts(db, calendar, &ids, command.date, command.date).await?;
        let (mut lines, mut faults) = (Vec::new(), Vec::new());
        for (key, whose, time) in command.signed() {
            let slot = whose.and_then(|(person, seq)| {
                let timetable = &facts.get(&person)?.timetable;
                let slot = timetable.slots_on(command.date).find(|slot| slot.seq == seq)?;
                Some((person, slot))
            });
            let entry = slot.ok_or(FieldReason::Unknown).and_then(|(person, slot)| {
                let at = time_in_slot(slot, time)?;
                Ok(PaperEntry { person, slot: slot.seq, kind: slot.kind, at })
            });
            match entry {
                Ok(entry) if entry.at <= self.0.clock.now() => lines.push(entry),
                Ok(_) => faults.push(FieldError::new(&format!("times[{key}]"), FieldReason::OutOfRange)),
                Err(reason) => faults.push(FieldError::new(&format!("times[{key}]"), reason)),
            }
        }
        if faults.is_empty() { Ok(lines) } else { Err(Problem::Invalid(faults).into()) }
    }

    /// Confirms or refuses a sheet that somebody else has typed in, or takes one's own back. A confirmation adds
    /// a punch a line; the days are judged again.
    pub async fn act_on_paper(
        &self,
        caller: &Caller,
        id: PaperSheetId,
        version: i32,
        act: PaperAct,
        answer: Option<String>,
    ) -> Result<()> {
        let answer = answer.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        if answer.as_ref().is_some_and(|text| text.chars().count() > usize::from(MAX_REASON)) {
            return Err(Problem::field("answer", FieldReason::TooLong).into());
        }
        let context = (self.clone(), caller.clone(), answer);
        let hall = self
            .0
            .db
            .write(context, move |tx, (me, caller, answer)| {
                Box::pin(async move {
                    let record = repo::find_paper(tx, id).await?.ok_or(Problem::NotFound)?;
                    me.settle_paper(tx, caller, record, (version, act, answer.clone())).await
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(())
    }

    async fn settle_paper(
        &self,
        tx: &Tx,
        caller: &Caller,
        record: PaperRecord,
        (version, act, answer): (i32, PaperAct, Option<String>),
    ) -> Result<HallId> {
        let (me, now) = (caller.actor.person, self.0.clock.now());
        if act == PaperAct::Withdraw {
            if me != record.entered.0 {
                return Err(Problem::NotFound.into());
            }
        } else {
            self.check_second(tx, caller, &record).await?;
        }
        let state = record.state.after(act)?;
        if record.version != version {
            return Err(Problem::Conflict.into());
        }
        if act == PaperAct::Refuse && answer.is_none() {
            return Err(Problem::field("answer", FieldReason::Required).into());
        }
        let changed = PaperRecord { state, version: version + 1, answer, settled: Some((me, now)), ..record };
        if !repo::update_paper(tx, &changed).await? {
            return Err(Problem::Conflict.into());
        }
        if state == PaperState::Confirmed {
            self.add_lines(tx, caller, &changed).await?;
        }
        let word = match act {
            PaperAct::Confirm => "attendance.confirm_paper",
            PaperAct::Refuse => "attendance.refuse_paper",
            PaperAct::Withdraw => "attendance.withdraw_paper",
        };
        audit::record(tx, caller, now, self::act(word, &changed)).await?;
        Ok(changed.hall)
    }

    /// The second person: allowed to at the hall, and neither who typed it in nor anybody who stands on it.
    async fn check_second(&self, db: &impl Connection, caller: &Caller, record: &PaperRecord) -> Result<()> {
        reachable_hall(db, caller, Action::PaperConfirm, record.hall).await?;
        let people: Vec<PersonId> = record.lines.iter().map(|line| line.person).collect();
        if may_confirm(caller.actor.person, record.entered.0, &people) {
            Ok(())
        } else {
            Err(AttendanceError::SecondPerson.into())
        }
    }

    async fn add_lines(&self, tx: &Tx, caller: &Caller, record: &PaperRecord) -> Result<()> {
        let now = self.0.clock.now();
        let mut lines = record.lines.clone();
        // People are held one after another; always in the same order, so that two sheets can't wait for each other.
        lines.sort_by_key(|line| (line.person, line.at));
        for line in lines {
            repo::lock_punches_of(tx, line.person).await?;
            let (person, at, date) = (line.person, line.at, record.date);
            let reason = record.reason.clone();
            let new = ProvedPunch { person, hall: record.hall, date, at, proof: Proof::Paper, reason };
            self.add_proved(tx, caller, new, now).await?;
        }
        Ok(())
    }

    async fn paper_views(
        &self,
        db: &impl Connection,
        caller: &Caller,
        records: Vec<PaperRecord>,
    ) -> Result<Vec<PaperView>> {
        let people = records.iter().flat_map(|record| {
            let settled = record.settled.map(|(by, _)| by);
            record.lines.iter().map(|line| line.person).chain([record.entered.0]).chain(settled)
        });
        let people: Vec<PersonId> = people.collect();
        let names = names_of(db, &people).await?;
        let name = |person: PersonId| names.get(&person).cloned().unwrap_or_default();
        let mut views = Vec::with_capacity(records.len());
        for record in records {
            let acts = match record.state {
                PaperState::Entered if record.entered.0 == caller.actor.person => vec![PaperAct::Withdraw],
                PaperState::Entered if self.check_second(db, caller, &record).await.is_ok() => {
                    vec![PaperAct::Confirm, PaperAct::Refuse]
                }
                _ => Vec::new(),
            };
            views.push(PaperView {
                id: record.id,
                version: record.version,
                date: record.date,
                reason: record.reason,
                entered: (name(record.entered.0), record.entered.1),
                state: record.state,
                settled: record.settled.map(|(by, at)| (name(by), at)),
                answer: record.answer,
                lines: record.lines.iter().map(|line| (name(line.person), line.kind, line.at)).collect(),
                acts,
            });
        }
        Ok(views)
    }

    /// The place of a hall, for the permission table.
    pub(super) async fn hall_place(&self, db: &impl Connection, hall: HallId) -> Result<Place> {
        Ok(Place::hall(hall_agency(db, hall).await?, hall))
    }
}

fn act(action: &'static str, record: &PaperRecord) -> Act<'static> {
    let detail = format!("{}, {} lines", record.date, record.lines.len());
    Act { action, subject: ("paper_sheet", record.id.uuid()), detail }
}
