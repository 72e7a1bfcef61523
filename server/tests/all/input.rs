//! Bad input of any kind gets a clear 4xx, never a 500.

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use chrono::NaiveDate;
use domain::{
    attendance::CorrectionCommand,
    policy::Role,
    problem::{FieldReason, Problem},
};
use testkit::{World, db_test};

use crate::{
    corrections::ask,
    support::{App, problem, request},
};

#[db_test]
async fn nonsense_is_answered_with_a_4xx(world: World) {
    let hr = world.person("hr").agency_role(Role::Hr).create().await.sign_in(&world).await.token;
    let app = App::new(world);
    let calls = leptos::server_fn::axum::server_fn_paths();
    let bodies = ["", "=", "command", "command[id]=1", "id=%FF%FE", "%%%", "a[b][c][d]=e", "token=%00", "\u{1F600}"];
    for (path, method) in calls {
        for body in bodies {
            let reply = if method == Method::GET {
                app.get(&format!("{path}?{}", body.replace('\u{1F600}', "%F0%9F%98%80")), Some(&hr)).await
            } else {
                app.post(path, Some(&hr), body).await
            };
            assert!(!reply.status.is_server_error(), "{method} {path} {body:?}: {} {}", reply.status, reply.body);
            assert!(!reply.body.contains("panicked"), "{path}");
        }
    }
}

#[db_test]
async fn text_that_no_database_keeps_is_refused_with_its_field(world: World) {
    let worker = world.person("w001").hall_role(Role::Worker).create().await.sign_in(&world).await.token;
    let hr = world.person("hr").agency_role(Role::Hr).create().await.sign_in(&world).await.token;
    let app = App::new(world);
    let id = domain::ids::PunchId::new();
    let punch = |reason: &str| format!("command[id]={id}&command[reason]={reason}&command[reading][none]=denied");
    let reply = app.post("/api/attendance/punch", Some(&worker), &punch("a%00b")).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.body);
    assert!(reply.body.contains("\"reason\""), "{}", reply.body);
    for path in ["/people?q=%00", "/api/accounts/people?search=%00&query[search]=%00"] {
        let reply = app.get(path, Some(&hr)).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", reply.body);
    }
}

#[db_test]
async fn an_empty_file_is_another_thing_than_none(world: World) {
    let hr = world.person("hr").agency_role(Role::Hr).create().await.sign_in(&world).await.token;
    let hall = world.hall.id;
    let app = App::new(world);
    // Where no file is chosen, browsers send one without name and content.
    for (file, reason) in [("staff.csv", "no_rows"), ("staff.xlsx", "no_rows"), ("", "required")] {
        let body = format!(
            "--edge\r\ncontent-disposition: form-data; name=\"hall\"\r\n\r\n{hall}\r\n\
             --edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{file}\"\r\n\r\n\r\n--edge--\r\n"
        );
        let upload = request(Method::POST, "/api/accounts/import", Some(&hr))
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
            .body(Body::from(body));
        let reply = app.send(upload.unwrap()).await;
        assert!(reply.status.is_client_error(), "{file}: {} {}", reply.status, reply.body);
        assert!(reply.body.contains(&format!("\"{reason}\"")), "{file}: {}", reply.body);
    }
}

