use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{OutingAct, OutingState};
use crate::{
    attendance::{AttendanceError, LateAct},
    ids::{OutingId, PersonId},
};

/// An outing as those see it whom it concerns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutingView {
    /// The outing.
    pub id: OutingId,
    /// Who.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// The window's code and name.
    pub window: String,
    /// For what; empty for those who need not know.
    pub reason: String,
    /// Asked for so many minutes.
    pub minutes: i32,
    /// How it stands.
    pub state: OutingState,
    /// Counts up with every change.
    pub version: i32,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// When the person left.
    pub left_at: Option<DateTime<Utc>>,
    /// When they came back.
    pub back_at: Option<DateTime<Utc>>,
    /// 姓名 of who stands in; nobody for an outing that is not covered.
    pub cover: Option<String>,
    /// What was said of it later than it was done, in that order.
    #[serde(default)]
    pub late: Vec<LateAct>,
    /// What the reader may do.
    pub acts: Vec<OutingAct>,
}

impl OutingView {
    /// When they should be back.
    pub fn due_back(&self) -> Option<DateTime<Utc>> {
        Some(self.left_at? + TimeDelta::minutes(self.minutes.into()))
    }

    /// Minutes over the time that was asked for, so far or on return; none in time, and none where the return was never
    /// said.
    pub fn minutes_over(&self, now: DateTime<Utc>) -> Option<i64> {
        let till = self.back_at.or((self.state != OutingState::Lapsed).then_some(now))?;
        let over = till - self.due_back()?;
        (over > TimeDelta::zero()).then(|| over.num_minutes())
    }
}

/// Where a person stands with going out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutingsView {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// The longest that can be asked for, in minutes.
    pub longest: i32,
    /// Why one can't be asked for now, if so.
    pub hindrance: Option<AttendanceError>,
    /// Mine that is open.
    pub mine: Option<OutingView>,
    /// Of others, to be confirmed by me or covered by me now.
    pub others: Vec<OutingView>,
    /// Who could stand in for me, by name.
    pub covers: Vec<String>,
    /// Mine of today that are over, the latest first.
    pub over: Vec<OutingView>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + minutes * 60, 0).unwrap()
    }

    fn view(left: Option<i64>, back: Option<i64>) -> OutingView {
        OutingView {
            id: OutingId::new(),
            person: PersonId::new(),
            name: "张敏".to_owned(),
            window: "A01 综合受理".to_owned(),
            reason: "取材料".to_owned(),
            minutes: 15,
            state: OutingState::Out,
            version: 2,
            asked_at: at(0),
            left_at: left.map(at),
            back_at: back.map(at),
            cover: None,
            late: Vec::new(),
            acts: Vec::new(),
        }
    }

    #[test]
    fn minutes_over_count_from_the_time_that_was_asked_for() {
        let cases = [
            (view(None, None), 90, None),
            (view(Some(0), None), 15, None),
            (view(Some(0), None), 16, Some(1)),
            (view(Some(0), Some(14)), 90, None),
            (view(Some(0), Some(20)), 90, Some(5)),
            (OutingView { state: OutingState::Lapsed, ..view(Some(0), None) }, 900, None),
        ];
        for (view, now, expected) in cases {
            assert_eq!(view.minutes_over(at(now)), expected);
        }
    }
}
