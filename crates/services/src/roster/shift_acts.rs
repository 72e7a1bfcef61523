//! The shifts of a hall as they are set on the screen: made, replaced, retired.
//!
//! A shift is never edited. Another takes its place from tomorrow: weeks go on with it, and days that were published
//! with the old one wait in their months' drafts to be looked at and published with the new one.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, Months, NaiveDate};
use domain::{
    calendar::WorkCalendar,
    ids::{HallId, PersonId, ShiftId},
    problem::{FieldReason, Problem},
    roster::{HallShifts, Placing, RosterError, Shift, ShiftCommand, ShiftOutcome, ShiftRow},
    time::hall_date,
};
use store::{
    Tx,
    repo::roster::{self as repo, CellRecord},
};

use super::{Roster, bringer::Bringer, drafting::save, editor::AHEAD, shifts::follow};
use crate::{caller::Caller, error::Result, org::hold_hall};

/// Shifts out of use that are listed.
const EARLIER: u64 = 20;

impl Roster {
    /// The shifts of a hall, in use and before. For those who may set them.
    pub async fn hall_shifts(&self, caller: &Caller, hall: HallId) -> Result<HallShifts> {
        let db = self.0.db.read();
        Bringer::caller(db, caller, hall).await?;
        let from = hall_date(self.0.clock.now()) + Days::new(1);
        let mut shifts = Vec::new();
        for shift in repo::list_shifts(db, hall).await? {
            let weeks = repo::find_patterns_naming(db, shift.id, from).await?;
            let people: BTreeSet<PersonId> = weeks.into_iter().map(|(person, _)| person).collect();
            shifts.push(ShiftRow { shift, people: people.len() });
        }
        Ok(HallShifts { hall, from, shifts, earlier: repo::list_closed_shifts(db, hall, EARLIER).await? })
    }

