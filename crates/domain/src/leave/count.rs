use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    duty_days::WorkDays,
    error::LeaveError,
    kind::{LeaveKind, Measure},
    period::{Extent, Hours, Period},
    rule::{CountMode, LeaveRule, LeaveUnit},
};
use crate::{
    calendar::DayKind,
    problem::{FieldReason, Problem},
    roster::{Half, STANDARD_DAY},
};

/// Days of a span at most: a stop-work period and what is added to it.
pub const MAX_SPAN: i64 = 750;

/// Minutes of half a standard day.
pub const STANDARD_HALF: i32 = STANDARD_DAY / 2;

/// What one day of leave costs, in the measure of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LeaveDay {
    /// The day.
    pub date: NaiveDate,
    /// Half days or minutes.
    pub units: i32,
}

/// A whole day of a kind of leave in its measure.
pub const fn units_of_day(kind: LeaveKind) -> i32 {
    match kind.measure() {
        Measure::HalfDays => 2,
        Measure::Minutes => STANDARD_DAY,
    }
}

/// What some days come to.
pub fn total(days: &[LeaveDay]) -> i32 {
    days.iter().map(|day| day.units).sum()
}

impl Period {
    /// Counts it by a rule and somebody's working days: every day that costs something, in order. Faults are named
    /// by `from`, `to`, `starts`, `ends`, `by` and `to_time`.
    ///
    /// Hours are counted as they stand, at most a standard day: midday is not taken off, since halls differ
    /// in it and whoever asks knows theirs.
    pub fn count<'a>(self, rule: &LeaveRule, by: impl Into<WorkDays<'a>>) -> Result<Vec<LeaveDay>, Problem> {
        let by = by.into();
        if self.to < self.from {
            return Err(Problem::field("to", FieldReason::EndsBeforeStart));
        }
        if self.days() > MAX_SPAN {
            return Err(Problem::field("to", FieldReason::OutOfRange));
        }
        let days = match self.extent {
            Extent::Halves { starts, ends } => self.count_days((starts, ends), rule, by)?,
            Extent::Hours(hours) => self.count_hours(hours, rule, by)?,
        };
        if days.is_empty() { Err(LeaveError::NothingToTake.into()) } else { Ok(days) }
    }

    fn count_days(
        self,
        (starts, ends): (Half, Half),
        rule: &LeaveRule,
        by: WorkDays<'_>,
    ) -> Result<Vec<LeaveDay>, Problem> {
        let (late, early) = (starts == Half::Afternoon, ends == Half::Morning);
        if self.is_backwards() {
            return Err(Problem::field("ends", FieldReason::EndsBeforeStart));
        }
        if rule.unit == LeaveUnit::Day && (late || early) {
            return Err(Problem::field(if late { "starts" } else { "ends" }, FieldReason::NotAllowed));
        }
        let whole = units_of_day(rule.kind);
        let days = self.dates().filter(|date| counts(rule, *date, by));
        let cut = |date| (date == self.from && late) || (date == self.to && early);
        Ok(days.map(|date| LeaveDay { date, units: if cut(date) { whole / 2 } else { whole } }).collect())
    }

    fn count_hours(self, hours: Hours, rule: &LeaveRule, by: WorkDays<'_>) -> Result<Vec<LeaveDay>, Problem> {
        if rule.unit != LeaveUnit::Minute {
            return Err(Problem::field("by", FieldReason::NotByTheHour));
        }
        if !hours.is_sound() {
            return Err(Problem::field("to_time", FieldReason::EndsBeforeStart));
        }
        let days = self.dates().filter(|date| counts(rule, *date, by));
        Ok(days.map(|date| LeaveDay { date, units: hours.minutes().min(STANDARD_DAY) }).collect())
    }
}

