use super::*;
use crate::{
    attendance::{
        ConsentView, FencePolicy, FenceVerdict, Judgement, LocationConsent, OutingsView, PunchAction, PunchSource,
        PunchView, SlotOutcome, TimeVerdict, Verdict,
    },
    calendar::{CalendarStatus, DayKind, Festival},
    ids::{ApprovalId, PostId, PunchId},
    leave::BackQuestion,
    roster::{
        Half,
        samples::{clock, date, duty, night, office, shift, works},
    },
};

const PUBLISHED: CalendarStamp = CalendarStamp { version: 3, status: CalendarStatus::Published };

fn day(day: u32) -> NaiveDate {
    date(2026, 11, day)
}

/// A post of its own for each date.
fn post(date: NaiveDate) -> TodayPost {
    let (name, zone, window) = (date.to_string(), String::new(), String::new());
    TodayPost { id: PostId::from_uuid(uuid::Uuid::nil()), name, zone, window, side: None, partner: None }
}

fn punched(at: DateTime<Utc>) -> PunchView {
    let judgement = Judgement {
        verdict: Verdict::OutsideSlots,
        time: TimeVerdict::OutsideSlots,
        place: FenceVerdict::NoFence,
        doubt: None,
        work_date: None,
        slot_seq: None,
        minutes: 0,
        rule_version: 1,
    };
    PunchView {
        id: PunchId::new(),
        at,
        arrived_at: None,
        device_at: None,
        source: PunchSource::App,
        slot_kind: None,
        judgement,
        reason: None,
        decision: None,
        code: None,
        witness: None,
        flags: Vec::new(),
    }
}

/// What the server says at a moment when a lot is going on, by the duties of the dates from the one before.
fn read(at: DateTime<Utc>, duties: &[Duty], leave: &[(NaiveDate, DayLeave)]) -> TodayView {
    let leave_on = |date| leave.iter().find(|(on, _)| *on == date).map(|(_, leave)| leave.clone()).unwrap_or_default();
    let timetable = Timetable::with_leave(duties, leave_on);
    let date = timetable.work_date_at(at);
    let plan: Vec<PlannedDay> = duties
        .iter()
        .map(|duty| PlannedDay {
            duty: duty.clone(),
            calendar: PUBLISHED,
            post: Some(post(duty.date)),
            leave: leave_on(duty.date),
        })
        .collect();
    let PlannedDay { duty, calendar, post, leave } = plan.iter().find(|day| day.duty.date == date).unwrap().clone();
    let (timetable, on_leave) = (&timetable, &leave);
    let facts = DayFacts { duty: &duty, timetable, punches: &[], on_leave, overtime: None, calendar };
    let outings = OutingsView {
        as_of: at,
        longest: 60,
        hindrance: None,
        mine: None,
        others: Vec::new(),
        covers: Vec::new(),
        over: Vec::new(),
    };
    let back = BackQuestion { request: ApprovalId::new(), version: 1, back_on: date, half: Half::Morning, until: date };
    TodayView {
        as_of: at,
        result: day_result(&facts, at),
        due: due_slot(timetable, &[], at),
        duty,
        calendar,
        post,
        consent: ConsentView { consent: LocationConsent::Given, position_days: 90 },
        punches: vec![punched(at)],
        policy: FencePolicy::SecondProof,
        hall_code: true,
        outings: Some(outings),
        missed: date.pred_opt(),
        leave,
        back: Some(back),
        plan,
    }
}

/// Office hours from Monday 23 to Sunday 6 December, weekends off; read on Tuesday at 17:40.
fn office_weeks(leave: &[(NaiveDate, DayLeave)]) -> TodayView {
    let weeks = WorkCalendar::default();
    let of = |date| if weeks.is_workday(date) { works(date, office()) } else { duty(date, Assignment::Rest) };
    let duties: Vec<Duty> = day(23).iter_days().take(14).map(of).collect();
    read(clock(day(24), 17, 40), &duties, leave)
}

#[test]
fn another_day_is_shown_with_its_own_shift_and_what_is_open_now() {
    let read = office_weeks(&[]);
    let cases = [
        (clock(day(25), 6, 0), day(25), PunchAction::Punch, None, 2),
        (clock(day(25), 8, 25), day(25), PunchAction::ClockIn, Some(1), 2),
        (clock(day(25), 17, 31), day(25), PunchAction::ClockOut, Some(2), 2),
        // Nothing is open on a Saturday; on the last day that is foreseen there is.
        (clock(day(28), 8, 25), day(28), PunchAction::Punch, None, 0),
        (clock(day(30), 8, 25), day(30), PunchAction::ClockIn, Some(1), 2),
        (clock(date(2026, 12, 1), 8, 25), date(2026, 12, 1), PunchAction::ClockIn, Some(1), 2),
    ];
    for (now, date, action, open, slots) in cases {
        let seen = read.foreseen_at(now).unwrap();
        assert_eq!((seen.duty.date, seen.result.date, seen.is_planned()), (date, date, true), "{now}");
        assert_eq!((seen.due.action, seen.due.slot.map(|slot| slot.seq)), (action, open), "{now}");
        assert_eq!(seen.post, Some(post(date)), "{now}");
        let outcomes: Vec<SlotOutcome> = seen.result.slots.iter().map(|slot| slot.outcome).collect();
        assert_eq!(outcomes, vec![SlotOutcome::Pending; slots], "{now}");
    }
}

