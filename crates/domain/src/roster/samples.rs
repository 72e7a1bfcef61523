//! Shifts and duties for the tests of this crate.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{Assignment, Duty, DutySource, Shift, Slot, SlotKind};
use crate::{calendar::DayKind, ids::ShiftId, time::hall_midnight};

pub(crate) fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The instant `hours:minutes` after a date's midnight at the hall; hours may pass 24.
pub(crate) fn clock(date: NaiveDate, hours: i64, minutes: i64) -> DateTime<Utc> {
    hall_midnight(date) + TimeDelta::minutes(hours * 60 + minutes)
}

/// A shift of slots (opens, due, closes, grace) in hours and minutes written as `830`, in and out by turns.
pub(crate) fn shift(slots: &[(i32, i32, i32, i32)]) -> Shift {
    let minutes = |clock: i32| clock.div_euclid(100) * 60 + clock.rem_euclid(100);
    let slots = slots.iter().zip(1..).map(|(&(opens, due, closes, grace), seq)| Slot {
        seq,
        kind: if seq % 2 == 1 { SlotKind::In } else { SlotKind::Out },
        due: minutes(due),
        opens: minutes(opens),
        closes: minutes(closes),
        grace,
    });
    Shift { id: ShiftId::new(), name: "样班".into(), short: "样".into(), slots: slots.collect() }
}

/// 08:30 to 17:30, five minutes of grace.
pub(crate) fn office() -> Shift {
    shift(&[(630, 830, 1100, 5), (1500, 1730, 2300, 5)])
}

/// 08:30–12:00 and 13:30–17:30; the two windows at midday overlap from 12:15 to 12:45.
pub(crate) fn four() -> Shift {
    shift(&[(630, 830, 1030, 0), (1100, 1200, 1245, 0), (1215, 1330, 1500, 0), (1600, 1730, 2200, 0)])
}

/// 23:00 to 07:00 of the next day.
pub(crate) fn night() -> Shift {
    shift(&[(2200, 2300, 2630, 0), (2900, 3100, 3300, 0)])
}

pub(crate) fn duty(date: NaiveDate, assignment: Assignment) -> Duty {
    Duty { date, day_kind: DayKind::Workday, assignment, post: None, source: DutySource::Entry }
}

pub(crate) fn works(date: NaiveDate, shift: Shift) -> Duty {
    duty(date, Assignment::Shift(shift.into()))
}
