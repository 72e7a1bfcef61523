use serde::{Deserialize, Serialize};

use super::OFF;
use crate::{
    coded::coded_enum,
    ids::ShiftId,
    problem::{FieldError, FieldReason},
    time::wall_time,
};

/// Characters of a shift's name.
pub const MAX_SHIFT_NAME: u16 = 20;
/// Characters of its short name.
pub const MAX_SHIFT_SHORT: u16 = 2;
/// Punch slots a shift may have (domain 1.F2: two or four a day, here one to four).
pub const MAX_SLOTS: usize = 4;
/// Where a slot's window may begin at the earliest: noon of the day before, in minutes of the work-date.
///
/// With [`LATEST_CLOSING`] this keeps a work-date's windows between two noons, so that they can only meet
/// those of the date before and the date after.
pub const EARLIEST_OPENING: i32 = -720;
/// The last minute a slot's window may include: 11:59 of the day after.
pub const LATEST_CLOSING: i32 = 2159;
/// Least minutes between two due times of a shift: nearer ones would fall into one double tap.
pub const MIN_DUE_GAP: i32 = 2;

coded_enum! {
    /// Which way a punch at a slot goes.
    pub enum SlotKind {
        /// 上班: arriving.
        In = "in",
        /// 下班: leaving.
        Out = "out",
    }
}

/// One punch expected in a shift. Times are minutes from the work-date's midnight at the hall; those of
/// a shift across midnight run on past 1440.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Place in the shift, from 1.
    pub seq: i16,
    /// Arriving or leaving.
    pub kind: SlotKind,
    /// When the punch is due.
    pub due: i32,
    /// First minute of the window in which a punch belongs here.
    pub opens: i32,
    /// Last minute of that window, itself included.
    pub closes: i32,
    /// Minutes after an arrival's due time, or before a departure's, that still count as on time.
    pub grace: i32,
}

/// A shift (班次): a name and one to four slots, in and out by turns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// The shift.
    pub id: ShiftId,
    /// Its name, such as 早班.
    pub name: String,
    /// One or two characters for the cells of a grid.
    pub short: String,
    /// The slots, by `seq`.
    pub slots: Vec<Slot>,
}

/// What is wrong with a shift, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct ShiftError {
    /// The field, such as `slots[1].due`; positions count from 0.
    pub field: String,
    /// What is wrong with it.
    pub problem: ShiftProblem,
}

/// What can be wrong with a field of a shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ShiftProblem {
    /// A name has 1 to 20 characters, a short name 1 or 2.
    #[error("has the wrong length")]
    Length,
    /// [`OFF`] is a day off, in rosters as in cycles.
    #[error("means a day off")]
    Reserved,
    /// A shift has one to four slots.
    #[error("must be one to four")]
    SlotCount,
    /// Slots are numbered 1, 2, 3, 4.
    #[error("must count up from 1")]
    Sequence,
    /// In and out take turns, beginning with in.
    #[error("in and out must take turns")]
    Turns,
    /// The first due time lies in the work-date, and all windows between noon of the day before and noon
    /// of the day after.
    #[error("lies too far from the work-date")]
    TooFar,
    /// A window contains its due time.
    #[error("the window must contain the due time")]
    DueOutsideWindow,
    /// Due times, openings and closings of the slots follow each other.
    #[error("must follow the slot before")]
    OutOfOrder,
    /// Grace is not negative and stays within the window.
    #[error("grace must stay within the window")]
    Grace,
}

