use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    annual::{SICK_MONTH, full_years},
    count::LeaveDay,
};

/// How long somebody who is ill can't be dismissed for it (劳部发〔1994〕479号 3, 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MedicalPeriod {
    /// Months of sick leave.
    pub months: i32,
    /// Months in which they are added up, from the first sick day.
    pub window: i32,
}

impl MedicalPeriod {
    /// Calendar days of sick leave with which it is used up; a month is 30.
    pub const fn days(self) -> i32 {
        self.months * SICK_MONTH
    }

    /// The last day on which sick days are added to those since the first.
    pub fn window_ends(self, first_sick_day: NaiveDate) -> NaiveDate {
        let months = Months::new(self.window.unsigned_abs());
        first_sick_day.checked_add_months(months).unwrap_or(first_sick_day)
    }
}

/// By all years of work and those at this employer, both on the first sick day.
pub fn medical_period(service_from: NaiveDate, hired_on: NaiveDate, first_sick_day: NaiveDate) -> MedicalPeriod {
    let (all, here) = (full_years(service_from, first_sick_day), full_years(hired_on, first_sick_day));
    let (months, window) = match (all, here) {
        (..10, ..5) => (3, 6),
        (..10, _) | (_, ..5) => (6, 12),
        (_, 5..10) => (9, 15),
        (_, 10..15) => (12, 18),
        (_, 15..20) => (18, 24),
        _ => (24, 30),
    };
    MedicalPeriod { months, window }
}

/// Sick leave held against the medical period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SickAccount {
    /// The first sick day, with which the window begins.
    pub first: NaiveDate,
    /// The last day of the window.
    pub window_ends: NaiveDate,
    /// What was taken in it, in half days.
    pub taken: i32,
    /// The period.
    pub period: MedicalPeriod,
}

/// The window that runs on a day, if one does. `days` are those of sick leave up to the day, in order; the
/// first one after a window has ended begins another.
pub fn sick_account(
    (service_from, hired_on): (NaiveDate, NaiveDate),
    days: &[LeaveDay],
    on: NaiveDate,
) -> Option<SickAccount> {
    let mut account = None::<SickAccount>;
    for day in days {
        match &mut account {
            Some(account) if day.date <= account.window_ends => account.taken += day.units,
            _ => {
                let period = medical_period(service_from, hired_on, day.date);
                let (first, window_ends) = (day.date, period.window_ends(day.date));
                account = Some(SickAccount { first, window_ends, taken: day.units, period });
            }
        }
    }
    account.filter(|account| on <= account.window_ends)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::date;

    #[test]
    fn by_years_of_all_work_and_years_here() {
        let ill = date(2026, 3, 5);
        let ago = |years: i32| date(2026 - years, 1, 1);
        let cases = [
            (0, 0, 3, 6),
            (9, 4, 3, 6),
            (9, 5, 6, 12),
            (10, 4, 6, 12),
            (10, 5, 9, 15),
            (15, 9, 9, 15),
            (12, 10, 12, 18),
            (16, 15, 18, 24),
            (20, 20, 24, 30),
        ];
        for (all, here, months, window) in cases {
            let found = medical_period(ago(all), ago(here), ill);
            assert_eq!(found, MedicalPeriod { months, window }, "{all} {here}");
        }
    }

    #[test]
    fn the_window_runs_from_the_first_sick_day() {
        let period = medical_period(date(2023, 1, 1), date(2023, 1, 1), date(2026, 3, 5));
        assert_eq!((period.window_ends(date(2026, 3, 5)), period.days()), (date(2026, 9, 5), 90));
    }

    #[test]
    fn the_first_sick_day_after_a_window_begins_another() {
        let since = (date(2023, 1, 1), date(2023, 1, 1));
        let day = |month, day| LeaveDay { date: date(2026, month, day), units: 2 };
        let days = [day(1, 5), day(3, 2), day(7, 6), day(7, 7)];
        let account = sick_account(since, &days, date(2026, 7, 10)).unwrap();
        assert_eq!((account.first, account.taken, account.window_ends), (date(2026, 7, 6), 4, date(2027, 1, 6)));
        assert_eq!(sick_account(since, &days, date(2027, 1, 7)), None);
        assert_eq!(sick_account(since, &[], date(2026, 7, 10)), None);
    }
}