#[test]
fn how_things_stood_is_left_out_and_when_it_was_read_stays() {
    let read = office_weeks(&[]);
    let seen = read.foreseen_at(clock(day(25), 8, 25)).unwrap();
    assert_eq!((seen.as_of, seen.outings, seen.missed, seen.back), (read.as_of, None, None, None));
    assert!(seen.punches.is_empty());
    assert_eq!((seen.consent, seen.policy, seen.hall_code), (read.consent, read.policy, read.hall_code));
}

#[test]
fn the_same_work_date_stays_as_it_was_read() {
    let read = office_weeks(&[]);
    // Also by a clock that was set back.
    for now in [clock(day(24), 17, 41), clock(day(24), 23, 59), clock(day(23), 8, 25)] {
        assert_eq!(read.foreseen_at(now), None, "{now}");
    }
}

#[test]
fn a_shift_across_midnight_runs_on_and_then_comes_its_next_day() {
    let late = shift(&[(1200, 1300, 1400, 0), (1900, 2000, 2100, 0)]);
    let duties = [duty(day(23), Assignment::Rest), works(day(24), night()), works(day(25), late)];
    let read_in_the_night = read(clock(day(25), 4, 0), &duties, &[]);
    assert_eq!(read_in_the_night.duty.date, day(24));
    for now in [clock(day(25), 4, 30), clock(day(25), 8, 59)] {
        assert_eq!(read_in_the_night.foreseen_at(now), None, "{now}");
    }
    let seen = read_in_the_night.foreseen_at(clock(day(25), 9, 1)).unwrap();
    assert_eq!((seen.duty.date, seen.due.next.map(|slot| slot.due)), (day(25), Some(clock(day(25), 13, 0))));
    // Made on this very date, and to be explained on it.
    assert_eq!(seen.punches, read_in_the_night.punches);
    // Read in the morning before: in the night the date on the wall is the next one, the work-date is not.
    let read_before = read(clock(day(24), 10, 0), &duties, &[]);
    assert_eq!(read_before.foreseen_at(clock(day(25), 6, 50)), None);
}

#[test]
fn leave_of_the_day_is_respected() {
    let morning = DayLeave { morning: true, ..DayLeave::default() };
    let read = office_weeks(&[(day(25), DayLeave::WHOLE), (day(26), morning.clone())]);
    let outcomes = |seen: &TodayView| seen.result.slots.iter().map(|slot| slot.outcome).collect::<Vec<_>>();
    let away = read.foreseen_at(clock(day(25), 8, 25)).unwrap();
    assert_eq!((&away.leave, outcomes(&away)), (&DayLeave::WHOLE, vec![SlotOutcome::Excused; 2]));
    let half = read.foreseen_at(clock(day(26), 8, 25)).unwrap();
    assert_eq!((&half.leave, outcomes(&half)), (&morning, vec![SlotOutcome::Excused, SlotOutcome::Pending]));
    assert_eq!(read.foreseen_at(clock(day(27), 8, 25)).unwrap().leave, DayLeave::default());
}

#[test]
fn beyond_what_was_read_nothing_is_claimed() {
    let read = office_weeks(&[(date(2026, 12, 2), DayLeave::WHOLE)]);
    let kept_by_an_earlier_release = TodayView { plan: Vec::new(), ..read.clone() };
    let cases = [
        // A Wednesday whose duty is there for the windows of the day before alone, and one that is not there.
        (&read, clock(date(2026, 12, 2), 8, 25)),
        (&read, clock(date(2026, 12, 9), 8, 25)),
        (&kept_by_an_earlier_release, clock(day(25), 8, 25)),
    ];
    for (read, now) in cases {
        let seen = read.foreseen_at(now).unwrap();
        assert_eq!((seen.duty.date, seen.is_planned()), (hall_date(now), false), "{now}");
        assert_eq!((&seen.duty.assignment, seen.result.slots.len()), (&Assignment::Unscheduled, 0), "{now}");
        assert_eq!((seen.due.action, seen.due.slot, seen.due.next), (PunchAction::Punch, None, None), "{now}");
        assert_eq!((seen.post, seen.leave), (None, DayLeave::default()), "{now}");
    }
}

#[test]
fn what_the_calendar_says_of_the_day_comes_along() {
    let holiday = DayKind::StatutoryHoliday(Festival::NewYear);
    let eve = date(2026, 12, 31);
    let new_year = Duty { day_kind: holiday, ..duty(date(2027, 1, 1), Assignment::Rest) };
    let read = read(clock(eve, 17, 40), &[works(date(2026, 12, 30), office()), works(eve, office()), new_year], &[]);
    let seen = read.foreseen_at(clock(date(2027, 1, 1), 8, 25)).unwrap();
    assert_eq!((seen.duty.day_kind, seen.calendar), (holiday, PUBLISHED));
}
