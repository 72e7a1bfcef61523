//! Leave that was granted: where it shows, what it takes from the ledger, how it ends.

use chrono::TimeDelta;
use domain::{
    approvals::{ApprovalsError, FlowState},
    attendance::{CoverState as Staffed, DayStatus, HolderState},
    ids::{ActId, ApprovalId},
    leave::{
        AdjustCommand, Direction, LeaveCommand, LeaveError, LeaveFlag, LeaveKind, LeaveQuestion, LeaveRequestError,
        Period, ReturnCommand, Returned, SuddenCommand,
    },
    org::Side,
    problem::{FieldReason, Problem},
    roster::{Compensation, Half},
};
use services::Caller;
use testkit::{World, db_test};

use crate::approvals::{days_off, november};
use crate::support::{covers, problem, takes_back};

use crate::leave_requests::Window;
use crate::overtime;

#[db_test]
async fn granted_leave_is_on_the_day_the_roster_and_the_board(world: World) {
    let window = Window::new(world).await;
    let services = &window.world.services;
    window.granted(25, 25).await;
    window.world.clock.set("2026-11-25 09:00");
    let board = services.attendance().board(&window.lead, None).await.unwrap();
    let shown = &board.zones[0].windows[0];
    let a = shown.holders.iter().find(|holder| holder.side == Some(Side::A)).unwrap();
    assert_eq!((a.status.state, a.cover.as_ref().unwrap().name.as_str()), (HolderState::OnLeave, "测试w002"));
    assert_eq!(shown.state, Staffed::NotArrived, "B is expected, and late");
    let roster = services.roster().my_days(&window.a, november(24), november(26)).await.unwrap();
    let away: Vec<bool> = roster.days.iter().map(|day| day.leave.is_whole()).collect();
    assert_eq!(away, [false, true, false]);
    window.world.clock.set("2026-11-26 02:00");
    services.run_jobs().await.unwrap();
    assert_eq!(window.status(25).await, DayStatus::OnLeave);
    assert_eq!(window.status(24).await, DayStatus::Absent);
    // Leave that is granted for a day that was judged changes it, and back when it is undone.
    let late = LeaveCommand { cover: Some(window.b_person.id), kind: LeaveKind::Sick, ..days_off(24, 24) };
    let late = window.ask(&window.a, late).await.unwrap();
    services.leave().answer_cover(&window.b, covers(late, true)).await.unwrap();
    window.agree(&window.lead, late).await.unwrap();
    assert_eq!(window.status(24).await, DayStatus::OnLeave);
    services.approvals().undo(&window.lead, late).await.unwrap();
    assert_eq!(window.status(24).await, DayStatus::Absent);
}

#[db_test]
async fn the_ledger_holds_takes_and_gives_back(world: World) {
    let window = Window::new(world).await;
    let services = &window.world.services;
    let leave = services.leave();
    let grant = AdjustCommand {
        person: window.a_person.id,
        kind: LeaveKind::Annual,
        direction: Direction::Add,
        half_days: 8,
        expires_on: chrono::NaiveDate::from_ymd_opt(2026, 12, 31).unwrap(),
        reason: "补录".to_owned(),
    };
    leave.adjust(&window.hr, grant).await.unwrap();
    let left = async |caller: &Caller| {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 12, 10).unwrap();
        let period = Period::whole(day, day);
        let preview =
            leave.preview(caller, LeaveQuestion::of(ApprovalId::new(), LeaveKind::Annual, period)).await.unwrap();
        !preview.flags.contains(&LeaveFlag::NotEnough)
    };
    let four = || LeaveCommand { kind: LeaveKind::Annual, ..window.covered(24, 27) };
    let id = window.ask(&window.a, four()).await.unwrap();
    assert_eq!(window.card(id).await.left, Some(0), "held");
    let more = LeaveCommand { kind: LeaveKind::Annual, ..window.covered(30, 30) };
    assert_eq!(problem(window.ask(&window.a, more.clone()).await), LeaveError::NotEnough.into());
    assert!(!left(&window.a).await);
    leave.withdraw(&window.a, takes_back(id, window.version(id).await)).await.unwrap();
    assert!(left(&window.a).await, "given back");

    let two = LeaveCommand { kind: LeaveKind::Annual, ..window.covered(25, 26) };
    let id = window.ask(&window.a, two).await.unwrap();
    leave.answer_cover(&window.b, covers(id, true)).await.unwrap();
    window.agree(&window.lead, id).await.unwrap();
    window.agree(&window.supervisor, id).await.unwrap();
    services.approvals().undo(&window.supervisor, id).await.unwrap();
    assert_eq!(window.card(id).await.left, Some(4), "held again");
    window.agree(&window.supervisor, id).await.unwrap();
    window.world.clock.set("2026-11-26 08:00");
    assert_eq!(window.come_back(id, 26).await.unwrap(), Returned::Early(Period::whole(november(25), november(25))));
    assert_eq!(window.card(id).await.left, Some(6), "the second day is given back");
    assert_eq!(problem(window.come_back(id, 26).await), LeaveRequestError::NotNow.into());
    window.ask(&window.a, more).await.unwrap();
}

