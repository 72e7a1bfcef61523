//! Corrections (补卡): asked for by the person, and the day judged again once they are approved.

use axum::http::StatusCode;
use chrono::NaiveDate;
use domain::{
    approvals::{ApprovalRow, ApprovalsError, DecideCommand, Decided, FlowState, Subject, Verdict},
    attendance::{
        AttendanceError, CorrectedSlot, CorrectionAct, CorrectionCard, CorrectionCause, CorrectionCommand, DayStatus,
        MonthView, PositionReport, PunchCommand, PunchSource, RulesCommand,
    },
    ids::{ActId, ApprovalId, DecisionId, PunchId},
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
};
use services::{Caller, Error};
use testkit::{Person, World, day_shift, db_test};

use crate::support::{App, problem, takes_back};

pub fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

pub fn ask(slot: i16, time: &str) -> CorrectionCommand {
    CorrectionCommand {
        id: ApprovalId::new(),
        version: None,
        date: monday(),
        slot: CorrectedSlot::Slot(slot),
        time: time.to_owned(),
        reason: "手机没电，搭档可以证明".to_owned(),
        photos: vec![],
    }
}

/// A worker of the first window who was late on Monday and forgot to clock out, and the lead of their zone.
pub struct Case {
    pub worker: Person,
    pub me: Caller,
    pub lead: Caller,
}

pub async fn case(world: &World) -> Case {
    let desk = world.hall.desks[0];
    let worker = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
    let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await;
    world.works(&day_shift(), &[(worker.id, Some(desk.post)), (lead.id, None)]).await;
    let me = worker.caller(world).await;
    world.clock.set("2026-11-23 08:50");
    let position = PositionReport::default();
    let late = PunchCommand { id: PunchId::new(), device_at: None, evidence: None, position, reason: None, code: None };
    world.services.attendance().punch(&me, late, None).await.unwrap();
    world.clock.set("2026-11-24 09:00");
    world.services.run_jobs().await.unwrap();
    Case { lead: lead.caller(world).await, me, worker }
}

pub async fn month(world: &World, caller: &Caller) -> MonthView {
    world.services.attendance().month(caller, None, monday()).await.unwrap()
}

pub fn status(month: &MonthView) -> DayStatus {
    month.days[22].result.as_ref().unwrap().status
}

pub async fn inbox(world: &World, caller: &Caller) -> Vec<ApprovalRow> {
    world.services.approvals().inbox(caller, None).await.unwrap().rows
}

pub fn card(row: &ApprovalRow) -> &CorrectionCard {
    let Subject::Correction(card) = &row.subject else { panic!("no correction") };
    card
}

pub async fn say(world: &World, caller: &Caller, row: &ApprovalRow, verdict: Verdict) -> Result<Decided, Error> {
    let reason = (verdict != Verdict::Agree).then(|| "监控里没有您".to_owned());
    let (approval, version) = (row.id, row.version);
    let command = DecideCommand { id: DecisionId::new(), approval, version, verdict, reason, seen: true };
    world.services.approvals().decide(caller, command).await
}

#[db_test]
async fn an_approval_adds_a_punch_and_the_original_stays(world: World) {
    let case = case(&world).await;
    let attendance = world.services.attendance();
    assert_eq!(status(&month(&world, &case.me).await), DayStatus::MissingPunch);
    let form = attendance.correction_form(&case.me, monday()).await.unwrap();
    assert_eq!((form.open.as_slice(), form.left), ([1, 2].as_slice(), 3));
    for (slot, time) in [(1, "08:25"), (2, "17:40")] {
        attendance.ask_correction(&case.me, ask(slot, time)).await.unwrap();
    }
    let mine = month(&world, &case.me).await;
    assert_eq!(mine.corrections.len(), 2);
    assert_eq!(mine.corrections[0].waits_for, ["测试lead"], "both sides see who acts next");
    assert!(mine.corrections[0].due_at.is_some());
    let asked = inbox(&world, &case.lead).await;
    let causes: Vec<_> = asked.iter().map(|row| (card(row).cause, card(row).original_at.is_some())).collect();
    assert_eq!(causes, [(CorrectionCause::Late, true), (CorrectionCause::Missing, false)]);
    for request in &asked {
        assert_eq!(say(&world, &case.lead, request, Verdict::Agree).await.unwrap().state, FlowState::Approved);
    }
    assert!(inbox(&world, &case.lead).await.is_empty());
    let corrected = month(&world, &case.me).await;
    assert_eq!(status(&corrected), DayStatus::OnTime);
    let sources: Vec<PunchSource> = corrected.punches.iter().map(|punch| punch.source).collect();
    assert_eq!(sources, [PunchSource::Correction, PunchSource::Form, PunchSource::Correction]);
    assert!(corrected.corrections.iter().all(|request| request.state == FlowState::Approved));
    // Judged again by the job, it is told what has changed.
    world.services.run_jobs().await.unwrap();
    world.clock.set("2026-11-24 09:10");
    world.services.run_jobs().await.unwrap();
    let counted = month(&world, &case.me).await;
    assert_eq!(status(&counted), DayStatus::OnTime);
    let changes: Vec<_> = counted.recounts.iter().map(|day| (day.date, day.before.status, day.after.status)).collect();
    assert_eq!(changes, [(monday(), DayStatus::MissingPunch, DayStatus::OnTime)]);
}

