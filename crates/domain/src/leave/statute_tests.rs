//! The statutory examples of domain.md 2.1 to 2.3 that go through a whole rule, each under its paragraph. Those of one
//! function alone stand beside it: annual leave, its pay, medical periods, half days off, the calendar, time limits.

use super::{
    Basis, Birth, CountMode, LeaveDay, LeaveKind, LeaveUnit, Length, Period, ProfileRule, Province, RuleBook,
    annual::{Service, TierChange, entitlement},
    leaving_days_to_pay, medical_period, rule_of, sick_account, total, unused_pay,
};
use crate::{calendar::WorkCalendar, leave::Condition, roster::samples::date};

const ON: (i32, u32, u32) = (2026, 11, 24);

fn day() -> chrono::NaiveDate {
    date(ON.0, ON.1, ON.2)
}

/// 2.1: rest days and statutory holidays do not count (R 3).
#[test]
fn par_2_1_annual_leave_counts_working_days_alone() {
    let rule = rule_of(LeaveKind::Annual, day(), None);
    let calendar = WorkCalendar::built_in();
    for (from, to, half_days) in [
        // Friday to Monday.
        (date(2026, 11, 20), date(2026, 11, 23), 4),
        // Qingming of 2026 with the Monday off for its Sunday.
        (date(2026, 4, 3), date(2026, 4, 7), 4),
        // Saturday 10 October is worked; 2.3.
        (date(2026, 10, 9), date(2026, 10, 12), 6),
    ] {
        let days = Period::whole(from, to).count(&rule, &calendar).unwrap();
        assert_eq!(total(&days), half_days, "{from}");
    }
}

/// 2.1, leaving on 2026-06-30 (181 days) at 5,220 yuan a month: full 5, taken 1: 2.48 - 1 = 1.48, 1 day, +480; full 10,
/// taken 6: 4.96 - 6 is below zero, nothing, and nothing is taken back (M1 10 to 12).
#[test]
fn par_2_1_who_leaves_is_paid_twice_the_daily_wage_for_whole_days() {
    for (began, taken, days, fen) in [
        (date(2020, 1, 1), 2, 1, 48_000),
        (date(2014, 1, 1), 12, 0, 0),
        // Full 15, nothing taken: 7.43.
        (date(2004, 1, 1), 0, 7, 336_000),
    ] {
        let left_on = Some(date(2026, 6, 30));
        let service = Service { service_from: began, continuous_from: began, hired_on: began, left_on };
        let earned = entitlement(2026, &service, Default::default(), TierChange::Weighted);
        let found = leaving_days_to_pay(&earned, taken);
        assert_eq!((found, unused_pay(found * 2, 522_000)), (days, fen), "{began}");
    }
}

/// 2.1: marriage, bereavement, maternity leave and the paid time of a work injury are no annual leave (M1 6): they are
/// bounded by the event or not at all, and never taken from what a year grants.
#[test]
fn par_2_1_other_leave_is_not_taken_from_annual_leave() {
    let (marriage, birth) = (LeaveKind::Marriage, LeaveKind::Maternity);
    for kind in [marriage, LeaveKind::Bereavement, birth, LeaveKind::Injury, LeaveKind::Sick, LeaveKind::Official] {
        let rule = rule_of(kind, day(), None);
        assert!(!rule.is_limited() && rule.paid, "{kind:?}");
    }
    assert!(rule_of(LeaveKind::Annual, day(), None).is_limited());
}

