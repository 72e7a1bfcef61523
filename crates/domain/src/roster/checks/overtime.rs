//! How much somebody may work: in a month, in a period that a permit adds up over, and while they are protected.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::{CheckFrame, Finding, MONTH_OVERTIME, PersonPlan, RosterRule};
use crate::{
    calendar::{DayKind, last_of_month},
    roster::{
        Duty,
        hours::{STANDARD_DAY, overtime_beyond_standard, rostered, standard_minutes},
    },
};

/// Months with more than 36 hours beyond standard hours, rostered or approved, on days without a permit; and any
/// such hour of somebody who is protected.
pub(super) fn month_overtime(plan: &PersonPlan, frame: &CheckFrame<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for first in months(frame) {
        let last = last_of_month(first);
        let minutes = minutes_of_month(plan, (first, last), &|_| true);
        if minutes > MONTH_OVERTIME {
            findings.push(plan.finding(RosterRule::MonthOvertime, first, last, minutes - MONTH_OVERTIME));
        }
        let protected = minutes_of_month(plan, (first, last), &|date| plan.is_protected(date));
        if protected > 0 {
            findings.push(plan.finding(RosterRule::ProtectedOvertime, first, last, protected));
        }
    }
    findings
}

/// Minutes beyond standard hours, rostered or approved, on the days of a month that are `wanted` and without a permit.
fn minutes_of_month(
    plan: &PersonPlan,
    (first, last): (NaiveDate, NaiveDate),
    wanted: &dyn Fn(NaiveDate) -> bool,
) -> i32 {
    let days = plan.between(first, last).iter().filter(|duty| plan.permit_on(duty.date).is_none());
    let days: Vec<Duty> = days.filter(|duty| wanted(duty.date)).cloned().collect();
    overtime_beyond_standard(&days) + days.iter().map(|duty| plan.approved(duty.date)).sum::<i32>()
}

/// The minutes of overtime that a date's month holds, rostered and approved, against [`MONTH_OVERTIME`]; none where a
/// permit adds up the hours of that date over a period of its own.
pub fn overtime_of_month(plan: &PersonPlan, date: NaiveDate) -> Option<i32> {
    let first = date.with_day(1).unwrap_or(date);
    let standard = plan.permit_on(date).is_none();
    standard.then(|| minutes_of_month(plan, (first, last_of_month(first)), &|_| true))
}

/// The first of every month that the frame touches.
fn months(frame: &CheckFrame<'_>) -> impl Iterator<Item = NaiveDate> {
    let (from, to) = (frame.from, frame.to);
    from.iter_days()
        .take_while(move |date| *date <= to)
        .filter(move |date| date.day() == 1 || *date == from)
        .map(|date| date.with_day(1).unwrap_or(date))
}

/// Periods of comprehensive hours whose total, rostered and approved, passes the standard one. Work on statutory
/// holidays is paid at 300 % apart, but counts towards the total all the same: nobody is to work more than it.
pub(super) fn period_totals(plan: &PersonPlan, frame: &CheckFrame<'_>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let mut findings = Vec::new();
    for date in frame.from.iter_days().take_while(|date| *date <= frame.to) {
        let Some(permit) = plan.permit_on(date) else { continue };
        let (from, to) = permit.period.around(date);
        if !seen.insert((from, to)) {
            continue;
        }
        let under = plan.between(from, to).iter().filter(|duty| permit.covers(duty.date));
        let minutes: i32 = under.map(|duty| rostered(duty) + plan.approved(duty.date)).sum();
        let standard = standard_minutes(frame.calendar, from.max(permit.from), to.min(permit.to));
        if minutes > standard {
            findings.push(plan.finding(RosterRule::PeriodTotal, from, to, minutes - standard));
        }
    }
    findings
}

/// Days under a permit on which somebody who is protected works overtime: what passes eight hours or lies on a
/// statutory holiday, and all that was approved. Under standard hours the month's sum tells of it.
pub(super) fn protected_under_permit(plan: &PersonPlan, frame: &CheckFrame<'_>) -> Vec<Finding> {
    let under = plan.between(frame.from, frame.to).iter();
    let under = under.filter(|duty| plan.is_protected(duty.date) && plan.permit_on(duty.date).is_some());
    under
        .filter_map(|duty| {
            let holiday = matches!(duty.day_kind, DayKind::StatutoryHoliday(_));
            let beyond = if holiday { rostered(duty) } else { (rostered(duty) - STANDARD_DAY).max(0) };
            let minutes = beyond + plan.approved(duty.date);
            (minutes > 0).then(|| plan.finding(RosterRule::ProtectedOvertime, duty.date, duty.date, minutes))
        })
        .collect()
}
