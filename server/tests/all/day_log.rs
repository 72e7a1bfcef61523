//! What a hall's windows went through on a day, for who looks after them, and as a file.

use axum::http::StatusCode;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    attendance::{DayTotals, OutingAct, TakeVacancyCommand},
    ids::ActId,
    org::ZoneCommand,
    policy::Role,
    problem::{FieldReason, Problem},
    time::hall_time,
};
use services::Caller;
use testkit::{Hall, World, db_test};

use crate::{
    in_the_day::Window,
    support::{App, problem},
};

fn date(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

fn time(at: Option<DateTime<Utc>>) -> String {
    at.map(|at| hall_time(at).format("%H:%M").to_string()).unwrap_or_default()
}

/// Nobody was at the window from half past eight to five past nine; at ten A went out, B stood in, and A stayed out for
/// too long.
async fn a_day(world: World) -> Window {
    let window = Window::before_work(world).await;
    let attendance = window.world.services.attendance();
    window.watch("2026-11-24 08:35").await;
    window.world.clock.set("2026-11-24 08:41");
    let alarm = window.board(&window.lead).await.alarms.remove(0);
    let taken =
        TakeVacancyCommand { id: ActId::new(), vacancy: alarm.id, note: "已请机动人员到窗口".to_owned() };
    attendance.take_vacancy(&window.lead, taken).await.unwrap();
    window.watch("2026-11-24 08:51").await;
    window.world.clock.set("2026-11-24 09:05");
    window.punch(&window.a).await;
    window.punch(&window.b).await;
    window.watch("2026-11-24 09:06").await;
    window.world.clock.set("2026-11-24 10:05");
    let outing = window.ask(&window.a).await.unwrap();
    window.act(&window.b, outing, 1, OutingAct::Cover).await.unwrap();
    window.watch("2026-11-24 10:21").await;
    window.act(&window.a, outing, 2, OutingAct::Return).await.unwrap();
    window
}

#[db_test]
async fn what_is_over_can_still_be_read(world: World) {
    let window = a_day(world).await;
    let (attendance, hall) = (window.world.services.attendance(), window.world.hall.id);
    window.world.clock.set("2026-11-25 09:00");
    for caller in [&window.lead, &window.supervisor] {
        let log = attendance.day_log(caller, hall, Some(date(24))).await.unwrap();
        assert!(!log.is_today);
        let alarm = &log.alarms[0];
        let times = [Some(alarm.since), Some(alarm.raised_at), alarm.escalated_at, alarm.ended_at].map(time);
        assert_eq!(times, ["08:30", "08:35", "08:51", "09:06"]);
        let taken = alarm.taken.as_ref().unwrap();
        assert_eq!((taken.by.as_str(), taken.note.as_str()), ("测试lead", "已请机动人员到窗口"));
        let logged = &log.outings[0];
        let times = [logged.outing.left_at, logged.outing.back_at, logged.told_at, logged.passed_on_at].map(time);
        assert_eq!(times, ["10:05", "10:21", "10:21", ""]);
        let session = logged.cover().unwrap();
        assert_eq!((session.by, session.covered, session.minutes()), ("测试w002", "测试w001", Some(16)));
        let totals = DayTotals { outings: 1, covered: 1, overdue: 1, alarms: 1, empty_minutes: 36 };
        assert_eq!(log.totals(), totals);
        let today = attendance.day_log(caller, hall, None).await.unwrap();
        assert!(today.is_today && today.outings.is_empty() && today.alarms.is_empty());
    }
    let to_come = attendance.day_log(&window.lead, hall, Some(date(26))).await;
    assert_eq!(problem(to_come), Problem::field("date", FieldReason::OutOfRange));
}

#[db_test]
async fn it_is_for_who_looks_after_the_windows(world: World) {
    let window = a_day(world).await;
    let (world, hall) = (&window.world, window.world.hall);
    let attendance = world.services.attendance();
    for caller in [&window.a, &window.inspector] {
        assert_eq!(problem(attendance.day_log(caller, hall.id, None).await), Problem::Denied);
    }
    let next_hall = world.another_hall("二号厅").await;
    assert_eq!(problem(attendance.day_log(&window.supervisor, next_hall.id, None).await), Problem::Denied);
    // The lead of another zone of the hall sees that zone, where nothing has happened.
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(world).await;
    let command = ZoneCommand { id: None, hall: hall.id, name: "二层".to_owned(), position: 2 };
    let zone = world.services.org().save_zone(&hr, command).await.unwrap();
    let upstairs = world.person("lead2").zone_role(Role::Lead, &Hall { zone, ..hall }).create().await;
    let log = attendance.day_log(&upstairs.caller(world).await, hall.id, None).await.unwrap();
    assert!(log.outings.is_empty() && log.alarms.is_empty());
    assert_eq!(attendance.day_log(&hr, hall.id, None).await.unwrap().outings.len(), 1);
}

/// Often it is their health.
#[db_test]
async fn why_somebody_was_out_is_for_who_leads_them(world: World) {
    let window = a_day(world).await;
    let host = window.world.person("host").hall_role(Role::Host).create().await;
    let hosts = host.caller(&window.world).await;
    let reasons = async |caller: &Caller| {
        let log = window.world.services.attendance().day_log(caller, window.world.hall.id, None).await.unwrap();
        log.outings.into_iter().map(|logged| logged.outing.reason).collect::<Vec<_>>()
    };
    assert_eq!(reasons(&window.lead).await, ["取材料"]);
    assert_eq!(reasons(&window.supervisor).await, ["取材料"]);
    assert_eq!(reasons(&hosts).await, [""]);
    let outing = window.ask(&window.a).await.unwrap();
    window.act(&window.b, outing, 1, OutingAct::Cover).await.unwrap();
    let readers = [(&window.lead, "取材料"), (&window.supervisor, "取材料"), (&hosts, ""), (&window.inspector, "")];
    for (caller, reason) in readers {
        let out = window.board(caller).await.holders.remove(0).outing.unwrap();
        assert_eq!(out.reason, reason, "on the board");
        assert!(out.cover.is_some());
    }
    let supervisor = window.world.person("sup2").hall_role(Role::Supervisor).create().await;
    let supervisor = supervisor.sign_in(&window.world).await.token;
    let host = host.sign_in(&window.world).await.token;
    let address = format!("/downloads/attendance/day/2026-11-24/outings.csv?hall={}", window.world.hall.id);
    let app = App::new(window.world);
    assert!(app.get(&address, Some(&supervisor)).await.body.contains("取材料"));
    let file = app.get(&address, Some(&host)).await.body;
    assert!(file.contains("测试w001") && !file.contains("取材料"), "{file}");
}

#[db_test]
async fn a_day_is_a_file_for_who_may_take_it_away(world: World) {
    let window = a_day(world).await;
    let hr = window.world.person("hr").agency_role(Role::Hr).create().await.sign_in(&window.world).await.token;
    let lead = window.world.person("lead2").zone_role(Role::Lead, &window.world.hall).create().await;
    let lead = lead.sign_in(&window.world).await.token;
    let hall = window.world.hall.id;
    let app = App::new(window.world);
    let file = async |day: &str, name: &str, session: &str| {
        app.get(&format!("/downloads/attendance/day/{day}/{name}?hall={hall}"), Some(session)).await
    };
    let alarms = file("2026-11-24", "alarms.csv", &hr).await.body;
    let row = alarms.lines().nth(1).unwrap();
    assert!(row.ends_with(",2026-11-24 08:51:00,2026-11-24 09:06:00,36"), "{alarms}");
    assert!(row.contains("测试lead,2026-11-24 08:41:00,已请机动人员到窗口"), "{alarms}");
    let covers = file("2026-11-24", "covers.csv", &hr).await.body;
    assert!(covers.lines().nth(1).unwrap().starts_with("测试w002,测试w001,A01"), "{covers}");
    let outings = file("2026-11-24", "outings.csv", &hr).await.body;
    assert!(outings.contains(",16,1,已返回,测试w002,2026-11-24 10:21:00,"), "{outings}");
    assert_eq!(file("2026-11-24", "log.xlsx", &hr).await.status, StatusCode::OK);
    let refused = [
        ("2026-11-24", "log.xlsx", &lead, StatusCode::FORBIDDEN),
        ("2026-11-24", "log.pdf", &hr, StatusCode::NOT_FOUND),
        ("yesterday", "log.xlsx", &hr, StatusCode::NOT_FOUND),
        ("2026-11-30", "log.xlsx", &hr, StatusCode::UNPROCESSABLE_ENTITY),
    ];
    for (day, name, session, status) in refused {
        assert_eq!(file(day, name, session).await.status, status, "{day} {name}");
    }
}
