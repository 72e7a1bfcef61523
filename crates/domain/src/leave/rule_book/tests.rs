use proptest::prelude::*;

use super::*;
use crate::{
    leave::{CountMode, Notice, floor::countings, terms::is_by_event},
    roster::samples::date,
};

const KIND: LeaveKind = LeaveKind::Bereavement;

fn version(number: i32, from: NaiveDate, days: i32) -> LeaveVersion {
    let law = LeaveTerms::from(&rule_of(KIND, from, None));
    let terms = LeaveTerms { days: Some(days), source: format!("员工手册第 {number} 版"), ..law };
    LeaveVersion { kind: KIND, number, from, terms }
}

fn days(rule: &LeaveRule) -> i32 {
    rule.event_limit().map_or(0, |units| units / 2)
}

#[test]
fn the_version_in_force_is_that_of_the_day_in_question() {
    let book = RuleBook::new(Vec::new(), vec![version(1, date(2026, 6, 1), 4), version(2, date(2027, 1, 1), 5)]);
    let cases = [((2026, 5, 31), 0, 3), ((2026, 6, 1), 1, 4), ((2026, 12, 31), 1, 4), ((2027, 1, 1), 2, 5)];
    for ((year, month, day), number, expected) in cases {
        let rule = book.rule(KIND, date(year, month, day));
        assert_eq!((rule.version, days(&rule)), (number, expected), "{year}-{month}-{day}");
    }
    let (from, next) = book.next(KIND, date(2026, 11, 26)).unwrap();
    assert_eq!((from, next.version), (date(2027, 1, 1), 2));
    assert_eq!(book.next(KIND, date(2027, 1, 1)), None);
    assert_eq!(book.next(LeaveKind::Annual, date(2026, 11, 26)), None);
    assert_eq!(book.latest(KIND), 2);
    let first = book.versions(KIND).last().unwrap();
    assert_eq!(book.until(first), Some(date(2026, 12, 31)));
}

#[test]
fn a_sudden_case_is_one_of_the_kinds_whose_rule_in_force_allows_it() {
    let from = date(2027, 1, 1);
    let law = LeaveTerms::from(&rule_of(LeaveKind::Personal, from, None));
    let terms = LeaveTerms { notice: Notice { workdays: 1, sudden: false }, ..law };
    let book = RuleBook::new(Vec::new(), vec![LeaveVersion { kind: LeaveKind::Personal, number: 1, from, terms }]);
    let by_law = [
        LeaveKind::Sick,
        LeaveKind::Personal,
        LeaveKind::Maternity,
        LeaveKind::Paternity,
        LeaveKind::Bereavement,
        LeaveKind::Injury,
    ];
    assert_eq!(book.sudden_kinds(date(2026, 12, 31)), by_law);
    let published: Vec<LeaveKind> = by_law.into_iter().filter(|kind| *kind != LeaveKind::Personal).collect();
    assert_eq!(book.sudden_kinds(from), published);
}

#[test]
fn a_later_version_of_the_same_day_takes_its_place() {
    let from = date(2027, 1, 1);
    let book = RuleBook::new(Vec::new(), vec![version(1, from, 4), version(2, from, 5)]);
    assert_eq!(book.rule(KIND, from).version, 2);
    let replaced: Vec<bool> = book.versions(KIND).map(|version| book.is_replaced(version)).collect();
    assert_eq!(replaced, [false, true], "the last one first");
}

#[test]
fn a_version_is_raised_where_a_province_came_to_give_more() {
    let from = date(2026, 1, 1);
    let law = LeaveTerms::from(&rule_of(LeaveKind::Maternity, from, None));
    let terms = LeaveTerms { days: Some(100), source: "员工手册".to_owned(), ..law };
    let published = LeaveVersion { kind: LeaveKind::Maternity, number: 1, from, terms };
    let confirmed = vec![(date(2026, 12, 1), Some(Province::Shanghai))];
    let book = RuleBook::new(confirmed, vec![published]);
    let before = book.rule(LeaveKind::Maternity, date(2026, 11, 30));
    assert_eq!((days(&before), before.source.as_str()), (100, "员工手册"));
    let after = book.rule(LeaveKind::Maternity, date(2026, 12, 1));
    assert_eq!((days(&after), after.source.as_str()), (158, "上海市人口与计划生育条例"));
    assert_eq!(book.next(LeaveKind::Maternity, date(2026, 11, 26)).unwrap().0, date(2026, 12, 1));
}

