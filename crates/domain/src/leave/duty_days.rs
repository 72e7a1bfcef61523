//! Which days are somebody's working days: by their roster where it says so, else by the calendar.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Period;
use crate::{
    calendar::WorkCalendar,
    roster::{Assignment, Duty},
};

/// The dates on which somebody's roster has it otherwise than the calendar: a Saturday that they work, a weekday off
/// for it. Kept with a request as it was asked, so that what it costs does not change with the roster: who is away
/// is often left out of the next one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DutyDays(BTreeMap<NaiveDate, bool>);

impl DutyDays {
    /// Those of some duties. Where nobody has said anything, the calendar stands.
    pub fn of(duties: &[Duty], calendar: &WorkCalendar) -> Self {
        let works = |duty: &Duty| match duty.assignment {
            Assignment::Shift(_) => Some(true),
            Assignment::Rest => Some(false),
            Assignment::Unscheduled => None,
        };
        let known = duties.iter().filter_map(|duty| Some((duty.date, works(duty)?)));
        Self(known.filter(|(date, works)| *works != calendar.is_workday(*date)).collect())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those that lie in a period, each with whether it is worked.
    pub fn within(&self, period: Period) -> impl Iterator<Item = (NaiveDate, bool)> {
        self.0.iter().map(|(date, works)| (*date, *works)).filter(move |(date, _)| period.on(*date).is_any())
    }
}

/// A calendar, and what a person's roster has otherwise.
#[derive(Clone, Copy, Debug)]
pub struct WorkDays<'a> {
    /// The calendar.
    pub calendar: &'a WorkCalendar,
    duty: Option<&'a DutyDays>,
}

impl WorkDays<'_> {
    /// Whether a date is a working day of the person.
    pub fn is_workday(self, date: NaiveDate) -> bool {
        let rostered = self.duty.and_then(|duty| duty.0.get(&date).copied());
        rostered.unwrap_or_else(|| self.calendar.is_workday(date))
    }
}

impl<'a> From<&'a WorkCalendar> for WorkDays<'a> {
    fn from(calendar: &'a WorkCalendar) -> Self {
        Self { calendar, duty: None }
    }
}

impl<'a> From<(&'a WorkCalendar, &'a DutyDays)> for WorkDays<'a> {
    fn from((calendar, duty): (&'a WorkCalendar, &'a DutyDays)) -> Self {
        Self { calendar, duty: Some(duty) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        leave::{LeaveError, LeaveKind, rule_of, total},
        problem::Problem,
        roster::{DutySource, samples::date},
    };

    /// 2026-11-28 is a Saturday, the 25th a Wednesday.
    fn november(day: u32) -> NaiveDate {
        date(2026, 11, day)
    }

    fn cost(kind: LeaveKind, period: Period, duty: &DutyDays) -> Result<i32, Problem> {
        let calendar = WorkCalendar::built_in();
        period.count(&rule_of(kind, period.from, None), (&calendar, duty)).map(|days| total(&days))
    }

    #[test]
    fn a_rostered_saturday_costs_a_day_and_a_rostered_weekday_off_none() {
        let duty = DutyDays([(november(28), true), (november(25), false)].into());
        let day = |day| Period::whole(november(day), november(day));
        for kind in [LeaveKind::Personal, LeaveKind::Annual] {
            assert_eq!(cost(kind, day(28), &duty), Ok(2));
            assert_eq!(cost(kind, day(25), &duty), Err(LeaveError::NothingToTake.into()));
            assert_eq!(cost(kind, Period::whole(november(23), november(29)), &duty), Ok(10), "five of seven");
            assert_eq!(cost(kind, day(28), &DutyDays::default()), Err(LeaveError::NothingToTake.into()));
        }
        let sick = cost(LeaveKind::Sick, Period::whole(november(23), november(29)), &duty);
        assert_eq!(sick, Ok(14), "calendar days are calendar days");
        assert_eq!(duty.within(day(28)).collect::<Vec<_>>(), [(november(28), true)]);
    }

    #[test]
    fn annual_leave_does_not_count_statutory_holidays_even_if_they_are_rostered() {
        let holiday = date(2026, 10, 1);
        let duty = DutyDays([(holiday, true)].into());
        let day = Period::whole(holiday, holiday);
        assert_eq!(cost(LeaveKind::Annual, day, &duty), Err(LeaveError::NothingToTake.into()));
        assert_eq!(cost(LeaveKind::Personal, day, &duty), Ok(2));
    }

    #[test]
    fn only_what_differs_from_the_calendar_is_kept() {
        let calendar = WorkCalendar::built_in();
        let duty = |day, assignment| Duty {
            date: november(day),
            day_kind: calendar.day_kind(november(day)),
            assignment,
            post: None,
            source: DutySource::Entry,
        };
        let duties = [
            duty(25, Assignment::Rest),
            duty(26, Assignment::Unscheduled),
            duty(28, Assignment::Unscheduled),
            duty(29, Assignment::Rest),
        ];
        assert_eq!(DutyDays::of(&duties, &calendar), DutyDays([(november(25), false)].into()));
    }

    proptest! {
        #[test]
        fn a_period_costs_what_its_working_days_are(days in prop::collection::btree_map(1..=30u32, any::<bool>(), 0..12)) {
            let duty = DutyDays(days.into_iter().map(|(day, works)| (november(day), works)).collect());
            let (calendar, month) = (WorkCalendar::built_in(), Period::whole(november(1), november(30)));
            let worked = month.dates().filter(|date| WorkDays::from((&calendar, &duty)).is_workday(*date)).count();
            let counted = month.workdays((&calendar, &duty)).half_days;
            prop_assert_eq!(usize::try_from(counted).unwrap(), worked * 2);
            // Day by day and as a whole, it comes to the same.
            let single = |date| cost(LeaveKind::Personal, Period::whole(date, date), &duty).unwrap_or_default();
            prop_assert_eq!(month.dates().map(single).sum::<i32>(), counted);
        }
    }
}
