//! The ledger: lots that are granted, and lines that hold, take and give back day by day.
//!
//! Every line names the day of leave it is for, so that an early return gives back exactly the days that
//! were not taken, and a changed calendar is a comparison of days. Lots are used first expiring first.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{count::LeaveDay, error::LeaveError, kind::LeaveKind};
use crate::{coded::coded_enum, ids::LotId};

coded_enum! {
    /// What a line of the ledger does.
    pub enum Movement {
        /// Sets the size of a lot by law, up or down.
        Grant = "grant",
        /// Changes the size of a lot by HR's hand, up or down.
        Adjust = "adjust",
        /// Moves what is left to the next year's lot: down here, up there.
        Carry = "carry",
        /// Takes off a lot what has expired and is paid.
        PayOut = "pay_out",
        /// Reserves for a request.
        Hold = "hold",
        /// Takes what was reserved.
        Take = "take",
        /// Lets go of what was reserved.
        Drop = "drop",
        /// Gives back what was taken.
        Return = "return",
    }
}

coded_enum! {
    /// Where a lot comes from.
    pub enum LotSource {
        /// By law for a year.
        Granted = "granted",
        /// The rest of the year before, carried over with consent.
        Carried = "carried",
        /// By HR's hand.
        Adjusted = "adjusted",
        /// Overtime on a day off.
        Overtime = "overtime",
    }
}

/// What may be taken between two dates, and how much of it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveLot {
    /// The lot.
    pub id: LotId,
    /// The kind of leave.
    pub kind: LeaveKind,
    /// Where it comes from.
    pub source: LotSource,
    /// The year it is for.
    pub year: i32,
    /// The first day that can be taken from it.
    pub valid_from: NaiveDate,
    /// The last day.
    pub expires_on: NaiveDate,
    /// Its size.
    pub granted: i32,
    /// Asked for and not decided.
    pub pending: i32,
    /// Taken, future days of approved leave among them.
    pub used: i32,
}

impl LeaveLot {
    /// What can still be asked for.
    pub const fn free(&self) -> i32 {
        self.granted - self.used - self.pending
    }

    /// Whether a day can be taken from it.
    pub fn is_valid(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && day <= self.expires_on
    }
}

/// What a line does, without whose it is and when it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The lot; none where nothing bounds the kind.
    pub lot: Option<LotId>,
    /// What it does.
    pub movement: Movement,
    /// How much: above zero, but for lines that set the size of a lot.
    pub units: i32,
    /// The day of leave; for lines about a lot, the day on which it was looked at.
    pub day: NaiveDate,
}

/// What a request has of one lot on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The lot.
    pub lot: Option<LotId>,
    /// The day.
    pub day: NaiveDate,
    /// Reserved.
    pub pending: i32,
    /// Taken.
    pub used: i32,
}

/// The lines of one request added up by day and lot.
pub fn held<'a>(lines: impl IntoIterator<Item = &'a Line>) -> Vec<Held> {
    let mut sums = BTreeMap::<(NaiveDate, Option<LotId>), (i32, i32)>::new();
    for line in lines {
        let (pending, used) = sums.entry((line.day, line.lot)).or_default();
        match line.movement {
            Movement::Hold => *pending += line.units,
            Movement::Drop => *pending -= line.units,
            Movement::Take => {
                *pending -= line.units;
                *used += line.units;
            }
            Movement::Return => *used -= line.units,
            Movement::Grant | Movement::Adjust | Movement::Carry | Movement::PayOut => {}
        }
    }
    let held = |((day, lot), (pending, used))| Held { lot, day, pending, used };
    sums.into_iter().map(held).filter(|held| held.pending != 0 || held.used != 0).collect()
}

/// Reserves days: from lots that are valid on the day, the one that expires first before the others.
/// `limited` says whether lots bound the kind.
pub fn hold(lots: &[LeaveLot], days: &[LeaveDay], limited: bool) -> Result<Vec<Line>, LeaveError> {
    if !limited {
        let line = |day: &LeaveDay| Line { lot: None, movement: Movement::Hold, units: day.units, day: day.date };
        return Ok(days.iter().map(line).collect());
    }
    let mut lots: Vec<LeaveLot> = lots.to_vec();
    lots.sort_by_key(|lot| (lot.expires_on, lot.id));
    let mut days = days.to_vec();
    days.sort_unstable();
    let mut lines = Vec::new();
    for day in days {
        let mut wanted = day.units;
        for lot in lots.iter_mut().filter(|lot| lot.is_valid(day.date)) {
            let units = wanted.min(lot.free()).max(0);
            if units > 0 {
                lot.pending += units;
                wanted -= units;
                lines.push(Line { lot: Some(lot.id), movement: Movement::Hold, units, day: day.date });
            }
        }
        if wanted > 0 {
            return Err(LeaveError::NotEnough);
        }
    }
    Ok(lines)
}

