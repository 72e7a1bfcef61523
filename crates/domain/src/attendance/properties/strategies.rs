//! Any days of any shifts, and what happens to them.

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::super::{ApprovedOvertime, PunchMark};
use crate::{
    calendar::OvertimeClass,
    ids::{PunchId, ShiftId},
    leave::{DayLeave, Hours},
    roster::{
        Assignment, Compensation, Duty, EARLIEST_OPENING, LATEST_CLOSING, MIN_DUE_GAP, Shift, Slot, SlotKind,
        samples::{clock, date, duty, works},
    },
};

pub(super) const DAYS: usize = 5;

pub(super) fn first_day() -> NaiveDate {
    date(2026, 11, 23)
}

/// Any sound shift: a first due time, then for each slot the gap to the one before, how far its window
/// reaches before and after its due time, and its grace.
pub(super) fn any_shift() -> impl Strategy<Value = Shift> {
    let slot = (MIN_DUE_GAP..600, 0..400i32, 0..600i32, 0..30i32);
    (0..1440i32, prop::collection::vec(slot, 1..=4)).prop_map(|(first, slots)| {
        let (mut due, mut opens, mut closes) = (first, EARLIEST_OPENING, EARLIEST_OPENING);
        let mut sound = Vec::new();
        for ((gap, before, after, grace), seq) in slots.into_iter().zip(1..) {
            due = if seq == 1 { first } else { due + gap };
            if due > LATEST_CLOSING {
                break;
            }
            opens = opens.max(due - before);
            closes = closes.max((due + after).min(LATEST_CLOSING));
            let kind = if seq % 2 == 1 { SlotKind::In } else { SlotKind::Out };
            let room = if kind == SlotKind::In { closes - due } else { due - opens };
            sound.push(Slot { seq, kind, due, opens, closes, grace: grace.min(room) });
        }
        Shift { id: ShiftId::new(), name: "样班".into(), short: "样".into(), slots: sound }
    })
}

/// Five days in a row, each with a shift or a day off.
pub(super) fn any_days() -> impl Strategy<Value = Vec<Duty>> {
    prop::collection::vec(prop::option::of(any_shift()), DAYS).prop_map(|shifts| {
        let dates = first_day().iter_days();
        dates
            .zip(shifts)
            .map(|(date, shift)| shift.map_or_else(|| duty(date, Assignment::Rest), |shift| works(date, shift)))
            .collect()
    })
}

/// Punches anywhere in the five days and a day to either side.
pub(super) fn any_punches() -> impl Strategy<Value = Vec<PunchMark>> {
    let seconds = -86_400..(86_400 * 6i64);
    let punch = (seconds, any::<bool>()).prop_map(|(seconds, needs_review)| PunchMark {
        id: PunchId::new(),
        at: clock(first_day(), 0, 0) + TimeDelta::seconds(seconds),
        needs_review,
    });
    prop::collection::vec(punch, 0..40)
}

/// What can happen to days: punches, corrections that others answer for, and days judged again in between.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fact {
    Punch(PunchMark),
    Correction(PunchMark),
    Recount,
}

impl Fact {
    pub(super) const fn mark(&self) -> Option<PunchMark> {
        match self {
            Self::Punch(mark) => Some(*mark),
            Self::Correction(mark) => Some(PunchMark { needs_review: false, ..*mark }),
            Self::Recount => None,
        }
    }
}

pub(super) fn any_facts() -> impl Strategy<Value = Vec<Fact>> {
    any_punches().prop_flat_map(|punches| {
        let kinds = prop::collection::vec(0..3u8, punches.len());
        (Just(punches), kinds).prop_map(|(punches, kinds)| {
            let fact = |(punch, kind)| match kind {
                0 => vec![Fact::Punch(punch)],
                1 => vec![Fact::Correction(punch)],
                _ => vec![Fact::Punch(punch), Fact::Recount],
            };
            punches.into_iter().zip(kinds).flat_map(fact).collect()
        })
    })
}

/// What else a day can have: leave, and overtime that was approved.
pub(super) type Granted = (DayLeave, Option<ApprovedOvertime>);

pub(super) fn any_granted() -> impl Strategy<Value = Vec<Granted>> {
    let hours = (0..1200i32, 1..240i32).prop_map(|(from, minutes)| vec![Hours { from, to: from + minutes }]);
    let leave = (any::<bool>(), any::<bool>(), prop::option::of(hours))
        .prop_map(|(morning, afternoon, hours)| DayLeave { morning, afternoon, hours: hours.unwrap_or_default() });
    let overtime = (1..660i32).prop_map(|minutes| ApprovedOvertime {
        minutes,
        compensation: Compensation::TimeOff,
        class: OvertimeClass::Workday,
    });
    prop::collection::vec((leave, prop::option::of(overtime)), DAYS)
}
