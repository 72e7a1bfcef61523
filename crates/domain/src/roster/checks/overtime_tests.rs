//! Overtime that was approved is held against everything that rostered hours are.

use chrono::Datelike;

use super::{
    tests::{eight, found, november, plan, workdays},
    *,
};
use crate::{
    ids::{HoursPermitId, ProtectionId},
    roster::{
        HoursPeriod, ProtectionKind,
        samples::{date, office},
    },
};

fn protection(from: u32, to: u32) -> Protection {
    Protection { id: ProtectionId::new(), kind: ProtectionKind::LatePregnancy, from: november(from), to: november(to) }
}

fn permit() -> HoursPermit {
    let (from, to) = (date(2026, 1, 1), date(2026, 12, 31));
    HoursPermit { id: HoursPermitId::new(), period: HoursPeriod::Month, from, to }
}

#[test]
fn overtime_counts_in_the_total_of_a_period() {
    // Four days a week: far from the standard total.
    let mut plan = plan(|date| (date.weekday().num_days_from_monday() > 2).then(eight));
    plan.permits = vec![permit()];
    let standard = standard_of_november();
    let rostered: i32 = plan.between(november(1), november(30)).iter().map(crate::roster::rostered).sum();
    plan.overtime.insert(november(9), standard - rostered);
    assert_eq!(found(&plan), [], "up to the standard total");
    plan.overtime.insert(november(16), 1);
    assert_eq!(found(&plan), [(RosterRule::PeriodTotal, november(1), november(30), 1)]);
}

fn standard_of_november() -> i32 {
    crate::roster::standard_minutes(&WorkCalendar::built_in(), november(1), november(30))
}

#[test]
fn who_is_protected_works_no_overtime_under_a_permit_either() {
    let mut plan = plan(|date| (date == november(10)).then(eight));
    plan.permits = vec![permit()];
    plan.protections = vec![protection(1, 20)];
    assert_eq!(found(&plan), []);
    plan.overtime = BTreeMap::from([(november(10), 60), (november(14), 120), (november(21), 120)]);
    let protected = |day: u32, minutes| (RosterRule::ProtectedOvertime, november(day), november(day), minutes);
    assert_eq!(found(&plan), [protected(10, 60), protected(14, 120)], "and when it is over, like anybody");
}

#[test]
fn overtime_before_the_protection_does_not_keep_her_from_working() {
    let mut before = workdays(eight);
    before.overtime.insert(november(7), 180);
    before.protections = vec![protection(16, 30)];
    assert_eq!(found(&before), []);
    before.overtime.insert(november(17), 30);
    assert_eq!(found(&before), [(RosterRule::ProtectedOvertime, november(1), november(30), 30)]);
    let mut long = workdays(office);
    long.protections = vec![protection(30, 30)];
    assert_eq!(found(&long), [(RosterRule::ProtectedOvertime, november(1), november(30), 60)]);
}

#[test]
fn overtime_on_both_days_of_a_weekend_leaves_no_day_of_rest() {
    let mut plan = workdays(eight);
    plan.overtime.insert(november(14), 120);
    assert_eq!(found(&plan), [], "Sunday is left");
    plan.overtime.insert(november(15), 120);
    assert_eq!(found(&plan), [(RosterRule::NoRestDay, november(9), november(20), 0)]);
}

#[test]
fn what_stood_before_is_not_held_against_a_change_unless_it_gets_worse() {
    let finding = |rule, (from, to): (u32, u32), amount| Finding {
        rule,
        person: None,
        window: None,
        half: None,
        from: november(from),
        to: november(to),
        amount,
    };
    let run = |days| finding(RosterRule::NoRestDay, days, 0);
    let over = |amount| finding(RosterRule::MonthOvertime, (1, 30), amount);
    let rest = |amount| finding(RosterRule::ShortRest, (4, 5), amount);
    let cases = [
        (vec![run((2, 12))], run((2, 12)), false),
        (vec![run((2, 12))], run((5, 12)), false),
        (vec![run((2, 12))], run((2, 13)), true),
        (vec![over(60)], over(60), false),
        (vec![over(60)], over(30), false),
        (vec![over(60)], over(61), true),
        (vec![rest(480)], rest(500), false),
        (vec![rest(480)], rest(400), true),
        (vec![over(60)], run((2, 8)), true),
        (vec![], over(1), true),
    ];
    for (before, after, worse) in cases {
        let found = worsened(&before, vec![after.clone()]);
        assert_eq!(!found.is_empty(), worse, "{before:?} {after:?}");
    }
}
