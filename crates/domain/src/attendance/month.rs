use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{DayResult, DayStatus, SlotOutcome, WorkedOvertime};
use crate::{calendar::OvertimeClass, ids::ActId, roster::Compensation};

/// Confirms a month of one's own, as it was looked at. One that arrives when a day of it has come out differently since
/// then is refused: that was not confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptMonthCommand {
    /// Made with the form: sent twice, it is confirmed once.
    pub id: ActId,
    /// Any date in it.
    pub month: NaiveDate,
    /// When what was looked at was read.
    pub seen_at: DateTime<Utc>,
}

/// A month of results, added up. Days still pending count only as such.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthTotals {
    /// Days with a shift that were judged, leave and absence included.
    pub shift_days: i32,
    /// Of these, days on which at least one punch counted.
    pub attended_days: i32,
    /// Late arrivals.
    pub late_count: i32,
    /// Minutes of them.
    pub late_minutes: i32,
    /// Early departures.
    pub early_count: i32,
    /// Minutes of them.
    pub early_minutes: i32,
    /// Slots without a punch on days that were attended.
    pub missing_slots: i32,
    /// Days without any punch.
    pub absent_days: i32,
    /// Days of leave.
    pub leave_days: i32,
    /// Days off on which the person punched.
    pub worked_rest_days: i32,
    /// Days with a punch that needs review.
    pub review_days: i32,
    /// Days not judged yet.
    pub pending_days: i32,
    /// Minutes of shifts on leave, whole days of leave and leave by the hour alike.
    #[serde(default)]
    pub leave_minutes: i32,
    /// Minutes of overtime worked on working days, to be paid at 150 %.
    #[serde(default)]
    pub workday_overtime: i32,
    /// Minutes of overtime worked on days off, to be paid at 200 %.
    #[serde(default)]
    pub rest_day_overtime: i32,
    /// Minutes of overtime worked on statutory holidays, to be paid at 300 %.
    #[serde(default)]
    pub holiday_overtime: i32,
    /// Minutes of overtime worked that are made good with time off.
    #[serde(default)]
    pub time_off_earned: i32,
}

/// Adds up results, of a month as a rule.
pub fn month_totals(results: &[DayResult]) -> MonthTotals {
    let mut totals = MonthTotals::default();
    for result in results {
        totals.add(result);
    }
    totals
}

impl MonthTotals {
    /// Minutes of overtime worked, whatever they are made good with.
    pub const fn overtime(&self) -> i32 {
        self.workday_overtime + self.rest_day_overtime + self.holiday_overtime + self.time_off_earned
    }

    fn add(&mut self, result: &DayResult) {
        match result.status {
            DayStatus::Pending => {
                self.pending_days += 1;
                return;
            }
            DayStatus::OnTime
            | DayStatus::Late
            | DayStatus::LeftEarly
            | DayStatus::LateAndEarly
            | DayStatus::MissingPunch => {
                self.shift_days += 1;
                self.attended_days += 1;
                self.missing_slots += result.missing;
            }
            DayStatus::Absent => {
                self.shift_days += 1;
                self.absent_days += 1;
            }
            DayStatus::OnLeave => {
                self.shift_days += i32::from(!result.slots.is_empty());
                self.leave_days += 1;
            }
            DayStatus::WorkedRest => self.worked_rest_days += 1,
            DayStatus::Rest | DayStatus::Holiday | DayStatus::Unscheduled => {}
        }
        let count =
            |is: fn(SlotOutcome) -> bool| result.slots.iter().map(|slot| i32::from(is(slot.outcome))).sum::<i32>();
        self.late_count += count(|outcome| matches!(outcome, SlotOutcome::Late(_)));
        self.early_count += count(|outcome| matches!(outcome, SlotOutcome::LeftEarly(_)));
        self.late_minutes += result.late_minutes;
        self.early_minutes += result.early_minutes;
        self.review_days += i32::from(result.needs_review);
        self.leave_minutes += result.leave_minutes;
        if let Some(overtime) = result.overtime {
            self.add_overtime(overtime);
        }
    }

    fn add_overtime(&mut self, overtime: WorkedOvertime) {
        let minutes = match (overtime.compensation, overtime.class) {
            (Compensation::TimeOff, _) => &mut self.time_off_earned,
            (Compensation::Pay, OvertimeClass::Workday) => &mut self.workday_overtime,
            (Compensation::Pay, OvertimeClass::RestDay) => &mut self.rest_day_overtime,
            (Compensation::Pay, OvertimeClass::Holiday) => &mut self.holiday_overtime,
        };
        *minutes += overtime.minutes;
    }
}
