use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Half, Placing, Plan, Shift, Succession};
use crate::{
    calendar::DayKind,
    ids::{HallId, PersonId, ShiftId, WindowId},
};

/// The month of a hall as its editors see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterSheet {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// The hall.
    pub hall: HallId,
    /// The first date of the month.
    pub month: NaiveDate,
    /// The draft as it stands.
    pub draft: DraftState,
    /// Who changed the draft last, and when.
    pub edited: Option<(String, DateTime<Utc>)>,
    /// The shifts in use, which can be painted with, and those that cells still name.
    pub shifts: Vec<Shift>,
    /// Those of them that can be painted with.
    pub brushes: Vec<ShiftId>,
    /// What takes the place of which brush from a day to come.
    pub successions: Vec<Succession>,
    /// The windows at which somebody can work, in the order of zones.
    pub windows: Vec<SheetWindow>,
    /// The dates of the month.
    pub days: Vec<SheetDay>,
    /// One row a person, in the order of zones and windows.
    pub rows: Vec<SheetRow>,
    /// Who has not acknowledged what was published for this month.
    pub unacknowledged: Vec<OpenReceipt>,
}

/// A window with a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetWindow {
    /// The window.
    pub window: WindowId,
    /// Its code on the sign.
    pub code: String,
    /// Code and name.
    pub label: String,
}

/// A date of the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetDay {
    /// The date.
    pub date: NaiveDate,
    /// What the calendar says of it.
    pub kind: DayKind,
    /// Whether it can still be changed.
    pub open: bool,
}

/// A person's row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    /// Who.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// Window, if they hold a post.
    pub place: Option<String>,
    /// The same, to tell the days on which they are elsewhere: that of their own post, else the first of the month.
    pub home: Option<WindowId>,
    /// Whether the viewer may change it: not their own.
    pub editable: bool,
    /// Whether any date of the month lies in a protected period: no nights, no overtime. Why is not told.
    pub protected: bool,
    /// One cell a date.
    pub cells: Vec<SheetCell>,
}

/// A cell: what is published, and what the draft makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetCell {
    /// What holds now.
    pub published: Plan,
    /// What shall hold.
    pub draft: Option<Plan>,
    /// The window at which it is worked now.
    pub window: Option<WindowId>,
    /// That of the post that they hold on the date.
    pub own: Option<WindowId>,
    /// Where it shall be worked.
    pub placing: Placing<WindowId>,
    /// Whether it can be changed: the day is open, and the person is employed on it.
    pub open: bool,
}

impl SheetCell {
    /// What the cell shows.
    pub fn shown(&self) -> Plan {
        self.draft.unwrap_or(self.published)
    }
}

/// A window with too few people in a half of a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uncovered {
    /// The date.
    pub date: NaiveDate,
    /// The half.
    pub half: Half,
    /// Code and name of the window.
    pub window: String,
    /// How many are missing.
    pub missing: i32,
}

/// A receipt that nobody has given yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenReceipt {
    /// Whose.
    pub name: String,
    /// When it was published to them.
    pub published_at: DateTime<Utc>,
}

/// What a change of the draft came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftState {
    /// The draft's version now.
    pub version: i32,
    /// Cells of the draft in the viewer's scope.
    pub drafted: u32,
    /// The half days of the month with fewer people than needed, by the draft.
    pub uncovered: Vec<Uncovered>,
}
