use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{Duty, Shift};
use crate::time::hall_midnight;

/// Whether two shifts, each on its date, would have one person in two places: their times from first to
/// last due overlap. Touching is fine: 15:00–20:00 may be followed by 20:00–01:00.
pub fn overlap(first: (NaiveDate, &Shift), second: (NaiveDate, &Shift)) -> bool {
    match (span(first), span(second)) {
        (Some((a_start, a_end)), Some((b_start, b_end))) => a_start < b_end && b_start < a_end,
        _ => false,
    }
}

/// The pairs of neighbouring dates whose shifts overlap, in a person's duties by date.
pub fn clashes(duties: &[Duty]) -> Vec<(NaiveDate, NaiveDate)> {
    duties
        .windows(2)
        .filter_map(|pair| {
            let [first, second] = pair else { return None };
            let clash = overlap((first.date, first.shift()?), (second.date, second.shift()?));
            clash.then_some((first.date, second.date))
        })
        .collect()
}

fn span((date, shift): (NaiveDate, &Shift)) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let midnight = hall_midnight(date);
    let at = |minutes: i32| midnight + TimeDelta::minutes(minutes.into());
    Some((at(shift.slots.first()?.due), at(shift.slots.last()?.due)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::{date, duty, night, office, shift, works};

    fn hours(from: i32, to: i32) -> Shift {
        shift(&[(from, from, from, 0), (to, to, to, 0)])
    }

    #[test]
    fn overlapping_shifts_clash_and_touching_ones_do_not() {
        let day = date(2026, 11, 24);
        let cases = [
            ((2200, 2600), (2100, 2300), true),
            ((2200, 2600), (2000, 2500), true),
            ((100, 200), (130, 300), true),
            ((2100, 2300), (2200, 2700), true),
            ((2000, 2500), (1500, 2000), false),
            ((800, 1000), (930, 1100), true),
            ((800, 1000), (1100, 1200), false),
        ];
        for (a, b, clash) in cases {
            let (first, second) = (hours(a.0, a.1), hours(b.0, b.1));
            assert_eq!(overlap((day, &first), (day, &second)), clash, "{a:?} {b:?}");
            assert_eq!(overlap((day, &second), (day, &first)), clash, "{b:?} {a:?}");
        }
        let (night, early) = (hours(2000, 2500), hours(100, 500));
        assert!(!overlap((day, &night), (day.succ_opt().unwrap(), &early)));
    }

    #[test]
    fn a_night_shift_clashes_with_an_early_one_next_day() {
        let day = date(2026, 11, 24);
        let next = day.succ_opt().unwrap();
        let early = works(next, hours(600, 1400));
        assert_eq!(clashes(&[works(day, night()), early.clone()]), [(day, next)]);
        assert_eq!(clashes(&[works(day, office()), early.clone()]), []);
        assert_eq!(clashes(&[duty(day, crate::roster::Assignment::Rest), early]), []);
    }
}
