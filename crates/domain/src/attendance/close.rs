use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{AttendanceError, DayResult, MonthDay, MonthTotals, month_totals};
use crate::{
    coded::coded_enum,
    ids::{HallId, PersonId},
    time::hall_midnight,
};

coded_enum! {
    /// How a hall's month stands (domain 3.2 step 8).
    pub enum MonthState {
        /// Facts may still change it.
        Open = "open",
        /// The hall has confirmed it; a change of its facts opens it again.
        Confirmed = "confirmed",
        /// HR has asked for the lock; its sheets are being written.
        Closing = "closing",
        /// Never changed again: what comes later is an adjustment in a later month.
        Locked = "locked",
    }
}

coded_enum! {
    /// What somebody does about a hall's month.
    pub enum MonthAct {
        /// The hall confirms it.
        Confirm = "confirm",
        /// HR locks it.
        Lock = "lock",
    }
}

impl MonthState {
    /// The state after an act. What stands in the way otherwise is told by [`MonthBlocks`].
    pub const fn after(self, act: MonthAct) -> Result<Self, AttendanceError> {
        match (self, act) {
            (Self::Open, MonthAct::Confirm) => Ok(Self::Confirmed),
            (Self::Confirmed, MonthAct::Lock) => Ok(Self::Closing),
            (Self::Open, MonthAct::Lock) => Err(AttendanceError::MonthBlocked),
            _ => Err(AttendanceError::Settled),
        }
    }

    /// Whether facts can still change its sheets.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Confirmed)
    }
}

/// The first day of the month after the one that begins on a day.
pub fn next_month(first: NaiveDate) -> NaiveDate {
    first.checked_add_months(Months::new(1)).unwrap_or(first)
}

/// When the last night shift of a month is certainly over: noon after its last day, and a minute.
pub fn month_over_at(first: NaiveDate) -> DateTime<Utc> {
    hall_midnight(next_month(first)) + TimeDelta::minutes(12 * 60 + 1)
}

/// A person's month as it was locked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthSheet {
    /// Every date on which they were employed, in order.
    pub days: Vec<MonthDay>,
    /// The days added up.
    pub totals: MonthTotals,
}

impl MonthSheet {
    /// The sheet of some days.
    pub fn of(days: Vec<MonthDay>) -> Self {
        let results: Vec<DayResult> = days.iter().filter_map(|day| day.result.clone()).collect();
        Self { totals: month_totals(&results), days }
    }
}

/// A page of a hall's month: what it comes to for each of its people, in order of 工号.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthPeople {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// The hall.
    pub hall: HallId,
    /// Its name.
    pub hall_name: String,
    /// The first day of the month.
    pub month: NaiveDate,
    /// At most 50.
    pub rows: Vec<MonthPerson>,
    /// The key to ask the next page with.
    pub next: Option<String>,
}

/// What a month comes to for somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthPerson {
    /// Who.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// 工号.
    pub sign_in_name: String,
    /// Their days added up.
    pub totals: MonthTotals,
    /// Whether they have confirmed it as it is now.
    pub accepted: bool,
}

/// How a person's month stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthStanding {
    /// How the hall's month stands.
    pub state: MonthState,
    /// From when on it can be confirmed.
    pub over_at: DateTime<Utc>,
    /// Whether it can be confirmed now: it is over, open, and the viewer's own.
    pub may_accept: bool,
    /// When the person confirmed it as it is now.
    pub accepted_at: Option<DateTime<Utc>>,
    /// Whether they had confirmed it before something changed.
    pub lapsed: bool,
    /// 姓名 of who confirmed it for the hall, and when.
    pub confirmed: Option<(String, DateTime<Utc>)>,
    /// When it was locked.
    pub locked_at: Option<DateTime<Utc>>,
    /// The first day for which a correction can still be asked for.
    pub correct_from: NaiveDate,
}

coded_enum! {
    /// What keeps a month from being locked.
    pub enum BlockKind {
        /// It is not over.
        NotOver = "not_over",
        /// Days that are to be judged again.
        DayNotJudged = "day_not_judged",
        /// Punches that nobody has decided on.
        UndecidedPunch = "undecided_punch",
        /// Corrections that nobody has decided on.
        OpenCorrection = "open_correction",
        /// Leave that nobody has decided on.
        OpenLeave = "open_leave",
        /// Paper sheets that wait for a second person.
        OpenPaper = "open_paper",
        /// People who have not confirmed theirs.
        Unconfirmed = "unconfirmed",
    }
}

/// One thing that stands in the way, to go to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthBlock {
    /// Whose.
    pub person: Option<(PersonId, String)>,
    /// On which day.
    pub date: Option<NaiveDate>,
}

/// All of a kind that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthBlocks {
    /// What.
    pub kind: BlockKind,
    /// How many.
    pub count: u64,
    /// The first of them.
    pub first: Vec<MonthBlock>,
}

/// A hall's month, for those who confirm, lock and export it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthCloseView {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// The hall.
    pub hall: HallId,
    /// Its name.
    pub hall_name: String,
    /// The first of the month.
    pub month: NaiveDate,
    /// How it stands.
    pub state: MonthState,
    /// Counts its changes.
    pub version: i32,
    /// People of the hall in the month.
    pub people: u64,
    /// Those of them who have confirmed theirs.
    pub accepted: u64,
    /// 姓名 of who confirmed it for the hall, and when.
    pub confirmed: Option<(String, DateTime<Utc>)>,
    /// 姓名 of who locked it, and when.
    pub locked: Option<(String, DateTime<Utc>)>,
    /// Sheets written so far, while it is being closed.
    pub written: u64,
    /// What keeps it from being locked.
    pub blocks: Vec<MonthBlocks>,
    /// What the viewer can do about it, were nothing in the way.
    pub acts: Vec<MonthAct>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::{clock, date};

    #[test]
    fn a_month_is_confirmed_then_locked_and_never_opened() {
        assert_eq!(MonthState::Open.after(MonthAct::Confirm), Ok(MonthState::Confirmed));
        assert_eq!(MonthState::Confirmed.after(MonthAct::Lock), Ok(MonthState::Closing));
        assert_eq!(MonthState::Open.after(MonthAct::Lock), Err(AttendanceError::MonthBlocked));
        for act in MonthAct::ALL {
            assert!(MonthState::Locked.after(*act).is_err());
            assert!(MonthState::Closing.after(*act).is_err());
        }
    }

    #[test]
    fn a_month_ends_after_its_last_night() {
        let first = date(2026, 11, 1);
        assert_eq!(next_month(first), date(2026, 12, 1));
        assert_eq!(month_over_at(first), clock(date(2026, 12, 1), 12, 1));
    }
}
