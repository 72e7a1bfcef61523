use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::DayKind,
    ids::{PatternId, PostId, ShiftId},
};

/// The shift of each day of a week, Monday first; `None` is a day off.
pub type PatternDays = [Option<ShiftId>; 7];

/// A person's usual week, over a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeeklyPattern {
    /// The pattern.
    pub id: PatternId,
    /// Monday to Sunday.
    pub days: PatternDays,
    /// The weekday whose shift is worked on a make-up workday (调休上班); Monday by habit.
    pub make_up: Weekday,
    /// Where the person works in it.
    pub post: Option<PostId>,
    /// First day it holds.
    pub from: NaiveDate,
    /// Last day it holds; open when absent.
    pub to: Option<NaiveDate>,
}

impl WeeklyPattern {
    /// Whether the pattern holds on a date.
    pub fn covers(&self, date: NaiveDate) -> bool {
        self.from <= date && self.to.is_none_or(|to| date <= to)
    }

    /// The shift of a date; `None` is a day off. Holidays and their breaks are off whatever the week says;
    /// a plain Saturday or Sunday is worked if the week says so, since some halls open then.
    pub(super) fn shift_on(&self, date: NaiveDate, kind: DayKind) -> Option<ShiftId> {
        let weekday = match kind {
            DayKind::StatutoryHoliday(_) | DayKind::AdjustedRest => return None,
            DayKind::MakeUpWorkday => self.make_up,
            DayKind::Workday | DayKind::RestDay => date.weekday(),
        };
        let [mon, tue, wed, thu, fri, sat, sun] = self.days;
        match weekday {
            Weekday::Mon => mon,
            Weekday::Tue => tue,
            Weekday::Wed => wed,
            Weekday::Thu => thu,
            Weekday::Fri => fri,
            Weekday::Sat => sat,
            Weekday::Sun => sun,
        }
    }
}
