//! A shift takes the place of another from a day to come, or no longer does: weeks go on with it, and days that were
//! published with the other one wait in their months' drafts to be looked at and published with it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, Months, NaiveDate};
use domain::{
    calendar::WorkCalendar,
    ids::{HallId, PersonId, ShiftId},
    problem::Problem,
    roster::{Placing, Shift, ShiftOutcome, Succession},
    time::hall_date,
};
use store::{
    Tx,
    repo::roster::{self as repo, CellRecord, OfferRecord},
};

use super::{
    Roster,
    bringer::Bringer,
    drafting::{Cells, cells_of, keep, save},
    editor::AHEAD,
    in_use::InUse,
    patterns::WeekPlan,
    placing::Windows,
    versions::follow,
};
use crate::{
    caller::Caller,
    error::{Error, Result},
    org::hold_hall,
};

impl Roster {
    /// Takes back what was to take the place of another shift and has not begun: all go on with that. Not stored where
    /// their weeks would break a hard rule; whoever's times change is told.
    ///
    /// # Errors
    /// [`Problem::Conflict`] when it has begun, or was taken back, by now.
    pub async fn take_back_shift(&self, caller: &Caller, hall: HallId, shift: ShiftId) -> Result<ShiftOutcome> {
        let bringer = Bringer::caller(self.0.db.read(), caller, hall).await?;
        let calendar = self.calendar().current().await?;
        let context = (self.clone(), (bringer, caller.clone()), calendar);
        let outcome = self
            .0
            .db
            .write(context, move |tx, (me, who, calendar)| {
                Box::pin(async move {
                    hold_hall(tx, hall).await?;
                    let now = me.0.clock.now();
                    let known = InUse::of(tx, hall, hall_date(now)).await?;
                    let (new, step) = known.bringing(shift).ok_or(Problem::Conflict)?;
                    let back = Succession { old: step.new, new: step.old, from: step.from };
                    let (plan, mut outcome) = me.planned_change(tx, &who.0, back, calendar).await?;
                    if outcome.applied {
                        repo::take_back_shift(tx, *step).await?;
                        outcome.days = me.settle_change(tx, who, (&plan, back), calendar).await?;
                        let detail = format!("{} from {}", new.with_times(), step.from);
                        who.0.record(tx, now, "roster.take_back_shift", detail).await?;
                    }
                    Ok::<_, Error>(outcome)
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(outcome)
    }

    /// Puts a shift in the place of another from a day on.
    pub(super) async fn replace_shift(
        &self,
        tx: &Tx,
        who: &(Bringer, Caller),
        (old, new, from): (&Shift, &Shift, NaiveDate),
        calendar: &WorkCalendar,
    ) -> Result<ShiftOutcome> {
        if (&old.name, &old.short, &old.slots) == (&new.name, &new.short, &new.slots) {
            return Ok(ShiftOutcome::alone(from));
        }
        // The rules look it up before it is stored. Where they speak against it, nothing ever names it.
        self.0.shift_cache.add(vec![new.clone()]);
        let step = Succession { old: old.id, new: new.id, from };
        let (plan, mut outcome) = self.planned_change(tx, &who.0, step, calendar).await?;
        if outcome.applied {
            repo::replace_shift(tx, who.0.hall.id, new, step).await?;
            outcome.days = self.settle_change(tx, who, (&plan, step), calendar).await?;
            let (new, old) = (new.with_times(), old.with_times());
            let detail = format!("{new} for {old} from {from}, {} people", outcome.people);
            who.0.record(tx, self.0.clock.now(), "roster.replace_shift", detail).await?;
        }
        Ok(outcome)
    }

    /// The weeks that go on with the new shift, held against the rules.
    async fn planned_change(
        &self,
        tx: &Tx,
        bringer: &Bringer,
        step: Succession,
        calendar: &WorkCalendar,
    ) -> Result<(WeekPlan, ShiftOutcome)> {
        let mut plan = follow(tx, &BTreeMap::from([(step.old, step.new)]), step.from).await?;
        if !plan.people.is_empty() {
            self.hold_weeks(tx, bringer, &mut plan, calendar).await?;
        }
        let applied = !plan.report.is_blocked();
        let findings = std::mem::take(&mut plan.report.findings).into_iter().map(|row| row.found).collect();
        let outcome = ShiftOutcome { applied, people: plan.people.len(), findings, ..ShiftOutcome::alone(step.from) };
        Ok((plan, outcome))
    }

    /// Stores these weeks, and has what is offered, published and drafted follow; how many days wait to be published.
    async fn settle_change(
        &self,
        tx: &Tx,
        (bringer, caller): &(Bringer, Caller),
        (plan, step): (&WeekPlan, Succession),
        calendar: &WorkCalendar,
    ) -> Result<usize> {
        self.write_weeks(tx, bringer, plan).await?;
        // Whoever has an offer before them that follows looks at it again.
        for offer in repo::list_open_offers(tx, &[bringer.hall.id], step.from - Days::new(1)).await? {
            let follows = OfferRecord { shift: step.new, version: offer.version + 1, ..offer };
            if offer.shift == step.old && !repo::update_offer(tx, follows).await? {
                return Err(Problem::Conflict.into());
            }
        }
        self.draft_days(tx, caller, (bringer.hall.id, step), calendar).await
    }

    /// Puts the days from the first on that are published with the old shift into their months' drafts with the new
    /// one, and lets what is drafted with the old one follow; how many days wait in drafts then.
    async fn draft_days(
        &self,
        tx: &Tx,
        caller: &Caller,
        (hall, Succession { old, new, from }): (HallId, Succession),
        calendar: &WorkCalendar,
    ) -> Result<usize> {
        let now = self.0.clock.now();
        let published = repo::find_entries_naming(tx, old, from).await?;
        let mut count = 0;
        for first in months(from, hall_date(now) + AHEAD) {
            let record = repo::find_draft(tx, hall, first).await?;
            let to_come: Vec<_> = published.iter().filter(|line| month_of(line.entry.date) == first).collect();
            if record.is_none() && to_come.is_empty() {
                continue;
            }
            let month = self.month(tx, caller, hall, first).await?;
            let drafted = cells_of(tx, record).await?;
            let mut cells = Cells::new();
            // The caller's own, too: they wait there for somebody else to publish them.
            for worker in &month.workers {
                let of_worker = to_come.iter().filter(|line| line.person == worker.id);
                let dates = of_worker.map(|line| line.entry.date).filter(|date| month.has_cell(worker, *date));
                let place = Placing::Published;
                let cell = |date| CellRecord { person: worker.id, date, shift: Some(new), place };
                cells.extend(dates.map(|date| ((worker.id, date), Some(cell(date)))));
            }
            // What was painted over the published day counts.
            for cell in drafted {
                cells.remove(&(cell.person, cell.date));
                if cell.shift == Some(old) && cell.date >= from {
                    cells.insert((cell.person, cell.date), Some(CellRecord { shift: Some(new), ..cell }));
                }
            }
            if cells.is_empty() {
                continue;
            }
            let people: BTreeSet<PersonId> = cells.keys().map(|(person, _)| *person).collect();
            let people: Vec<PersonId> = people.into_iter().collect();
            let span = (month.first, month.last);
            let duties = self.duties_of(tx, calendar, &people, span.0, span.1).await?;
            let windows = Windows::of(tx, hall, &people, span).await?;
            let draft = save(tx, &month, record, caller.actor.person, now).await?;
            count += keep(tx, draft, cells, (&duties, &windows)).await?;
        }
        Ok(count)
    }
}

/// The first date of a date's month.
pub(super) fn month_of(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

/// The first dates of the months from one date to another.
fn months(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let first = month_of(from);
    (0..).map_while(move |n| first.checked_add_months(Months::new(n))).take_while(move |month| *month <= to)
}
