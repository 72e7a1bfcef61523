//! Overtime as it is decided on and followed.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Compensation, Lot, RosterRule};
use crate::{
    approvals::{ApprovalView, FlowState},
    calendar::OvertimeClass,
    coded::coded_enum,
    ids::ApprovalId,
};

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OvertimeFacts {
    /// The date.
    pub date: NaiveDate,
    /// What it costs, by the day (劳动法 44).
    pub class: OvertimeClass,
    /// How long, in minutes.
    pub minutes: i32,
    /// What for.
    pub reason: String,
    /// What it is made good with.
    pub compensation: Compensation,
}

coded_enum! {
    /// What should be looked at before overtime is approved. All but [`OvertimeFlag::OnLeave`] stop it.
    pub enum OvertimeFlag {
        /// Its month would hold more than 36 hours (劳动法 41).
        MonthOvertime = "month_overtime",
        /// The week would be left without a day of rest (劳动法 38).
        NoRestDay = "no_rest_day",
        /// A period of comprehensive hours would pass its standard total.
        PeriodTotal = "period_total",
        /// The person may not be given overtime. Why is not told.
        Protected = "protected",
        /// Its day is over.
        DayOver = "day_over",
        /// The person is on leave that day.
        OnLeave = "on_leave",
    }
}

impl OvertimeFlag {
    /// What a rule says against overtime by which it is broken; nothing where it is about other things.
    pub const fn of(rule: RosterRule) -> Option<Self> {
        match rule {
            RosterRule::MonthOvertime => Some(Self::MonthOvertime),
            RosterRule::NoRestDay => Some(Self::NoRestDay),
            RosterRule::PeriodTotal => Some(Self::PeriodTotal),
            RosterRule::ProtectedOvertime => Some(Self::Protected),
            RosterRule::ProtectedNight
            | RosterRule::Overlap
            | RosterRule::OnLeave
            | RosterRule::NotCertified
            | RosterRule::ShortRest
            | RosterRule::Uncovered => None,
        }
    }
}

/// A request as who decides on it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OvertimeCard {
    /// What is asked for.
    pub facts: OvertimeFacts,
    /// Minutes of overtime that its month holds without it, rostered and approved, against
    /// [`super::MONTH_OVERTIME`]; none once it is settled, where a permit adds hours up over a period of its own, or
    /// for who has but a copy.
    pub month: Option<i32>,
    /// What should be looked at.
    pub flags: Vec<OvertimeFlag>,
    /// Whether who sees it may take back what was approved: it is somebody else's, and its day is not over.
    pub cancellable: bool,
}

coded_enum! {
    /// What somebody can do about a request of their own.
    pub enum OvertimeAct {
        /// Change it and ask again.
        Change = "change",
        /// Take it back before it is decided.
        Withdraw = "withdraw",
        /// Take back what was approved.
        Cancel = "cancel",
    }
}

impl OvertimeAct {
    /// What who asked can do about overtime of a date. What was approved can be taken back until its day begins;
    /// what was worked then is for the punches to say.
    pub fn own(state: FlowState, date: NaiveDate, today: NaiveDate) -> Vec<Self> {
        match state {
            FlowState::InReview | FlowState::Returned if today <= date => vec![Self::Change, Self::Withdraw],
            FlowState::InReview | FlowState::Returned => vec![Self::Withdraw],
            FlowState::Approved if today < date => vec![Self::Cancel],
            _ => Vec::new(),
        }
    }
}

/// Whether who leads can still take back approved overtime of a date: until its day is over.
pub fn may_cancel_overtime(state: FlowState, date: NaiveDate, today: NaiveDate) -> bool {
    state == FlowState::Approved && today <= date
}

/// A request of mine in a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OvertimeRow {
    /// The request.
    pub id: ApprovalId,
    /// How it stands.
    pub state: FlowState,
    /// What is asked for.
    pub facts: OvertimeFacts,
    /// Minutes that were worked by the punches, once its day was judged.
    pub worked: Option<i32>,
    /// 姓名 of those who can act now.
    pub waits_for: Vec<String>,
    /// Until when they should.
    pub due_at: Option<DateTime<Utc>>,
}

/// What overtime is to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComingOvertimes {
    /// When this was so.
    pub as_of: DateTime<Utc>,
    /// By date.
    pub overtime: Vec<ComingOvertime>,
}

/// Approved overtime of today or later, for who may take it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComingOvertime {
    /// The request.
    pub id: ApprovalId,
    /// The version that is shown.
    pub version: i32,
    /// 姓名 of whose it is.
    pub name: String,
    /// What was approved.
    pub facts: OvertimeFacts,
}

/// My overtime, and the time off that it has earned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OvertimeBook {
    /// When this was so.
    pub as_of: DateTime<Utc>,
    /// Minutes of time off that can be taken today.
    pub balance: i32,
    /// The lots behind it and those to come, the one that expires first at the top.
    pub lots: Vec<Lot>,
    /// Lots whose rest was paid out, the latest at the top.
    pub paid_out: Vec<Lot>,
    /// My requests, newest first, at most 20.
    pub requests: Vec<OvertimeRow>,
    /// The key to ask the next page of them with.
    pub next: Option<ApprovalId>,
}

/// One request of mine: where it is on its way, and what can be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OvertimeView {
    /// What it asks for, and where it is.
    pub approval: ApprovalView,
    /// What I can do about it.
    pub acts: Vec<OvertimeAct>,
}

/// A request of mine that is to be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OvertimeAsked {
    /// The request.
    pub id: ApprovalId,
    /// The version that is looked at.
    pub version: i32,
    /// What was asked for.
    pub facts: OvertimeFacts,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::date;

    #[test]
    fn what_was_approved_can_be_taken_back_until_it_is_for_the_punches_to_say() {
        use FlowState::{Approved, InReview, Rejected, Returned};
        use OvertimeAct::{Cancel, Change, Withdraw};

        let (before, on, after) = (date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 29));
        for open in [InReview, Returned] {
            assert_eq!(OvertimeAct::own(open, on, on), [Change, Withdraw]);
            assert_eq!(OvertimeAct::own(open, on, after), [Withdraw], "not asked for after the fact");
        }
        assert_eq!(OvertimeAct::own(Approved, on, before), [Cancel]);
        assert_eq!(OvertimeAct::own(Approved, on, on), [], "its day has begun");
        assert_eq!(OvertimeAct::own(Rejected, on, before), []);
        let lead = |today| may_cancel_overtime(Approved, on, today);
        assert_eq!([before, on, after].map(lead), [true, true, false]);
        assert!(!may_cancel_overtime(InReview, on, before), "that is rejected");
    }

    #[test]
    fn what_stops_overtime_is_what_the_law_says_of_it() {
        let flags: Vec<RosterRule> =
            RosterRule::ALL.iter().copied().filter(|rule| OvertimeFlag::of(*rule).is_some()).collect();
        assert!(flags.iter().all(|rule| rule.is_hard() && rule.basis().is_some()));
        assert_eq!(flags.len(), 4);
    }
}
