//! What a roster is held against before it is published.
//!
//! A *hard* finding breaks the law and can't be published; a *soft* one breaks a rule of the house and needs
//! a reason, which is kept. Each names its rule, and [`RosterRule::basis`] the article behind it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use super::{
    Certification, Duty, HoursPermit, Protection, Shift, clashes,
    hours::{STANDARD_DAY, overtime_beyond_standard, rostered, standard_minutes},
};
use crate::{
    calendar::{DayKind, WorkCalendar, last_of_month},
    coded::coded_enum,
    ids::{PersonId, WindowId},
    time::hall_midnight,
};

mod coverage;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use coverage::{CoverageDemand, DemandCommand, Half, Presence, check_coverage};

/// Days before and after the month that must be known to judge it.
pub const NEIGHBOUR_DAYS: u64 = 7;

/// Overtime that a month may hold at most (劳动法 41), in minutes: 36 hours.
pub const MONTH_OVERTIME: i32 = 36 * 60;

/// Least rest between two shifts by the rule of the house, in minutes: 11 hours.
pub const SHORTEST_REST: i64 = 11 * 60;

/// Days in a row of which one is a day of rest (劳动法 38).
const REST_WITHIN: usize = 7;

coded_enum! {
    /// A rule that a roster can break.
    pub enum RosterRule {
        /// Seven days in a row with work on each.
        NoRestDay = "no_rest_day",
        /// More than 36 hours beyond standard hours in a month.
        MonthOvertime = "month_overtime",
        /// More than the standard total in a period of comprehensive hours.
        PeriodTotal = "period_total",
        /// Night work in a protected period.
        ProtectedNight = "protected_night",
        /// Overtime in a protected period.
        ProtectedOvertime = "protected_overtime",
        /// Two shifts at the same time.
        Overlap = "overlap",
        /// Work on a day of approved leave.
        OnLeave = "on_leave",
        /// Work at a window without its certification, where the hall requires one.
        NotCertified = "not_certified",
        /// Less than eleven hours between two shifts.
        ShortRest = "short_rest",
        /// Fewer people at a window than it needs.
        Uncovered = "uncovered",
    }
}

impl RosterRule {
    /// Whether breaking it stops the publication; otherwise a reason will do.
    pub const fn is_hard(self) -> bool {
        !matches!(self, Self::ShortRest | Self::Uncovered)
    }

    /// Whether it tells that somebody is protected: its basis is for HR only.
    pub const fn is_private(self) -> bool {
        matches!(self, Self::ProtectedNight | Self::ProtectedOvertime)
    }

    /// Whether it stands against overtime that is asked for.
    pub const fn limits_overtime(self) -> bool {
        matches!(self, Self::MonthOvertime | Self::ProtectedOvertime)
    }

    /// The law behind it, as it is cited; nothing for rules of the house.
    pub const fn basis(self) -> Option<&'static str> {
        match self {
            Self::NoRestDay => Some("劳动法 38"),
            Self::MonthOvertime => Some("劳动法 41"),
            Self::PeriodTotal => Some("劳动法 39、劳部发〔1994〕503号"),
            Self::ProtectedNight | Self::ProtectedOvertime => Some("女职工劳动保护特别规定 6、9"),
            Self::Overlap | Self::OnLeave | Self::NotCertified | Self::ShortRest | Self::Uncovered => None,
        }
    }
}

/// A rule broken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which.
    pub rule: RosterRule,
    /// By whose days; nobody's for [`RosterRule::Uncovered`].
    pub person: Option<PersonId>,
    /// At which window, for rules about one.
    pub window: Option<WindowId>,
    /// Which half of the day, for [`RosterRule::Uncovered`].
    pub half: Option<Half>,
    /// First date.
    pub from: NaiveDate,
    /// Last date.
    pub to: NaiveDate,
    /// How much: minutes beyond what is allowed, minutes of rest, people missing; 0 where there is no more
    /// or less.
    pub amount: i32,
}

