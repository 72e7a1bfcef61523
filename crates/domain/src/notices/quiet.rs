//! Quiet hours: nothing rings; the inbox fills all the same.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    problem::{FieldErrors, FieldReason, Problem},
    time::{hall_date, hall_midnight, minute_of},
};

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// From when to when, at the hall's clock, in minutes from midnight. The end may lie on the next day; where both are
/// the same there are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    from: u16,
    to: u16,
}

/// Not two times of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a time of day has fewer than 1440 minutes")]
pub struct NotTimesOfDay;

impl Default for QuietHours {
    /// 22:00 to 07:00.
    fn default() -> Self {
        Self { from: 22 * 60, to: 7 * 60 }
    }
}

impl QuietHours {
    /// From one minute of the day to another.
    ///
    /// # Errors
    /// When one of them is none.
    pub const fn new(from: u16, to: u16) -> Result<Self, NotTimesOfDay> {
        if from < DAY && to < DAY { Ok(Self { from, to }) } else { Err(NotTimesOfDay) }
    }

    /// None at all.
    pub const fn none() -> Self {
        Self { from: 0, to: 0 }
    }

    /// Whether there are none.
    pub const fn is_none(self) -> bool {
        self.from == self.to
    }

    /// The first quiet minute of the day.
    pub const fn from(self) -> u16 {
        self.from
    }

    /// The first minute that is not quiet any more.
    pub const fn to(self) -> u16 {
        self.to
    }

    /// When something that happens at an instant may ring: at once, or when the quiet hours end.
    pub fn rings_at(self, at: DateTime<Utc>) -> DateTime<Utc> {
        let midnight = hall_midnight(hall_date(at));
        let minute = |minutes: u16| midnight + TimeDelta::minutes(minutes.into());
        let (from, to) = (minute(self.from), minute(self.to));
        if self.from <= self.to {
            if from <= at && at < to { to } else { at }
        } else if at < to {
            to
        } else if from <= at {
            to + TimeDelta::days(1)
        } else {
            at
        }
    }
}

/// Quiet hours as a form has them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietCommand {
    /// Whether there are any.
    #[serde(default)]
    pub on: bool,
    /// `HH:MM`.
    pub from: String,
    /// `HH:MM`.
    pub to: String,
}

impl QuietCommand {
    /// What it says.
    ///
    /// # Errors
    /// At `from` or `to`, when one is no time of day, or the hours have no length.
    pub fn check(&self) -> Result<QuietHours, Problem> {
        if !self.on {
            return Ok(QuietHours::none());
        }
        let mut errors = FieldErrors::default();
        let (from, to) = (errors.take("from", minute_of(&self.from)), errors.take("to", minute_of(&self.to)));
        match (from, to) {
            (Some(from), Some(to)) if from == to => Err(Problem::field("to", FieldReason::OutOfRange)),
            (Some(from), Some(to)) => {
                QuietHours::new(from, to).map_err(|_| Problem::field("to", FieldReason::OutOfRange))
            }
            _ => Err(errors.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::*;

    fn at(day: u32, hours: i64, minutes: i64) -> DateTime<Utc> {
        let date = NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        hall_midnight(date) + TimeDelta::minutes(hours * 60 + minutes)
    }

    #[test]
    fn the_night_is_quiet_over_midnight() {
        let night = QuietHours::default();
        let cases = [
            (at(24, 21, 59), at(24, 21, 59)),
            (at(24, 22, 0), at(25, 7, 0)),
            (at(25, 0, 0), at(25, 7, 0)),
            (at(25, 6, 59), at(25, 7, 0)),
            (at(25, 7, 0), at(25, 7, 0)),
        ];
        for (happens, rings) in cases {
            assert_eq!(night.rings_at(happens), rings, "{happens}");
        }
        let nap = QuietHours::new(12 * 60, 14 * 60).unwrap();
        assert_eq!(nap.rings_at(at(24, 13, 0)), at(24, 14, 0));
        assert_eq!(nap.rings_at(at(24, 23, 0)), at(24, 23, 0));
        assert_eq!(QuietHours::new(0, 1440), Err(NotTimesOfDay));
    }

    #[test]
    fn a_form_names_the_field_that_is_wrong() {
        let said = |on, from: &str, to: &str| QuietCommand { on, from: from.to_owned(), to: to.to_owned() }.check();
        assert_eq!(said(true, "22:00", "07:00"), Ok(QuietHours::default()));
        assert_eq!(said(false, "", ""), Ok(QuietHours::none()));
        assert_eq!(said(true, "24:00", "07:00"), Err(Problem::field("from", FieldReason::Malformed)));
        assert_eq!(said(true, "22:00", "22:00"), Err(Problem::field("to", FieldReason::OutOfRange)));
    }

    proptest! {
        #[test]
        fn what_waits_rings_within_a_day_and_outside_the_quiet_hours(
            from in 0_u16..DAY, to in 0_u16..DAY, minutes in 0_i64..3 * 1440,
        ) {
            let quiet = QuietHours::new(from, to).unwrap();
            let happens = at(24, 0, minutes);
            let rings = quiet.rings_at(happens);
            prop_assert!(rings >= happens && rings < happens + TimeDelta::days(1));
            prop_assert_eq!(quiet.rings_at(rings), rings);
            prop_assert!(!quiet.is_none() || rings == happens);
        }
    }
}
