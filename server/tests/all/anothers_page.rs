//! A page that is left open while another person takes the phone: what it sends is not done as theirs, and what it
//! reads is not theirs either.

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use domain::{ids::PunchId, org::Side, policy::Role};
use leptos::server_fn::axum::server_fn_paths;
use server::http::PUBLIC_API;
use testkit::{World, day_shift, db_test};

use crate::support::{App, Reply, request};

const PERSON: &str = app::wire::PERSON_HEADER;

struct Case {
    app: App,
    /// Whose page is still open.
    gone: String,
    /// Who is signed in, and their session.
    here: String,
    session: String,
}

async fn case(world: World) -> Case {
    let [first, second, ..] = world.hall.desks[..] else { panic!("two desks") };
    let gone = world.person("w001").hall_role(Role::Worker).at(first, Side::A).create().await;
    let here = world.person("w002").hall_role(Role::Worker).at(second, Side::A).create().await;
    world.works(&day_shift(), &[(gone.id, None), (here.id, None)]).await;
    let session = here.sign_in(&world).await.token;
    Case { app: App::new(world), gone: gone.id.to_string(), here: here.id.to_string(), session }
}

impl Case {
    async fn call(&self, method: Method, path: &str, person: Option<&str>, form: &str) -> Reply {
        let address = if method == Method::GET { format!("{path}?{form}") } else { path.to_owned() };
        let mut call = request(method.clone(), &address, Some(&self.session))
            .header("sec-fetch-site", "same-origin")
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(person) = person {
            call = call.header(PERSON, person);
        }
        let body = if method == Method::GET { Body::empty() } else { Body::from(form.to_owned()) };
        self.app.send(call.body(body).expect("a request")).await
    }

    async fn punches(&self) -> usize {
        let today = self.call(Method::GET, "/api/attendance/today", None, "").await;
        let today: serde_json::Value = serde_json::from_str(&today.body).expect("a day");
        today["punches"].as_array().expect("punches").len()
    }
}

fn punch() -> String {
    format!("command[id]={}", PunchId::new())
}

#[db_test]
async fn a_punch_from_the_page_of_another_is_nobodys(world: World) {
    let case = case(world).await;
    let refused = case.call(Method::POST, "/api/attendance/punch", Some(&case.gone), &punch()).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.body);
    assert!(refused.body.contains("somebody_else"), "typed: {}", refused.body);
    assert_eq!(refused.headers["zaigang-person"], case.here.as_str(), "the phone drops what it keeps of the other");
    assert_eq!(refused.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(case.punches().await, 0, "nothing was booked for who is signed in");

    let own = case.call(Method::POST, "/api/attendance/punch", Some(&case.here), &punch()).await;
    assert_eq!(own.status, StatusCode::OK, "{}", own.body);
    assert_eq!(case.punches().await, 1);
}

#[db_test]
async fn nor_does_it_read_what_is_the_others(world: World) {
    let case = case(world).await;
    for path in ["/api/attendance/today", "/api/roster/swaps/own", "/api/notices/inbox"] {
        let refused = case.call(Method::GET, path, Some(&case.gone), "").await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{path}: {}", refused.body);
        assert!(!refused.headers.contains_key("zaigang-keep"), "{path}");
        let own = case.call(Method::GET, path, Some(&case.here), "").await;
        assert_eq!(own.status, StatusCode::OK, "{path}: {}", own.body);
    }
    let nonsense = case.call(Method::GET, "/api/attendance/today", Some("nobody"), "").await;
    assert_eq!(nonsense.status, StatusCode::CONFLICT);
}

#[db_test]
async fn it_holds_for_every_function_before_anything_is_read(world: World) {
    let case = case(world).await;
    for (path, method) in server_fn_paths() {
        let reply = case.call(method.clone(), path, Some(&case.gone), "nonsense=1").await;
        let public = PUBLIC_API.contains(&path);
        assert_eq!(reply.status == StatusCode::CONFLICT, !public, "{method} {path}: {}", reply.status);
    }
}

#[db_test]
async fn a_form_without_a_script_names_nobody_and_is_its_sessions(world: World) {
    let case = case(world).await;
    let form = request(Method::POST, "/api/attendance/punch", Some(&case.session))
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(punch()));
    let reply = case.app.send(form.expect("a request")).await;
    assert!(reply.status.is_redirection(), "{}", reply.status);
    assert_eq!(case.punches().await, 1);
}

#[db_test]
async fn a_call_that_is_no_page_of_ours_is_told_so_in_a_form_that_it_reads(world: World) {
    let case = case(world).await;
    let forged = request(Method::POST, "/api/attendance/punch", Some(&case.session))
        .header("sec-fetch-site", "cross-site")
        .header(header::ACCEPT, "application/json")
        .body(Body::from(punch()));
    let reply = case.app.send(forged.expect("a request")).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    assert!(reply.body.contains("denied"), "{}", reply.body);
}
