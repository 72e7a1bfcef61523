//! The kinds of leave of a hall, as they are shown to HR.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    floor::Floor,
    profile::{Certainty, Province},
    rule::LeaveRule,
    rule_book::LeaveVersion,
};
use crate::{coded::coded_enum, ids::HallId};

/// What applies to a kind now and what will.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveTypeRow {
    /// Today.
    pub now: LeaveRule,
    /// From which day on something else does, and what.
    pub next: Option<(NaiveDate, LeaveRule)>,
}

/// All kinds of leave of a hall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveTypesView {
    /// The hall.
    pub hall: HallId,
    /// Its name.
    pub hall_name: String,
    /// Today.
    pub on: NaiveDate,
    /// The province whose rules are confirmed, and since when.
    pub confirmed: Option<(Province, NaiveDate)>,
    /// One a kind.
    pub rows: Vec<LeaveTypeRow>,
}

coded_enum! {
    /// How a version stands on a day.
    pub enum VersionState {
        /// 未生效.
        Upcoming = "upcoming",
        /// 现行.
        InForce = "in_force",
        /// 已失效.
        Past = "past",
        /// 已被替换: another one begins on the same day.
        Replaced = "replaced",
    }
}

/// A published version with its history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionView {
    /// What was published.
    pub version: LeaveVersion,
    /// How it stands.
    pub state: VersionState,
    /// The last day on which it applies, where another one follows.
    pub until: Option<NaiveDate>,
    /// 姓名 of who published it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What nothing may go below, with how sure that is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FloorView {
    /// The floor.
    pub floor: Floor,
    /// How sure a province's figure is; none for the nation's law.
    pub certainty: Option<Certainty>,
}

/// One kind of leave of a hall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveTypeView {
    /// The hall.
    pub hall: HallId,
    /// Its name.
    pub hall_name: String,
    /// Today.
    pub on: NaiveDate,
    /// The province whose rules are confirmed, and since when.
    pub confirmed: Option<(Province, NaiveDate)>,
    /// What applies today, and what will.
    pub rule: LeaveTypeRow,
    /// What no version may go below today.
    pub floor: FloorView,
    /// The law without what was published.
    pub law: LeaveRule,
    /// The number of the version that was published last; 0 before the first.
    pub latest: i32,
    /// What was published, the last first.
    pub versions: Vec<VersionView>,
    /// Whether the viewer may publish another.
    pub may_publish: bool,
}
