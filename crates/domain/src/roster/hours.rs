use chrono::NaiveDate;

use super::{Duty, Shift};
use crate::calendar::{DayKind, WorkCalendar};

/// Minutes of a standard working day (国务院关于职工工作时间的规定 3).
pub const STANDARD_DAY: i32 = 8 * 60;

/// Minutes of a day.
const DAY: i32 = 24 * 60;

/// 22:00 and 06:00, between which work is night work (domain.md 2.2), in minutes of a day.
const NIGHT: (i32, i32) = (22 * 60, 6 * 60);

impl Shift {
    /// The stretches of work, in minutes of the work-date: from each arrival's due time to the departure's
    /// that follows it.
    pub fn work(&self) -> impl Iterator<Item = (i32, i32)> {
        self.slots.chunks_exact(2).filter_map(|pair| match pair {
            [arrive, leave] => Some((arrive.due, leave.due)),
            _ => None,
        })
    }

    /// Minutes of work.
    pub fn minutes(&self) -> i32 {
        self.work().map(|(from, to)| to - from).sum()
    }

    /// Whether any of the work lies between 22:00 and 06:00.
    pub fn is_night(&self) -> bool {
        let (evening, morning) = NIGHT;
        let nights = [(evening - DAY, morning), (evening, morning + DAY), (evening + DAY, morning + 2 * DAY)];
        self.work().any(|(from, to)| nights.iter().any(|(start, end)| from < *end && *start < to))
    }
}

/// Minutes of work on a date by its duty.
pub fn rostered(duty: &Duty) -> i32 {
    duty.shift().map_or(0, Shift::minutes)
}

/// Minutes beyond standard hours in one month, from the duties of its dates (domain.md 2.4): all work on a
/// statutory holiday, what passes eight hours on any other day, and of the rest what passes eight hours for
/// each working day of the month. A Saturday worked for a weekday off in the same month is therefore none;
/// what it costs is another matter, see [`WorkCalendar::overtime_class`].
pub fn overtime_beyond_standard(duties: &[Duty]) -> i32 {
    let (mut beyond, mut within, mut standard) = (0, 0, 0);
    for duty in duties {
        let minutes = rostered(duty);
        if duty.day_kind.is_workday() {
            standard += STANDARD_DAY;
        }
        if matches!(duty.day_kind, DayKind::StatutoryHoliday(_)) {
            beyond += minutes;
        } else {
            beyond += (minutes - STANDARD_DAY).max(0);
            within += minutes.min(STANDARD_DAY);
        }
    }
    beyond + (within - standard).max(0)
}

/// The standard minutes from one date to another, both included: 62 working days are 496 hours.
pub fn standard_minutes(calendar: &WorkCalendar, from: NaiveDate, to: NaiveDate) -> i32 {
    calendar.workdays_between(from, to) * STANDARD_DAY
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::{
        Assignment,
        samples::{date, duty, four, night, office, shift, works},
    };

    fn hours(from: i32, to: i32) -> Shift {
        shift(&[(from, from, from, 0), (to, to, to, 0)])
    }

    fn day(kind: DayKind, shift: Shift) -> Duty {
        Duty { day_kind: kind, ..works(date(2026, 11, 24), shift) }
    }

    #[test]
    fn work_is_what_lies_between_arriving_and_leaving() {
        assert_eq!(office().minutes(), 540);
        assert_eq!(four().minutes(), 450);
        assert_eq!(night().minutes(), 480);
    }

    #[test]
    fn nights() {
        for (from, to, is) in [
            (830, 1730, false),
            (1400, 2200, false),
            (1400, 2201, true),
            (2300, 3100, true),
            (530, 1300, true),
            (600, 1300, false),
            (1800, 3200, true),
        ] {
            assert_eq!(hours(from, to).is_night(), is, "{from}–{to}");
        }
    }

    #[test]
    fn what_passes_the_standard_is_overtime() {
        let (eight, ten) = (|| hours(900, 1700), || hours(900, 1900));
        let rest = duty(date(2026, 11, 24), Assignment::Rest);
        let cases = [
            (vec![day(DayKind::Workday, eight())], 0),
            (vec![day(DayKind::Workday, ten())], 120),
            (vec![day(DayKind::RestDay, eight())], 480),
            // A Saturday for a weekday off.
            (vec![day(DayKind::RestDay, eight()), rest.clone()], 0),
            (vec![day(DayKind::RestDay, ten()), rest.clone()], 120),
            // A holiday is never swapped away.
            (vec![day(DayKind::StatutoryHoliday(crate::calendar::Festival::NationalDay), eight()), rest], 480),
        ];
        for (duties, minutes) in cases {
            assert_eq!(overtime_beyond_standard(&duties), minutes, "{duties:?}");
        }
    }
}