#[db_test]
async fn nobody_decides_their_own_and_a_leads_goes_one_up(world: World) {
    let case = case(&world).await;
    let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
    let attendance = world.services.attendance();
    attendance.ask_correction(&case.lead, ask(1, "08:25")).await.unwrap();
    assert!(inbox(&world, &case.lead).await.is_empty());
    let asked = inbox(&world, &supervisor).await;
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].waits_for, ["测试sup"]);
    for stranger in [&case.lead, &case.me] {
        assert_eq!(problem(say(&world, stranger, &asked[0], Verdict::Agree).await), Problem::Denied);
    }
    say(&world, &supervisor, &asked[0], Verdict::Agree).await.unwrap();
}

#[db_test]
async fn a_rejection_says_why_and_changes_nothing(world: World) {
    let case = case(&world).await;
    let attendance = world.services.attendance();
    let command = ask(2, "17:40");
    attendance.ask_correction(&case.me, command.clone()).await.unwrap();
    let request = inbox(&world, &case.lead).await.remove(0);
    say(&world, &case.lead, &request, Verdict::Reject).await.unwrap();
    let again = say(&world, &case.lead, &request, Verdict::Agree).await;
    assert_eq!(problem(again), ApprovalsError::Settled.into());
    let seen = attendance.correction(&case.me, command.id).await.unwrap();
    assert_eq!((seen.approval.row.state, seen.acts.as_slice()), (FlowState::Rejected, [].as_slice()));
    assert_eq!(seen.approval.hops.last().unwrap().text.as_deref(), Some("监控里没有您"));
    assert_eq!(status(&month(&world, &case.me).await), DayStatus::MissingPunch);
    // It does not count towards the month's limit, and the slot may be asked for anew.
    let form = attendance.correction_form(&case.me, monday()).await.unwrap();
    assert_eq!((form.open.as_slice(), form.left), ([1, 2].as_slice(), 3));
    attendance.ask_correction(&case.me, ask(2, "17:40")).await.unwrap();
}

#[db_test]
async fn two_leads_at_once_decide_once(world: World) {
    let case = case(&world).await;
    let second = world.person("lead2").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
    world.services.attendance().ask_correction(&case.me, ask(2, "17:40")).await.unwrap();
    let request = inbox(&world, &case.lead).await.remove(0);
    let (one, other) =
        tokio::join!(say(&world, &case.lead, &request, Verdict::Agree), say(&world, &second, &request, Verdict::Agree));
    assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "{one:?} {other:?}");
    assert_eq!(month(&world, &case.me).await.punches.len(), 2);
}

