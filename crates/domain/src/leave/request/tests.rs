use proptest::prelude::*;

use super::*;
use crate::roster::samples::date;
use Half::{Afternoon, Morning};

fn period(from: NaiveDate, to: NaiveDate, starts: Half, ends: Half) -> Period {
    Period { from, to, starts, ends }
}

#[test]
fn national_day_counts_six_with_the_saturday_that_is_worked() {
    let counted = Period::whole(date(2026, 9, 28), date(2026, 10, 10)).workdays(&WorkCalendar::built_in());
    assert_eq!(counted, Workdays { half_days: 12, make_up: vec![date(2026, 10, 10)] });
}

#[test]
fn halves_of_one_day_and_of_several() {
    let (monday, tuesday) = (date(2026, 11, 23), date(2026, 11, 24));
    let calendar = WorkCalendar::built_in();
    for (asked, half_days) in [
        (period(monday, monday, Morning, Morning), 1),
        (period(monday, monday, Afternoon, Afternoon), 1),
        (period(monday, monday, Morning, Afternoon), 2),
        (period(monday, tuesday, Afternoon, Morning), 2),
    ] {
        assert!(!asked.is_backwards());
        assert_eq!(asked.workdays(&calendar).half_days, half_days, "{asked:?}");
    }
    assert!(period(monday, monday, Afternoon, Morning).is_backwards());
    assert!(Period::whole(tuesday, monday).is_backwards());
}

#[test]
fn the_two_halves_of_a_day_do_not_overlap() {
    let day = date(2026, 11, 24);
    let (morning, afternoon) = (period(day, day, Morning, Morning), period(day, day, Afternoon, Afternoon));
    assert!(!morning.overlaps(afternoon) && morning.overlaps(morning));
    let before = period(date(2026, 11, 20), day, Morning, Morning);
    assert!(before.overlaps(morning) && !before.overlaps(afternoon));
}

#[test]
fn being_back_ends_it_lets_it_be_or_comes_late() {
    let calendar = WorkCalendar::built_in();
    let asked = Period::whole(date(2026, 11, 23), date(2026, 11, 27));
    for (back, expected) in [
        (date(2026, 11, 23), Returned::NotTaken),
        (date(2026, 11, 20), Returned::NotTaken),
        (date(2026, 11, 25), Returned::Early(Period { to: date(2026, 11, 24), ..asked })),
        (date(2026, 11, 28), Returned::AsPlanned),
        (date(2026, 11, 30), Returned::AsPlanned),
        (date(2026, 12, 2), Returned::Late { workdays: 2 }),
    ] {
        assert_eq!(Returned::of(asked, (back, Morning), &calendar), expected, "{back}");
    }
}

#[test]
fn a_request_names_what_is_wrong_with_it() {
    let today = date(2026, 11, 24);
    let base = || LeaveCommand {
        id: ApprovalId::new(),
        version: None,
        kind: LeaveKind::Annual,
        from: today,
        to: today,
        starts: Morning,
        ends: Afternoon,
        reason: "回老家".to_owned(),
        cover: None,
        draft: false,
        photos: vec![],
    };
    assert_eq!(base().validate(today), Ok(()));
    let empty = || String::new();
    assert_eq!(LeaveCommand { reason: empty(), draft: true, ..base() }.validate(today), Ok(()));
    let far = today + Days::new(400);
    for (command, field, reason) in [
        (LeaveCommand { from: far, to: far, ..base() }, "from", FieldReason::OutOfRange),
        (LeaveCommand { to: today - Days::new(1), ..base() }, "to", FieldReason::EndsBeforeStart),
        (LeaveCommand { starts: Afternoon, ends: Morning, ..base() }, "to", FieldReason::EndsBeforeStart),
        (LeaveCommand { reason: empty(), ..base() }, "reason", FieldReason::Required),
    ] {
        assert_eq!(command.validate(today), Err(Problem::field(field, reason)));
    }
}

fn any_period() -> impl Strategy<Value = Period> {
    let half = || prop::sample::select(vec![Morning, Afternoon]);
    (0_u64..40, 0_u64..12, half(), half())
        .prop_map(|(from, length, starts, ends)| {
            let from = date(2026, 9, 15) + Days::new(from);
            period(from, from + Days::new(length), starts, ends)
        })
        .prop_filter("forwards", |period| !period.is_backwards())
}

proptest! {
    #[test]
    fn overlapping_is_sharing_half_a_day(a in any_period(), b in any_period()) {
        let shared = a.dates().any(|date| {
            let (a, b) = (a.on(date), b.on(date));
            (a.morning && b.morning) || (a.afternoon && b.afternoon)
        });
        prop_assert_eq!(a.overlaps(b), shared);
        prop_assert_eq!(b.overlaps(a), shared);
    }

    #[test]
    fn what_was_used_and_what_is_given_back_are_all(asked in any_period(), days in 0_u64..14, noon: bool) {
        let calendar = WorkCalendar::built_in();
        let (back, half) = (asked.from + Days::new(days), if noon { Afternoon } else { Morning });
        let used = asked.until_return(back, half).map_or(0, |rest| rest.workdays(&calendar).half_days);
        let all = asked.workdays(&calendar).half_days;
        let after: i32 = asked
            .dates()
            .filter(|date| *date >= back && calendar.is_workday(*date))
            .map(|date| i32::from(asked.on(date).morning && (date > back || !noon)) + i32::from(asked.on(date).afternoon))
            .sum();
        prop_assert_eq!(used + after, all);
    }
}
