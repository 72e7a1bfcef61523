//! Clocking in, through the use case and over HTTP.

use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::{
    attendance::{
        AttendanceError, CoverState, DayStatus, HolderState, NoPosition, PositionReport, PunchAction, PunchCommand,
        Verdict,
    },
    ids::PunchId,
    org::Side,
    policy::Role,
    problem::Problem,
};
use services::{Caller, Error};
use testkit::{Person, World, day_shift, db_test, night_shift};

use crate::support::{App, at, command, decides, here};

/// A worker of the first window on the day shift.
async fn worker(world: &World) -> (Person, Caller) {
    let desk = world.hall.desks[0];
    let person = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
    world.works(&day_shift(), &[(person.id, Some(desk.post))]).await;
    let caller = person.caller(world).await;
    (person, caller)
}

#[db_test]
async fn on_time_in_the_fence_is_normal(world: World) {
    let (_, me) = worker(&world).await;
    let attendance = world.services.attendance();
    let before = attendance.today(&me).await.unwrap();
    assert_eq!(before.due.action, PunchAction::ClockIn);
    let receipt = attendance.punch(&me, command(here(15)), None).await.unwrap();
    assert_eq!(receipt.punch.judgement.verdict, Verdict::Normal);
    assert!(!receipt.repeated);
    let after = attendance.today(&me).await.unwrap();
    assert_eq!(after.punches.len(), 1);
    assert_eq!(after.due.punch.map(|mark| mark.id), Some(receipt.punch.id));
}

#[db_test]
async fn late_outside_or_without_a_position_is_recorded_and_said(world: World) {
    let (_, me) = worker(&world).await;
    let attendance = world.services.attendance();
    world.clock.set("2026-11-24 08:47");
    let outside = attendance.punch(&me, command(at(399_187_000, 15)), None).await.unwrap().punch;
    assert_eq!(outside.verdicts(), [Verdict::OutOfFence, Verdict::Late]);
    assert_eq!(outside.judgement.minutes, 17);
    assert!(outside.distance_m().is_some_and(|metres| (1_090..1_140).contains(&metres)));
    world.clock.advance(TimeDelta::minutes(2));
    let denied = command(PositionReport::Missing(NoPosition::Denied));
    let denied = attendance.punch(&me, denied, None).await.unwrap().punch;
    assert!(denied.verdicts().contains(&Verdict::PositionUnknown), "{:?}", denied.verdicts());
    assert_eq!(attendance.today(&me).await.unwrap().punches.len(), 2);
}

#[db_test]
async fn a_vague_position_is_neither_in_nor_out(world: World) {
    let (_, me) = worker(&world).await;
    let receipt = world.services.attendance().punch(&me, command(here(201)), None).await.unwrap();
    assert_eq!(receipt.punch.judgement.verdict, Verdict::PositionUnknown);
}

#[db_test]
async fn two_taps_at_once_are_one_punch(world: World) {
    let (_, me) = worker(&world).await;
    let attendance = world.services.attendance();
    let taps = (0..8).map(|_| {
        let (attendance, me) = (attendance.clone(), me.clone());
        tokio::spawn(async move { attendance.punch(&me, command(here(15)), None).await.unwrap() })
    });
    let mut fresh = 0;
    for tap in taps.collect::<Vec<_>>() {
        fresh += usize::from(!tap.await.unwrap().repeated);
    }
    assert_eq!(fresh, 1);
    assert_eq!(attendance.today(&me).await.unwrap().punches.len(), 1);
}

#[db_test]
async fn the_same_command_again_gets_the_same_answer(world: World) {
    let (_, me) = worker(&world).await;
    let other = world.person("w002").hall_role(Role::Worker).create().await.caller(&world).await;
    let attendance = world.services.attendance();
    let sent = command(here(15));
    let first = attendance.punch(&me, sent.clone(), None).await.unwrap();
    world.clock.advance(TimeDelta::minutes(30));
    let again = attendance.punch(&me, sent.clone(), None).await.unwrap();
    assert_eq!((again.punch, again.repeated), (first.punch, true));
    let changed = PunchCommand { reason: Some("别的".to_owned()), ..sent.clone() };
    let changed = attendance.punch(&me, changed, None).await;
    assert!(matches!(changed, Err(Error::Problem(Problem::Conflict))), "{changed:?}");
    let taken = attendance.punch(&other, sent, None).await;
    let id_taken = Problem::Attendance(AttendanceError::IdTaken);
    assert!(matches!(taken, Err(Error::Problem(problem)) if problem == id_taken));
}

#[db_test]
async fn a_punch_that_was_refused_meanwhile_is_known_when_it_is_sent_again(world: World) {
    let (_, me) = worker(&world).await;
    let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
    let attendance = world.services.attendance();
    let sent = command(PositionReport::Missing(NoPosition::Denied));
    let first = attendance.punch(&me, sent.clone(), None).await.unwrap().punch;
    attendance.decide(&lead, decides(first.id, false, "当时不在大厅")).await.unwrap();
    let again = attendance.punch(&me, sent, None).await.unwrap();
    assert_eq!((again.punch.id, again.punch.judgement, again.repeated), (first.id, first.judgement, true));
    assert!(again.punch.decision.is_some_and(|decision| !decision.accepted), "it is shown as it is now");
    let anew = attendance.punch(&me, command(here(15)), None).await.unwrap();
    assert!(!anew.repeated, "what was refused is repeated by nothing else");
}