#[test]
fn the_latest_word_about_a_province_counts() {
    let book = RuleBook::new(
        vec![
            (date(2026, 1, 1), Some(Province::Shanghai)),
            (date(2026, 1, 1), Some(Province::Zhejiang)),
            (date(2026, 7, 1), None),
        ],
        Vec::new(),
    );
    assert_eq!(book.confirmed(date(2025, 12, 31)), None);
    assert_eq!(book.confirmed(date(2026, 6, 30)), Some((Province::Zhejiang, date(2026, 1, 1))));
    assert_eq!(book.confirmed(date(2026, 7, 1)), None, "back to the nation's");
}

fn any_terms(kind: LeaveKind) -> impl Strategy<Value = LeaveTerms> {
    let law = LeaveTerms::from(&rule_of(kind, date(2026, 1, 1), None));
    let counts = prop::sample::select(CountMode::ALL.to_vec());
    (0..400i32, counts, any::<bool>(), any::<bool>()).prop_map(move |(days, counts, paid, private_proof)| LeaveTerms {
        days: is_by_event(kind).then_some(days),
        counts,
        paid,
        private_proof,
        ..law.clone()
    })
}

fn any_version() -> impl Strategy<Value = LeaveVersion> {
    let kind = prop::sample::select(LeaveKind::ALL.to_vec());
    kind.prop_flat_map(|kind| {
        (any_terms(kind), 0..700u64).prop_map(move |(terms, day)| LeaveVersion {
            kind,
            number: 0,
            from: date(2025, 6, 1) + Days::new(day),
            terms,
        })
    })
}

fn any_book() -> impl Strategy<Value = RuleBook> {
    let province = prop::option::of(prop::sample::select(Province::ALL.to_vec()));
    let provinces = prop::collection::vec((0..700u64, province), 0..3);
    (provinces, prop::collection::vec(any_version(), 0..8)).prop_map(|(provinces, mut versions)| {
        for (nth, version) in (1..).zip(&mut versions) {
            version.number = nth;
        }
        let provinces = provinces.into_iter().map(|(day, province)| (date(2025, 6, 1) + Days::new(day), province));
        RuleBook::new(provinces.collect(), versions)
    })
}

proptest! {
    // Most versions that could be thought of break a law, and are passed over.
    #![proptest_config(ProptestConfig { max_global_rejects: 16_384, ..ProptestConfig::default() })]

    #[test]
    fn no_version_takes_what_the_law_gives(book in any_book(), day in 0..800u64) {
        let on = date(2025, 6, 1) + Days::new(day);
        for rule in book.rules(on) {
            let floor = book.floor(rule.kind, on);
            if is_by_event(rule.kind) {
                prop_assert!(days(&rule) >= floor.days, "{:?}", rule);
                prop_assert!(rule.counts.mildness() >= floor.counts.mildness(), "{:?}", rule);
            }
            prop_assert!(rule.private_proof || !is_sensitive(rule.kind), "{:?}", rule);
        }
    }

    #[test]
    fn what_could_be_published_applies_as_it_was_written(book in any_book(), version in any_version()) {
        let number = book.latest(version.kind) + 1;
        let version = LeaveVersion { number, ..version };
        let floor = book.floor(version.kind, version.from);
        prop_assume!(version.terms.faults(version.kind, &floor).is_empty());
        prop_assert!(countings(version.kind).contains(&version.terms.counts));
        let rule = book.with(version.clone()).rule(version.kind, version.from);
        prop_assert_eq!(rule.version, number);
        prop_assert_eq!(LeaveTerms::from(&rule), version.terms);
    }

    #[test]
    fn nothing_changes_before_what_is_next(book in any_book(), day in 0..600u64, later in 0..120u64) {
        let today = date(2025, 6, 1) + Days::new(day);
        let then = today + Days::new(later);
        for &kind in LeaveKind::ALL {
            let (now, next) = (book.rule(kind, today), book.next(kind, today));
            if next.as_ref().is_none_or(|(from, _)| then < *from) {
                prop_assert_eq!(book.rule(kind, then).changed_from(&now), Vec::new());
            }
            if let Some((from, rule)) = next {
                prop_assert!(today < from);
                prop_assert_eq!(book.rule(kind, from), rule);
            }
        }
    }
}
