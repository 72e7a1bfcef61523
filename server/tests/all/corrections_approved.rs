//! Corrections on the way that all requests go: sent back, undone, kept from relatives, routed by HR.

use chrono::TimeDelta;
use domain::{
    approvals::{ApprovalKind, ApprovalsError, FlowState, HopAct, Level, Quorum, Route, Routes, Step, Verdict, Via},
    attendance::{AttendanceError, CorrectedSlot, CorrectionCommand, CorrectionFlag, DayStatus, PunchSource},
    ids::ApprovalId,
    notices::NoticeContent,
    policy::Role,
    problem::Problem,
};
use services::Caller;
use testkit::{World, db_test};

use crate::{
    corrections::{ask, card, case, inbox, monday, month, say, status},
    support::{on_paper, problem},
};

async fn acts(world: &World, me: &Caller, id: ApprovalId) -> Vec<HopAct> {
    let seen = world.services.attendance().correction(me, id).await.unwrap();
    seen.approval.hops.into_iter().map(|hop| hop.act).collect()
}

#[db_test]
async fn what_is_sent_back_is_changed_and_asked_again_even_after_the_last_day(world: World) {
    let case = case(&world).await;
    let attendance = world.services.attendance();
    let command = ask(2, "17:40");
    attendance.ask_correction(&case.me, command.clone()).await.unwrap();
    let asked = inbox(&world, &case.lead).await.remove(0);
    say(&world, &case.lead, &asked, Verdict::SendBack).await.unwrap();
    world.clock.advance(TimeDelta::seconds(10));
    let told = world.services.notices().inbox(&case.me, None).await.unwrap().notices.remove(0).content;
    let back = NoticeContent::RequestSettled {
        what: ApprovalKind::Correction,
        state: FlowState::Returned,
        request: command.id,
    };
    assert_eq!(told, back);
    assert_eq!(told.link(), format!("/attendance/correction/{}", command.id));
    world.clock.advance(TimeDelta::days(2));
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
    let rules = domain::attendance::RulesCommand {
        hall: world.hall.id,
        correction_limit: 3,
        correction_days: 1,
        confirmation_required: true,
        position_days: 90,
    };
    attendance.set_attendance_rules(&hr, rules).await.unwrap();
    let form = attendance.correction_to_change(&case.me, command.id).await.unwrap();
    assert!(!form.too_late && form.open.contains(&2));
    let before = form.asked.unwrap();
    assert_eq!((before.slot, before.reason.as_str()), (CorrectedSlot::Slot(2), command.reason.as_str()));
    let changed = CorrectionCommand { time: "17:35".to_owned(), version: Some(before.version), ..command.clone() };
    attendance.ask_correction(&case.me, changed.clone()).await.unwrap();
    attendance.ask_correction(&case.me, changed.clone()).await.expect("the same is changed once");
    let other = CorrectionCommand { time: "17:30".to_owned(), ..changed };
    assert_eq!(problem(attendance.ask_correction(&case.me, other).await), Problem::Conflict);
    attendance.ask_correction(&case.me, command.clone()).await.expect("what was sent first is there");
    assert_eq!(problem(say(&world, &case.lead, &asked, Verdict::Agree).await), Problem::Conflict, "it has changed");
    let asked = inbox(&world, &case.lead).await.remove(0);
    say(&world, &case.lead, &asked, Verdict::Agree).await.unwrap();
    let expected = [HopAct::Submitted, HopAct::SentBack, HopAct::Submitted, HopAct::Agreed];
    assert_eq!(acts(&world, &case.me, command.id).await, expected);
    let settled = attendance.correction_to_change(&case.me, command.id).await;
    assert_eq!(problem(settled), AttendanceError::Settled.into());
}

#[db_test]
async fn an_approval_that_is_undone_leaves_a_punch_that_does_not_count(world: World) {
    let case = case(&world).await;
    let attendance = world.services.attendance();
    let command = ask(2, "17:40");
    attendance.ask_correction(&case.me, command.clone()).await.unwrap();
    let asked = inbox(&world, &case.lead).await.remove(0);
    say(&world, &case.lead, &asked, Verdict::Agree).await.unwrap();
    assert_eq!(status(&month(&world, &case.me).await), DayStatus::Late);
    world.services.approvals().undo(&case.lead, command.id).await.unwrap();
    let undone = month(&world, &case.me).await;
    assert_eq!(status(&undone), DayStatus::MissingPunch);
    let void = undone.punches.iter().find(|punch| punch.source == PunchSource::Correction).unwrap();
    assert!(void.decision.as_ref().is_some_and(|decision| !decision.accepted));
    assert_eq!(undone.corrections[0].state, FlowState::InReview);
    let again = inbox(&world, &case.lead).await.remove(0);
    say(&world, &case.lead, &again, Verdict::Agree).await.unwrap();
    assert_eq!(status(&month(&world, &case.me).await), DayStatus::Late);
    world.clock.advance(TimeDelta::seconds(11));
    let late = world.services.approvals().undo(&case.lead, command.id).await;
    assert_eq!(problem(late), ApprovalsError::TooLateToUndo.into());
}