#[db_test]
async fn without_a_roster_it_is_recorded_all_the_same(world: World) {
    let me = world.person("w003").hall_role(Role::Worker).create().await.caller(&world).await;
    let receipt = world.services.attendance().punch(&me, command(here(15)), None).await.unwrap();
    assert_eq!(receipt.punch.judgement.verdict, Verdict::NoRoster);
}

#[db_test]
async fn a_night_ends_on_the_day_it_began(world: World) {
    let person = world.person("w004").hall_role(Role::Worker).create().await;
    world.works(&night_shift(), &[(person.id, None)]).await;
    let me = person.caller(&world).await;
    let attendance = world.services.attendance();
    world.clock.set("2026-11-24 21:55");
    let came = attendance.punch(&me, command(here(15)), None).await.unwrap().punch;
    world.clock.set("2026-11-25 06:05");
    assert_eq!(attendance.today(&me).await.unwrap().due.action, PunchAction::ClockOut);
    let left = attendance.punch(&me, command(here(15)), None).await.unwrap().punch;
    assert_eq!(came.judgement.work_date, left.judgement.work_date);
    assert_eq!(left.judgement.verdict, Verdict::Normal);
}

#[db_test]
async fn a_day_is_judged_and_kept_after_its_end(world: World) {
    let (person, me) = worker(&world).await;
    let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await;
    let attendance = world.services.attendance();
    attendance.punch(&me, command(here(15)), None).await.unwrap();
    world.clock.set("2026-11-24 18:00");
    attendance.punch(&me, command(here(15)), None).await.unwrap();
    world.services.run_jobs().await.unwrap();
    let supervisor = supervisor.caller(&world).await;
    let november = chrono::NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    let day = |view: &domain::attendance::MonthView| view.days[23].result.clone();
    let open = attendance.month(&supervisor, Some(person.id), november).await.unwrap();
    assert_eq!(day(&open).map(|day| day.status), Some(DayStatus::Pending), "the window is open until eight");
    world.clock.set("2026-11-25 09:00");
    world.services.run_jobs().await.unwrap();
    let closed = attendance.month(&supervisor, Some(person.id), november).await.unwrap();
    assert_eq!(day(&closed).map(|day| day.status), Some(DayStatus::OnTime));
    assert_eq!(closed.totals.attended_days, 1);
    world.services.run_jobs().await.unwrap();
    assert_eq!(
        attendance.month(&supervisor, Some(person.id), november).await.unwrap(),
        closed,
        "closing is idempotent"
    );
}

#[db_test]
async fn the_board_shows_who_is_there_and_nudges(world: World) {
    let (_, me) = worker(&world).await;
    let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
    let attendance = world.services.attendance();
    let mut nudges = world.services.changes();
    let before = attendance.board(&lead, Some(world.hall.id)).await.unwrap();
    let window = &before.zones[0].windows[0];
    assert_eq!(window.holders[0].status.state, HolderState::Expected);
    attendance.punch(&me, command(here(15)), None).await.unwrap();
    let heard = tokio::time::timeout(std::time::Duration::from_secs(5), nudges.recv()).await;
    assert_eq!(heard.expect("in time").expect("a nudge"), world.hall.id);
    let after = attendance.board(&lead, Some(world.hall.id)).await.unwrap();
    assert_eq!(after.zones[0].windows[0].holders[0].status.state, HolderState::OnPost);
    assert_eq!(after.zones[0].windows[0].state, CoverState::OnPost);
}

#[db_test]
async fn an_unrostered_window_is_vacant_while_others_of_the_hall_work_and_closed_at_night(world: World) {
    world.person("w001").hall_role(Role::Worker).at(world.hall.desks[0], Side::A).create().await;
    let elsewhere = world.person("w002").hall_role(Role::Worker).create().await;
    world.works(&day_shift(), &[(elsewhere.id, None)]).await;
    let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
    let attendance = world.services.attendance();
    let by_day = attendance.board(&lead, Some(world.hall.id)).await.unwrap();
    assert_eq!(by_day.zones[0].windows[0].holders[0].status.state, HolderState::OffDuty);
    assert_eq!(by_day.zones[0].windows[0].state, CoverState::Vacant);
    world.clock.set("2026-11-24 23:00");
    let by_night = attendance.board(&lead, Some(world.hall.id)).await.unwrap();
    assert_eq!(by_night.zones[0].windows[0].state, CoverState::Closed);
}

#[db_test]
async fn a_board_knows_last_evenings_punch_of_a_night_shift(world: World) {
    let desk = world.hall.desks[0];
    let person = world.person("w005").hall_role(Role::Worker).at(desk, Side::A).create().await;
    world.works(&night_shift(), &[(person.id, Some(desk.post))]).await;
    let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await;
    let me = person.caller(&world).await;
    world.clock.set("2026-11-24 21:55");
    world.services.attendance().punch(&me, command(here(15)), None).await.unwrap();
    world.clock.set("2026-11-25 03:00");
    let lead = lead.caller(&world).await;
    let board = world.services.attendance().board(&lead, Some(world.hall.id)).await.unwrap();
    assert_eq!(board.zones[0].windows[0].holders[0].status.state, HolderState::OnPost);
}

#[db_test]
async fn a_plain_form_punches_and_comes_back(world: World) {
    let (person, _) = worker(&world).await;
    let token = person.sign_in(&world).await.token;
    let app = App::new(world);
    let form = format!("command[id]={}", PunchId::new());
    let reply = app.post("/api/attendance/punch", Some(&token), &form).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    assert!(reply.body.contains("not_asked"), "{}", reply.body);
}
