use chrono::NaiveDate;

use super::*;
use crate::{
    ids::PunchId,
    leave::{DayLeave, Hours},
    roster::{
        Assignment,
        samples::{clock, date, duty, four, night, office, works},
    },
};

const DAY: (i32, u32, u32) = (2026, 11, 24);

fn day() -> NaiveDate {
    date(DAY.0, DAY.1, DAY.2)
}

fn marks(times: &[(i64, i64)]) -> Vec<PunchMark> {
    times
        .iter()
        .map(|&(hours, minutes)| PunchMark {
            id: PunchId::new(),
            at: clock(day(), hours, minutes),
            needs_review: false,
        })
        .collect()
}

/// The state at a time of the day, with punches at some times.
fn state(timetable: &Timetable, punches: &[(i64, i64)], (hours, minutes): (i64, i64)) -> HolderState {
    holder_status(timetable, &marks(punches), clock(day(), hours, minutes)).state
}

#[test]
fn a_plain_day_from_before_opening_to_after_closing() {
    let timetable = Timetable::new(&[works(day(), office())]);
    let (arrived, left) = ((8, 25), (17, 31));
    assert_eq!(state(&timetable, &[], (6, 0)), HolderState::OffDuty);
    assert_eq!(state(&timetable, &[], (8, 0)), HolderState::Expected);
    assert_eq!(state(&timetable, &[], (8, 35)), HolderState::Expected);
    assert_eq!(state(&timetable, &[], (8, 36)), HolderState::NotArrived);
    assert_eq!(state(&timetable, &[], (14, 0)), HolderState::NotArrived);
    assert_eq!(state(&timetable, &[arrived], (8, 26)), HolderState::OnPost);
    assert_eq!(state(&timetable, &[arrived], (17, 40)), HolderState::OnPost);
    assert_eq!(state(&timetable, &[arrived, left], (17, 40)), HolderState::Finished);
    assert_eq!(state(&timetable, &[arrived, left], (23, 30)), HolderState::OffDuty);
}

#[test]
fn who_leaves_early_is_away_till_the_shift_would_have_ended() {
    let timetable = Timetable::new(&[works(day(), office())]);
    let punches = [(8, 25), (16, 0)];
    assert_eq!(state(&timetable, &punches, (16, 30)), HolderState::Away);
    assert_eq!(state(&timetable, &punches, (17, 30)), HolderState::Finished);
}

#[test]
fn at_midday_who_punched_out_is_away_and_who_did_not_is_there() {
    let timetable = Timetable::new(&[works(day(), four())]);
    let morning = [(8, 25), (12, 1)];
    assert_eq!(state(&timetable, &morning, (12, 10)), HolderState::Away);
    // From 12:46 on the afternoon's arrival is open.
    assert_eq!(state(&timetable, &morning, (13, 0)), HolderState::Expected);
    assert_eq!(state(&timetable, &morning, (13, 31)), HolderState::NotArrived);
    assert_eq!(state(&timetable, &[(8, 25), (12, 1), (13, 40)], (13, 45)), HolderState::OnPost);
    assert_eq!(state(&timetable, &[(8, 25)], (13, 0)), HolderState::OnPost);
    assert_eq!(state(&timetable, &[(8, 25)], (13, 31)), HolderState::NotArrived);
}

#[test]
fn a_departure_without_an_arrival_is_taken_for_what_it_says() {
    let timetable = Timetable::new(&[works(day(), four())]);
    assert_eq!(state(&timetable, &[(12, 1)], (12, 10)), HolderState::Away);
}

#[test]
fn a_night_shift_is_under_way_after_midnight() {
    let next = day().succ_opt().unwrap();
    let timetable = Timetable::new(&[works(day(), night()), duty(next, Assignment::Rest)]);
    assert_eq!(state(&timetable, &[(22, 50)], (28, 0)), HolderState::OnPost);
    assert_eq!(state(&timetable, &[], (28, 0)), HolderState::NotArrived);
}

#[test]
fn leave_shows_while_the_shift_would_run() {
    let timetable = Timetable::with_leave(&[works(day(), office())], |_| DayLeave::WHOLE);
    let at = |hours| holder_status(&timetable, &[], clock(day(), hours, 0)).state;
    assert_eq!([at(5), at(10), at(18)], [HolderState::OffDuty, HolderState::OnLeave, HolderState::OffDuty]);
}