/// Everything about one person that their days are held against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonPlan {
    /// Who.
    pub person: PersonId,
    /// Consecutive dates, from [`NEIGHBOUR_DAYS`] before the frame to as many after it, and the whole of
    /// every period that a permit adds up over.
    pub duties: Vec<Duty>,
    /// The window of each day that has one.
    pub windows: BTreeMap<NaiveDate, WindowId>,
    /// Permits for comprehensive hours.
    pub permits: Vec<HoursPermit>,
    /// Protected periods.
    pub protections: Vec<Protection>,
    /// Days of approved leave.
    pub leave: BTreeSet<NaiveDate>,
    /// Certifications.
    pub certified: Vec<Certification>,
    /// Minutes of approved overtime by date, beyond what is rostered.
    pub overtime: BTreeMap<NaiveDate, i32>,
}

/// What is looked at, and by which settings.
#[derive(Clone, Copy, Debug)]
pub struct CheckFrame<'a> {
    /// First date.
    pub from: NaiveDate,
    /// Last date.
    pub to: NaiveDate,
    /// The calendar.
    pub calendar: &'a WorkCalendar,
    /// Whether the hall lets only certified people serve at a window.
    pub certification_required: bool,
}

/// Every rule that a person's days break in the frame, in the order of the rules.
pub fn check_person(plan: &PersonPlan, frame: &CheckFrame<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(no_rest_day(plan, frame));
    findings.extend(month_overtime(plan, frame));
    findings.extend(period_totals(plan, frame));
    for duty in plan.duties.iter().filter(|duty| frame.holds(duty.date)) {
        findings.extend(day_findings(plan, duty, frame));
    }
    for (earlier, later) in clashes(&plan.duties) {
        if frame.holds(earlier) || frame.holds(later) {
            findings.push(plan.finding(RosterRule::Overlap, earlier, later, 0));
        }
    }
    findings.extend(short_rests(plan, frame));
    findings.sort_by_key(|finding| (finding.rule, finding.from));
    findings
}

impl CheckFrame<'_> {
    fn holds(&self, date: NaiveDate) -> bool {
        (self.from..=self.to).contains(&date)
    }

    /// Whether two spans of dates share one.
    fn meets(&self, from: NaiveDate, to: NaiveDate) -> bool {
        from <= self.to && self.from <= to
    }
}

impl PersonPlan {
    fn finding(&self, rule: RosterRule, from: NaiveDate, to: NaiveDate, amount: i32) -> Finding {
        Finding { rule, person: Some(self.person), window: None, half: None, from, to, amount }
    }

    fn permit_on(&self, date: NaiveDate) -> Option<&HoursPermit> {
        self.permits.iter().find(|permit| permit.covers(date))
    }

    fn is_protected(&self, date: NaiveDate) -> bool {
        self.protections.iter().any(|protection| protection.covers(date))
    }

    fn between(&self, from: NaiveDate, to: NaiveDate) -> &[Duty] {
        let start = self.duties.partition_point(|duty| duty.date < from);
        let end = self.duties.partition_point(|duty| duty.date <= to);
        self.duties.get(start..end).unwrap_or_default()
    }
}

/// Runs of seven days or more without a day off, each told once. A day on which nobody has said anything is
/// a day off. A permit (劳动法 39) changes how hours are added up; this holds for all.
fn no_rest_day(plan: &PersonPlan, frame: &CheckFrame<'_>) -> Vec<Finding> {
    let runs = plan.duties.chunk_by(|a, b| a.shift().is_some() == b.shift().is_some());
    let long = runs.filter(|run| run.len() >= REST_WITHIN && run.iter().all(|duty| duty.shift().is_some()));
    long.filter_map(|run| {
        let (first, last) = (run.first()?.date, run.last()?.date);
        frame.meets(first, last).then(|| plan.finding(RosterRule::NoRestDay, first, last, 0))
    })
    .collect()
}

/// Months with more than 36 hours beyond standard hours, rostered or approved, on days without a permit.
fn month_overtime(plan: &PersonPlan, frame: &CheckFrame<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for first in months(frame) {
        let last = last_of_month(first);
        let days: Vec<Duty> =
            plan.between(first, last).iter().filter(|duty| plan.permit_on(duty.date).is_none()).cloned().collect();
        let approved = || plan.overtime.range(first..=last).filter(|(date, _)| plan.permit_on(**date).is_none());
        let minutes = overtime_beyond_standard(&days) + approved().map(|(_, minutes)| minutes).sum::<i32>();
        if minutes > MONTH_OVERTIME {
            findings.push(plan.finding(RosterRule::MonthOvertime, first, last, minutes - MONTH_OVERTIME));
        }
        let protected = days.iter().any(|duty| duty.shift().is_some() && plan.is_protected(duty.date))
            || approved().any(|(date, _)| plan.is_protected(*date));
        if minutes > 0 && protected {
            findings.push(plan.finding(RosterRule::ProtectedOvertime, first, last, minutes));
        }
    }
    findings
}

