//! What a new version of a calendar year makes of leave that is asked for or granted.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{LeaveDay, LeaveError, LeaveRule, LeaveUnit, Period, WorkDays};
use crate::{calendar::CalendarVersion, problem::Problem};

/// A request that costs more by the calendar now than its account has: nothing is taken, people settle it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortfall {
    /// What it costs now, in the measure of its kind.
    pub wanted: i32,
    /// What the ledger has of it.
    pub held: i32,
    /// The version of the year that has brought it about.
    pub cause: CalendarVersion,
}

/// By how much a version of the calendar has changed what a request costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecountView {
    /// The version.
    pub cause: CalendarVersion,
    /// When it was recounted.
    pub at: DateTime<Utc>,
    /// More, or less where below zero, in the measure of its kind.
    pub change: i32,
}

/// What a period that was asked for costs by a calendar, what a roster has otherwise, and a rule: nothing, where all its days have been made
/// days off since, and half a day as such, even if it could no longer be asked for.
///
/// # Errors
/// As [`Period::count`], but for [`LeaveError::NothingToTake`].
pub fn cost<'a>(period: Period, rule: &LeaveRule, by: impl Into<WorkDays<'a>>) -> Result<Vec<LeaveDay>, Problem> {
    let whole_days = rule.unit == LeaveUnit::Day;
    let rule = &LeaveRule { unit: if whole_days { LeaveUnit::HalfDay } else { rule.unit }, ..rule.clone() };
    match period.count(rule, by) {
        Err(problem) if problem == Problem::from(LeaveError::NothingToTake) => Ok(Vec::new()),
        counted => counted,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        calendar::{CalendarStatus, CalendarYear, DateRange, WorkCalendar},
        ids::LotId,
        leave::{Hours, LeaveKind, LeaveLot, LotSource, consume, held, hold, recount, rule_of, settled, total},
        roster::{Half, samples::date},
    };

    /// 2027 with some weekdays off and some Saturdays worked, of the first sixty days.
    fn calendar(off: &[u64], worked: &[u64]) -> WorkCalendar {
        let first = date(2027, 1, 4);
        let day = |n: &u64| first + chrono::Days::new(*n);
        let year = CalendarYear {
            year: 2027,
            version: 2,
            status: CalendarStatus::Published,
            source: "通知".to_owned(),
            off: off.iter().map(|n| DateRange { from: day(n), to: day(n) }).collect(),
            make_up: worked.iter().map(|week| day(&(week * 7 + 5))).collect(),
            statutory: Vec::new(),
        };
        [year].into_iter().collect()
    }

    fn any_calendar() -> impl Strategy<Value = WorkCalendar> {
        let off = prop::collection::btree_set((0..50u64).prop_filter("a weekday", |n| n % 7 < 5), 0..8);
        let worked = prop::collection::btree_set(0..7u64, 0..4);
        (off, worked).prop_map(|(off, worked)| {
            calendar(&off.into_iter().collect::<Vec<_>>(), &worked.into_iter().collect::<Vec<_>>())
        })
    }

    fn any_period() -> impl Strategy<Value = Period> {
        (0..40u64, 0..12u64).prop_map(|(from, length)| {
            let from = date(2027, 1, 4) + chrono::Days::new(from);
            Period::whole(from, from + chrono::Days::new(length))
        })
    }

    #[test]
    fn all_days_off_cost_nothing() {
        let rule = rule_of(LeaveKind::Annual, date(2027, 1, 1), None);
        let period = Period::whole(date(2027, 1, 4), date(2027, 1, 5));
        assert_eq!(cost(period, &rule, &calendar(&[0, 1], &[])), Ok(Vec::new()));
        assert_eq!(cost(period, &rule, &calendar(&[1], &[])).map(|days| total(&days)), Ok(2));
    }

    #[test]
    fn hours_cost_nothing_on_a_day_that_was_made_a_day_off_and_the_same_on_all_others() {
        let rule = rule_of(LeaveKind::Compensatory, date(2027, 1, 1), None);
        let hours = Period::of_hours(date(2027, 1, 4), Hours { from: 540, to: 637 });
        assert_eq!(cost(hours, &rule, &calendar(&[], &[])).map(|days| total(&days)), Ok(97));
        assert_eq!(cost(hours, &rule, &calendar(&[0], &[])), Ok(Vec::new()));
    }

    #[test]
    fn half_a_day_stays_half_a_day_where_only_whole_ones_can_be_asked_for() {
        let rule = LeaveRule { unit: LeaveUnit::Day, ..rule_of(LeaveKind::Annual, date(2027, 1, 1), None) };
        let period = Period::halves((date(2027, 1, 4), Half::Morning), (date(2027, 1, 5), Half::Morning));
        assert_eq!(cost(period, &rule, &calendar(&[], &[])).map(|days| total(&days)), Ok(3));
    }

    proptest! {
        #[test]
        fn recounted_leave_costs_what_its_days_cost_now_and_only_once(
            before in any_calendar(), after in any_calendar(), period in any_period(), granted in 0..40i32,
            approved: bool,
        ) {
            let rule = rule_of(LeaveKind::Annual, date(2027, 1, 1), None);
            let lot = LeaveLot {
                id: LotId::new(), kind: LeaveKind::Annual, source: LotSource::Granted, year: 2027,
                valid_from: date(2027, 1, 1), expires_on: date(2027, 12, 31), granted, pending: 0, used: 0,
            };
            let (was, now) = (cost(period, &rule, &before).unwrap(), cost(period, &rule, &after).unwrap());
            let Ok(mut lines) = hold(std::slice::from_ref(&lot), &was, true) else { return Ok(()) };
            if approved {
                lines.extend(consume(&held(&lines)));
            }
            let lots = settled(std::slice::from_ref(&lot), &lines);
            match recount(&lots, &held(&lines), &now, true) {
                Ok(more) => {
                    let lots = settled(&lots, &more);
                    lines.extend(more);
                    prop_assert_eq!(lots[0].used + lots[0].pending, total(&now));
                    prop_assert!(lots[0].free() >= 0);
                    prop_assert_eq!(recount(&lots, &held(&lines), &now, true), Ok(Vec::new()));
                }
                Err(refused) => {
                    prop_assert_eq!(refused, LeaveError::NotEnough);
                    prop_assert!(total(&now) > granted, "only what the lot doesn't have is refused");
                }
            }
        }
    }
}