/// 2.2, sick leave: first sick day 5 March, 3 months: the window is 5 March to 5 September; reached when 3 months, of
/// 30 days, have added up. Rest days and holidays in it count.
#[test]
fn par_2_2_a_medical_period_of_three_months_from_5_march() {
    let since = (date(2023, 1, 1), date(2023, 1, 1));
    let first = date(2026, 3, 5);
    let period = medical_period(since.0, since.1, first);
    assert_eq!((period.months, period.window, period.window_ends(first)), (3, 6, date(2026, 9, 5)));
    let rule = rule_of(LeaveKind::Sick, first, None);
    let calendar = WorkCalendar::built_in();
    let ill = |from, to| -> Vec<LeaveDay> { Period::whole(from, to).count(&rule, &calendar).unwrap() };
    // 60 days with the May holiday in them, and from June on 30 more.
    let mut days = ill(first, date(2026, 5, 3));
    let account = sick_account(since, &days, date(2026, 5, 3)).unwrap();
    assert_eq!((account.taken, account.taken < account.period.days() * 2), (120, true));
    days.extend(ill(date(2026, 6, 1), date(2026, 6, 30)));
    let account = sick_account(since, &days, date(2026, 6, 30)).unwrap();
    assert_eq!((account.first, account.taken, account.period.days() * 2), (first, 180, 180), "reached");
}

/// 2.2, marriage: 3 (the nation) against 13 (Zhejiang) against 25 + 5 (Sichuan from 2025-11).
#[test]
fn par_2_2_marriage_leave_is_3_or_13_or_25_and_5() {
    let days = |province: Option<Province>, on| {
        let rule = rule_of(LeaveKind::Marriage, on, province);
        let Basis::PerEvent { days } = rule.basis else { panic!("{rule:?}") };
        let more = province.and_then(|of| ProfileRule::in_force(of, LeaveKind::Marriage, on)).and_then(|of| of.more);
        (days, more.map(|(_, days)| days))
    };
    assert_eq!(days(None, day()), (3, None));
    assert_eq!(days(Some(Province::Zhejiang), day()), (13, None));
    assert_eq!(days(Some(Province::Sichuan), day()), (25, Some(25 + 5)));
    assert_eq!(days(Some(Province::Sichuan), date(2025, 10, 31)), (3, None), "from November 2025 on");
}

/// 2.2, maternity: begun on 2026-05-01, 98 days end on 08-06, 158 on 10-05, 178 on 10-25, 188 on 11-04, all inclusive;
/// a difficult birth and each further child 15 more, a miscarriage 15 or 42.
#[test]
fn par_2_2_maternity_leave_ends_on_its_day() {
    let from = date(2026, 5, 1);
    let plain = Birth::Birth { difficult: false, children: 1 };
    for (province, birth, last) in [
        (None, plain, date(2026, 8, 6)),
        (Some(Province::Shanghai), plain, date(2026, 10, 5)),
        (Some(Province::Guangdong), plain, date(2026, 10, 25)),
        (Some(Province::Jiangxi), plain, date(2026, 11, 4)),
        (None, Birth::Birth { difficult: true, children: 1 }, date(2026, 8, 21)),
        (None, Birth::Birth { difficult: false, children: 3 }, date(2026, 9, 5)),
        (None, Birth::Miscarriage { after_four_months: false }, date(2026, 5, 15)),
        (None, Birth::Miscarriage { after_four_months: true }, date(2026, 6, 11)),
    ] {
        let rule = rule_of(LeaveKind::Maternity, from, province);
        let found = rule.birth_days(Some(birth), from).unwrap();
        assert_eq!(found.until, last, "{province:?} {birth:?}");
        // Every day of it counts, rest days and holidays too.
        let days = Period::whole(from, last).count(&rule, &WorkCalendar::built_in()).unwrap();
        assert_eq!(Some(total(&days)), rule.limit(Some(birth)));
    }
}

/// 2.2: bereavement is 1 to 3 days by the nation's rule; personal leave is unpaid; official leave is paid.
#[test]
fn par_2_2_bereavement_personal_and_official_leave() {
    let of = |kind| rule_of(kind, day(), None);
    assert_eq!(of(LeaveKind::Bereavement).basis, Basis::PerEvent { days: 3 });
    assert!(!of(LeaveKind::Personal).paid && of(LeaveKind::Official).paid);
    assert_eq!((of(LeaveKind::Injury).counts, of(LeaveKind::Injury).paid), (CountMode::CalendarDays, true));
}