/// Takes everything that a request has reserved. Done again, it does nothing.
pub fn consume(held: &[Held]) -> Vec<Line> {
    let line = |held: &Held| Line { lot: held.lot, movement: Movement::Take, units: held.pending, day: held.day };
    held.iter().filter(|held| held.pending > 0).map(line).collect()
}

/// Lets go of everything that a request has from a day on, reserved or taken; of all of it without a day.
pub fn release(held: &[Held], from: Option<NaiveDate>) -> Vec<Line> {
    let released = held.iter().filter(|held| from.is_none_or(|from| from <= held.day));
    released.flat_map(|held| give_back(held, held.pending + held.used)).collect()
}

/// Makes a request cost `days`, when the calendar has changed or somebody comes back early: what is too
/// much on a day goes back to its lots, what is missing is held, and taken if the request was approved.
/// Done again, it does nothing.
pub fn recount(lots: &[LeaveLot], held: &[Held], days: &[LeaveDay], limited: bool) -> Result<Vec<Line>, LeaveError> {
    let mut wanted = BTreeMap::<NaiveDate, i32>::new();
    for day in days {
        *wanted.entry(day.date).or_default() += day.units;
    }
    for part in held {
        *wanted.entry(part.day).or_default() -= part.pending + part.used;
    }
    let mut lines = Vec::new();
    for (&day, &units) in wanted.iter().filter(|(_, units)| **units < 0) {
        lines.extend(surplus(lots, held.iter().filter(|held| held.day == day), -units));
    }
    let after = settled(lots, &lines);
    let missing = wanted.into_iter().filter(|(_, units)| *units > 0);
    let missing: Vec<LeaveDay> = missing.map(|(date, units)| LeaveDay { date, units }).collect();
    let more = hold(&after, &missing, limited)?;
    let approved = held.iter().any(|held| held.used > 0);
    for line in more {
        lines.push(line);
        if approved {
            lines.push(Line { movement: Movement::Take, ..line });
        }
    }
    Ok(lines)
}

/// Gives back the second half of one day: somebody is there from noon on. Done again, it would give back
/// half of what is left.
pub fn halve(lots: &[LeaveLot], held: &[Held], day: NaiveDate) -> Vec<Line> {
    let of_day = || held.iter().filter(|part| part.day == day);
    let units: i32 = of_day().map(|part| part.pending + part.used).sum();
    surplus(lots, of_day(), units / 2)
}

/// What is given back of one day: first of the lot that expires last, as it was taken last.
fn surplus<'a>(lots: &[LeaveLot], parts: impl Iterator<Item = &'a Held>, units: i32) -> Vec<Line> {
    let expiry = |lot: Option<LotId>| lots.iter().find(|known| Some(known.id) == lot).map(|lot| lot.expires_on);
    let mut parts: Vec<&Held> = parts.collect();
    parts.sort_by_key(|part| std::cmp::Reverse((expiry(part.lot), part.lot)));
    let (mut left, mut lines) = (units, Vec::new());
    for part in parts {
        let units = left.min(part.pending + part.used);
        left -= units;
        lines.extend(give_back(part, units));
    }
    lines
}

/// Gives back units of one part: what is only reserved before what was taken.
fn give_back(part: &Held, units: i32) -> impl Iterator<Item = Line> + use<> {
    let (lot, day) = (part.lot, part.day);
    let dropped = units.min(part.pending);
    let returned = (units - dropped).min(part.used);
    [(Movement::Drop, dropped), (Movement::Return, returned)]
        .into_iter()
        .filter(|(_, units)| *units > 0)
        .map(move |(movement, units)| Line { lot, movement, units, day })
}

/// Lots as they are after some lines.
pub fn settled(lots: &[LeaveLot], lines: &[Line]) -> Vec<LeaveLot> {
    let mut lots = lots.to_vec();
    for line in lines {
        let Some(lot) = lots.iter_mut().find(|lot| Some(lot.id) == line.lot) else { continue };
        match line.movement {
            Movement::Grant | Movement::Adjust | Movement::Carry | Movement::PayOut => lot.granted += line.units,
            Movement::Hold => lot.pending += line.units,
            Movement::Drop => lot.pending -= line.units,
            Movement::Take => {
                lot.pending -= line.units;
                lot.used += line.units;
            }
            Movement::Return => lot.used -= line.units,
        }
    }
    lots
}

/// By how much a year's lot changes when the law gives `wanted` for the year and its grants so far come to
/// `by_law`. What was taken or asked for stays: taken too much is not taken back (办法 12). Done again, it
/// is nothing.
pub fn regrant(by_law: i32, lot: &LeaveLot, wanted: i32) -> i32 {
    (wanted - by_law).max(lot.used + lot.pending - lot.granted)
}

#[cfg(test)]
mod tests;
