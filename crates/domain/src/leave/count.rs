use chrono::{NaiveDate, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};

use super::{
    error::LeaveError,
    kind::{LeaveKind, Measure},
    rule::{CountMode, LeaveRule, LeaveUnit},
};
use crate::{
    calendar::{DayKind, WorkCalendar},
    problem::{FieldReason, Problem},
    roster::{Half, STANDARD_DAY},
};

/// Days of a span at most: a stop-work period and what is added to it.
pub const MAX_SPAN: i64 = 750;

/// Minutes of half a standard day.
pub const STANDARD_HALF: i32 = STANDARD_DAY / 2;

/// What somebody wants to be away for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "shape")]
pub enum LeaveSpan {
    /// Days and half days.
    Days {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
        /// The half of the first day with which it starts.
        starts: Half,
        /// The half of the last day with which it ends.
        ends: Half,
    },
    /// Some hours of one day.
    Hours {
        /// The day.
        date: NaiveDate,
        /// From this time of day, at the hall.
        from: NaiveTime,
        /// To this time of day.
        to: NaiveTime,
    },
}

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

impl LeaveSpan {
    /// Whole days.
    pub const fn whole(from: NaiveDate, to: NaiveDate) -> Self {
        Self::Days { from, to, starts: Half::Morning, ends: Half::Afternoon }
    }

    /// First and last day.
    pub const fn bounds(&self) -> (NaiveDate, NaiveDate) {
        match *self {
            Self::Days { from, to, .. } => (from, to),
            Self::Hours { date, .. } => (date, date),
        }
    }

    /// Counts the span by a rule and the calendar: every day that costs something, in order. Faults are named
    /// by `from`, `to`, `starts` and `ends`.
    ///
    /// Hours are counted as they stand, at most a standard day: midday is not taken off, since halls differ
    /// in it and whoever asks knows theirs.
    pub fn count(&self, rule: &LeaveRule, calendar: &WorkCalendar) -> Result<Vec<LeaveDay>, Problem> {
        let days = match *self {
            Self::Days { from, to, starts, ends } => count_days((from, to), (starts, ends), rule, calendar)?,
            Self::Hours { date, from, to } => count_hours(date, (from, to), rule, calendar)?,
        };
        if days.is_empty() { Err(LeaveError::NothingToTake.into()) } else { Ok(days) }
    }
}

fn count_days(
    (from, to): (NaiveDate, NaiveDate),
    (starts, ends): (Half, Half),
    rule: &LeaveRule,
    calendar: &WorkCalendar,
) -> Result<Vec<LeaveDay>, Problem> {
    if to < from {
        return Err(Problem::field("to", FieldReason::EndsBeforeStart));
    }
    if (to - from).num_days() >= MAX_SPAN {
        return Err(Problem::field("to", FieldReason::OutOfRange));
    }
    let (late, early) = (starts == Half::Afternoon, ends == Half::Morning);
    if from == to && late && early {
        return Err(Problem::field("ends", FieldReason::EndsBeforeStart));
    }
    if rule.unit == LeaveUnit::Day && (late || early) {
        return Err(Problem::field(if late { "starts" } else { "ends" }, FieldReason::NotAllowed));
    }
    let whole = units_of_day(rule.kind);
    let days = from.iter_days().take_while(|date| *date <= to).filter(|date| counts(rule.counts, *date, calendar));
    let cut = |date| (date == from && late) || (date == to && early);
    Ok(days.map(|date| LeaveDay { date, units: if cut(date) { whole / 2 } else { whole } }).collect())
}

fn count_hours(
    date: NaiveDate,
    (from, to): (NaiveTime, NaiveTime),
    rule: &LeaveRule,
    calendar: &WorkCalendar,
) -> Result<Vec<LeaveDay>, Problem> {
    if rule.unit != LeaveUnit::Minute {
        return Err(Problem::field("from", FieldReason::NotAllowed));
    }
    let length = to - from;
    if length <= TimeDelta::zero() {
        return Err(Problem::field("to", FieldReason::EndsBeforeStart));
    }
    let minutes = i32::try_from(length.num_minutes()).unwrap_or(STANDARD_DAY).min(STANDARD_DAY);
    if minutes == 0 {
        return Err(Problem::field("to", FieldReason::OutOfRange));
    }
    let day = counts(rule.counts, date, calendar).then_some(LeaveDay { date, units: minutes });
    Ok(day.into_iter().collect())
}

