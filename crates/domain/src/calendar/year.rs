use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{DayKind, Festival};
use crate::coded::coded_enum;

coded_enum! {
    /// Whether the notice for a year is out.
    pub enum CalendarStatus {
        /// Only the statutory days are known; breaks and make-up days are still to come.
        Provisional = "provisional",
        /// As announced by the State Council.
        Published = "published",
    }
}

/// Days from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateRange {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl DateRange {
    /// Whether a date lies in it.
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.from <= date && date <= self.to
    }
}

/// A statutory holiday (300 % day).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatutoryDay {
    /// The day.
    pub date: NaiveDate,
    /// What is celebrated.
    pub festival: Festival,
}

/// One year's arrangement, in one version: the plain form in which it is imported, stored and shown.
///
/// All its dates lie in `year`. A notice for the coming year that also moves days of this December is
/// entered as the coming year plus a new version of this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarYear {
    /// The calendar year.
    pub year: i32,
    /// Counts up from 1 with every correction or publication.
    pub version: i32,
    /// Whether the notice is out.
    pub status: CalendarStatus,
    /// Where the data comes from, such as the notice's number.
    pub source: String,
    /// Breaks (放假): every day in them is off, weekends included.
    pub off: Vec<DateRange>,
    /// Saturdays and Sundays that are worked (调休上班).
    pub make_up: Vec<NaiveDate>,
    /// The statutory days; each lies in a break.
    pub statutory: Vec<StatutoryDay>,
}

/// What is wrong with a year's data, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct CalendarError {
    /// The field as in the file, such as `off[2].to`; positions count from 0.
    pub field: String,
    /// What is wrong with it.
    pub problem: CalendarProblem,
}

/// What can be wrong with a field of a year's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum CalendarProblem {
    /// The version counts from 1.
    #[error("must be 1 or more")]
    NotPositive,
    /// The source is empty.
    #[error("must not be empty")]
    Empty,
    /// The year itself is none that dates are reckoned with here.
    #[error("must be 1949 to 9999")]
    NoSuchYear,
    /// The date lies in another year.
    #[error("lies outside the year")]
    OutsideYear,
    /// The break ends before it starts, or starts before the previous one has ended.
    #[error("out of order or overlapping")]
    OutOfOrder,
    /// A make-up day must be a Saturday or Sunday.
    #[error("is not a Saturday or Sunday")]
    NotWeekend,
    /// A make-up day must not lie in a break.
    #[error("lies in a break")]
    InBreak,
    /// A statutory day must lie in a break.
    #[error("lies in no break")]
    OutsideBreaks,
    /// The same date twice.
    #[error("stands there twice")]
    Twice,
}

impl CalendarYear {
    /// What this year says of a date beyond the plain week.
    pub(super) fn exception(&self, date: NaiveDate) -> Option<DayKind> {
        if let Some(day) = self.statutory.iter().find(|day| day.date == date) {
            return Some(DayKind::StatutoryHoliday(day.festival));
        }
        if self.off.iter().any(|range| range.contains(date)) {
            return Some(DayKind::AdjustedRest);
        }
        self.make_up.contains(&date).then_some(DayKind::MakeUpWorkday)
    }

    /// Every fault of the data; fit for use when there is none.
    pub fn validate(&self) -> Result<(), Vec<CalendarError>> {
        let mut faults = Faults(Vec::new());
        faults.note(!(1949..=9999).contains(&self.year), || "year".to_owned(), CalendarProblem::NoSuchYear);
        faults.note(self.version < 1, || "version".to_owned(), CalendarProblem::NotPositive);
        faults.note(self.source.trim().is_empty(), || "source".to_owned(), CalendarProblem::Empty);
        self.check_off(&mut faults);
        self.check_make_up(&mut faults);
        self.check_statutory(&mut faults);
        if faults.0.is_empty() { Ok(()) } else { Err(faults.0) }
    }

    fn check_off(&self, faults: &mut Faults) {
        let mut previous_end = None;
        for (i, range) in self.off.iter().enumerate() {
            faults.note(range.from.year() != self.year, || format!("off[{i}].from"), CalendarProblem::OutsideYear);
            faults.note(range.to.year() != self.year, || format!("off[{i}].to"), CalendarProblem::OutsideYear);
            faults.note(range.to < range.from, || format!("off[{i}].to"), CalendarProblem::OutOfOrder);
            let follows = previous_end.is_none_or(|end| end < range.from);
            faults.note(!follows, || format!("off[{i}].from"), CalendarProblem::OutOfOrder);
            previous_end = Some(range.to);
        }
    }

    fn check_make_up(&self, faults: &mut Faults) {
        for (i, &date) in self.make_up.iter().enumerate() {
            let field = || format!("make_up[{i}]");
            let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
            faults.note(date.year() != self.year, field, CalendarProblem::OutsideYear);
            faults.note(!weekend, field, CalendarProblem::NotWeekend);
            faults.note(self.off.iter().any(|range| range.contains(date)), field, CalendarProblem::InBreak);
            faults.note(self.make_up[..i].contains(&date), field, CalendarProblem::Twice);
        }
    }

    fn check_statutory(&self, faults: &mut Faults) {
        for (i, day) in self.statutory.iter().enumerate() {
            let field = || format!("statutory[{i}].date");
            let in_break = self.off.iter().any(|range| range.contains(day.date));
            let seen = self.statutory[..i].iter().any(|other| other.date == day.date);
            faults.note(day.date.year() != self.year, field, CalendarProblem::OutsideYear);
            faults.note(!in_break, field, CalendarProblem::OutsideBreaks);
            faults.note(seen, field, CalendarProblem::Twice);
        }
    }
}

struct Faults(Vec<CalendarError>);

impl Faults {
    fn note(&mut self, wrong: bool, field: impl Fn() -> String, problem: CalendarProblem) {
        if wrong {
            self.0.push(CalendarError { field: field(), problem });
        }
    }
}