#[db_test]
async fn limits_deadline_and_repeats(world: World) {
    let case = case(&world).await;
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
    let attendance = world.services.attendance();
    let rules = RulesCommand {
        hall: world.hall.id,
        correction_limit: 1,
        correction_days: 2,
        confirmation_required: true,
        position_days: 90,
    };
    let worker = attendance.set_attendance_rules(&case.me, rules).await;
    assert_eq!(problem(worker), Problem::Denied);
    attendance.set_attendance_rules(&hr, rules).await.unwrap();
    let command = ask(1, "08:25");
    attendance.ask_correction(&case.me, command.clone()).await.unwrap();
    attendance.ask_correction(&case.me, command.clone()).await.expect("sent twice, it is asked once");
    assert_eq!(inbox(&world, &case.lead).await.len(), 1);
    let same_slot = attendance.ask_correction(&case.me, ask(1, "08:26")).await;
    assert!(matches!(
        problem(same_slot),
        Problem::Attendance(AttendanceError::NoneLeft | AttendanceError::AskedAlready)
    ));
    let second = attendance.ask_correction(&case.me, ask(2, "17:40")).await;
    assert_eq!(problem(second), AttendanceError::NoneLeft.into());
    let mine = attendance.correction(&case.me, command.id).await.unwrap();
    assert_eq!(mine.acts, [CorrectionAct::Change, CorrectionAct::Withdraw]);
    let version = mine.approval.row.version;
    let foreign = attendance.withdraw_correction(&case.lead, takes_back(command.id, version)).await;
    assert_eq!(problem(foreign), Problem::NotFound);
    assert_eq!(problem(attendance.correction(&case.lead, command.id).await), Problem::NotFound);
    let stale = attendance.withdraw_correction(&case.me, takes_back(command.id, version - 1)).await;
    assert_eq!(problem(stale), Problem::Conflict);
    attendance.withdraw_correction(&case.me, takes_back(command.id, version)).await.unwrap();
    assert!(inbox(&world, &case.lead).await.is_empty());
    world.clock.set("2026-11-26 10:00");
    let late = attendance.ask_correction(&case.me, ask(2, "17:40")).await;
    assert_eq!(problem(late), AttendanceError::TooLate.into());
}

#[db_test]
async fn an_id_is_one_persons_and_one_requests(world: World) {
    let case = case(&world).await;
    let attendance = world.services.attendance();
    let command = ask(1, "08:25");
    attendance.ask_correction(&case.me, command.clone()).await.unwrap();
    let theirs = CorrectionCommand { id: command.id, ..ask(1, "08:25") };
    assert_eq!(problem(attendance.ask_correction(&case.lead, theirs).await), Problem::NotFound);
    let leave = crate::approvals::days_off(26, 26);
    let leave = domain::leave::LeaveCommand { id: command.id, ..leave };
    assert_eq!(problem(world.services.leave().ask(&case.me, leave).await), Problem::Conflict);
    let version = attendance.correction(&case.me, command.id).await.unwrap().approval.row.version;
    let as_leave = world.services.leave().withdraw(&case.me, takes_back(command.id, version)).await;
    assert_eq!(problem(as_leave), Problem::NotFound);
    // One is about its day.
    let date = monday() - chrono::Days::new(3);
    let moved = CorrectionCommand { version: Some(version), date, ..command };
    assert_eq!(
        problem(attendance.ask_correction(&case.me, moved).await),
        Problem::field("date", FieldReason::NotAllowed)
    );
}

#[db_test]
async fn a_plain_form_asks_and_bad_input_is_named(world: World) {
    let case = case(&world).await;
    let token = case.worker.sign_in(&world).await.token;
    let app = App::new(world);
    let id = ApprovalId::new();
    let form = |time: &str| {
        format!("command[id]={id}&command[date]=2026-11-23&command[slot]=2&command[time]={time}&command[reason]=x")
    };
    let path = "/api/attendance/correction/ask";
    for wrong in ["", "25%3A00", "12%3A00"] {
        let reply = app.post(path, Some(&token), &form(wrong)).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}: {}", reply.body);
        assert!(reply.body.contains("\"time\""), "{}", reply.body);
    }
    let reply = app.post(path, Some(&token), &form("17%3A40")).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    for (page, word) in [
        ("/attendance/correction?date=2026-11-23".to_owned(), "申请补卡"),
        (format!("/attendance/correction/{id}"), "测试lead"),
        (format!("/attendance/correction?request={id}"), "17:40"),
    ] {
        let page = app.get(&page, Some(&token)).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains(word), "the page renders without a script: {word}");
    }
    let withdraw = format!("command[id]={}&command[request]={id}&command[version]=2", ActId::new());
    let reply = app.post("/api/attendance/correction/withdraw", Some(&token), &withdraw).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
}