#[test]
fn hours_of_leave_show_while_they_last() {
    use HolderState::{Expected, Finished, NotArrived, OnLeave, OnPost};

    let with = |from, to| {
        let hours = vec![Hours { from, to }];
        Timetable::with_leave(&[works(day(), office())], |_| DayLeave { hours: hours.clone(), ..DayLeave::default() })
    };
    let first = with(510, 630);
    let states = [(8, 20), (9, 0), (10, 29), (10, 34), (10, 36)].map(|at| state(&first, &[], at));
    assert_eq!(states, [Expected, OnLeave, OnLeave, Expected, NotArrived]);
    assert_eq!(state(&first, &[(10, 28)], (10, 40)), OnPost);
    assert_eq!(holder_status(&first, &[], clock(day(), 9, 0)).since, Some(clock(day(), 8, 30)));
    // Between: nobody punches.
    let between = with(600, 660);
    let states = [(9, 0), (10, 0), (10, 59), (11, 0)].map(|at| state(&between, &[(8, 25)], at));
    assert_eq!(states, [OnPost, OnLeave, OnLeave, OnPost]);
    let last = with(990, 1050);
    let states = [(16, 40), (17, 30)].map(|at| state(&last, &[(8, 25), (16, 31)], at));
    assert_eq!(states, [OnLeave, Finished]);
}

#[test]
fn after_the_last_due_time_nobody_is_waited_for() {
    let timetable = Timetable::new(&[works(day(), four())]);
    assert_eq!(state(&timetable, &[], (17, 29)), HolderState::NotArrived);
    assert_eq!(state(&timetable, &[], (17, 30)), HolderState::OffDuty);
    assert_eq!(state(&timetable, &[(8, 25), (12, 1)], (17, 30)), HolderState::Finished);
    let on = |hours, minutes| on_shift(&timetable, clock(day(), hours, minutes));
    assert_eq!([on(8, 29), on(8, 30), on(12, 50), on(17, 29), on(17, 30)], [false, true, true, true, false]);
    assert!(!on_shift(&Timetable::default(), clock(day(), 9, 0)));
}

#[test]
fn the_status_tells_since_when_how_late_and_what_to_look_at() {
    let timetable = Timetable::new(&[works(day(), office())]);
    let mut punches = marks(&[(8, 45)]);
    punches[0].needs_review = true;
    let there = holder_status(&timetable, &punches, clock(day(), 9, 0));
    assert_eq!(there.since, Some(punches[0].at));
    assert_eq!((there.late_minutes, there.needs_review), (15, true));
    let missing = holder_status(&timetable, &[], clock(day(), 9, 0));
    assert_eq!((missing.since, missing.late_minutes), (Some(clock(day(), 8, 30)), 30));
}

#[test]
fn a_post_is_covered_by_a_or_b() {
    use HolderState::{Away, Expected, Finished, NotArrived, OffDuty, OnLeave, OnPost};
    let cases = [
        (vec![OnPost, OffDuty], CoverState::OnPost),
        (vec![OnLeave, OnPost], CoverState::OnPost),
        (vec![NotArrived, Expected], CoverState::NotArrived),
        (vec![Away, OffDuty], CoverState::Away),
        (vec![Expected, OffDuty], CoverState::Expected),
        (vec![OnLeave, OffDuty], CoverState::Vacant),
        (vec![OnLeave, OnLeave], CoverState::Vacant),
        (vec![OffDuty, OffDuty], CoverState::Vacant),
        (vec![], CoverState::Vacant),
        (vec![Finished, OffDuty], CoverState::Closed),
    ];
    for (holders, expected) in cases {
        assert_eq!(cover_state(&holders, true), expected, "{holders:?}");
    }
    assert_eq!(cover_state(&[], false), CoverState::Closed);
    assert_eq!(cover_state(&[OffDuty, OffDuty], false), CoverState::Closed);
    let posts = [CoverState::OnPost, CoverState::Vacant, CoverState::Away];
    assert_eq!(posts.into_iter().max(), Some(CoverState::Vacant));
}
