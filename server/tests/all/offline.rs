//! What phones send later, and what leads make of it.

use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    attendance::{
        ClaimDoubt, DayStatus, DecidePunchCommand, PositionReport, PunchCommand, PunchReceipt, Reading, Sending,
        TimeEvidence, TimeTicket, Verdict,
    },
    geo::{Datum, Position},
    ids::{PunchId, PunchNoteId},
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
};
use services::{Caller, Error};
use testkit::{Person, World, day_shift, db_test};

use crate::support::{App, decides};

fn here() -> PositionReport {
    let position = Position { lat_e7: 399_087_100, lng_e7: 1_163_975_000 };
    PositionReport::Reading(Reading { position, datum: Datum::Wgs84, accuracy_m: 12, age_s: 0 })
}

async fn worker(world: &World) -> (Person, Caller) {
    let desk = world.hall.desks[0];
    let person = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
    world.works(&day_shift(), &[(person.id, Some(desk.post))]).await;
    let caller = person.caller(world).await;
    (person, caller)
}

/// A punch tapped at this moment on a phone that got `ticket` some time before; its clock is right.
fn tapped(world: &World, ticket: Option<TimeTicket>) -> PunchCommand {
    let device_at = world.services.clock().now();
    let evidence = ticket.map(|ticket| TimeEvidence {
        ticket_device_at: ticket.at,
        elapsed_ms: Some((device_at - ticket.at).num_milliseconds()),
        ticket,
    });
    PunchCommand {
        id: PunchId::new(),
        device_at: Some(device_at),
        evidence,
        position: here(),
        reason: None,
        code: None,
    }
}

fn now(world: &World) -> DateTime<Utc> {
    world.services.clock().now()
}

/// Sends it now, from a page that was loaded anew in between.
async fn send(world: &World, me: &Caller, command: PunchCommand) -> Result<PunchReceipt, Error> {
    let sending = Sending { device_at: now(world), since_tap_ms: None };
    world.services.attendance().punch(me, command, Some(sending)).await
}

#[db_test]
async fn a_punch_from_the_basement_counts_when_it_was_made(world: World) {
    let (_, me) = worker(&world).await;
    let ticket = world.services.attendance().ticket(&me).unwrap();
    world.clock.set("2026-11-24 08:27");
    let command = tapped(&world, Some(ticket));
    world.clock.set("2026-11-24 09:40");
    let punch = send(&world, &me, command).await.unwrap().punch;
    assert_eq!((punch.judgement.verdict, punch.judgement.doubt), (Verdict::Normal, None));
    assert_eq!(punch.arrived_at, Some(now(&world)));
    assert_eq!(Some(punch.at), punch.device_at);
    let day = world.services.attendance().today(&me).await.unwrap();
    assert_eq!(day.punches, [punch]);
}

#[db_test]
async fn sent_again_after_any_time_it_is_one_punch(world: World) {
    let (_, me) = worker(&world).await;
    let ticket = world.services.attendance().ticket(&me).unwrap();
    let command = tapped(&world, Some(ticket));
    world.clock.advance(TimeDelta::hours(2));
    let first = send(&world, &me, command.clone()).await.unwrap();
    world.clock.advance(TimeDelta::hours(20));
    let again = send(&world, &me, command).await.unwrap();
    assert_eq!((again.punch, again.repeated), (first.punch, true));
}

#[db_test]
async fn anothers_ticket_or_none_or_a_forged_one_waits_for_the_lead(world: World) {
    let (_, me) = worker(&world).await;
    let other = world.person("w002").hall_role(Role::Worker).create().await.caller(&world).await;
    let attendance = world.services.attendance();
    let mut forged = attendance.ticket(&me).unwrap();
    forged.at -= TimeDelta::minutes(5);
    for ticket in [Some(attendance.ticket(&other).unwrap()), Some(forged), None] {
        let command = tapped(&world, ticket);
        world.clock.advance(TimeDelta::minutes(30));
        let punch = send(&world, &me, command).await.unwrap().punch;
        assert_eq!(punch.judgement.doubt, Some(ClaimDoubt::NoTicket));
        assert!(punch.verdicts().contains(&Verdict::TimeUnknown));
    }
}

#[db_test]
async fn a_clock_set_back_is_found_out_and_both_times_are_kept(world: World) {
    let (_, me) = worker(&world).await;
    let ticket = world.services.attendance().ticket(&me).unwrap();
    world.clock.set("2026-11-24 09:20");
    let honest = tapped(&world, Some(ticket));
    let set_back = honest.device_at.map(|at| at - TimeDelta::hours(1));
    let command = PunchCommand { device_at: set_back, ..honest.clone() };
    world.clock.set("2026-11-24 09:50");
    let punch = send(&world, &me, command).await.unwrap().punch;
    assert_eq!(punch.judgement.doubt, Some(ClaimDoubt::ClockChanged));
    assert_eq!((Some(punch.at), punch.device_at), (honest.device_at, set_back));
}

