use chrono::Days;
use proptest::prelude::*;

use super::*;
use crate::{calendar::WorkCalendar, roster::samples::date};
use Half::{Afternoon, Morning};

fn period(from: NaiveDate, to: NaiveDate, starts: Half, ends: Half) -> Period {
    Period::halves((from, starts), (to, ends))
}

#[test]
fn national_day_counts_six_with_the_saturday_that_is_worked() {
    let counted = Period::whole(date(2026, 9, 28), date(2026, 10, 10)).workdays(&WorkCalendar::built_in());
    assert_eq!(counted, Workdays { half_days: 12, minutes: None, make_up: vec![date(2026, 10, 10)] });
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
fn what_lies_within_some_days_keeps_its_halves_at_its_own_ends_only() {
    let [monday, tuesday, wednesday, thursday] = [23, 24, 25, 26].map(|day| date(2026, 11, day));
    let leave = period(monday, wednesday, Afternoon, Morning);
    assert_eq!(leave.within(monday, thursday), Some(leave));
    assert_eq!(leave.within(tuesday, thursday), Some(period(tuesday, wednesday, Morning, Morning)));
    assert_eq!(leave.within(monday, tuesday), Some(period(monday, tuesday, Afternoon, Afternoon)));
    assert_eq!(leave.rest_from(wednesday), Some(period(wednesday, wednesday, Morning, Morning)));
    assert_eq!(leave.rest_from(thursday), None);
}

fn hours(from: i32, to: i32) -> Hours {
    Hours { from: from * 60, to: to * 60 }
}

/// The same hours from a day of November on, for so many days.
fn daily(from: u32, days: u64, of: Hours) -> Period {
    let from = date(2026, 11, from);
    Period { to: from + Days::new(days - 1), ..Period::of_hours(from, of) }
}

#[test]
fn hours_come_to_minutes_and_to_no_more_halves_than_hold_them() {
    let calendar = WorkCalendar::built_in();
    for (asked, minutes, half_days) in [
        (daily(25, 1, Hours { from: 540, to: 630 }), 90, 1),
        (daily(25, 1, hours(8, 12)), 240, 1),
        (daily(25, 1, Hours { from: 480, to: 721 }), 241, 2),
        // Friday to Monday: two working days.
        (daily(27, 4, hours(16, 17)), 120, 1),
        (daily(28, 2, hours(16, 17)), 0, 0),
    ] {
        let counted = asked.workdays(&calendar);
        assert_eq!((counted.minutes, counted.half_days), (Some(minutes), half_days), "{asked:?}");
    }
}

#[test]
fn hours_overlap_where_they_share_a_minute_and_with_the_half_they_lie_in() {
    let day = date(2026, 11, 25);
    let nine = daily(25, 1, hours(9, 10));
    let half = |half| Period::halves((day, half), (day, half));
    for (other, overlaps) in [
        (daily(25, 1, hours(10, 11)), false),
        (daily(25, 1, hours(8, 9)), false),
        (daily(25, 1, Hours { from: 599, to: 660 }), true),
        (daily(26, 1, hours(9, 10)), false),
        (daily(23, 10, hours(9, 10)), true),
        (daily(23, 10, hours(16, 17)), false),
        (half(Morning), true),
        (half(Afternoon), false),
        (Period::whole(date(2026, 11, 20), date(2026, 11, 30)), true),
    ] {
        assert_eq!((nine.overlaps(other), other.overlaps(nine)), (overlaps, overlaps), "{other:?}");
    }
    // On neither the first nor the last common day, but between.
    let around = Period::halves((date(2026, 11, 24), Afternoon), (date(2026, 11, 26), Morning));
    assert!(daily(24, 3, hours(9, 10)).overlaps(around), "the whole Wednesday");
    let noon = daily(25, 1, hours(12, 13));
    assert!(noon.overlaps(half(Morning)) && noon.overlaps(half(Afternoon)));
}

#[test]
fn the_hour_for_a_child_gives_way_to_days_and_to_nothing_else() {
    use LeaveKind::{Annual, Nursing, Prenatal};

    let (day, daily_hour) = (date(2026, 11, 25), daily(23, 30, hours(16, 17)));
    let both = |a, b| {
        assert_eq!(collide(a, b), collide(b, a));
        collide(a, b)
    };
    assert!(!both((Nursing, daily_hour), (Annual, Period::whole(day, day))));
    assert!(both((Nursing, daily_hour), (Prenatal, daily(25, 1, hours(16, 17)))));
    assert!(both((Nursing, daily_hour), (Nursing, daily(25, 1, hours(16, 17)))));
    assert!(!both((Nursing, daily_hour), (Prenatal, daily(25, 1, hours(9, 10)))));
    assert!(both((Prenatal, daily(25, 1, hours(16, 17))), (Annual, Period::whole(day, day))));
}

#[test]
fn a_day_knows_when_somebody_is_free_again() {
    let day = DayLeave { morning: true, ..DayLeave::default() };
    let with = day.and(daily(25, 1, hours(12, 14)).on(date(2026, 11, 25)));
    assert_eq!(with.hours, [hours(12, 14)]);
    assert_eq!([0, 510, 750, 839, 840, 900].map(|at| with.free_from(at)), [840, 840, 840, 840, 840, 900]);
    assert!(with.takes(Morning) && !with.takes(Afternoon) && with.is_half() && !with.is_whole());
    assert!(with.covers(-60) && with.covers(839) && !with.covers(840));
}

#[test]
fn the_two_halves_of_a_day_do_not_overlap() {
    let day = date(2026, 11, 24);
    let (morning, afternoon) = (period(day, day, Morning, Morning), period(day, day, Afternoon, Afternoon));
    assert!(!morning.overlaps(afternoon) && morning.overlaps(morning));
    let before = period(date(2026, 11, 20), day, Morning, Morning);
    assert!(before.overlaps(morning) && !before.overlaps(afternoon));
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

/// Halves or hours.
fn anything() -> impl Strategy<Value = Period> {
    let hours = (0..1440i32, 1..300i32).prop_map(|(from, length)| Hours { from, to: (from + length).min(1440) });
    (any_period(), prop::option::of(hours))
        .prop_map(|(days, hours)| Period { extent: hours.map_or(days.extent, Extent::Hours), ..days })
}

proptest! {
    #[test]
    fn overlapping_is_sharing_a_minute(a in anything(), b in anything()) {
        let shared = a.dates().any(|date| {
            let (a, b) = (a.on(date), b.on(date));
            (0..1440).any(|minute| a.covers(minute) && b.covers(minute))
        });
        prop_assert_eq!(a.overlaps(b), shared);
        prop_assert_eq!(b.overlaps(a), shared);
    }

    #[test]
    fn who_is_free_again_is_not_away_then_and_was_till_then(a in anything(), b in anything(), minute in 0..1440i32) {
        let day = a.on(a.from).and(b.on(a.from));
        let free = day.free_from(minute);
        prop_assert!(free >= 1440 || !day.covers(free.into()));
        prop_assert!((minute..free).all(|minute| day.covers(minute.into())));
    }

    #[test]
    fn hours_that_were_taken_and_that_are_given_back_are_all(asked in anything(), days in 0_u64..14) {
        let calendar = WorkCalendar::built_in();
        let back = asked.from + Days::new(days);
        let minutes = |period: Option<Period>| period.and_then(|rest| rest.workdays(&calendar).minutes);
        let after = Period { from: back.min(asked.to + Days::new(1)), ..asked };
        if asked.hours().is_some() {
            let used = minutes(asked.until_return(back, Morning)).unwrap_or_default();
            prop_assert_eq!(Some(used + minutes(Some(after)).unwrap_or_default()), minutes(Some(asked)));
        }
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
