//! A sudden case (突发报备), reported in one tap.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{AWAY_AFTER, LEAVE_BACK, LeaveKind, LeaveUnit, Period};
use crate::{
    attendance::Tapped,
    ids::ApprovalId,
    problem::{FieldReason, Problem},
    roster::Half,
    time::{hall_date, hall_midnight},
};

/// Reports a sudden case: away from the half of the day in which it is tapped to the end of that day. The papers follow.
///
/// Tapped without a network it may arrive days later. It is about the day of the tap all the same, as the phone tells it
/// ([`LateAct::counts_at`](crate::attendance::LateAct::counts_at)), and when its papers are due follows from that day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuddenCommand {
    /// Made with the tap: sent twice, it is one request.
    pub id: ApprovalId,
    /// What for: one of the kinds whose rule allows it.
    pub kind: LeaveKind,
    /// When, for one that may arrive later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tap: Option<Tapped>,
}

/// From when to when one is away who has reported a sudden case at an instant.
///
/// # Errors
/// At `tap`: longer ago than leave can be asked for ([`LEAVE_BACK`]).
pub fn sudden_period(reported_at: DateTime<Utc>, today: NaiveDate, unit: LeaveUnit) -> Result<Period, Problem> {
    let date = hall_date(reported_at);
    if date < today - LEAVE_BACK {
        return Err(Problem::field("tap", FieldReason::OutOfRange));
    }
    let minute = (reported_at - hall_midnight(date)).num_minutes();
    let morning = minute < i64::from(AWAY_AFTER) || unit == LeaveUnit::Day;
    let starts = if morning { Half::Morning } else { Half::Afternoon };
    Ok(Period::halves((date, starts), (date, Half::Afternoon)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::{clock, date};

    #[test]
    fn it_is_the_rest_of_its_day_by_halves_and_no_older_than_leave_may_be() {
        let day = date(2026, 11, 24);
        let of = |at, today, unit| sudden_period(at, today, unit);
        let from = |half| Period::halves((day, half), (day, Half::Afternoon));
        let (morning, afternoon) = (clock(day, 8, 30), clock(day, 15, 0));
        assert_eq!(of(morning, day, LeaveUnit::HalfDay), Ok(from(Half::Morning)));
        assert_eq!(of(afternoon, day, LeaveUnit::HalfDay), Ok(from(Half::Afternoon)));
        assert_eq!(of(afternoon, day, LeaveUnit::Day), Ok(from(Half::Morning)), "whole days alone");
        let latest = day + LEAVE_BACK;
        assert_eq!(of(afternoon, latest, LeaveUnit::HalfDay), Ok(from(Half::Afternoon)), "as it arrives");
        let too_late = of(afternoon, latest + chrono::Days::new(1), LeaveUnit::HalfDay);
        assert_eq!(too_late, Err(Problem::field("tap", FieldReason::OutOfRange)));
    }
}