#[db_test]
async fn being_back_early_late_or_before_it_began(world: World) {
    let window = Window::new(world).await;
    let leave = window.world.services.leave();
    let id = window.ask(&window.a, window.covered(25, 25)).await.unwrap();
    assert_eq!(problem(window.come_back(id, 25).await), LeaveRequestError::NotNow.into(), "not granted yet");
    leave.withdraw(&window.a, takes_back(id, window.version(id).await)).await.unwrap();
    assert_eq!(window.view(&window.a, id).await.row.state, FlowState::Withdrawn);

    let id = window.granted(25, 26).await;
    assert_eq!(problem(window.come_back(id, 24).await), Problem::field("back_on", FieldReason::OutOfRange));
    assert_eq!(window.come_back(id, 25).await.unwrap(), Returned::NotTaken);
    assert_eq!(window.view(&window.a, id).await.row.state, FlowState::Cancelled);
    let version = window.version(id).await;
    assert_eq!(problem(leave.withdraw(&window.a, takes_back(id, version)).await), ApprovalsError::Settled.into());

    let id = window.granted(25, 26).await;
    window.world.clock.set("2026-11-30 09:00");
    assert_eq!(window.come_back(id, 30).await.unwrap(), Returned::Late { workdays: 1 });
    let id = window.granted(30, 30).await;
    let december = chrono::NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    window.world.clock.set("2026-12-01 08:00");
    let command = ReturnCommand {
        id: ActId::new(),
        request: id,
        version: window.version(id).await,
        back_on: december,
        half: Half::Morning,
    };
    assert_eq!(problem(leave.come_back(&window.b, command).await), Problem::NotFound, "only for oneself");
    assert_eq!(leave.come_back(&window.a, command).await.unwrap(), Returned::AsPlanned);
}

#[db_test]
async fn a_sudden_case_is_one_tap_and_the_papers_follow(world: World) {
    let window = Window::new(world).await;
    let leave = window.world.services.leave();
    let sudden = |kind| SuddenCommand { id: ApprovalId::new(), kind, tap: None };
    let planned = leave.report(&window.a, sudden(LeaveKind::Annual), None).await;
    assert_eq!(problem(planned), Problem::field("kind", FieldReason::NotAllowed));
    let id = leave.report(&window.a, sudden(LeaveKind::Sick), None).await.unwrap();
    let card = window.card(id).await;
    assert_eq!(card.period, Period::whole(november(24), november(24)));
    assert!(card.flags.contains(&LeaveFlag::Sudden) && card.flags.contains(&LeaveFlag::CoverUnconfirmed));
    let papers = card.papers.unwrap();
    assert_eq!((papers.due_on, papers.checked_at), (november(27), None));
    let version = window.version(id).await;
    let complete = LeaveCommand {
        id,
        version: Some(version),
        kind: LeaveKind::Sick,
        reason: "发烧".to_owned(),
        ..window.covered(24, 24)
    };
    window.ask(&window.a, complete).await.unwrap();
    leave.answer_cover(&window.b, covers(id, true)).await.unwrap();
    assert_eq!(window.card(id).await.reason, None, "a lead need not know what it is");
    window.agree(&window.lead, id).await.unwrap();
    assert_eq!(problem(leave.check_papers(&window.a, id).await), Problem::Denied);
    // A sick note is for HR alone.
    assert_eq!(problem(leave.check_papers(&window.lead, id).await), Problem::Denied);
    leave.check_papers(&window.hr, id).await.unwrap();
    assert!(window.card(id).await.papers.unwrap().checked_at.is_some());
    assert_eq!(problem(leave.check_papers(&window.hr, id).await), LeaveRequestError::NotNow.into());
}