/// Statutory holidays are never part of annual leave (条例 3), even where somebody was to work.
fn counts(rule: &LeaveRule, date: NaiveDate, by: WorkDays<'_>) -> bool {
    let holiday = || matches!(by.calendar.day_kind(date), DayKind::StatutoryHoliday(_));
    match rule.counts {
        CountMode::Workdays => by.is_workday(date) && !(rule.kind == LeaveKind::Annual && holiday()),
        CountMode::CalendarDays => true,
        CountMode::CalendarPlusHolidays => !holiday(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::WorkCalendar,
        leave::{RuleBook, rule::rule_of},
        roster::samples::date,
    };

    fn annual() -> LeaveRule {
        rule_of(LeaveKind::Annual, date(2026, 1, 1), None)
    }

    fn counted(span: Period, rule: &LeaveRule) -> Result<i32, Problem> {
        span.count(rule, &WorkCalendar::built_in()).map(|days| total(&days))
    }

    fn halves(from: NaiveDate, to: NaiveDate, starts: Half, ends: Half) -> Period {
        Period::halves((from, starts), (to, ends))
    }

    /// From an hour and minutes written as `930`, to others.
    fn hours(from: i32, to: i32) -> Hours {
        let minute = |clock: i32| clock / 100 * 60 + clock % 100;
        Hours { from: minute(from), to: minute(to) }
    }

    #[test]
    fn national_day_costs_six_working_days_with_the_saturday_that_is_worked() {
        let span = Period::whole(date(2026, 9, 28), date(2026, 10, 10));
        let days = span.count(&annual(), &WorkCalendar::built_in()).unwrap();
        let dates: Vec<_> = days.iter().map(|day| day.date).collect();
        let expected = [(9, 28), (9, 29), (9, 30), (10, 8), (10, 9), (10, 10)].map(|(m, d)| date(2026, m, d));
        assert_eq!(dates, expected);
        assert_eq!(total(&days), 12, "half days");
    }

    #[test]
    fn sick_leave_counts_weekends_and_holidays() {
        let sick = rule_of(LeaveKind::Sick, date(2026, 1, 1), None);
        assert_eq!(counted(Period::whole(date(2026, 9, 28), date(2026, 10, 10)), &sick), Ok(26));
    }

    #[test]
    fn statutory_holidays_lengthen_what_counts_all_other_days() {
        let rule = LeaveRule { counts: CountMode::CalendarPlusHolidays, ..annual() };
        // 1 to 3 October are statutory; the days swapped to the rest of the week are not.
        assert_eq!(counted(Period::whole(date(2026, 9, 28), date(2026, 10, 10)), &rule), Ok(20));
    }

    #[test]
    fn half_days() {
        use Half::{Afternoon, Morning};
        let (monday, wednesday, friday) = (date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 27));
        let cases = [
            (halves(monday, wednesday, Morning, Afternoon), 6),
            (halves(monday, wednesday, Afternoon, Afternoon), 5),
            (halves(monday, wednesday, Afternoon, Morning), 4),
            (halves(friday, friday, Morning, Morning), 1),
            (halves(friday, friday, Afternoon, Afternoon), 1),
            // Half a Saturday costs nothing, so it must not make Friday half.
            (halves(friday, date(2026, 11, 28), Morning, Morning), 2),
        ];
        for (span, expected) in cases {
            assert_eq!(counted(span, &annual()), Ok(expected), "{span:?}");
        }
    }

    #[test]
    fn what_can_not_be_counted_names_its_field() {
        use Half::{Afternoon, Morning};
        let (monday, friday) = (date(2026, 11, 23), date(2026, 11, 27));
        let marriage = rule_of(LeaveKind::Marriage, monday, None);
        let hours = Period::of_hours(monday, hours(1000, 1200));
        let cases = [
            (halves(monday, monday, Afternoon, Morning), annual(), "ends", FieldReason::EndsBeforeStart),
            (Period::whole(friday, monday), annual(), "to", FieldReason::EndsBeforeStart),
            (Period::whole(monday, date(2029, 1, 1)), annual(), "to", FieldReason::OutOfRange),
            (halves(monday, friday, Afternoon, Afternoon), marriage.clone(), "starts", FieldReason::NotAllowed),
            (halves(monday, friday, Morning, Morning), marriage, "ends", FieldReason::NotAllowed),
            (hours, annual(), "by", FieldReason::NotByTheHour),
        ];
        for (span, rule, field, reason) in cases {
            assert_eq!(counted(span, &rule), Err(Problem::field(field, reason)), "{span:?}");
        }
        let weekend = Period::whole(date(2026, 11, 28), date(2026, 11, 29));
        assert_eq!(counted(weekend, &annual()), Err(LeaveError::NothingToTake.into()));
    }

    #[test]
    fn hours_are_minutes() {
        let rule = rule_of(LeaveKind::Compensatory, date(2026, 1, 1), None);
        let day = date(2026, 11, 24);
        for (from, to, minutes) in [(1000, 1300, 180), (900, 1400, 300), (907, 952, 45), (700, 1800, 480)] {
            assert_eq!(counted(Period::of_hours(day, hours(from, to)), &rule), Ok(minutes), "{from} to {to}");
        }
        for (from, to) in [(1300, 1000), (1000, 1000)] {
            let wrong = counted(Period::of_hours(day, hours(from, to)), &rule);
            assert_eq!(wrong, Err(Problem::field("to_time", FieldReason::EndsBeforeStart)));
        }
        assert_eq!(counted(Period::whole(day, day), &rule), Ok(480));
    }

    #[test]
    fn the_same_hours_of_several_days_cost_their_working_days() {
        let rule = rule_of(LeaveKind::Nursing, date(2026, 1, 1), None);
        // Friday to Monday.
        let daily = Period { to: date(2026, 11, 30), ..Period::of_hours(date(2026, 11, 27), hours(1630, 1730)) };
        assert_eq!(counted(daily, &rule), Ok(120));
        let weekend = Period { from: date(2026, 11, 28), to: date(2026, 11, 29), ..daily };
        assert_eq!(counted(weekend, &rule), Err(LeaveError::NothingToTake.into()));
    }

    #[test]
    fn every_rule_counts_a_working_week() {
        for rule in RuleBook::default().rules(date(2026, 11, 1)) {
            let counted = counted(Period::whole(date(2026, 11, 23), date(2026, 11, 27)), &rule);
            assert_eq!(counted, Ok(5 * units_of_day(rule.kind)), "{:?}", rule.kind);
        }
    }
}
