//! Corrections (补卡): asked for, decided by somebody else, and the day judged again.

use axum::http::StatusCode;
use chrono::NaiveDate;
use domain::{
    attendance::{
        AttendanceError, CorrectionAct, CorrectionCommand, CorrectionState, CorrectionView, DayStatus, MonthView,
        PositionReport, PunchCommand, PunchSource, RulesCommand,
    },
    ids::{CorrectionId, PunchId},
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
};
use services::{Caller, Error};
use testkit::{Person, World, day_shift, db_test};

use crate::support::{App, problem};

fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn ask(slot: i16, time: &str) -> CorrectionCommand {
    let reason = "手机没电，搭档可以证明".to_owned();
    CorrectionCommand { id: CorrectionId::new(), date: monday(), slot, time: time.to_owned(), reason, photos: vec![] }
}

/// A worker of the first window who was late on Monday and forgot to clock out, and the lead of their zone.
struct Case {
    worker: Person,
    me: Caller,
    lead: Caller,
}

async fn case(world: &World) -> Case {
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

async fn month(world: &World, caller: &Caller) -> MonthView {
    world.services.attendance().month(caller, None, monday()).await.unwrap()
}

fn status(month: &MonthView) -> DayStatus {
    month.days[22].result.as_ref().unwrap().status
}

async fn waiting(world: &World, lead: &Caller) -> Vec<CorrectionView> {
    world.services.attendance().corrections_to_decide(lead, None).await.unwrap().0
}

async fn decide(
    world: &World,
    lead: &Caller,
    request: &CorrectionView,
    act: CorrectionAct,
    answer: Option<&str>,
) -> Result<(), Error> {
    let answer = answer.map(ToOwned::to_owned);
    world.services.attendance().act_on_correction(lead, request.id, request.version, act, answer).await
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
    assert_eq!(mine.corrections[0].deciders, ["测试lead"], "both sides see who acts next");
    assert_eq!(mine.corrections[0].acts, [CorrectionAct::Withdraw]);
    let asked = waiting(&world, &case.lead).await;
    assert_eq!(asked.len(), 2);
    assert!(asked[0].original_at.is_some() && asked[1].original_at.is_none());
    for request in &asked {
        decide(&world, &case.lead, request, CorrectionAct::Approve, None).await.unwrap();
    }
    assert!(waiting(&world, &case.lead).await.is_empty());
    let corrected = month(&world, &case.me).await;
    assert_eq!(status(&corrected), DayStatus::OnTime);
    let sources: Vec<PunchSource> = corrected.punches.iter().map(|punch| punch.source).collect();
    assert_eq!(sources, [PunchSource::Correction, PunchSource::Form, PunchSource::Correction]);
    assert!(corrected.corrections.iter().all(|request| request.state == CorrectionState::Approved));
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
    assert!(waiting(&world, &case.lead).await.is_empty());
    let asked = waiting(&world, &supervisor).await;
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].deciders, ["测试sup"]);
    let own = decide(&world, &case.lead, &asked[0], CorrectionAct::Approve, None).await;
    assert_eq!(problem(own), Problem::Denied);
    let worker = decide(&world, &case.me, &asked[0], CorrectionAct::Approve, None).await;
    assert_eq!(problem(worker), Problem::Denied);
    decide(&world, &supervisor, &asked[0], CorrectionAct::Approve, None).await.unwrap();
}

#[db_test]
async fn a_rejection_says_why_and_changes_nothing(world: World) {
    let case = case(&world).await;
    world.services.attendance().ask_correction(&case.me, ask(2, "17:40")).await.unwrap();
    let request = waiting(&world, &case.lead).await.remove(0);
    let silent = decide(&world, &case.lead, &request, CorrectionAct::Reject, Some(" ")).await;
    assert_eq!(problem(silent), Problem::field("answer", FieldReason::Required));
    decide(&world, &case.lead, &request, CorrectionAct::Reject, Some("监控里没有您")).await.unwrap();
    let again = decide(&world, &case.lead, &request, CorrectionAct::Approve, None).await;
    assert_eq!(problem(again), AttendanceError::Settled.into());
    let mine = month(&world, &case.me).await;
    assert_eq!(mine.corrections[0].answer.as_deref(), Some("监控里没有您"));
    assert_eq!(status(&mine), DayStatus::MissingPunch);
}

#[db_test]
async fn two_leads_at_once_decide_once(world: World) {
    let case = case(&world).await;
    let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
    world.services.attendance().ask_correction(&case.me, ask(2, "17:40")).await.unwrap();
    let request = waiting(&world, &case.lead).await.remove(0);
    let (one, other) = tokio::join!(
        decide(&world, &case.lead, &request, CorrectionAct::Approve, None),
        decide(&world, &supervisor, &request, CorrectionAct::Approve, None)
    );
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
    attendance.ask_correction(&case.me, command).await.expect("sent twice, it is asked once");
    let same_slot = attendance.ask_correction(&case.me, ask(1, "08:26")).await;
    assert!(matches!(
        problem(same_slot),
        Problem::Attendance(AttendanceError::NoneLeft | AttendanceError::AskedAlready)
    ));
    let second = attendance.ask_correction(&case.me, ask(2, "17:40")).await;
    assert_eq!(problem(second), AttendanceError::NoneLeft.into());
    let request = waiting(&world, &case.lead).await.remove(0);
    let foreign = decide(&world, &case.lead, &request, CorrectionAct::Withdraw, None).await;
    assert_eq!(problem(foreign), Problem::NotFound);
    decide(&world, &case.me, &request, CorrectionAct::Withdraw, None).await.unwrap();
    world.clock.set("2026-11-26 10:00");
    let late = attendance.ask_correction(&case.me, ask(2, "17:40")).await;
    assert_eq!(problem(late), AttendanceError::TooLate.into());
}

#[db_test]
async fn a_plain_form_asks_and_bad_input_is_named(world: World) {
    let case = case(&world).await;
    let token = case.worker.sign_in(&world).await.token;
    let app = App::new(world);
    let form = |time: &str| {
        format!(
            "command[id]={}&command[date]=2026-11-23&command[slot]=2&command[time]={time}&command[reason]=x",
            CorrectionId::new()
        )
    };
    let path = "/api/attendance/correction/ask";
    for wrong in ["", "25%3A00", "12%3A00"] {
        let reply = app.post(path, Some(&token), &form(wrong)).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}: {}", reply.body);
        assert!(reply.body.contains("\"time\""), "{}", reply.body);
    }
    let reply = app.post(path, Some(&token), &form("17%3A40")).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    let page = app.get("/attendance/correction?date=2026-11-23", Some(&token)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("申请补卡"), "the page renders without a script");
}
