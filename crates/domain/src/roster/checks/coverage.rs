use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Finding, RosterRule};
use crate::{
    calendar::WorkCalendar,
    coded::coded_enum,
    ids::{HallId, WindowId},
    problem::{FieldReason, Problem},
    roster::Shift,
    time::{hall_date, hall_midnight},
};

/// People that a window can be said to need.
pub const MAX_DEMAND: i32 = 20;

coded_enum! {
    /// Half a day.
    pub enum Half {
        /// 上午.
        Morning = "morning",
        /// 下午.
        Afternoon = "afternoon",
    }
}

impl Half {
    /// The half that an instant lies in: until noon at the hall, and after it.
    pub fn at(now: DateTime<Utc>) -> Self {
        if now - hall_midnight(hall_date(now)) < TimeDelta::hours(12) { Self::Morning } else { Self::Afternoon }
    }

    /// The moment at which a half is looked at, in minutes of the day: 10:30 and 15:00. Whoever works then
    /// serves the half, whatever their lunch and the shift's edges are.
    const fn middle(self) -> i32 {
        match self {
            Self::Morning => 10 * 60 + 30,
            Self::Afternoon => 15 * 60,
        }
    }
}

impl Shift {
    /// Whether whoever works it serves a half of the work-date.
    pub fn serves(&self, half: Half) -> bool {
        self.work().any(|(from, to)| (from..to).contains(&half.middle()))
    }
}

/// Fewest people at a window in a half of each working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageDemand {
    /// The window.
    pub window: WindowId,
    /// The half.
    pub half: Half,
    /// How many.
    pub people: i32,
}

/// Says how many people a window needs; none takes the demand back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemandCommand {
    /// The hall of the window.
    pub hall: HallId,
    /// The window.
    pub window: WindowId,
    /// In the morning.
    pub morning: i32,
    /// In the afternoon.
    pub afternoon: i32,
}

impl DemandCommand {
    /// What is wrong with it, if anything is.
    pub fn validate(&self) -> Result<(), Problem> {
        for (field, people) in [("morning", self.morning), ("afternoon", self.afternoon)] {
            if !(0..=MAX_DEMAND).contains(&people) {
                return Err(Problem::field(field, FieldReason::OutOfRange));
            }
        }
        Ok(())
    }

    /// The people of a half.
    pub const fn people(&self, half: Half) -> i32 {
        match half {
            Half::Morning => self.morning,
            Half::Afternoon => self.afternoon,
        }
    }
}

/// How many people serve at a window in a half of a date.
pub type Presence = BTreeMap<(NaiveDate, WindowId, Half), i32>;

/// The half days on which a window has fewer people than it needs. Days that the calendar gives off need
/// nobody: a hall that opens then says so by its roster.
pub fn check_coverage(
    demand: &[CoverageDemand],
    presence: &Presence,
    dates: impl IntoIterator<Item = NaiveDate>,
    calendar: &WorkCalendar,
) -> Vec<Finding> {
    let workdays = dates.into_iter().filter(|date| calendar.is_workday(*date));
    workdays
        .flat_map(|date| demand.iter().map(move |need| (date, need)))
        .filter_map(|(date, need)| {
            let there = presence.get(&(date, need.window, need.half)).copied().unwrap_or_default();
            (there < need.people).then(|| Finding {
                rule: RosterRule::Uncovered,
                person: None,
                window: Some(need.window),
                half: Some(need.half),
                from: date,
                to: date,
                amount: need.people - there,
            })
        })
        .collect()
}