/// The first of every month that the frame touches.
fn months(frame: &CheckFrame<'_>) -> impl Iterator<Item = NaiveDate> {
    use chrono::Datelike;
    let (from, to) = (frame.from, frame.to);
    from.iter_days()
        .take_while(move |date| *date <= to)
        .filter(move |date| date.day() == 1 || *date == from)
        .map(|date| date.with_day(1).unwrap_or(date))
}

/// Periods of comprehensive hours whose total passes the standard one. Work on statutory holidays is paid
/// at 300 % apart, but counts towards the total all the same: nobody is to work more than it.
fn period_totals(plan: &PersonPlan, frame: &CheckFrame<'_>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let mut findings = Vec::new();
    for date in frame.from.iter_days().take_while(|date| *date <= frame.to) {
        let Some(permit) = plan.permit_on(date) else { continue };
        let (from, to) = permit.period.around(date);
        if !seen.insert((from, to)) {
            continue;
        }
        let under: Vec<&Duty> = plan.between(from, to).iter().filter(|duty| permit.covers(duty.date)).collect();
        let minutes: i32 = under.iter().map(|duty| rostered(duty)).sum();
        let standard = standard_minutes(frame.calendar, from.max(permit.from), to.min(permit.to));
        if minutes > standard {
            findings.push(plan.finding(RosterRule::PeriodTotal, from, to, minutes - standard));
        }
    }
    findings
}

/// What is wrong with one day by itself.
fn day_findings(plan: &PersonPlan, duty: &Duty, frame: &CheckFrame<'_>) -> Vec<Finding> {
    let Some(shift) = duty.shift() else { return Vec::new() };
    let date = duty.date;
    let mut findings = Vec::new();
    if plan.is_protected(date) {
        if shift.is_night() {
            findings.push(plan.finding(RosterRule::ProtectedNight, date, date, 0));
        }
        let holiday = matches!(duty.day_kind, DayKind::StatutoryHoliday(_));
        let beyond = if holiday { shift.minutes() } else { shift.minutes() - STANDARD_DAY };
        // Under standard hours the month's sum tells of it.
        if beyond > 0 && plan.permit_on(date).is_some() {
            findings.push(plan.finding(RosterRule::ProtectedOvertime, date, date, beyond));
        }
    }
    if plan.leave.contains(&date) {
        findings.push(plan.finding(RosterRule::OnLeave, date, date, 0));
    }
    if let Some(window) = plan.windows.get(&date).filter(|_| frame.certification_required) {
        let certified = plan.certified.iter().any(|held| held.window == *window && held.covers(date));
        if !certified {
            let finding = plan.finding(RosterRule::NotCertified, date, date, 0);
            findings.push(Finding { window: Some(*window), ..finding });
        }
    }
    findings
}

/// Neighbouring shifts with less than eleven hours between them.
fn short_rests(plan: &PersonPlan, frame: &CheckFrame<'_>) -> Vec<Finding> {
    let pairs = plan.duties.windows(2).filter_map(|pair| match pair {
        [first, second] => Some((first, second)),
        _ => None,
    });
    pairs
        .filter(|(first, second)| frame.holds(first.date) || frame.holds(second.date))
        .filter_map(|(first, second)| {
            let rest = begins(second.date, second.shift()?)? - ends(first.date, first.shift()?)?;
            let minutes = rest.num_minutes();
            (0..SHORTEST_REST).contains(&minutes).then(|| {
                let amount = i32::try_from(minutes).unwrap_or_default();
                plan.finding(RosterRule::ShortRest, first.date, second.date, amount)
            })
        })
        .collect()
}

fn begins(date: NaiveDate, shift: &Shift) -> Option<chrono::DateTime<chrono::Utc>> {
    Some(hall_midnight(date) + TimeDelta::minutes(shift.slots.first()?.due.into()))
}

fn ends(date: NaiveDate, shift: &Shift) -> Option<chrono::DateTime<chrono::Utc>> {
    Some(hall_midnight(date) + TimeDelta::minutes(shift.slots.last()?.due.into()))
}
