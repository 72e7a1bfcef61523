//! The State Council's working calendar: which days are worked, which are off, what overtime on them costs.
//!
//! Every year's arrangement is announced by a notice in the autumn before; until then only the statutory
//! days themselves are known. So a year is data with a version and a status, not code: see [`CalendarYear`].

mod built_in;
mod day;
mod import;
mod limits;
mod render;
mod year;

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

pub use day::{DayKind, Festival, OvertimeClass};
pub use import::{DayChange, MAX_YEAR_TEXT, YearChange, YearPreview};
pub use limits::{Limit, Matter, Sense, after_workdays};
pub use render::render_year;
pub use year::{CalendarError, CalendarProblem, CalendarStatus, CalendarYear, DateRange, StatutoryDay};

/// The calendar of the years that are known, one version of each.
///
/// A hall may open on a day off: then its roster overrides the calendar for duty, never for the overtime
/// class, which is why [`WorkCalendar::overtime_class`] asks for nothing but the date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkCalendar {
    years: BTreeMap<i32, CalendarYear>,
}

/// One version of one year: what a recount names as its cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CalendarVersion {
    /// The calendar year.
    pub year: i32,
    /// Its version.
    pub version: i32,
}

/// Which data answered for a date; results keep it, so that a past month can be explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarStamp {
    /// The year's version; 0 where the year is unknown and plain weeks (Monday to Friday) were assumed.
    pub version: i32,
    /// Whether the notice is out. An unknown year is provisional.
    pub status: CalendarStatus,
}

impl WorkCalendar {
    /// The years that ship with the program: 2024 to 2026 as published, 2027 provisional.
    pub fn built_in() -> Self {
        built_in::years().into_iter().collect()
    }

    /// A year's data, if known.
    pub fn year(&self, year: i32) -> Option<&CalendarYear> {
        self.years.get(&year)
    }

    /// The years that are known, in their order.
    pub fn years(&self) -> impl Iterator<Item = &CalendarYear> {
        self.years.values()
    }

    /// Which version of each year is in force, in the order of years.
    pub fn versions(&self) -> impl Iterator<Item = CalendarVersion> {
        self.years.values().map(|year| CalendarVersion { year: year.year, version: year.version })
    }

    /// Adds a year, or replaces another version of it. Check it first: [`CalendarYear::validate`].
    pub fn insert(&mut self, year: CalendarYear) {
        self.years.insert(year.year, year);
    }

    /// Which data answers for a date.
    pub fn stamp(&self, date: NaiveDate) -> CalendarStamp {
        self.year(date.year()).map_or(CalendarStamp { version: 0, status: CalendarStatus::Provisional }, |year| {
            CalendarStamp { version: year.version, status: year.status }
        })
    }

    /// What kind of day a date is. In a year without data, Saturdays and Sundays are off.
    pub fn day_kind(&self, date: NaiveDate) -> DayKind {
        self.year(date.year()).and_then(|year| year.exception(date)).unwrap_or(match date.weekday() {
            Weekday::Sat | Weekday::Sun => DayKind::RestDay,
            _ => DayKind::Workday,
        })
    }

    /// Whether a date is a working day of the State Council calendar.
    pub fn is_workday(&self, date: NaiveDate) -> bool {
        self.day_kind(date).is_workday()
    }

    /// Working days from `from` to `to`, both counted; none if `to` is earlier.
    pub fn workdays_between(&self, from: NaiveDate, to: NaiveDate) -> i32 {
        from.iter_days().take_while(|date| *date <= to).map(|date| i32::from(self.is_workday(date))).sum()
    }

    /// Working days of a calendar month; none for a month that isn't one.
    pub fn workdays_in_month(&self, year: i32, month: u32) -> i32 {
        NaiveDate::from_ymd_opt(year, month, 1).map_or(0, |first| self.workdays_between(first, last_of_month(first)))
    }

    /// What overtime on a date costs (劳动法 44).
    pub fn overtime_class(&self, date: NaiveDate) -> OvertimeClass {
        self.day_kind(date).overtime_class()
    }
}

impl FromIterator<CalendarYear> for WorkCalendar {
    fn from_iter<T: IntoIterator<Item = CalendarYear>>(years: T) -> Self {
        Self { years: years.into_iter().map(|year| (year.year, year)).collect() }
    }
}

/// The last day of the month a date lies in.
pub fn last_of_month(date: NaiveDate) -> NaiveDate {
    date.with_day(u32::from(date.num_days_in_month())).unwrap_or(date)
}

#[cfg(test)]
mod law_tests;
#[cfg(test)]
mod tests;
