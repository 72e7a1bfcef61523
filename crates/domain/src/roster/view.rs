use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Duty, RosterNews};
use crate::{
    ids::{HallId, PersonId},
    leave::DayLeave,
};

/// A person's roster over a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterView {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// First date.
    pub from: NaiveDate,
    /// Last date.
    pub to: NaiveDate,
    /// Every date of the period, in order.
    pub days: Vec<RosterDay>,
    /// What was published since it was last acknowledged, whatever the period, oldest first.
    pub news: Vec<RosterNews>,
}

/// One date of a roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterDay {
    /// The duty.
    pub duty: Duty,
    /// The window's code and name, if the duty has a post.
    pub window: Option<String>,
    /// 姓名 of the post's other holder.
    pub partner: Option<String>,
    /// When of the day is granted leave.
    pub leave: DayLeave,
}

/// Everybody's duty at a hall on a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallDayView {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// The hall.
    pub hall: HallId,
    /// The date.
    pub date: NaiveDate,
    /// One row a person, in the order of zones and windows.
    pub rows: Vec<HallDayRow>,
}

/// A person's row in the hall's day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallDayRow {
    /// Who.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// Zone and window, if the duty has a post.
    pub place: Option<String>,
    /// What they are to do.
    pub duty: Duty,
    /// When of the day they are on granted leave.
    pub leave: DayLeave,
}

/// A person's roster for their calendar program, under a secret address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedView {
    /// Since when they have such an address; it is shown once, and not kept.
    pub since: Option<DateTime<Utc>>,
}
