use super::*;
use crate::roster::samples::date;
use Half::{Afternoon, Morning};

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
fn hours_were_taken_or_not_and_hours_of_many_days_end_earlier() {
    let calendar = WorkCalendar::built_in();
    let day = date(2026, 11, 25);
    let once = Period::of_hours(day, Hours { from: 540, to: 630 });
    let daily = Period { to: date(2026, 12, 4), ..once };
    let back = |period, day| Returned::of(period, (day, Morning), &calendar);
    assert_eq!(back(once, day), Returned::NotTaken);
    assert_eq!(back(once, date(2026, 11, 26)), Returned::AsPlanned);
    assert_eq!(back(daily, day), Returned::NotTaken);
    assert_eq!(back(daily, date(2026, 11, 30)), Returned::Early(Period { to: date(2026, 11, 29), ..daily }));
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
        hours: HoursForm::default(),
        reason: "回老家".to_owned(),
        cover: None,
        draft: false,
        photos: vec![],
        delegation: crate::approvals::LeaveDelegation::default(),
        birth: BirthForm::default(),
        moves: None,
    };
    assert_eq!(base().period(today), Ok(Period::whole(today, today)));
    let empty = || String::new();
    assert!(LeaveCommand { reason: empty(), draft: true, ..base() }.period(today).is_ok());
    let far = today + Days::new(400);
    for (command, field, reason) in [
        (LeaveCommand { from: far, to: far, ..base() }, "from", FieldReason::OutOfRange),
        (LeaveCommand { to: today - Days::new(1), ..base() }, "to", FieldReason::EndsBeforeStart),
        (LeaveCommand { starts: Afternoon, ends: Morning, ..base() }, "to", FieldReason::EndsBeforeStart),
        (LeaveCommand { reason: empty(), ..base() }, "reason", FieldReason::Required),
    ] {
        assert_eq!(command.period(today), Err(Problem::field(field, reason)));
    }
}

#[test]
fn hours_name_what_is_wrong_with_them() {
    let today = date(2026, 11, 24);
    let asked = |kind, to, (from, till): (&str, &str)| LeaveCommand {
        id: ApprovalId::new(),
        version: None,
        kind,
        from: today,
        to,
        starts: Afternoon,
        ends: Morning,
        hours: HoursForm { by: LeaveBy::Hours, from: from.to_owned(), to: till.to_owned() },
        reason: "产检".to_owned(),
        cover: None,
        draft: false,
        photos: vec![],
        delegation: crate::approvals::LeaveDelegation::default(),
        birth: BirthForm::default(),
        moves: None,
    };
    let (tomorrow, times) = (today + Days::new(1), ("09:00", "10:30"));
    let hours = Hours { from: 540, to: 630 };
    let check = asked(LeaveKind::Prenatal, today, times);
    assert_eq!(check.period(today), Ok(Period::of_hours(today, hours)), "the halves do not matter");
    let daily = Period { to: tomorrow, ..Period::of_hours(today, hours) };
    assert_eq!(asked(LeaveKind::Nursing, tomorrow, times).period(today), Ok(daily));
    for (kind, to, times, field, reason) in [
        (LeaveKind::Annual, today, times, "by", FieldReason::NotByTheHour),
        (LeaveKind::Compensatory, tomorrow, times, "to", FieldReason::OneDay),
        (LeaveKind::Nursing, today - Days::new(1), times, "to", FieldReason::EndsBeforeStart),
        (LeaveKind::Prenatal, today, ("", "10:30"), "from_time", FieldReason::Required),
        (LeaveKind::Prenatal, today, ("09:00", ""), "to_time", FieldReason::Required),
        (LeaveKind::Prenatal, today, ("9点", "10:30"), "from_time", FieldReason::Malformed),
        (LeaveKind::Prenatal, today, ("09:00", "09:00"), "to_time", FieldReason::EndsBeforeStart),
    ] {
        assert_eq!(asked(kind, to, times).period(today), Err(Problem::field(field, reason)));
    }
    let by_days = LeaveCommand {
        hours: HoursForm { by: LeaveBy::Days, ..check.hours.clone() },
        starts: Morning,
        ends: Morning,
        ..check
    };
    assert_eq!(by_days.period(today), Ok(Period::halves((today, Morning), (today, Morning))));
    assert_eq!(HoursForm::of(hours).from, "09:00");
}

#[test]
fn one_is_back_once_one_is_there() {
    let day = |of| date(2026, 11, of);
    let leave = Period::whole(day(23), day(25));
    let wrong = Err(Problem::field("back_on", FieldReason::OutOfRange));
    // On the day, before it, after it; before the leave it can only be given up as a whole.
    let cases = [(26, 26, true), (26, 23, false), (24, 24, true), (24, 23, false), (22, 23, false), (23, 20, true)];
    for (back, today, sound) in cases {
        let expected = if sound { Ok(()) } else { wrong.clone() };
        assert_eq!(Returned::check(leave, day(back), day(today)), expected, "{back} said on {today}");
    }
    assert_eq!(Returned::check(leave, day(24), day(20)), wrong, "shortened before it began");
    assert_eq!(Returned::check(leave, date(2027, 1, 4), date(2027, 1, 4)), wrong);
    let hours = Period::of_hours(day(25), Hours { from: 540, to: 600 });
    assert_eq!(Returned::check(hours, day(26), day(25)), Ok(()), "taken, said on the same day");
}

#[test]
fn what_is_given_back_of_days_that_are_over_wants_a_punch() {
    let day = |of| date(2026, 11, of);
    for (returned, wants) in [(Returned::NotTaken, true), (Returned::AsPlanned, false)] {
        assert_eq!(returned.needs_punch(day(23), day(25)), wants);
        assert!(!returned.needs_punch(day(25), day(25)), "today they are seen");
    }
}