#[db_test]
async fn a_rejection_can_not_be_undone_once_the_slot_is_asked_for_anew(world: World) {
    let case = case(&world).await;
    let attendance = world.services.attendance();
    let command = ask(2, "17:40");
    attendance.ask_correction(&case.me, command.clone()).await.unwrap();
    let asked = inbox(&world, &case.lead).await.remove(0);
    say(&world, &case.lead, &asked, Verdict::Reject).await.unwrap();
    attendance.ask_correction(&case.me, ask(2, "17:45")).await.unwrap();
    let undone = world.services.approvals().undo(&case.lead, command.id).await;
    assert_eq!(problem(undone), AttendanceError::AskedAlready.into());
    assert_eq!(inbox(&world, &case.lead).await.len(), 1);
}

#[db_test]
async fn a_relative_does_not_decide_and_time_lifts_it_to_the_next(world: World) {
    let case = case(&world).await;
    let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
    world.person("hr").agency_role(Role::Hr).create().await;
    let approvals = world.services.approvals();
    let command = ask(2, "17:40");
    world.services.attendance().ask_correction(&case.me, command.clone()).await.unwrap();
    assert!(inbox(&world, &supervisor).await.is_empty());
    approvals.declare_relative(&case.lead, "w001").await.unwrap();
    assert!(inbox(&world, &case.lead).await.is_empty());
    let asked = inbox(&world, &supervisor).await.remove(0);
    assert_eq!(problem(say(&world, &case.lead, &asked, Verdict::Agree).await), ApprovalsError::NotYours.into());
    assert_eq!(approvals.view(&supervisor, command.id).await.unwrap().mine, Some(Via::Climbed));
    // A working day to decide, then a word, then the next level with somebody who has not been asked yet.
    for days in [2, 2] {
        world.clock.advance(TimeDelta::days(days));
        world.services.run_jobs().await.unwrap();
    }
    let acts = acts(&world, &case.me, command.id).await;
    assert_eq!(acts, [HopAct::Submitted, HopAct::Rerouted, HopAct::Reminded, HopAct::Escalated]);
}

#[db_test]
async fn a_batch_leaves_what_wants_looking_at(world: World) {
    let case = case(&world).await;
    let (attendance, approvals) = (world.services.attendance(), world.services.approvals());
    let both = [ask(1, "08:25"), ask(2, "17:40")];
    for command in &both {
        attendance.ask_correction(&case.me, command.clone()).await.unwrap();
    }
    let asked = inbox(&world, &case.lead).await;
    assert!(asked.iter().all(|row| card(row).flags.is_empty()));
    // What the lead has typed in off a paper has put the departure right meanwhile.
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
    let sheet = domain::attendance::PaperCommand {
        id: domain::ids::PaperSheetId::new(),
        hall: world.hall.id,
        date: monday(),
        reason: "停电".to_owned(),
        times: [(domain::attendance::paper_key(case.worker.id, 2), "17:45".to_owned())].into(),
    };
    attendance.enter_paper(&case.lead, sheet.clone()).await.unwrap();
    attendance.act_on_paper(&hr, on_paper(sheet.id, domain::attendance::PaperAct::Confirm, None)).await.unwrap();
    let asked = inbox(&world, &case.lead).await;
    let flags: Vec<_> = asked.iter().map(|row| card(row).flags.clone()).collect();
    assert_eq!(flags, [vec![], vec![CorrectionFlag::InOrder]]);
    let all = asked.iter().map(|row| (row.id, row.version)).collect();
    let bulk = approvals.agree_to_many(&case.lead, all).await.unwrap();
    assert_eq!((bulk.done, bulk.left), (1, 1));
    assert_eq!(inbox(&world, &case.lead).await[0].id, both[1].id);
}

#[db_test]
async fn hr_routes_what_is_late_further_up(world: World) {
    let case = case(&world).await;
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
    world.person("sup").hall_role(Role::Supervisor).create().await;
    let (attendance, approvals) = (world.services.attendance(), world.services.approvals());
    let kind = ApprovalKind::Correction;
    let step = |level| Step { level, quorum: Quorum::One, minutes: 480 };
    let route = |subtypes, steps| Route { subtypes, ..Route::for_all(steps) };
    let routes = Routes {
        routes: vec![
            route(vec!["late".to_owned()], vec![step(Level::Lead), step(Level::Supervisor)]),
            route(vec![], vec![step(Level::Lead)]),
        ],
    };
    let current = approvals.routes_view(&hr, kind).await.unwrap().current;
    assert_eq!((current.version, current.routes), (0, Routes::house(kind)));
    approvals.set_routes(&hr, kind, 0, routes).await.unwrap();
    assert_eq!(approvals.routes(&hr, ApprovalKind::Leave).await.unwrap().0, 0, "leave keeps its own");
    let (late, missing) = (ask(1, "08:25"), ask(2, "17:40"));
    for command in [&late, &missing] {
        attendance.ask_correction(&case.me, command.clone()).await.unwrap();
    }
    for (id, levels) in [(late.id, vec![Level::Lead, Level::Supervisor]), (missing.id, vec![Level::Lead])] {
        let seen = attendance.correction(&case.me, id).await.unwrap().approval;
        assert_eq!(seen.steps.iter().map(|step| step.level).collect::<Vec<_>>(), levels);
    }
    let rows = inbox(&world, &case.lead).await;
    let first = rows.iter().find(|row| row.id == late.id).unwrap();
    assert_eq!(say(&world, &case.lead, first, Verdict::Agree).await.unwrap().state, FlowState::InReview);
    assert_eq!(month(&world, &case.me).await.punches.len(), 1, "not before the last has agreed");
}
