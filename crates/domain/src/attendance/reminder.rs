//! Who is reminded to clock in (domain 3.1, step 1), and when of a punch that is missing (step 5).

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::{PunchMark, SlotWindow, Timetable, counted_punch};
use crate::{
    roster::SlotKind,
    time::{hall_date, hall_midnight},
};

/// Minute of the day at the hall from which people are told of yesterday's missing punches.
const TELLS_FROM: i64 = 8 * 60;

/// The arrival with which somebody's work begins within some minutes and for which they have not punched yet. Nothing
/// on a day off, on leave, and once it is due; with 0 minutes never. Where hours of leave come first, work begins after
/// them.
pub fn begins_soon<'a>(
    timetable: &'a Timetable,
    punches: &[PunchMark],
    minutes: i32,
    now: DateTime<Utc>,
) -> Option<&'a SlotWindow> {
    let today = hall_date(now);
    let first = |date: NaiveDate| timetable.slots_on(date).find(|slot| !slot.excused);
    let soon = |slot: &&SlotWindow| {
        let from = slot.due - TimeDelta::minutes(minutes.into());
        slot.kind == SlotKind::In && from <= now && now < slot.due
    };
    let arrival = [today, today + Days::new(1)].into_iter().filter_map(first).find(soon)?;
    counted_punch(arrival, punches).is_none().then_some(arrival)
}

/// When somebody is told of a punch that is missing on a date that was judged at an instant: the next morning, or at
/// once after that. Nothing, once the next day is over: what was judged so late is no news.
pub fn missing_told_at(date: NaiveDate, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let today = hall_date(now);
    let from = hall_midnight(today) + TimeDelta::minutes(TELLS_FROM);
    (date + Days::new(1) == today).then(|| now.max(from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ids::PunchId,
        leave::{DayLeave, Hours},
        roster::{
            Assignment, Duty,
            samples::{clock, date, duty, four, night, office, works},
        },
    };

    fn day() -> NaiveDate {
        date(2026, 11, 24)
    }

    fn mark(at: DateTime<Utc>) -> PunchMark {
        PunchMark { id: PunchId::new(), at, needs_review: false }
    }

    fn reminded(duty: Duty, minutes: i32, (hour, minute): (i64, i64)) -> bool {
        let timetable = Timetable::new(&[duty]);
        begins_soon(&timetable, &[], minutes, clock(day(), hour, minute)).is_some()
    }

    #[test]
    fn from_some_minutes_before_until_it_is_due() {
        let cases = [((8, 14), false), ((8, 15), true), ((8, 29), true), ((8, 30), false), ((13, 25), false)];
        for (time, expected) in cases {
            assert_eq!(reminded(works(day(), office()), 15, time), expected, "{time:?}");
        }
        assert!(!reminded(works(day(), office()), 0, (8, 29)), "switched off");
        assert!(!reminded(duty(day(), Assignment::Rest), 15, (8, 20)), "a day off");
        assert!(!reminded(works(day(), four()), 15, (13, 20)), "nobody is reminded after the midday break");
        assert!(reminded(works(day(), night()), 30, (22, 40)), "a night");
    }

    #[test]
    fn who_has_clocked_in_is_left_alone() {
        let timetable = Timetable::new(&[works(day(), office())]);
        let now = clock(day(), 8, 20);
        assert!(begins_soon(&timetable, &[mark(clock(day(), 8, 10))], 15, now).is_none());
        let yesterday = clock(day(), -15, 0);
        assert!(begins_soon(&timetable, &[mark(yesterday)], 15, now).is_some(), "that was another day's");
    }

    #[test]
    fn on_leave_nothing_begins_but_after_it() {
        let reminded = |leave: DayLeave, hour, minute| {
            let timetable = Timetable::with_leave(&[works(day(), office())], |_| leave.clone());
            begins_soon(&timetable, &[], 15, clock(day(), hour, minute)).is_some()
        };
        let whole = DayLeave { morning: true, afternoon: true, hours: Vec::new() };
        assert!(!reminded(whole, 8, 20));
        let hours = DayLeave { hours: vec![Hours { from: 8 * 60 + 30, to: 10 * 60 }], ..DayLeave::default() };
        assert!(!reminded(hours.clone(), 8, 20));
        assert!(reminded(hours, 9, 50), "work begins at ten");
    }

    #[test]
    fn what_is_missing_is_told_the_next_morning() {
        let next = |hours: i64| clock(day(), 24 + hours, 0);
        let cases = [(0, Some(8)), (7, Some(8)), (8, Some(8)), (9, Some(9)), (23, Some(23)), (24, None)];
        for (judged, told) in cases {
            assert_eq!(missing_told_at(day(), next(judged)), told.map(next), "{judged}");
        }
        assert_eq!(missing_told_at(day(), clock(day(), 20, 0)), None, "the day is not over");
    }
}