impl Shift {
    /// Every fault of the shift; fit for use when there is none.
    pub fn validate(&self) -> Result<(), Vec<ShiftError>> {
        let mut faults = Vec::new();
        let mut note = |wrong: bool, field: &str, problem| {
            if wrong {
                faults.push(ShiftError { field: field.to_owned(), problem });
            }
        };
        let wrong_length = |text: &str, most: u16| !(1..=usize::from(most)).contains(&text.chars().count());
        note(wrong_length(&self.name, MAX_SHIFT_NAME), "name", ShiftProblem::Length);
        note(wrong_length(&self.short, MAX_SHIFT_SHORT), "short", ShiftProblem::Length);
        note(self.name == OFF, "name", ShiftProblem::Reserved);
        note(self.short == OFF, "short", ShiftProblem::Reserved);
        note(!(1..=MAX_SLOTS).contains(&self.slots.len()), "slots", ShiftProblem::SlotCount);
        let mut previous: Option<Slot> = None;
        for (i, slot) in self.slots.iter().enumerate() {
            for (field, problem) in slot.faults(previous) {
                note(true, &format!("slots[{i}].{field}"), problem);
            }
            previous = Some(*slot);
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    /// The name with the times at which its punches are due: `白班 08:30–12:00 13:30–17:30`. Tells a shift from one of
    /// the same name that has taken its place.
    pub fn with_times(&self) -> String {
        let pair = |slots: &[Slot]| slots.iter().map(|slot| wall_time(slot.due)).collect::<Vec<_>>().join("–");
        let times = self.slots.chunks(2).map(pair);
        [self.name.clone()].into_iter().chain(times).collect::<Vec<_>>().join(" ")
    }
}

impl ShiftError {
    /// The same of a field of a form.
    pub fn of_form(&self, shift: &Shift) -> FieldError {
        let empty = match self.field.as_str() {
            "name" => shift.name.is_empty(),
            "short" => shift.short.is_empty(),
            _ => shift.slots.is_empty(),
        };
        let reason = match self.problem {
            ShiftProblem::Length | ShiftProblem::SlotCount if empty => FieldReason::Required,
            ShiftProblem::Length | ShiftProblem::SlotCount => FieldReason::TooLong,
            ShiftProblem::Reserved => FieldReason::Taken,
            ShiftProblem::OutOfOrder => FieldReason::Overlaps,
            ShiftProblem::Sequence
            | ShiftProblem::Turns
            | ShiftProblem::TooFar
            | ShiftProblem::DueOutsideWindow
            | ShiftProblem::Grace => FieldReason::OutOfRange,
        };
        FieldError::new(&self.field, reason)
    }
}

impl Slot {
    fn faults(self, previous: Option<Self>) -> Vec<(&'static str, ShiftProblem)> {
        let follows = |pick: fn(Self) -> i32, gap: i32| {
            previous.is_none_or(|before| pick(before).saturating_add(gap) <= pick(self))
        };
        let turn = previous.is_none_or(|before| before.kind == SlotKind::Out);
        let grace_reaches = match self.kind {
            SlotKind::In => self.due.saturating_add(self.grace) <= self.closes,
            SlotKind::Out => self.due.saturating_sub(self.grace) >= self.opens,
        };
        let last_due = if previous.is_none() { 1439 } else { LATEST_CLOSING };
        let checks = [
            (self.seq == previous.map_or(1, |before| before.seq.saturating_add(1)), "seq", ShiftProblem::Sequence),
            ((self.kind == SlotKind::In) == turn, "kind", ShiftProblem::Turns),
            ((0..=last_due).contains(&self.due), "due", ShiftProblem::TooFar),
            (self.opens >= EARLIEST_OPENING, "opens", ShiftProblem::TooFar),
            (self.closes <= LATEST_CLOSING, "closes", ShiftProblem::TooFar),
            (self.opens <= self.due, "opens", ShiftProblem::DueOutsideWindow),
            (self.due <= self.closes, "closes", ShiftProblem::DueOutsideWindow),
            (follows(|slot| slot.due, MIN_DUE_GAP), "due", ShiftProblem::OutOfOrder),
            (follows(|slot| slot.opens, 0), "opens", ShiftProblem::OutOfOrder),
            (follows(|slot| slot.closes, 0), "closes", ShiftProblem::OutOfOrder),
            (self.grace >= 0 && grace_reaches, "grace", ShiftProblem::Grace),
        ];
        checks.into_iter().filter(|(sound, ..)| !sound).map(|(_, field, problem)| (field, problem)).collect()
    }
}

#[cfg(test)]
mod tests;