/// 2.2: prenatal checks and nursing time are working time, counted by the minute (女职工规定 6, 9); time off in lieu is,
/// too, and bounded by the overtime that has earned it (劳动法 44).
#[test]
fn par_2_2_what_is_taken_by_the_minute() {
    for (kind, basis) in [
        (LeaveKind::Prenatal, Basis::Open),
        (LeaveKind::Nursing, Basis::Open),
        (LeaveKind::Compensatory, Basis::Overtime),
    ] {
        let rule = rule_of(kind, day(), None);
        assert_eq!((rule.unit, rule.paid, rule.basis), (LeaveUnit::Minute, true, basis), "{kind:?}");
        assert!(kind.is_by_the_hour(), "{kind:?}");
    }
}

/// 2.2a, line by line: marriage, maternity, father, child; of a range its lower end.
#[test]
fn par_2_2a_what_each_province_gives() {
    let table = [
        (Province::Shanghai, [Some(10), Some(158), Some(10), Some(5)]),
        (Province::Guangdong, [Some(3), Some(178), Some(15), Some(10)]),
        (Province::Zhejiang, [Some(13), Some(158), Some(15), Some(10)]),
        (Province::Henan, [Some(21), Some(188), Some(30), None]),
        (Province::Sichuan, [Some(25), Some(98), Some(0), Some(10)]),
        (Province::Beijing, [Some(10), Some(158), Some(15), Some(5)]),
        (Province::Chongqing, [Some(3), Some(178), Some(20), None]),
        (Province::Jiangxi, [Some(3), Some(188), Some(30), None]),
        (Province::Shandong, [Some(15), Some(158), Some(15), Some(10)]),
        (Province::Hunan, [Some(3), Some(158), Some(20), Some(10)]),
        (Province::Anhui, [Some(3), Some(158), Some(30), Some(10)]),
        (Province::Fujian, [Some(3), Some(158), Some(15), Some(10)]),
        (Province::Shaanxi, [Some(3), Some(158), Some(15), None]),
        (Province::Shanxi, [Some(30), Some(98), Some(0), None]),
        (Province::Gansu, [Some(30), Some(98), Some(0), None]),
    ];
    for (province, [marriage, maternity, father, child]) in table {
        let book = RuleBook::new(vec![(date(2024, 1, 1), Some(province))], Vec::new());
        let days = |kind| match book.rule(kind, day()).basis {
            Basis::PerEvent { days } => Some(days),
            other => panic!("{other:?}"),
        };
        assert_eq!(days(LeaveKind::Marriage), marriage, "{province:?}");
        assert_eq!(days(LeaveKind::Maternity), maternity, "{province:?}");
        assert_eq!(days(LeaveKind::Paternity), father, "{province:?}");
        assert_eq!(book.childcare((day(), day())).map(|(_, rule)| rule.days()), child, "{province:?}");
    }
    // On a condition that the papers show: Zhejiang's second child, Henan's check before marrying.
    let more = |province, kind| ProfileRule::in_force(province, kind, day()).and_then(|rule| rule.more);
    assert_eq!(more(Province::Zhejiang, LeaveKind::Maternity), Some((Condition::LaterChild, 98 + 90)));
    assert_eq!(more(Province::Henan, LeaveKind::Marriage), Some((Condition::PremaritalCheck, 3 + 18 + 7)));
    let henan = ProfileRule::in_force(Province::Henan, LeaveKind::Maternity, day()).map(|rule| rule.length);
    assert_eq!(henan, Some(Length::DaysAndMonths(98, 3)), "98 days and 3 months");
}

/// 2.3: leave from 2026-09-28 to 10-10 costs six working days, Saturday the 10th among them.
#[test]
fn par_2_3_leave_over_national_day_costs_six_days() {
    let rule = rule_of(LeaveKind::Personal, day(), None);
    let span = Period::whole(date(2026, 9, 28), date(2026, 10, 10));
    let days: Vec<_> = span.count(&rule, &WorkCalendar::built_in()).unwrap().iter().map(|day| day.date).collect();
    let expected = [(9, 28), (9, 29), (9, 30), (10, 8), (10, 9), (10, 10)].map(|(m, d)| date(2026, m, d));
    assert_eq!(days, expected);
}
