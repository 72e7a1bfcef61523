//! What came to a day after it was judged, or after its month was locked.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{DayResult, DayStatus};
use crate::coded::coded_enum;

/// What of a day goes into a month, to tell what a later fact has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaySummary {
    /// What the day came to.
    pub status: DayStatus,
    /// Minutes late.
    pub late_minutes: i32,
    /// Minutes left early.
    pub early_minutes: i32,
    /// Slots without a punch.
    pub missing: i32,
    /// Minutes of the shift on leave; nothing where it was judged by rules that did not count them.
    #[serde(default)]
    pub leave_minutes: Option<i32>,
    /// Minutes of overtime that were worked; nothing where it was judged by rules that did not count them.
    #[serde(default)]
    pub overtime_minutes: Option<i32>,
}

impl DaySummary {
    /// Of a result.
    pub fn of(result: &DayResult) -> Self {
        Self {
            status: result.status,
            late_minutes: result.late_minutes,
            early_minutes: result.early_minutes,
            missing: result.missing,
            leave_minutes: result.counted_leave(),
            overtime_minutes: result.counted_overtime(),
        }
    }

    /// Whether the day came out differently. What only one of the two has counted is no difference: the rules
    /// have changed, not the day.
    pub fn differs(&self, other: &Self) -> bool {
        let differ = |one: Option<i32>, other: Option<i32>| one.zip(other).is_some_and(|(one, other)| one != other);
        let told = |day: &Self| (day.status, day.late_minutes, day.early_minutes, day.missing);
        told(self) != told(other)
            || differ(self.leave_minutes, other.leave_minutes)
            || differ(self.overtime_minutes, other.overtime_minutes)
    }
}

coded_enum! {
    /// What changed a day after it was judged.
    pub enum AdjustmentCause {
        /// A correction was approved.
        Correction = "correction",
        /// A punch made without a network arrived.
        LatePunch = "late_punch",
        /// A lead decided on a punch.
        Decision = "decision",
        /// A paper sign-in sheet was confirmed.
        Paper = "paper",
        /// Leave was granted, or not taken as it was granted.
        Leave = "leave",
        /// The roster was changed; days of a locked month stay.
        Roster = "roster",
        /// A calendar year was published anew; days of a locked month stay.
        Calendar = "calendar",
    }
}

/// A line that says how a day of a locked month is to be counted after all. Booked in a later month, so that
/// the locked one stays as it was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// The day in question.
    pub date: NaiveDate,
    /// As it stood: in the sheet, or after the adjustment before this one.
    pub before: DaySummary,
    /// As it stands now.
    pub after: DaySummary,
    /// Why.
    pub cause: AdjustmentCause,
}

impl Adjustment {
    /// The line for a day, if anything about it has changed. `earlier` are the day's adjustments so far.
    pub fn of(
        locked: DaySummary,
        earlier: &[Self],
        date: NaiveDate,
        after: DaySummary,
        cause: AdjustmentCause,
    ) -> Option<Self> {
        let before = earlier.last().map_or(locked, |last| last.after);
        before.differs(&after).then_some(Self { date, before, after, cause })
    }
}

/// An adjustment as it is seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdjustmentView {
    /// The line.
    pub adjustment: Adjustment,
    /// The first of the month in which it is booked.
    pub month: NaiveDate,
    /// When it was made.
    pub at: DateTime<Utc>,
}

/// A day that came out differently when it was judged again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecountView {
    /// The day.
    pub date: NaiveDate,
    /// As it was.
    pub before: DaySummary,
    /// As it is.
    pub after: DaySummary,
    /// Why; not known of those that were judged again before this was kept.
    pub cause: Option<AdjustmentCause>,
    /// When it was judged again.
    pub at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::date;

    fn summary(status: DayStatus, late_minutes: i32) -> DaySummary {
        let counted = Some(0);
        DaySummary {
            status,
            late_minutes,
            early_minutes: 0,
            missing: 0,
            leave_minutes: counted,
            overtime_minutes: counted,
        }
    }

    #[test]
    fn an_adjustment_goes_on_from_the_one_before() {
        let (locked, late, fine) =
            (summary(DayStatus::Absent, 0), summary(DayStatus::Late, 9), summary(DayStatus::OnTime, 0));
        let day = date(2026, 10, 9);
        assert_eq!(Adjustment::of(locked, &[], day, locked, AdjustmentCause::Paper), None);
        let first = Adjustment::of(locked, &[], day, late, AdjustmentCause::Correction).unwrap();
        let second = Adjustment::of(locked, &[first], day, fine, AdjustmentCause::Decision).unwrap();
        assert_eq!((first.before, second.before, second.after), (locked, late, fine));
        assert_eq!(Adjustment::of(locked, &[first, second], day, fine, AdjustmentCause::LatePunch), None);
    }

    #[test]
    fn minutes_differ_where_both_have_counted_them() {
        let fine = summary(DayStatus::OnTime, 0);
        let away = DaySummary { leave_minutes: Some(60), ..fine };
        let worked = DaySummary { overtime_minutes: Some(120), ..fine };
        let uncounted = DaySummary { leave_minutes: None, overtime_minutes: None, ..fine };
        assert!(fine.differs(&away) && away.differs(&fine) && fine.differs(&worked));
        assert!(!uncounted.differs(&away) && !worked.differs(&uncounted) && !fine.differs(&fine));
    }

    #[test]
    fn what_was_kept_before_more_was_counted_is_still_read() {
        let kept = r#"{"status":"late","late_minutes":9,"early_minutes":0,"missing":0}"#;
        let read: DaySummary = serde_json::from_str(kept).unwrap();
        assert_eq!((read.late_minutes, read.leave_minutes, read.overtime_minutes), (9, None, None));
    }
}