    /// Makes a shift of a hall, or puts it in the place of another from tomorrow on. Not stored where the weeks that
    /// would go on with it break a hard rule; whoever's times change is told.
    ///
    /// # Errors
    /// [`Problem::Invalid`] as [`ShiftCommand::shift`] has it, and at `name` when another shift has it;
    /// [`Problem::Conflict`] when the one to be replaced is out of use by now.
    pub async fn save_shift(&self, caller: &Caller, command: ShiftCommand) -> Result<ShiftOutcome> {
        let (hall, replaces) = (command.hall, command.replaces);
        let bringer = Bringer::caller(self.0.db.read(), caller, hall).await?;
        let shift = command.shift(ShiftId::new())?;
        let calendar = self.calendar().current().await?;
        let context = (self.clone(), (bringer, caller.clone()), shift, calendar);
        let outcome = self
            .0
            .db
            .write(context, move |tx, (me, who, shift, calendar)| {
                Box::pin(async move {
                    hold_hall(tx, hall).await?;
                    let open = repo::list_shifts(tx, hall).await?;
                    let old = match replaces {
                        // Whoever has one open that is out of use by now hears of that first.
                        Some(id) => Some(open.iter().find(|open| open.id == id).ok_or(Problem::Conflict)?),
                        None => None,
                    };
                    if open.iter().any(|other| other.name == shift.name && Some(other.id) != replaces) {
                        return Err(Problem::field("name", FieldReason::Taken).into());
                    }
                    let Some(old) = old else { return me.add_shift(tx, &who.0, shift).await };
                    me.replace_shift(tx, who, (old, shift), calendar).await
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(outcome)
    }

    /// Takes a shift out of use: nobody can be given it any more. Today's work by it stays.
    ///
    /// # Errors
    /// [`RosterError::ShiftInUse`] while a week, a day to come, a draft or an offer names it; [`Problem::Conflict`]
    /// when it is out of use by now.
    pub async fn retire_shift(&self, caller: &Caller, hall: HallId, shift: ShiftId) -> Result<()> {
        let bringer = Bringer::caller(self.0.db.read(), caller, hall).await?;
        let now = self.0.clock.now();
        let today = hall_date(now);
        self.0
            .db
            .write(bringer, move |tx, bringer| {
                Box::pin(async move {
                    hold_hall(tx, hall).await?;
                    let open = repo::list_shifts(tx, hall).await?;
                    let old = open.iter().find(|open| open.id == shift).ok_or(Problem::Conflict)?;
                    if is_in_use(tx, hall, shift, today).await? {
                        return Err(RosterError::ShiftInUse.into());
                    }
                    repo::close_shift(tx, shift, today).await?;
                    bringer.record(tx, now, "roster.retire_shift", old.name.clone()).await
                })
            })
            .await
    }

    async fn add_shift(&self, tx: &Tx, bringer: &Bringer, shift: &Shift) -> Result<ShiftOutcome> {
        let now = self.0.clock.now();
        repo::create_shift(tx, bringer.hall.id, shift).await?;
        bringer.record(tx, now, "roster.add_shift", shift.with_times()).await?;
        Ok(ShiftOutcome::alone(hall_date(now)))
    }

    async fn replace_shift(
        &self,
        tx: &Tx,
        (bringer, caller): &(Bringer, Caller),
        (old, new): (&Shift, &Shift),
        calendar: &WorkCalendar,
    ) -> Result<ShiftOutcome> {
        let now = self.0.clock.now();
        let (hall, today) = (bringer.hall.id, hall_date(now));
        let from = today + Days::new(1);
        if (&old.name, &old.short, &old.slots) == (&new.name, &new.short, &new.slots) {
            return Ok(ShiftOutcome::alone(from));
        }
        // The rules look it up before it is stored. Where they speak against it, nothing ever names it.
        self.0.shift_cache.add(vec![new.clone()]);
        let mut plan = follow(tx, &BTreeMap::from([(old.id, new.id)]), today).await?;
        if !plan.people.is_empty() {
            self.hold_weeks(tx, bringer, &mut plan, calendar).await?;
        }
        let applied = !plan.report.is_blocked();
        let findings = std::mem::take(&mut plan.report.findings).into_iter().map(|row| row.found).collect();
        let mut outcome = ShiftOutcome { applied, people: plan.people.len(), findings, ..ShiftOutcome::alone(from) };
        if !applied {
            return Ok(outcome);
        }
        repo::close_shift(tx, old.id, today).await?;
        repo::create_shift(tx, hall, new).await?;
        self.write_weeks(tx, bringer, &plan).await?;
        outcome.days = self.draft_days(tx, caller, hall, (old.id, new.id)).await?;
        let detail = format!("{} for {}, {} people", new.with_times(), old.with_times(), outcome.people);
        bringer.record(tx, now, "roster.replace_shift", detail).await?;
        Ok(outcome)
    }

    /// Puts the days from tomorrow on that are published with a shift into their months' drafts with the one in its
    /// place, and lets what is drafted with it follow; how many days these are.
    async fn draft_days(
        &self,
        tx: &Tx,
        caller: &Caller,
        hall: HallId,
        (old, new): (ShiftId, ShiftId),
    ) -> Result<usize> {
        let now = self.0.clock.now();
        let today = hall_date(now);
        let from = today + Days::new(1);
        let published = repo::find_entries_naming(tx, old, from).await?;
        let mut count = 0;
        for first in months(from, today + AHEAD) {
            let record = repo::find_draft(tx, hall, first).await?;
            let to_come: Vec<_> = published.iter().filter(|line| month_of(line.entry.date) == first).collect();
            if record.is_none() && to_come.is_empty() {
                continue;
            }
            let month = self.month(tx, caller, hall, first).await?;
            let drafted = match record {
                Some(draft) => repo::list_cells(tx, draft.id).await?,
                None => Vec::new(),
            };
            let mut cells = BTreeMap::<(PersonId, NaiveDate), CellRecord>::new();
            for worker in month.editable() {
                let of_worker = to_come.iter().filter(|line| line.person == worker.id);
                let dates = of_worker.map(|line| line.entry.date).filter(|date| month.has_cell(worker, *date));
                cells.extend(dates.map(|date| {
                    (
                        (worker.id, date),
                        CellRecord { person: worker.id, date, shift: Some(new), place: Placing::Published },
                    )
                }));
            }
            // What was painted over the published day counts.
            for cell in drafted {
                cells.remove(&(cell.person, cell.date));
                if cell.shift == Some(old) && cell.date >= from {
                    cells.insert((cell.person, cell.date), CellRecord { shift: Some(new), ..cell });
                }
            }
            if cells.is_empty() {
                continue;
            }
            let draft = save(tx, &month, record, caller.actor.person, now).await?;
            let cells: Vec<CellRecord> = cells.into_values().collect();
            repo::put_cells(tx, draft, &cells).await?;
            count += cells.len();
        }
        Ok(count)
    }
}

/// Whether anybody is still to work a shift after today.
async fn is_in_use(tx: &Tx, hall: HallId, shift: ShiftId, today: NaiveDate) -> Result<bool> {
    let from = today + Days::new(1);
    let offers = repo::list_open_offers(tx, &[hall], today).await?;
    Ok(offers.iter().any(|offer| offer.shift == shift)
        || !repo::find_patterns_naming(tx, shift, from).await?.is_empty()
        || !repo::find_entries_naming(tx, shift, from).await?.is_empty()
        || repo::is_drafted(tx, shift, from).await?)
}

fn month_of(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

/// The first dates of the months from one date to another.
fn months(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let first = month_of(from);
    (0..).map_while(move |n| first.checked_add_months(Months::new(n))).take_while(move |month| *month <= to)
}
