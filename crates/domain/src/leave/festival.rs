use chrono::{Datelike, NaiveDate};

use crate::{calendar::WorkCalendar, coded::coded_enum};

coded_enum! {
    /// A festival on which some are off for half a day (放假办法 3).
    pub enum HalfDayFestival {
        /// 妇女节, 8 March: women.
        Women = "women",
        /// 青年节, 4 May: who is 14 to 28.
        Youth = "youth",
    }
}

/// The festival whose half day is off on a date. One on a day off is not made up for (放假办法 6); work on it
/// is paid as any other.
pub fn has_half_day(calendar: &WorkCalendar, date: NaiveDate) -> Option<HalfDayFestival> {
    let festival = match (date.month(), date.day()) {
        (3, 8) => HalfDayFestival::Women,
        (5, 4) => HalfDayFestival::Youth,
        _ => return None,
    };
    calendar.is_workday(date).then_some(festival)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::date;

    #[test]
    fn only_on_a_working_day() {
        let calendar = WorkCalendar::built_in();
        let cases = [
            (date(2024, 3, 8), Some(HalfDayFestival::Women)),
            (date(2025, 3, 8), None),
            (date(2026, 3, 8), None),
            (date(2027, 3, 8), Some(HalfDayFestival::Women)),
            (date(2024, 5, 4), None),
            (date(2025, 5, 4), None),
            // A Monday in the holiday.
            (date(2026, 5, 4), None),
            (date(2026, 5, 6), None),
            // A Tuesday, as long as no notice makes it a day off.
            (date(2027, 5, 4), Some(HalfDayFestival::Youth)),
        ];
        for (day, expected) in cases {
            assert_eq!(has_half_day(&calendar, day), expected, "{day}");
        }
    }
}
