//! What a roster is held against before it is published.
//!
//! A *hard* finding breaks the law and can't be published; a *soft* one breaks a rule of the house and needs
//! a reason, which is kept. Each names its rule, and [`RosterRule::basis`] the article behind it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Certification, Duty, HoursPermit, Protection, clashes};
use crate::{
    calendar::WorkCalendar,
    coded::coded_enum,
    ids::{PersonId, WindowId},
};

mod coverage;
#[cfg(test)]
mod law_tests;
mod overtime;
#[cfg(test)]
mod overtime_tests;
#[cfg(test)]
mod properties;
mod rest;
#[cfg(test)]
mod tests;

pub use coverage::{CoverageDemand, DemandCommand, Half, Presence, check_coverage};
pub use overtime::overtime_of_month;
pub use rest::SHORTEST_REST;

/// Days before and after the month that must be known to judge it.
pub const NEIGHBOUR_DAYS: u64 = 7;

/// Overtime that a month may hold at most (劳动法 41), in minutes: 36 hours.
pub const MONTH_OVERTIME: i32 = 36 * 60;

coded_enum! {
    /// A rule that a roster can break.
    pub enum RosterRule {
        /// Seven days in a row with work on each, rostered or overtime.
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

impl Finding {
    /// How bad it is beside another of the same rule: less rest is worse, of all else more.
    const fn badness(&self) -> i32 {
        if matches!(self.rule, RosterRule::ShortRest) { -self.amount } else { self.amount }
    }

    /// Whether it was there before: as bad, over the same days or more.
    fn was_there(&self, before: &[Self]) -> bool {
        before.iter().any(|old| {
            (old.rule, old.person, old.window, old.half) == (self.rule, self.person, self.window, self.half)
                && old.from <= self.from
                && self.to <= old.to
                && old.badness() >= self.badness()
        })
    }
}

/// What is broken only after a change, or worse than before it.
pub fn worsened(before: &[Finding], mut after: Vec<Finding>) -> Vec<Finding> {
    after.retain(|found| !found.was_there(before));
    after
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
    findings.extend(rest::no_rest_day(plan, frame));
    findings.extend(overtime::month_overtime(plan, frame));
    findings.extend(overtime::period_totals(plan, frame));
    findings.extend(overtime::protected_under_permit(plan, frame));
    for duty in plan.duties.iter().filter(|duty| frame.holds(duty.date)) {
        findings.extend(day_findings(plan, duty, frame));
    }
    for (earlier, later) in clashes(&plan.duties) {
        if frame.holds(earlier) || frame.holds(later) {
            findings.push(plan.finding(RosterRule::Overlap, earlier, later, 0));
        }
    }
    findings.extend(rest::short_rests(plan, frame));
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

    /// Minutes of overtime that were approved for a date.
    fn approved(&self, date: NaiveDate) -> i32 {
        self.overtime.get(&date).copied().unwrap_or_default()
    }

    /// Whether the person works on a date at all: a shift, or overtime on a day off.
    fn works(&self, duty: &Duty) -> bool {
        duty.shift().is_some() || self.approved(duty.date) > 0
    }

    fn between(&self, from: NaiveDate, to: NaiveDate) -> &[Duty] {
        let start = self.duties.partition_point(|duty| duty.date < from);
        let end = self.duties.partition_point(|duty| duty.date <= to);
        self.duties.get(start..end).unwrap_or_default()
    }
}

/// What is wrong with one day by itself.
fn day_findings(plan: &PersonPlan, duty: &Duty, frame: &CheckFrame<'_>) -> Vec<Finding> {
    let Some(shift) = duty.shift() else { return Vec::new() };
    let date = duty.date;
    let mut findings = Vec::new();
    if plan.is_protected(date) && shift.is_night() {
        findings.push(plan.finding(RosterRule::ProtectedNight, date, date, 0));
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
