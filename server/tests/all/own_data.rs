//! What people decide about their own data: the reading of their position, the address of their roster.

use axum::http::{StatusCode, header};
use chrono::TimeDelta;
use domain::{
    attendance::{
        FenceVerdict, LocationConsent, MonthState, NoPosition, PositionReport, PunchCommand, Reading, Verdict,
    },
    geo::{Datum, Position},
    ids::PunchId,
    org::Side,
    policy::Role,
};
use sea_orm::{ConnectionTrait, Statement};
use services::Caller;
use store::repo::attendance::{CloseRecord, put_close};
use testkit::{World, day_shift, db_test};

use crate::support::App;

fn in_the_hall() -> PunchCommand {
    let position = Position { lat_e7: 399_087_100, lng_e7: 1_163_975_000 };
    let reading = Reading { position, datum: Datum::Wgs84, accuracy_m: 15, age_s: 0 };
    let position = PositionReport::Reading(reading);
    PunchCommand { id: PunchId::new(), device_at: None, evidence: None, position, reason: None, code: None }
}

async fn worker(world: &World, name: &str, asked: bool) -> Caller {
    let person = world.person(name).hall_role(Role::Worker);
    let person = if asked { person } else { person.unasked() }.create().await;
    world.works(&day_shift(), &[(person.id, None)]).await;
    person.caller(world).await
}

/// How many stored punches have coordinates.
async fn positions(world: &World) -> i64 {
    let sql = "SELECT COUNT(*) AS n FROM punch WHERE lat_e7 IS NOT NULL";
    let db = world.db.read();
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap().unwrap();
    row.try_get("", "n").unwrap()
}

#[db_test]
async fn without_a_yes_no_position_is_kept_and_the_punch_is(world: World) {
    let me = worker(&world, "w001", false).await;
    let attendance = world.services.attendance();
    assert_eq!(attendance.today(&me).await.unwrap().consent.consent, LocationConsent::Unasked);
    let sent = in_the_hall();
    let punch = attendance.punch(&me, sent.clone(), None).await.unwrap().punch;
    assert_eq!(punch.judgement.verdict, Verdict::PositionUnknown);
    assert_eq!(punch.judgement.place, FenceVerdict::NoPosition { reason: NoPosition::NoConsent });
    assert_eq!(positions(&world).await, 0);
    attendance.say_location_consent(&me, true).await.unwrap();
    assert!(attendance.punch(&me, sent, None).await.unwrap().repeated, "sent again after a yes it is the same punch");
    world.clock.advance(TimeDelta::minutes(5));
    let punch = attendance.punch(&me, in_the_hall(), None).await.unwrap().punch;
    assert_eq!(punch.judgement.verdict, Verdict::Normal);
    attendance.say_location_consent(&me, false).await.unwrap();
    assert_eq!(attendance.today(&me).await.unwrap().consent.consent, LocationConsent::Refused);
    world.clock.set("2026-11-24 17:40");
    let punch = attendance.punch(&me, in_the_hall(), None).await.unwrap().punch;
    assert_eq!(punch.judgement.place, FenceVerdict::NoPosition { reason: NoPosition::NoConsent });
    assert_eq!(positions(&world).await, 1, "what was agreed to when it was read");
}

#[db_test]
async fn positions_go_some_time_after_the_lock_and_distances_stay(world: World) {
    let me = worker(&world, "w001", true).await;
    let attendance = world.services.attendance();
    let first = chrono::NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    let kept = attendance.punch(&me, in_the_hall(), None).await.unwrap().punch;
    world.clock.set("2026-12-03 10:00");
    let locked = Some((me.actor.person, world.services.clock().now()));
    let record =
        CloseRecord { state: MonthState::Locked, version: 1, locked, ..CloseRecord::open(world.hall.id, first) };
    world.db.write(record, |tx, record| Box::pin(put_close(tx, record))).await.unwrap();
    world.clock.advance(TimeDelta::days(89));
    world.services.run_jobs().await.unwrap();
    assert_eq!(positions(&world).await, 1);
    world.clock.advance(TimeDelta::days(1));
    world.services.run_jobs().await.unwrap();
    assert_eq!(positions(&world).await, 0);
    let shown = attendance.month(&me, None, first).await.unwrap();
    assert_eq!(shown.punches[0].judgement.place, kept.judgement.place);
    assert!(shown.punches[0].distance_m().is_some());
    let lines = store::repo::audit::list_about(world.db.read(), &[world.hall.id.uuid()], None, 20).await.unwrap();
    let erased = |line: &store::repo::audit::AuditRecord| line.action == "attendance.erase_positions";
    assert_eq!(
        lines.iter().filter(|line| erased(line)).map(|line| line.detail.as_str()).collect::<Vec<_>>(),
        ["2026-11"]
    );
}

#[db_test]
async fn a_roster_is_read_under_its_secret_address_until_it_is_revoked(world: World) {
    let desk = world.hall.desks[0];
    let person = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
    world.works(&day_shift(), &[(person.id, Some(desk.post))]).await;
    let me = person.caller(&world).await;
    let roster = world.services.roster();
    let address = roster.create_feed(&me).await.unwrap();
    let path = address.strip_prefix("http://localhost:3000").unwrap().to_owned();
    let app = App::new(world);
    let calendar = app.get(&path, None).await;
    assert_eq!(calendar.status, StatusCode::OK, "a calendar program has no session");
    assert_eq!(calendar.headers.get(header::CONTENT_TYPE).unwrap(), "text/calendar; charset=utf-8");
    assert!(calendar.body.starts_with("BEGIN:VCALENDAR"), "{}", calendar.body);
    let named = |body: &str, name: &str| body.contains(&format!("NAME:{name}"));
    assert!(named(&calendar.body, "在岗排班"), "{}", calendar.body);
    let english = app.get(&format!("{path}?lang=en"), None).await.body;
    assert!(named(&english, "Zaigang roster"), "{english}");
    assert!(calendar.body.contains("SUMMARY:白班") && calendar.body.contains("DTSTART:20261124T003000Z"));
    assert_eq!(app.get("/calendar/nonsense.ics", None).await.status, StatusCode::NOT_FOUND);
    let renewed = roster.create_feed(&me).await.unwrap();
    assert_eq!(app.get(&path, None).await.status, StatusCode::NOT_FOUND, "a new one takes its place");
    let path = renewed.strip_prefix("http://localhost:3000").unwrap();
    assert_eq!(app.get(path, None).await.status, StatusCode::OK);
    assert!(roster.my_feed(&me).await.unwrap().since.is_some());
    roster.revoke_feed(&me).await.unwrap();
    assert_eq!(app.get(path, None).await.status, StatusCode::NOT_FOUND);
}