fn counts(mode: CountMode, date: NaiveDate, calendar: &WorkCalendar) -> bool {
    match mode {
        CountMode::Workdays => calendar.is_workday(date),
        CountMode::CalendarDays => true,
        CountMode::CalendarPlusHolidays => !matches!(calendar.day_kind(date), DayKind::StatutoryHoliday(_)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        leave::{RuleBook, rule::rule_of},
        roster::samples::date,
    };

    fn annual() -> LeaveRule {
        rule_of(LeaveKind::Annual, date(2026, 1, 1), None)
    }

    fn counted(span: LeaveSpan, rule: &LeaveRule) -> Result<i32, Problem> {
        span.count(rule, &WorkCalendar::built_in()).map(|days| total(&days))
    }

    fn halves(from: NaiveDate, to: NaiveDate, starts: Half, ends: Half) -> LeaveSpan {
        LeaveSpan::Days { from, to, starts, ends }
    }

    fn at(hour: u32, minute: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
    }

    #[test]
    fn national_day_costs_six_working_days_with_the_saturday_that_is_worked() {
        let span = LeaveSpan::whole(date(2026, 9, 28), date(2026, 10, 10));
        let days = span.count(&annual(), &WorkCalendar::built_in()).unwrap();
        let dates: Vec<_> = days.iter().map(|day| day.date).collect();
        let expected = [(9, 28), (9, 29), (9, 30), (10, 8), (10, 9), (10, 10)].map(|(m, d)| date(2026, m, d));
        assert_eq!(dates, expected);
        assert_eq!(total(&days), 12, "half days");
    }

    #[test]
    fn sick_leave_counts_weekends_and_holidays() {
        let sick = rule_of(LeaveKind::Sick, date(2026, 1, 1), None);
        assert_eq!(counted(LeaveSpan::whole(date(2026, 9, 28), date(2026, 10, 10)), &sick), Ok(26));
    }

    #[test]
    fn statutory_holidays_lengthen_what_counts_all_other_days() {
        let rule = LeaveRule { counts: CountMode::CalendarPlusHolidays, ..annual() };
        // 1 to 3 October are statutory; the days swapped to the rest of the week are not.
        assert_eq!(counted(LeaveSpan::whole(date(2026, 9, 28), date(2026, 10, 10)), &rule), Ok(20));
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
        let hours = LeaveSpan::Hours { date: monday, from: at(10, 0), to: at(12, 0) };
        let cases = [
            (halves(monday, monday, Afternoon, Morning), annual(), "ends", FieldReason::EndsBeforeStart),
            (LeaveSpan::whole(friday, monday), annual(), "to", FieldReason::EndsBeforeStart),
            (LeaveSpan::whole(monday, date(2029, 1, 1)), annual(), "to", FieldReason::OutOfRange),
            (halves(monday, friday, Afternoon, Afternoon), marriage.clone(), "starts", FieldReason::NotAllowed),
            (halves(monday, friday, Morning, Morning), marriage, "ends", FieldReason::NotAllowed),
            (hours, annual(), "from", FieldReason::NotAllowed),
        ];
        for (span, rule, field, reason) in cases {
            assert_eq!(counted(span, &rule), Err(Problem::field(field, reason)), "{span:?}");
        }
        let weekend = LeaveSpan::whole(date(2026, 11, 28), date(2026, 11, 29));
        assert_eq!(counted(weekend, &annual()), Err(LeaveError::NothingToTake.into()));
    }

    #[test]
    fn hours_are_minutes() {
        let rule = rule_of(LeaveKind::Compensatory, date(2026, 1, 1), None);
        let hours = |from, to| LeaveSpan::Hours { date: date(2026, 11, 24), from, to };
        assert_eq!(counted(hours(at(10, 0), at(13, 0)), &rule), Ok(180));
        assert_eq!(counted(hours(at(9, 0), at(14, 0)), &rule), Ok(300));
        assert_eq!(counted(hours(at(7, 0), at(18, 0)), &rule), Ok(480));
        assert_eq!(
            counted(hours(at(13, 0), at(10, 0)), &rule),
            Err(Problem::field("to", FieldReason::EndsBeforeStart))
        );
        assert_eq!(counted(LeaveSpan::whole(date(2026, 11, 24), date(2026, 11, 24)), &rule), Ok(480));
    }

    #[test]
    fn every_rule_counts_a_working_week() {
        for rule in RuleBook::default().rules(date(2026, 11, 1)) {
            let counted = counted(LeaveSpan::whole(date(2026, 11, 23), date(2026, 11, 27)), &rule);
            assert_eq!(counted, Ok(5 * units_of_day(rule.kind)), "{:?}", rule.kind);
        }
    }
}
