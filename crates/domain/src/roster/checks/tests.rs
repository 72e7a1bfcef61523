use chrono::Days;

use super::*;
use crate::{
    calendar::{DayKind, Festival},
    ids::{CertificationId, HoursPermitId, ProtectionId},
    roster::{
        Assignment, HoursPeriod, ProtectionKind, Shift,
        samples::{date, duty, night, office, shift, works},
    },
};

pub(super) fn eight() -> Shift {
    shift(&[(800, 900, 1000, 0), (1700, 1700, 1800, 0)])
}

/// A plan over November 2026 and a week around it; what `on` gives each date.
pub(super) fn plan(on: impl Fn(NaiveDate) -> Option<Shift>) -> PersonPlan {
    let calendar = WorkCalendar::built_in();
    let (from, to) = (date(2026, 10, 25), date(2026, 12, 7));
    let day = |date: NaiveDate| {
        let assignment = on(date).map_or(Assignment::Rest, |shift| Assignment::Shift(shift.into()));
        Duty { day_kind: calendar.day_kind(date), ..duty(date, assignment) }
    };
    PersonPlan {
        person: PersonId::new(),
        duties: from.iter_days().take_while(|date| *date <= to).map(day).collect(),
        windows: BTreeMap::new(),
        permits: Vec::new(),
        protections: Vec::new(),
        leave: BTreeSet::new(),
        certified: Vec::new(),
        overtime: BTreeMap::new(),
    }
}

pub(super) fn workdays(shift: impl Fn() -> Shift) -> PersonPlan {
    let calendar = WorkCalendar::built_in();
    plan(|date| calendar.is_workday(date).then(&shift))
}

pub(super) fn found(plan: &PersonPlan) -> Vec<(RosterRule, NaiveDate, NaiveDate, i32)> {
    check(plan, false)
}

fn check(plan: &PersonPlan, certification_required: bool) -> Vec<(RosterRule, NaiveDate, NaiveDate, i32)> {
    let calendar = WorkCalendar::built_in();
    let frame =
        CheckFrame { from: date(2026, 11, 1), to: date(2026, 11, 30), calendar: &calendar, certification_required };
    let findings = check_person(plan, &frame);
    findings.into_iter().map(|found| (found.rule, found.from, found.to, found.amount)).collect()
}

pub(super) fn november(day: u32) -> NaiveDate {
    date(2026, 11, day)
}

#[test]
fn ordinary_weeks_break_nothing() {
    assert_eq!(found(&workdays(eight)), []);
    // Nine hours a day are 21 hours of overtime in November: allowed.
    assert_eq!(found(&workdays(office)), []);
}

#[test]
fn one_day_in_seven_is_off_across_the_months_edge_too() {
    let run = |from: NaiveDate, days: u64| plan(move |date| (from..from + Days::new(days)).contains(&date).then(eight));
    assert_eq!(found(&run(november(9), 6)), []);
    assert_eq!(found(&run(november(9), 7)), [(RosterRule::NoRestDay, november(9), november(15), 0)]);
    let across = found(&run(date(2026, 10, 28), 7));
    assert_eq!(across, [(RosterRule::NoRestDay, date(2026, 10, 28), november(3), 0)]);
    assert_eq!(found(&run(date(2026, 10, 25), 7)), [], "last month's fault is not this one's");
}

#[test]
fn thirty_six_hours_of_overtime_a_month_are_the_most() {
    // 21 working days: 21 × 100 = 2,100 minutes, 21 × 105 = 2,205.
    let long = |minutes: i32| move || shift(&[(800, 900, 1000, 0), (1840 + minutes, 1840 + minutes, 1900, 0)]);
    assert_eq!(found(&workdays(long(0))), []);
    assert_eq!(found(&workdays(long(5))), [(RosterRule::MonthOvertime, november(1), november(30), 45)]);
}

#[test]
fn approved_overtime_counts_with_what_is_rostered() {
    let mut plan = workdays(eight);
    plan.overtime.insert(november(28), MONTH_OVERTIME);
    assert_eq!(found(&plan), []);
    plan.overtime.insert(november(12), 1);
    assert_eq!(found(&plan), [(RosterRule::MonthOvertime, november(1), november(30), 1)]);
    plan.overtime = BTreeMap::from([(november(28), 60)]);
    let (id, kind) = (ProtectionId::new(), ProtectionKind::Nursing);
    plan.protections = vec![Protection { id, kind, from: november(28), to: november(30) }];
    assert_eq!(found(&plan), [(RosterRule::ProtectedOvertime, november(1), november(30), 60)]);
}

