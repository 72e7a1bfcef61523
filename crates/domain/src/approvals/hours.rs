use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    calendar::WorkCalendar,
    time::{hall_date, hall_midnight},
};

/// When requests are looked at on a working day, in minutes from midnight: 08:30–12:00 and 13:30–17:30.
pub const OFFICE_HOURS: [(i32, i32); 2] = [(510, 720), (810, 1050)];

/// Days that are looked at for working time; no break of the calendar is nearly as long.
const REACH: usize = 400;

/// The moment at which so many working minutes have passed since `start`, by the State Council calendar.
pub fn after_working_minutes(start: DateTime<Utc>, minutes: i32, calendar: &WorkCalendar) -> DateTime<Utc> {
    let mut left = TimeDelta::minutes(i64::from(minutes));
    for date in hall_date(start).iter_days().take(REACH).filter(|date| calendar.is_workday(*date)) {
        for (opens, closes) in OFFICE_HOURS {
            let at = |minute: i32| hall_midnight(date) + TimeDelta::minutes(i64::from(minute));
            let (begins, ends) = (at(opens).max(start), at(closes));
            if begins >= ends {
                continue;
            }
            if left <= ends - begins {
                return begins + left;
            }
            left -= ends - begins;
        }
    }
    start + left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_str(&format!("{text}+0800"), "%Y-%m-%d %H:%M%z").unwrap().to_utc()
    }

    #[test]
    fn only_office_hours_of_working_days_count() {
        let calendar = WorkCalendar::built_in();
        for (start, minutes, end) in [
            ("2026-11-24 08:30", 60, "2026-11-24 09:30"),
            // Over lunch.
            ("2026-11-24 11:30", 60, "2026-11-24 14:00"),
            // Made at night, it starts in the morning.
            ("2026-11-24 22:00", 30, "2026-11-25 09:00"),
            // Over a weekend.
            ("2026-11-27 17:00", 60, "2026-11-30 09:00"),
            // Over the National Day break; the make-up Saturday counts.
            ("2026-09-30 17:00", 60, "2026-10-08 09:00"),
            ("2026-10-09 17:00", 60, "2026-10-10 09:00"),
            // Exactly a day.
            ("2026-11-24 08:30", 450, "2026-11-24 17:30"),
        ] {
            assert_eq!(after_working_minutes(at(start), minutes, &calendar), at(end), "{start} + {minutes}");
        }
    }
}
