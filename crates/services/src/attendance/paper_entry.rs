//! Typing a paper sign-in sheet in.

use chrono::NaiveDate;
use domain::{
    attendance::{PaperCommand, PaperRow, PaperState, may_correct, time_in_slot},
    calendar::WorkCalendar,
    ids::{HallId, PersonId},
    policy::Action,
    problem::{FieldError, FieldReason, Problem},
    time::hall_date,
};
use store::{
    Connection,
    repo::attendance::{self as repo, PaperEntry, PaperRecord},
};

use super::{
    Attendance,
    papers::{EVERYBODY, act},
};
use crate::{
    audit,
    caller::Caller,
    error::{Error, Result},
    org::reachable_hall,
    received::Sent,
};

impl Attendance {
    /// Everybody the caller may enter for who has a slot without a sound punch on a date.
    pub(super) async fn paper_rows(
        &self,
        db: &impl Connection,
        caller: &Caller,
        hall: HallId,
        date: NaiveDate,
    ) -> Result<Vec<PaperRow>> {
        let (calendar, now) = (self.calendar().current().await?, self.0.clock.now());
        let scopes = caller.actor.scopes(Action::PaperEnter);
        let on = (scopes.as_slice(), hall_date(now));
        let people = repo::list_rostered(db, hall, (date, date), on, None, EVERYBODY).await?;
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
    /// one sheet; with other words under that id it is a conflict.
    pub async fn enter_paper(&self, caller: &Caller, command: PaperCommand) -> Result<()> {
        let db = self.0.db.read();
        reachable_hall(db, caller, Action::PaperEnter, command.hall).await?;
        let now = self.0.clock.now();
        command.validate(hall_date(now))?;
        let sent = Sent::new(caller.actor.person, command.id.uuid(), &command)?;
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
            .write((caller.clone(), record, sent), move |tx, (caller, record, sent)| {
                Box::pin(async move {
                    let entered = async {
                        let twice = |error| Error::unless_unique(error, Problem::Conflict);
                        repo::create_paper(tx, record).await.map_err(twice)?;
                        Ok(audit::record(tx, caller, now, act("attendance.enter_paper", record)).await?)
                    };
                    sent.once(tx, now, entered).await
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
        let people = repo::list_rostered(db, command.hall, span, on, None, EVERYBODY).await?;
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
}
