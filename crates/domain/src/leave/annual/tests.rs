use super::*;
use crate::roster::samples::date;

fn service(service_from: NaiveDate, hired_on: NaiveDate) -> Service {
    Service { service_from, continuous_from: service_from, hired_on, left_on: None }
}

fn days(year: i32, service: &Service) -> i32 {
    entitlement(year, service, Default::default(), TierChange::Weighted).days
}

fn with(years: i32, before: YearFacts, now: YearFacts) -> Entitlement {
    let from = date(2026 - years, 1, 1);
    entitlement(2026, &service(from, from), (before, now), TierChange::Weighted)
}

#[test]
fn tiers_by_all_years_of_work() {
    let cases = [(0, 0), (1, 5), (9, 5), (10, 10), (19, 10), (20, 15), (41, 15)];
    for (years, expected) in cases {
        assert_eq!(tier(years), expected, "{years}");
    }
}

#[test]
fn who_joins_during_the_year_gets_whole_days_of_the_rest() {
    let cases = [
        // Joined 2026-03-16 with 12 years of work: 291 ÷ 365 × 10 = 7.97.
        (date(2014, 3, 16), date(2026, 3, 16), 2026, 7),
        // Joined 2026-11-02 at 5 days: 60 ÷ 365 × 5 = 0.82.
        (date(2020, 1, 1), date(2026, 11, 2), 2026, 0),
        // A leap year from its first day: 366 ÷ 365 × 15 = 15.04, at most 15.
        (date(2000, 1, 1), date(2024, 1, 1), 2024, 15),
        // The first twelve months are full on 1 July: 184 ÷ 365 × 5 = 2.52.
        (date(2025, 7, 1), date(2025, 7, 1), 2026, 2),
        // Not full in this year.
        (date(2026, 2, 1), date(2026, 2, 1), 2026, 0),
        // Not yet employed.
        (date(2010, 1, 1), date(2027, 2, 1), 2026, 0),
    ];
    for (from, hired, year, expected) in cases {
        assert_eq!(days(year, &service(from, hired)), expected, "{from} {hired}");
    }
}

#[test]
fn the_steps_say_how() {
    let joined = service(date(2014, 3, 16), date(2026, 3, 16));
    let found = entitlement(2026, &joined, Default::default(), TierChange::Weighted);
    let (from, to) = (date(2026, 3, 16), date(2026, 12, 31));
    assert_eq!(
        found.steps,
        [
            Step::Service { from: date(2014, 3, 16), years: 12 },
            Step::Stretch { from, to, days: 291, tier: 10 },
            Step::Rounded { sum: 2_910, days: 7, leaving: false },
        ]
    );
    let settled = entitlement(2026, &service(from, from), Default::default(), TierChange::Weighted);
    assert_eq!(settled.steps.last(), Some(&Step::NotYet));
}

#[test]
fn after_a_break_twelve_months_have_to_be_full_again() {
    // Twelve years of work, a break of eight months, joined 2026-03-16.
    let back = date(2026, 3, 16);
    let worker = Service { continuous_from: back, ..service(date(2014, 3, 16), back) };
    let found = entitlement(2026, &worker, Default::default(), TierChange::Weighted);
    assert_eq!((found.days, qualifies_on(&worker)), (0, date(2027, 3, 16)));
    assert_eq!(
        found.steps,
        [
            Step::Service { from: date(2014, 3, 16), years: 12 },
            Step::Continuous { from: back },
            Step::Qualifies { on: date(2027, 3, 16) },
            Step::NotYet,
        ]
    );
    // In the year after, the rest of it at the tier of all years: 291 ÷ 365 × 10 = 7.97.
    assert_eq!(days(2027, &worker), 7);
    assert_eq!(days(2028, &worker), 10, "it is no longer asked about");
    // Another employer without a break between them counts as one.
    assert_eq!(days(2026, &Service { continuous_from: date(2020, 1, 1), ..worker }), 7);
}

