use proptest::prelude::*;

use super::*;
use crate::{
    attendance::{DayFacts, DayResult, DayStatus, PunchMark, SlotOutcome, Timetable, day_result, judge},
    calendar::{CalendarStamp, CalendarStatus},
    ids::PunchId,
    roster::{
        Duty, Shift,
        samples::{clock, date, four, night, office, works},
    },
};
use SlotOutcome::{Excused, Late, LeftEarly, Missing, OnTime};

/// Hours and minutes of punches, written as `830`.
type Times = &'static [i64];

fn day() -> NaiveDate {
    date(2026, 11, 24)
}

/// From a time written as `830` to another, of the day or, past 24, of the next.
fn from_to(from: i32, to: i32) -> Hours {
    let minute = |clock: i32| clock / 100 * 60 + clock % 100;
    Hours { from: minute(from), to: minute(to) }
}

fn marks(times: &[i64]) -> Vec<PunchMark> {
    let mark =
        |time: &i64| PunchMark { id: PunchId::new(), at: clock(day(), time / 100, time % 100), needs_review: false };
    times.iter().map(mark).collect()
}

fn settled(duty: &Duty, on_leave: &DayLeave, punches: &[PunchMark]) -> DayResult {
    let timetable = Timetable::with_leave(std::slice::from_ref(duty), |_| on_leave.clone());
    let calendar = CalendarStamp { version: 1, status: CalendarStatus::Published };
    day_result(
        &DayFacts { duty, timetable: &timetable, punches, on_leave, overtime: None, calendar },
        clock(day(), 96, 0),
    )
}

fn result(shift: Shift, hours: &[Hours], times: Times) -> DayResult {
    let leave = DayLeave { hours: hours.to_vec(), ..DayLeave::default() };
    settled(&works(day(), shift), &leave, &marks(times))
}

fn outcomes(result: &DayResult) -> Vec<SlotOutcome> {
    result.slots.iter().map(|slot| slot.outcome).collect()
}