#[db_test]
async fn a_day_judged_without_it_is_judged_again(world: World) {
    let (person, me) = worker(&world).await;
    let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
    let attendance = world.services.attendance();
    let ticket = attendance.ticket(&me).unwrap();
    world.clock.set("2026-11-24 08:27");
    let command = tapped(&world, Some(ticket));
    world.clock.set("2026-11-25 00:10");
    world.services.run_jobs().await.unwrap();
    let november = chrono::NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    let day = async || attendance.month(&supervisor, Some(person.id), november).await.unwrap().days[23].result.clone();
    assert_eq!(day().await.map(|day| day.status), Some(DayStatus::Absent));
    let punch = send(&world, &me, command).await.unwrap().punch;
    assert_eq!(punch.judgement.doubt, Some(ClaimDoubt::TooLate));
    let judged = day().await.unwrap();
    assert_eq!((judged.status, judged.needs_review), (DayStatus::MissingPunch, true));
}

#[db_test]
async fn a_lead_decides_once_and_never_on_their_own(world: World) {
    let (_, me) = worker(&world).await;
    let lead = world.person("lead").zone_role(Role::Lead, &world.hall).at(world.hall.desks[1], Side::A);
    let lead = lead.create().await.caller(&world).await;
    let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
    let attendance = world.services.attendance();
    let vague = || PunchCommand { position: PositionReport::default(), ..tapped(&world, None) };
    let mine = attendance.punch(&me, vague(), None).await.unwrap().punch;
    let leads_own = attendance.punch(&lead, vague(), None).await.unwrap().punch;

    let seen = attendance.review(&lead, None).await.unwrap();
    assert_eq!(seen.items.iter().map(|item| item.punch.id).collect::<Vec<_>>(), [mine.id]);
    let seen = attendance.review(&supervisor, None).await.unwrap();
    assert_eq!(seen.items.len(), 2);

    let denied = attendance.decide(&lead, decides(leads_own.id, true, "")).await;
    assert!(matches!(denied, Err(Error::Problem(Problem::Denied))), "{denied:?}");
    let denied = attendance.decide(&me, decides(mine.id, true, "")).await;
    assert!(matches!(denied, Err(Error::Problem(Problem::Denied))), "{denied:?}");
    let unsaid = attendance.decide(&lead, decides(mine.id, false, "  ")).await;
    assert!(
        matches!(unsaid, Err(Error::Problem(problem)) if problem == Problem::field("reason", FieldReason::Required))
    );

    let command = decides(mine.id, false, "当时不在大厅");
    attendance.decide(&lead, command.clone()).await.unwrap();
    attendance.decide(&lead, command.clone()).await.expect("the same is said once");
    let other = DecidePunchCommand { accepted: true, ..command };
    assert!(matches!(attendance.decide(&lead, other).await, Err(Error::Problem(Problem::Conflict))));
    let again = attendance.decide(&supervisor, decides(mine.id, true, "")).await;
    assert!(matches!(again, Err(Error::Problem(Problem::Conflict))), "{again:?}");
    let today = attendance.today(&me).await.unwrap();
    let decision = today.punches[0].decision.clone().unwrap();
    assert_eq!((decision.accepted, decision.reason.as_deref()), (false, Some("当时不在大厅")));
    assert_eq!(today.result.slots[0].punch, None, "what is not accepted does not count");
    attendance.decide(&supervisor, decides(leads_own.id, true, "")).await.unwrap();
    assert!(attendance.review(&supervisor, None).await.unwrap().items.is_empty());
}

#[db_test]
async fn two_who_decide_at_once_are_one_decision(world: World) {
    let (_, me) = worker(&world).await;
    let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
    let attendance = world.services.attendance();
    let vague = PunchCommand { position: PositionReport::default(), ..tapped(&world, None) };
    let punch = attendance.punch(&me, vague, None).await.unwrap().punch.id;
    let tries = (0..6).map(|_| {
        let (attendance, supervisor) = (attendance.clone(), supervisor.clone());
        tokio::spawn(async move { attendance.decide(&supervisor, decides(punch, true, "")).await.is_ok() })
    });
    let mut done = 0;
    for once in tries.collect::<Vec<_>>() {
        done += usize::from(once.await.unwrap());
    }
    assert_eq!(done, 1);
}

#[db_test]
async fn words_sent_twice_are_said_once_and_other_words_under_the_same_id_are_refused(world: World) {
    let (_, me) = worker(&world).await;
    let attendance = world.services.attendance();
    let vague = PunchCommand { position: PositionReport::default(), ..tapped(&world, None) };
    let punch = attendance.punch(&me, vague, None).await.unwrap().punch.id;
    let note = PunchNoteId::new();
    for _ in 0..2 {
        attendance.explain(&me, note, punch, "地下一层没有信号").await.unwrap();
    }
    let other = attendance.explain(&me, note, punch, "别的").await;
    assert!(matches!(other, Err(Error::Problem(Problem::Conflict))), "{other:?}");
    let today = attendance.today(&me).await.unwrap();
    assert_eq!(today.punches[0].reason.as_deref(), Some("地下一层没有信号"));
}

#[db_test]
async fn pages_say_whose_they_are_and_which_a_phone_may_keep(world: World) {
    let (person, _) = worker(&world).await;
    let id = person.id.to_string();
    let token = person.sign_in(&world).await.token;
    let app = App::new(world);
    for (path, keep) in [("/", true), ("/roster", true), ("/attendance", true), ("/me", false), ("/services", false)] {
        let reply = app.get(path, Some(&token)).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}");
        assert_eq!(reply.headers["zaigang-person"], id.as_str(), "{path}");
        assert_eq!(reply.headers.contains_key("zaigang-keep"), keep, "{path}");
    }
    assert_eq!(app.get("/sign-in", None).await.headers["zaigang-person"], "nobody");
}
