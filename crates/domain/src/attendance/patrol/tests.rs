use super::*;
use crate::{
    attendance::{ClaimDoubt, LateKind},
    roster::samples::{clock, date},
};

#[test]
fn the_person_explains_until_the_end_of_the_day_on_which_the_record_arrived() {
    let day = date(2026, 11, 24);
    let arrived = clock(day, 10, 12);
    let cases = [
        (false, None, clock(day, 23, 59), PatrolState::Explaining),
        (false, None, clock(day, 24, 0), PatrolState::Deciding),
        (true, None, clock(day, 10, 20), PatrolState::Deciding),
        (true, Some(true), clock(day, 10, 30), PatrolState::Upheld),
        (false, Some(false), clock(day, 30, 0), PatrolState::Dismissed),
    ];
    for (explained, upheld, now, expected) in cases {
        assert_eq!(patrol_state(arrived, explained, upheld, now), expected, "{now}");
    }
    assert_eq!(may_explain(arrived, false, clock(day, 23, 59)), Ok(()));
    assert_eq!(may_explain(arrived, false, clock(day, 24, 0)), Err(AttendanceError::PatrolTooLate));
    assert_eq!(may_explain(arrived, true, clock(day, 11, 0)), Err(AttendanceError::PatrolSettled));
}

#[test]
fn what_arrives_in_the_evening_can_be_explained_the_next_day() {
    let day = date(2026, 11, 24);
    let cases = [
        (clock(day, 0, 0), clock(day, 24, 0)),
        (clock(day, 17, 59), clock(day, 24, 0)),
        (clock(day, 18, 0), clock(day, 48, 0)),
        (clock(day, 23, 59), clock(day, 48, 0)),
        (clock(day, 24, 0), clock(day, 48, 0)),
    ];
    for (arrived, until) in cases {
        assert_eq!(explain_until(arrived), until, "{arrived}");
        assert!(until - arrived >= EXPLAIN_AT_LEAST, "{arrived}");
    }
}

#[test]
fn nobody_decides_what_they_wrote_or_what_is_about_them() {
    let (inspector, subject, supervisor) = (PersonId::new(), PersonId::new(), PersonId::new());
    let decide = |state, decider| may_decide(state, (inspector, subject), decider);
    for state in PatrolState::ALL {
        assert_eq!(decide(*state, inspector), Err(Problem::Denied));
        assert_eq!(decide(*state, subject), Err(Problem::Denied));
        assert_eq!(decide(*state, supervisor).is_ok(), *state == PatrolState::Deciding, "{state:?}");
    }
}

fn command(minutes_ago: Option<i32>, note: &str) -> PatrolCommand {
    PatrolCommand {
        id: PatrolId::new(),
        window: WindowId::new(),
        person: PersonId::new(),
        kind: PatrolKind::OffPost,
        minutes_ago,
        note: note.to_owned(),
        tap: None,
    }
}

#[test]
fn a_record_is_of_the_day_on_which_it_was_written_down() {
    let day = date(2026, 11, 24);
    let written = clock(day, 10, 0);
    for arrived in [written, clock(day, 18, 0), clock(day, 24 * 31, 0)] {
        let found = |ago, note| command(ago, note).checked(written, arrived);
        assert_eq!(found(None, " 窗口无人 "), Ok((written, "窗口无人".to_owned())), "{arrived}");
        assert_eq!(found(Some(30), "x").unwrap().0, written - TimeDelta::minutes(30), "{arrived}");
        assert_eq!(found(Some(600), "x").unwrap().0, clock(day, 0, 0), "{arrived}");
        for minutes in [-1, 601, 100_000, i32::MIN, i32::MAX] {
            let out = Err(Problem::field("minutes_ago", FieldReason::OutOfRange));
            assert_eq!(found(Some(minutes), "x"), out, "{minutes}");
        }
        assert_eq!(found(None, "  "), Err(Problem::field("note", FieldReason::Required)));
    }
}

#[test]
fn a_record_of_more_than_a_month_ago_names_its_fault() {
    let written = clock(date(2026, 11, 24), 10, 0);
    let of = |written| command(None, "x").checked(written, clock(date(2026, 12, 25), 10, 0)).map(|(found, _)| found);
    assert_eq!(of(written), Ok(written), "to the day");
    let out = Err(Problem::field("tap", FieldReason::OutOfRange));
    assert_eq!(of(written - TimeDelta::minutes(1)), out);
    assert_eq!(of(DateTime::<Utc>::MIN_UTC), out, "a phone may send anything");
}

#[test]
fn what_the_phone_can_not_show_counts_when_it_says_all_the_same() {
    let day = date(2026, 11, 24);
    let (made_at, arrived_at) = (clock(day, 10, 0), clock(day, 15, 0));
    for doubt in [None, Some(ClaimDoubt::NoTicket), Some(ClaimDoubt::ClockChanged), Some(ClaimDoubt::TooLate)] {
        let late = LateAct { kind: LateKind::Patrol, made_at, arrived_at, doubt };
        let (found, _) = command(Some(5), "x").checked(late.counts_at(), arrived_at).unwrap();
        assert_eq!(found, clock(day, 9, 55), "{doubt:?}");
    }
}