#[test]
fn hours_decide_what_is_owed_and_when() {
    type Case = (Shift, (i32, i32), Times, &'static [SlotOutcome], i32);
    let cases: [Case; 15] = [
        // At the start: due at the end of the leave, however late that is.
        (office(), (830, 1030), &[1028, 1731], &[OnTime, OnTime], 120),
        (office(), (830, 1030), &[1040, 1731], &[Late(10), OnTime], 120),
        (office(), (830, 1500), &[1459, 1731], &[OnTime, OnTime], 390),
        (office(), (800, 1030), &[1731], &[Missing, OnTime], 120),
        // At the end: due at its start.
        (office(), (1600, 1730), &[827, 1601], &[OnTime, OnTime], 90),
        (office(), (1600, 1730), &[827, 1540], &[OnTime, LeftEarly(20)], 90),
        (office(), (1000, 1800), &[827, 1005], &[OnTime, OnTime], 450),
        // Between: nothing changes but what was late or early anyway.
        (office(), (1000, 1100), &[827, 1731], &[OnTime, OnTime], 60),
        (office(), (900, 1000), &[1040, 1731], &[Late(70), OnTime], 60),
        (office(), (1600, 1700), &[827, 1530], &[OnTime, LeftEarly(60)], 60),
        // All of it.
        (office(), (800, 1800), &[], &[Excused, Excused], 540),
        // Two turns: one is not owed, or the day goes out of one and into the other.
        (four(), (830, 1200), &[1328, 1731], &[Excused, Excused, OnTime, OnTime], 210),
        (four(), (800, 1230), &[1340], &[Excused, Excused, Late(10), Missing], 210),
        (four(), (1100, 1400), &[827, 1102, 1359, 1731], &[OnTime, OnTime, OnTime, OnTime], 90),
        (night(), (2300, 2400), &[2355, 3105], &[OnTime, OnTime], 60),
    ];
    for (shift, (from, to), times, expected, leave) in cases {
        let result = result(shift, &[from_to(from, to)], times);
        assert_eq!(
            (outcomes(&result).as_slice(), result.leave_minutes),
            (expected, leave),
            "{from} to {to}, {times:?}"
        );
    }
}

#[test]
fn the_day_is_as_its_slots_are() {
    let status = |hours: (i32, i32), times| result(office(), &[from_to(hours.0, hours.1)], times).status;
    assert_eq!(status((830, 1030), &[1028, 1731]), DayStatus::OnTime);
    assert_eq!(status((830, 1030), &[1040, 1731]), DayStatus::Late);
    assert_eq!(status((830, 1030), &[]), DayStatus::Absent);
    assert_eq!(status((830, 1730), &[]), DayStatus::OnLeave);
}

#[test]
fn hours_and_halves_that_touch_are_one_leave() {
    let leave = DayLeave { afternoon: true, hours: vec![from_to(1100, 1230)], ..DayLeave::default() };
    let judged = settled(&works(day(), four()), &leave, &marks(&[827, 1101]));
    assert_eq!(outcomes(&judged), [OnTime, OnTime, Excused, Excused]);
    assert_eq!(judged.leave_minutes, 60 + 240);
    let leave = DayLeave { afternoon: true, hours: vec![from_to(830, 1230)], ..DayLeave::default() };
    assert_eq!(settled(&works(day(), office()), &leave, &[]).status, DayStatus::OnLeave);
}

#[test]
fn the_hours_of_a_morning_end_the_night_shift_before() {
    let next = day().succ_opt().unwrap();
    let duties = [works(day(), night()), works(next, office())];
    let hours = vec![from_to(500, 700)];
    let leave = |date| DayLeave { hours: if date == next { hours.clone() } else { vec![] }, ..DayLeave::default() };
    let timetable = Timetable::with_leave(&duties, leave);
    let departure = timetable.slots_on(day()).last().unwrap();
    assert_eq!((departure.due, departure.rostered), (clock(day(), 29, 0), clock(day(), 31, 0)));
}

#[test]
fn a_punch_is_judged_by_the_due_time_that_leave_has_moved() {
    let leave = |_| DayLeave { hours: vec![from_to(830, 1130)], ..DayLeave::default() };
    let timetable = Timetable::with_leave(&[works(day(), office())], leave);
    let inside = crate::attendance::FenceVerdict::NoFence;
    let judged = |hours, minutes| judge(&timetable, &[], clock(day(), hours, minutes), inside, None);
    assert_eq!((judged(11, 29).minutes, judged(11, 29).slot_seq), (0, Some(1)), "past the window as rostered");
    assert_eq!(judged(11, 41).minutes, 11);
}

/// Some hours of the day and of the one after it, perhaps with a half.
fn any_leave() -> impl Strategy<Value = [DayLeave; 2]> {
    let hours = (0..1430i32, 1..600i32).prop_map(|(from, length)| Hours { from, to: (from + length).min(1440) });
    let day = (prop::collection::vec(hours, 0..3), 0..6u8).prop_map(|(hours, half)| DayLeave {
        morning: half == 0,
        afternoon: half == 1,
        hours,
    });
    (day.clone(), day).prop_map(|(first, second)| [first, second])
}

proptest! {
    #[test]
    fn late_early_and_leave_are_never_more_than_the_shift(
        which in 0..3usize, leave in any_leave(), times in prop::collection::vec(0..2200i64, 0..8),
    ) {
        let shift = [office(), four(), night()][which].clone();
        let minutes: i32 = shift.slots.chunks(2).map(|turn| turn[1].due - turn[0].due).sum();
        let duties = [works(day(), shift), works(day().succ_opt().unwrap(), office())];
        let timetable = Timetable::with_leave(&duties, |date| leave[usize::from(date != day())].clone());
        let punches: Vec<PunchMark> = times.iter().map(|minute| PunchMark {
            id: PunchId::new(), at: clock(day(), 0, *minute), needs_review: false,
        }).collect();
        let calendar = CalendarStamp { version: 1, status: CalendarStatus::Published };
        let facts = DayFacts { duty: &duties[0], timetable: &timetable, punches: &punches, on_leave: &leave[0], overtime: None, calendar };
        let result = day_result(&facts, clock(day(), 96, 0));
        prop_assert!(result.late_minutes + result.early_minutes + result.leave_minutes <= minutes);
        // Slots stay in order, and no instant belongs to two.
        let slots: Vec<&SlotWindow> = timetable.slots_on(day()).collect();
        for pair in slots.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start && pair[0].due < pair[1].due);
        }
        for slot in slots {
            prop_assert!(slot.start <= slot.due && slot.due < slot.end);
        }
    }
}
