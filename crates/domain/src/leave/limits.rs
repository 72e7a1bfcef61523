//! Time limits (民法典 200 to 203): the day on which one starts is not counted, one in months or years ends on
//! the same date.

use chrono::{Days, Months, NaiveDate};

use crate::calendar::WorkCalendar;

/// The last day of a limit of so many days.
pub fn after_days(start: NaiveDate, days: u64) -> NaiveDate {
    start + Days::new(days)
}

/// The last day of a limit of so many months; a month without the date ends on its last day.
pub fn after_months(start: NaiveDate, months: u32) -> NaiveDate {
    start.checked_add_months(Months::new(months)).unwrap_or(start)
}

/// The last day of a limit of so many working days; none of them is the start.
pub fn after_workdays(start: NaiveDate, workdays: u32, calendar: &WorkCalendar) -> NaiveDate {
    let mut left = workdays;
    let mut day = start;
    while left > 0 {
        day = day + Days::new(1);
        left -= u32::from(calendar.is_workday(day));
    }
    day
}

/// The day by which to act: the last working day up to the limit. That the law moves a limit which ends on a
/// day off to the next working day (民法典 203) is nothing to lean on.
pub fn act_by(limit: NaiveDate, calendar: &WorkCalendar) -> NaiveDate {
    let mut day = limit;
    while !calendar.is_workday(day) {
        day = day - Days::new(1);
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::date;

    #[test]
    fn limits_of_the_law() {
        // Resignation, 30 days in writing (劳动合同法 37).
        assert_eq!(after_days(date(2026, 11, 23), 30), date(2026, 12, 23));
        // In probation, 3 days.
        assert_eq!(after_days(date(2026, 11, 23), 3), date(2026, 11, 26));
        // Social insurance, 30 days from the start of work (社会保险法 58), with its reminders.
        assert_eq!(after_days(date(2026, 11, 2), 30), date(2026, 12, 2));
        // Work injury: the employer's 30 days, the worker's year (工伤保险条例 17).
        assert_eq!(after_days(date(2026, 9, 3), 30), date(2026, 10, 3));
        assert_eq!(after_months(date(2026, 9, 3), 12), date(2027, 9, 3));
        // Files and insurance after the end, 15 days (劳动合同法 50); decision on an injury, 60 days.
        assert_eq!(after_days(date(2026, 12, 23), 15), date(2027, 1, 7));
        assert_eq!(after_days(date(2026, 9, 30), 60), date(2026, 11, 29));
        // Arbitration, a year (调解仲裁法 27); a suit, 15 days (50); mediation, 15 days (14).
        assert_eq!(after_months(date(2026, 11, 24), 12), date(2027, 11, 24));
        assert_eq!(after_days(date(2026, 11, 24), 15), date(2026, 12, 9));
        // A month that lacks the date.
        assert_eq!(after_months(date(2026, 1, 31), 1), date(2026, 2, 28));
    }

    #[test]
    fn one_that_ends_in_a_holiday_is_to_be_met_before_it() {
        let calendar = WorkCalendar::built_in();
        assert_eq!(act_by(date(2026, 10, 3), &calendar), date(2026, 9, 30));
        assert_eq!(act_by(date(2026, 9, 30), &calendar), date(2026, 9, 30));
    }

    #[test]
    fn working_days_pass_over_holidays_and_count_make_up_days() {
        let calendar = WorkCalendar::built_in();
        assert_eq!(after_workdays(date(2026, 9, 30), 3, &calendar), date(2026, 10, 10));
        assert_eq!(after_workdays(date(2026, 11, 24), 3, &calendar), date(2026, 11, 27));
        assert_eq!(after_workdays(date(2026, 11, 24), 0, &calendar), date(2026, 11, 24));
    }
}
