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
