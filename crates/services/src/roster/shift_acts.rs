//! The shifts of a hall as they are set on the screen: made, replaced, retired.
//!
//! A shift is never edited. Another takes its place from a day to come, and until it begins that can be taken back.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use domain::{
    ids::{HallId, PersonId, ShiftId},
    problem::{FieldReason, Problem},
    roster::{HallShifts, RosterError, Shift, ShiftCommand, ShiftOutcome, ShiftRow},
    time::hall_date,
};
use store::{Tx, repo::roster as repo};

use super::{Roster, bringer::Bringer, editor::AHEAD, in_use::InUse};
use crate::{caller::Caller, error::Result, org::hold_hall};

/// Shifts out of use that are listed.
const EARLIER: u64 = 20;

impl Roster {
    /// The shifts of a hall, in use and before. For those who may set them.
    pub async fn hall_shifts(&self, caller: &Caller, hall: HallId) -> Result<HallShifts> {
        let db = self.0.db.read();
        Bringer::caller(db, caller, hall).await?;
        let mut shifts = Vec::new();
        let today = hall_date(self.0.clock.now());
        let from = today + Days::new(1);
        let known = InUse::of(db, hall, today).await?;
        for shift in &known.open {
            let weeks = repo::find_patterns_naming(db, shift.id, from).await?;
            let people: BTreeSet<PersonId> = weeks.into_iter().map(|(person, _)| person).collect();
            let next = known.next_of(shift.id).map(|(next, step)| (next.clone(), step.from));
            shifts.push(ShiftRow { shift: shift.clone(), people: people.len(), next });
        }
        let mut earlier = repo::list_closed_shifts(db, hall, EARLIER).await?;
        earlier.retain(|(shift, _)| !known.open.iter().any(|open| open.id == shift.id));
        Ok(HallShifts { hall, from, shifts, earlier })
    }

    /// Makes a shift of a hall, or puts it in the place of another from a day to come: today and days before it are
    /// judged by what they began with. Not stored where the weeks that would go on with it break a hard rule; whoever's
    /// times change is told.
    ///
    /// # Errors
    /// [`Problem::Invalid`] as [`ShiftCommand::shift`] and [`ShiftCommand::first_day`] have it, and at `name` when
    /// another shift has it; [`Problem::Conflict`] when the one to be replaced is out of use by now;
    /// [`RosterError::ReplacementWaits`] when another is to take its place already.
    pub async fn save_shift(&self, caller: &Caller, command: ShiftCommand) -> Result<ShiftOutcome> {
        let (hall, replaces) = (command.hall, command.replaces);
        let bringer = Bringer::caller(self.0.db.read(), caller, hall).await?;
        let shift = command.shift(ShiftId::new())?;
        let today = hall_date(self.0.clock.now());
        let from = command.first_day((today + Days::new(1), today + AHEAD))?;
        let calendar = self.calendar().current().await?;
        let context = (self.clone(), (bringer, caller.clone()), shift, calendar);
        let outcome = self
            .0
            .db
            .write(context, move |tx, (me, who, shift, calendar)| {
                Box::pin(async move {
                    hold_hall(tx, hall).await?;
                    let known = InUse::of(tx, hall, today).await?;
                    let old = match replaces {
                        // Whoever has one open that is out of use by now hears of that first.
                        Some(id) => Some(lasting(&known, id)?),
                        None => None,
                    };
                    if known.all().any(|other| other.name == shift.name && Some(other.id) != replaces) {
                        return Err(Problem::field("name", FieldReason::Taken).into());
                    }
                    let Some(old) = old else { return me.add_shift(tx, &who.0, shift).await };
                    me.replace_shift(tx, who, (old, shift, from), calendar).await
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(outcome)
    }

    /// Takes a shift out of use: nobody can be given it any more. Today's work by it stays.
    ///
    /// # Errors
    /// [`RosterError::ShiftInUse`] while a week, a day to come, a draft or an offer names it;
    /// [`RosterError::ReplacementWaits`] when another is to take its place; [`Problem::Conflict`] when it is out of use
    /// by now.
    pub async fn retire_shift(&self, caller: &Caller, hall: HallId, shift: ShiftId) -> Result<()> {
        let bringer = Bringer::caller(self.0.db.read(), caller, hall).await?;
        let now = self.0.clock.now();
        let today = hall_date(now);
        self.0
            .db
            .write(bringer, move |tx, bringer| {
                Box::pin(async move {
                    hold_hall(tx, hall).await?;
                    let known = InUse::of(tx, hall, today).await?;
                    let old = lasting(&known, shift)?;
                    if is_in_use(tx, hall, shift, today).await? {
                        return Err(RosterError::ShiftInUse.into());
                    }
                    repo::close_shift(tx, shift, today).await?;
                    bringer.record(tx, now, "roster.retire_shift", old.name.clone()).await
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(())
    }

    async fn add_shift(&self, tx: &Tx, bringer: &Bringer, shift: &Shift) -> Result<ShiftOutcome> {
        let now = self.0.clock.now();
        repo::create_shift(tx, bringer.hall.id, shift).await?;
        bringer.record(tx, now, "roster.add_shift", shift.with_times()).await?;
        Ok(ShiftOutcome::alone(hall_date(now)))
    }
}

/// A shift in use that nothing is to take the place of.
fn lasting(known: &InUse, shift: ShiftId) -> Result<&Shift> {
    let open = known.open.iter().find(|open| open.id == shift).ok_or(Problem::Conflict)?;
    if known.next_of(shift).is_some() { Err(RosterError::ReplacementWaits.into()) } else { Ok(open) }
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
