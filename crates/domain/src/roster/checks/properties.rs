//! What must hold whatever is rostered.

use proptest::prelude::*;

use super::*;
use crate::{
    ids::ProtectionId,
    roster::{
        Assignment, ProtectionKind, Shift,
        hours::overtime_beyond_standard,
        samples::{date, duty, four, night, office, shift},
    },
};

const DAYS: usize = 44;

/// Five weeks and their neighbours, each day off or with one of a few shifts.
fn any_plan() -> impl Strategy<Value = PersonPlan> {
    let day = prop::option::of(0..4usize);
    prop::collection::vec(day, DAYS).prop_map(|days| {
        let calendar = WorkCalendar::built_in();
        let shifts = [office(), four(), night(), shift(&[(1300, 1400, 1500, 0), (2100, 2200, 2300, 0)])];
        let dates = date(2026, 10, 25).iter_days();
        let duties = dates.zip(days).map(|(date, which)| {
            let shift = which.and_then(|which| shifts.get(which)).cloned();
            let assignment = shift.map_or(Assignment::Rest, |shift| Assignment::Shift(shift.into()));
            Duty { day_kind: calendar.day_kind(date), ..duty(date, assignment) }
        });
        PersonPlan {
            person: PersonId::new(),
            duties: duties.collect(),
            windows: BTreeMap::new(),
            permits: Vec::new(),
            protections: Vec::new(),
            leave: BTreeSet::new(),
            certified: Vec::new(),
            overtime: BTreeMap::new(),
        }
    })
}

fn check(plan: &PersonPlan) -> Vec<Finding> {
    let calendar = WorkCalendar::built_in();
    let frame = CheckFrame {
        from: date(2026, 11, 1),
        to: date(2026, 11, 30),
        calendar: &calendar,
        certification_required: false,
    };
    check_person(plan, &frame)
}

fn of(findings: &[Finding], rule: RosterRule) -> usize {
    findings.iter().filter(|finding| finding.rule == rule).count()
}

proptest! {
    #[test]
    fn a_day_off_never_breaks_a_rule(plan in any_plan(), which in 0..DAYS) {
        let before = check(&plan);
        let mut easier = plan;
        easier.duties[which].assignment = Assignment::Rest;
        let after = check(&easier);
        for rule in [RosterRule::Overlap, RosterRule::MonthOvertime, RosterRule::ShortRest, RosterRule::ProtectedNight] {
            prop_assert!(of(&after, rule) <= of(&before, rule), "{rule:?}");
        }
    }

    #[test]
    fn seven_days_in_a_row_are_found_and_six_are_not(plan in any_plan()) {
        let longest = plan
            .duties
            .chunk_by(|a, b| a.shift().is_some() == b.shift().is_some())
            .filter(|run| run.iter().all(|duty| duty.shift().is_some()))
            .filter(|run| run.last().is_some_and(|duty| duty.date >= date(2026, 11, 1)))
            .filter(|run| run.first().is_some_and(|duty| duty.date <= date(2026, 11, 30)))
            .map(<[Duty]>::len)
            .max()
            .unwrap_or_default();
        prop_assert_eq!(of(&check(&plan), RosterRule::NoRestDay) > 0, longest >= 7);
    }

    #[test]
    fn a_protected_person_without_findings_works_neither_nights_nor_overtime(plan in any_plan()) {
        let mut plan = plan;
        let (id, kind) = (ProtectionId::new(), ProtectionKind::LatePregnancy);
        plan.protections = vec![Protection { id, kind, from: date(2026, 11, 1), to: date(2026, 11, 30) }];
        let findings = check(&plan);
        let november = plan.between(date(2026, 11, 1), date(2026, 11, 30));
        let nights = november.iter().filter(|duty| duty.shift().is_some_and(Shift::is_night)).count();
        prop_assert_eq!(of(&findings, RosterRule::ProtectedNight), nights);
        prop_assert_eq!(of(&findings, RosterRule::ProtectedOvertime) > 0, overtime_beyond_standard(november) > 0);
    }

    #[test]
    fn findings_touch_the_month(plan in any_plan()) {
        for finding in check(&plan) {
            prop_assert!(finding.from <= date(2026, 11, 30) && date(2026, 11, 1) <= finding.to);
            prop_assert!(finding.from <= finding.to);
        }
    }
}