#[test]
fn comprehensive_hours_add_up_over_the_period_and_only_with_a_valid_permit() {
    let mut plan = workdays(|| shift(&[(800, 900, 1000, 0), (1845, 1845, 1900, 0)]));
    let permit = |from, to| HoursPermit { id: HoursPermitId::new(), period: HoursPeriod::Month, from, to };
    plan.permits = vec![permit(date(2026, 1, 1), date(2026, 12, 31))];
    assert_eq!(found(&plan), [(RosterRule::PeriodTotal, november(1), november(30), 21 * 105)]);
    plan.permits = vec![permit(date(2025, 1, 1), date(2025, 12, 31))];
    assert_eq!(found(&plan), [(RosterRule::MonthOvertime, november(1), november(30), 45)]);
    let mut even = plan.clone();
    even.duties.iter_mut().filter(|duty| duty.shift().is_some()).for_each(|duty| {
        duty.assignment = Assignment::Shift(eight().into());
    });
    even.permits = vec![permit(date(2026, 1, 1), date(2026, 12, 31))];
    assert_eq!(found(&even), [], "the standard total itself is allowed");
}

#[test]
fn a_protected_person_works_no_nights_and_no_overtime() {
    let protect = |mut plan: PersonPlan| {
        let (id, kind) = (ProtectionId::new(), ProtectionKind::Nursing);
        plan.protections = vec![Protection { id, kind, from: november(1), to: november(30) }];
        plan
    };
    assert_eq!(found(&protect(workdays(eight))), []);
    let one_night = protect(plan(|date| (date == november(11)).then(night)));
    assert_eq!(found(&one_night), [(RosterRule::ProtectedNight, november(11), november(11), 0)]);
    let long = protect(plan(|date| (date == november(11)).then(office)));
    assert_eq!(found(&long), [(RosterRule::ProtectedOvertime, november(1), november(30), 60)]);
    let mut after = one_night;
    after.protections[0].to = november(10);
    assert_eq!(found(&after), []);
}

#[test]
fn overlaps_short_rests_leave_and_certification() {
    let early = || shift(&[(500, 600, 700, 0), (1200, 1200, 1300, 0)]);
    let clash = plan(|date| match date {
        d if d == november(10) => Some(night()),
        d if d == november(11) => Some(early()),
        _ => None,
    });
    assert_eq!(found(&clash), [(RosterRule::Overlap, november(10), november(11), 0)]);
    let tight = plan(|date| match date {
        d if d == november(10) => Some(shift(&[(1500, 1500, 1600, 0), (2200, 2200, 2300, 0)])),
        d if d == november(11) => Some(early()),
        _ => None,
    });
    assert_eq!(found(&tight), [(RosterRule::ShortRest, november(10), november(11), 480)]);

    let mut away = plan(|date| (date == november(10)).then(eight));
    away.leave.insert(november(10));
    assert_eq!(found(&away), [(RosterRule::OnLeave, november(10), november(10), 0)]);

    let mut at_window = plan(|date| (date == november(10)).then(eight));
    let window = WindowId::new();
    at_window.windows.insert(november(10), window);
    assert_eq!(check(&at_window, true), [(RosterRule::NotCertified, november(10), november(10), 0)]);
    assert_eq!(check(&at_window, false), []);
    let id = CertificationId::new();
    at_window.certified = vec![Certification { id, window, from: november(1), to: Some(november(10)) }];
    assert_eq!(check(&at_window, true), []);
}

#[test]
fn a_window_needs_its_people_on_working_days() {
    let calendar = WorkCalendar::built_in();
    let window = WindowId::new();
    let demand = [CoverageDemand { window, half: Half::Morning, people: 2 }];
    let friday = november(13);
    let dates = || friday.iter_days().take(3);
    let mut presence = Presence::new();
    let missing = |presence: &Presence| {
        let found = check_coverage(&demand, presence, dates(), &calendar);
        found.iter().map(|finding| (finding.from, finding.amount)).collect::<Vec<_>>()
    };
    assert_eq!(missing(&presence), [(friday, 2)], "the weekend needs nobody");
    presence.insert((friday, window, Half::Morning), 1);
    assert_eq!(missing(&presence), [(friday, 1)]);
    presence.insert((friday, window, Half::Morning), 2);
    assert_eq!(missing(&presence), []);
    assert!(eight().serves(Half::Morning) && !night().serves(Half::Afternoon));
}

#[test]
fn a_holiday_worked_is_overtime_whatever_else_is_off() {
    let mut plan = plan(|_| None);
    let holiday = DayKind::StatutoryHoliday(Festival::NationalDay);
    for duty in plan.duties.iter_mut().filter(|duty| duty.date >= november(2) && duty.date <= november(6)) {
        (duty.day_kind, duty.assignment) = (holiday, Assignment::Shift(eight().into()));
    }
    assert_eq!(found(&plan), [(RosterRule::MonthOvertime, november(1), november(30), 5 * 480 - MONTH_OVERTIME)]);
    assert_eq!(works(november(1), eight()).shift().map(Shift::minutes), Some(480));
}