/// The first and last dates that there are can't be reckoned with, nor can PostgreSQL hold all of them. Those that a
/// form can say at most come through to whoever reckons with them.
#[db_test]
async fn no_date_breaks_what_is_read(world: World) {
    let worker = world.person("w001").hall_role(Role::Worker).create().await.sign_in(&world).await.token;
    let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.sign_in(&world).await.token;
    let hr = world.person("hr").agency_role(Role::Hr).create().await.sign_in(&world).await.token;
    let hall = world.hall.id;
    let app = App::new(world);
    let paths: Vec<&str> = leptos::server_fn::axum::server_fn_paths()
        .filter(|(_, method)| *method == Method::GET)
        .map(|(path, _)| path)
        .collect();
    let fields = ["month", "date", "at", "start", "give", "take", "form[from]", "form[to]"];
    let far = ["-262143-01-01", "%2B262142-12-31", "-9999-12-31", "%2B10000-01-01"];
    let near = ["0000-01-01", "0001-01-01", "9999-12-31"];
    for (date, is_far) in far.map(|date| (date, true)).into_iter().chain(near.map(|date| (date, false))) {
        let dates = fields.map(|field| format!("{field}={date}")).join("&");
        for path in &paths {
            let address = format!("{path}?{dates}&hall={hall}&span=week&matter=resignation");
            for session in [&worker, &lead, &hr] {
                let reply = app.get(&address, Some(session)).await;
                assert!(!reply.status.is_server_error(), "{address}: {} {}", reply.status, reply.body);
                assert!(!is_far || reply.status == StatusCode::UNPROCESSABLE_ENTITY, "{address}: {}", reply.status);
            }
        }
        for page in ["/roster/day/", "/attendance/correction?date=", "/leave/team?at=", "/roster?at="] {
            let reply = app.get(&format!("{page}{date}"), Some(&lead)).await;
            assert!(!reply.status.is_server_error(), "{page}{date}: {} {}", reply.status, reply.body);
        }
    }
}

#[db_test]
async fn a_day_to_correct_or_to_type_in_is_of_this_century(world: World) {
    let worker = world.person("w001").hall_role(Role::Worker).create().await.caller(&world).await;
    let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
    let attendance = world.services.attendance();
    let refused = Problem::field("date", FieldReason::OutOfRange);
    for date in [NaiveDate::MIN, NaiveDate::MAX] {
        assert_eq!(problem(attendance.correction_form(&worker, date).await), refused);
        let command = CorrectionCommand { date, ..ask(2, "17:40") };
        assert_eq!(problem(attendance.ask_correction(&worker, command).await), refused);
        assert_eq!(problem(attendance.paper_book(&lead, Some(world.hall.id), Some(date)).await), refused);
    }
}

#[db_test]
async fn odd_addresses_are_pages_that_are_not_there(world: World) {
    let hr = world.person("hr").agency_role(Role::Hr).create().await.sign_in(&world).await.token;
    let app = App::new(world);
    for path in [
        "/attendance/9999-99",
        "/attendance/-262143-01",
        "/attendance/262143-12",
        "/people/not-an-id",
        "/roster/day/2026-02-30",
        "/roster/edit/9999-99",
        "/roster/edit/262142-12",
        "/roster/edit/+262142-12",
        "/roster/day/-262143-01-01",
        "/roster/day/%2B262142-12-31",
        "/downloads/attendance/day/-262143-01-01/log.xlsx",
        "/roster/publish/-262143-01",
        "/invite/%00",
        "/no/such/page",
        "/org/%F0%9F%98%80",
    ] {
        let reply = app.get(path, Some(&hr)).await;
        assert!(!reply.status.is_server_error(), "{path}: {}", reply.status);
    }
    assert_eq!(app.get("/no/such/page", Some(&hr)).await.status, StatusCode::NOT_FOUND);
}

#[db_test]
async fn other_methods_and_types_are_refused(world: World) {
    let worker = world.person("w001").hall_role(Role::Worker).create().await.sign_in(&world).await.token;
    let app = App::new(world);
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        let put = request(method, "/api/attendance/punch", Some(&worker)).header("sec-fetch-site", "same-origin");
        let reply = app.send(put.body(Body::empty()).unwrap()).await;
        assert!(reply.status.is_client_error(), "{}", reply.status);
    }
    let json = request(Method::POST, "/api/attendance/punch", Some(&worker))
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from("{\"command\":{}}"));
    let reply = app.send(json.unwrap()).await;
    assert!(reply.status.is_client_error(), "{}: {}", reply.status, reply.body);
}