#[db_test]
async fn a_sudden_case_is_offered_for_the_kinds_whose_rule_allows_it_and_for_no_other(world: World) {
    let window = Window::new(world).await;
    let leave = window.world.services.leave();
    let offered = leave.mine(&window.b, None).await.unwrap().sudden_kinds;
    for &kind in LeaveKind::ALL {
        let reported = leave.report(&window.b, SuddenCommand { id: ApprovalId::new(), kind, tap: None }, None).await;
        if offered.contains(&kind) {
            let id = reported.unwrap();
            let version = window.view(&window.b, id).await.row.version;
            leave.withdraw(&window.b, takes_back(id, version)).await.unwrap();
        } else {
            assert_eq!(problem(reported), Problem::field("kind", FieldReason::NotAllowed), "{kind:?}");
        }
    }
}

#[db_test]
async fn who_decides_sees_what_wants_looking_at(world: World) {
    let window = Window::new(world).await;
    window.world.clock.set("2026-11-24 08:27");
    let punch = domain::attendance::PunchCommand {
        id: domain::ids::PunchId::new(),
        device_at: None,
        evidence: None,
        position: domain::attendance::PositionReport::default(),
        reason: None,
        code: None,
    };
    window.world.services.attendance().punch(&window.a, punch, None).await.unwrap();
    window.world.clock.advance(TimeDelta::hours(1));
    let id = window.ask(&window.a, window.covered(24, 24)).await.unwrap();
    let flags = window.card(id).await.flags;
    assert!(flags.contains(&LeaveFlag::Punched), "{flags:?}");
    let later = LeaveCommand { starts: Half::Afternoon, ..window.covered(24, 24) };
    let later = LeaveCommand { id, version: Some(window.version(id).await), ..later };
    window.ask(&window.a, later).await.unwrap();
    assert!(!window.card(id).await.flags.contains(&LeaveFlag::Punched), "the punch is in the morning");
    let other = window.ask(&window.b, LeaveCommand { starts: Half::Afternoon, ..days_off(24, 24) }).await;
    assert_eq!(problem(other), LeaveRequestError::PartnerAway.into());
}

#[db_test]
async fn approved_overtime_inside_the_leave_is_seen_before_and_after_it_is_asked_for(world: World) {
    let window = Window::new(world).await;
    let asked = |day| overtime::overtime(november(day), 60, Compensation::Pay);
    overtime::granted(&window.world, (&window.a, &window.lead), asked(26)).await;
    overtime::ask(&window.world, &window.a, asked(27)).await.unwrap();
    let foreseen = async |from, to| {
        let period = Period::whole(november(from), november(to));
        let question = LeaveQuestion::of(ApprovalId::new(), LeaveKind::Personal, period);
        let preview = window.world.services.leave().preview(&window.a, question).await.unwrap();
        preview.flags.contains(&LeaveFlag::Overtime)
    };
    let seen = [foreseen(25, 25).await, foreseen(25, 26).await, foreseen(26, 26).await, foreseen(27, 27).await];
    assert_eq!(seen, [false, true, true, false], "what nobody has approved does not count");
    let id = window.ask(&window.a, window.covered(25, 26)).await.unwrap();
    let flags = window.card(id).await.flags;
    assert!(flags.contains(&LeaveFlag::Overtime), "{flags:?}");
}
