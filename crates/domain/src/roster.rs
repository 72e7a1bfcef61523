//! Who works which shift on which date.
//!
//! A person's day comes from the first of these that says something: a published roster line for that
//! date; their weekly pattern, read with the State Council calendar; nothing (无排班). See [`PersonRoster`].

mod clash;
mod duty;
mod import;
mod pattern;
mod shift;
mod view;

pub use clash::{clashes, overlap};
pub use duty::{Assignment, Duty, DutySource, PersonRoster, RosterEntry, UnknownShift};
pub use import::{OFF, RosterColumn, RosterImportError, RosterImportReport, ShiftImportReport};
pub use pattern::{PatternDays, WeeklyPattern};
pub use shift::{
    EARLIEST_OPENING, LATEST_CLOSING, MAX_SLOTS, MIN_DUE_GAP, Shift, ShiftError, ShiftProblem, Slot, SlotKind,
};
pub use view::{HallDayRow, HallDayView, RosterDay, RosterView};

#[cfg(test)]
pub(crate) mod samples;