#[test]
fn a_tier_that_begins_in_mid_year_is_weighed_or_counts_whole() {
    // Ten years are full on 1 July 2026: (181 × 5 + 184 × 10) ÷ 365 = 7.52.
    let worker = service(date(2016, 7, 1), date(2018, 1, 1));
    assert_eq!(days(2026, &worker), 7);
    assert_eq!(entitlement(2026, &worker, Default::default(), TierChange::WholeYear).days, 10);
    assert_eq!((days(2025, &worker), days(2027, &worker)), (5, 10));
}

#[test]
fn who_leaves_has_earned_the_days_that_have_passed() {
    // Leaves 2026-06-30, 181 days: 2.48 of 5, 4.95 of 10.
    for (from, expected) in [(date(2020, 1, 1), 2), (date(2014, 1, 1), 4)] {
        let leaving = Service { left_on: Some(date(2026, 6, 30)), ..service(from, from) };
        assert_eq!(days(2026, &leaving), expected);
        assert_eq!(days(2027, &leaving), 0);
    }
}

#[test]
fn long_sick_or_paid_personal_leave_takes_it_away_by_years_of_work() {
    let sick = |days: i32| YearFacts { sick: days * 2, ..YearFacts::default() };
    let personal = |days: i32| YearFacts { paid_personal: days * 2, ..YearFacts::default() };
    let cases = [
        (8, sick(59), 5),
        (8, sick(60), 0),
        (12, sick(60), 10),
        (12, sick(90), 0),
        (22, sick(90), 15),
        (22, sick(120), 0),
        (8, personal(19), 5),
        (8, personal(20), 0),
    ];
    for (years, facts, expected) in cases {
        assert_eq!(with(years, YearFacts::default(), facts).days, expected, "{years} {facts:?}");
    }
}

#[test]
fn what_happens_after_it_was_taken_takes_the_next_year() {
    // 8 years of work, 5 days taken in March, 65 days sick until October.
    let facts = YearFacts { sick: 130, annual: 10, ..YearFacts::default() };
    let this = with(8, YearFacts::default(), facts);
    assert_eq!(this.days, 5);
    assert!(matches!(this.steps.last(), Some(Step::ExcludedLater(Exclusion::Sick { taken: 130, months: 2 }))));
    let next = with(9, facts, YearFacts::default());
    assert_eq!(next.days, 0);
    assert!(matches!(next.steps.last(), Some(Step::ExcludedBefore(_))));
    // The same by the years themselves: 8 years of work in 2026; none in 2027, and the full five again in 2028.
    let worker = service(date(2018, 1, 1), date(2018, 1, 1));
    let of = |year, before, now| entitlement(year, &worker, (before, now), TierChange::Weighted).days;
    let none = YearFacts::default();
    assert_eq!((of(2026, none, facts), of(2027, facts, none), of(2028, none, none)), (5, 0, 10));
    // Last year's sickness without leave taken was settled last year.
    assert_eq!(with(9, YearFacts { annual: 0, ..facts }, YearFacts::default()).days, 5);
}

#[test]
fn the_next_year_can_be_asked_for_ahead() {
    for day in [date(2026, 1, 1), date(2026, 11, 30), date(2026, 12, 31)] {
        assert_eq!(years_to_grant(day), 2026..=2027);
    }
}

proptest::proptest! {
    #[test]
    fn never_more_than_the_tier_and_more_work_never_gives_less(
        worked in 0..12_000u64, employed in 0..12_000u64, left in 0..400u64,
    ) {
        let end = date(2026, 12, 31);
        let hired_on = end - Days::new(employed);
        let at = |worked: u64| {
            let left_on = Some(date(2026, 1, 1) + Days::new(left));
            days(2026, &Service { left_on, ..service(hired_on - Days::new(worked), hired_on) })
        };
        let found = at(worked);
        proptest::prop_assert!((0..=15).contains(&found));
        proptest::prop_assert!(at(worked + 365) >= found);
    }
}
