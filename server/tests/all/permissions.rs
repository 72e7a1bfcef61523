//! Two walks over every registered server function: as a stranger, and as each role over another agency's
//! data. A new function fails them until it is listed here.

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use domain::{
    ids::{AppointmentId, FenceId, PunchId},
    policy::{Action, Role, TABLE},
};
use leptos::server_fn::axum::server_fn_paths;
use server::http::PUBLIC_API;
use testkit::{Foreign, World, db_test};

use crate::support::{App, Reply, request};

async fn call(app: &App, method: &Method, path: &str, session: Option<&str>, form: &str) -> Reply {
    if method == Method::GET {
        app.get(&format!("{path}?{form}"), session).await
    } else {
        app.post(path, session, form).await
    }
}

/// A list with no rows, handed over for a hall.
async fn upload(app: &App, path: &str, session: &str, hall: &str) -> Reply {
    let part = |name: &str, rest: &str| format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"{rest}\r\n");
    let body = [
        part("hall", &format!("\r\n\r\n{hall}")),
        part("file", "; filename=\"a.csv\"\r\n\r\n工号,日期,班次"),
        "--edge--\r\n".to_owned(),
    ]
    .concat();
    let request = request(Method::POST, path, Some(session))
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .body(Body::from(body));
    app.send(request.expect("a request")).await
}

#[db_test]
async fn strangers_get_401_before_anything_is_read(world: World) {
    let app = App::new(world);
    let mut seen = 0;
    for (path, method) in server_fn_paths() {
        seen += 1;
        let reply = call(&app, &method, path, None, "nonsense=1").await;
        let public = PUBLIC_API.contains(&path);
        assert_eq!(reply.status == StatusCode::UNAUTHORIZED, !public, "{method} {path}: {}", reply.status);
    }
    assert!(seen > PUBLIC_API.len(), "the server functions are registered");
    for path in PUBLIC_API {
        assert!(server_fn_paths().any(|(registered, _)| registered == *path), "{path} is public but does not exist");
    }
}

#[db_test]
async fn no_role_reaches_another_agencys_data(world: World) {
    let foreign = world.foreign().await;
    let mut sessions = Vec::new();
    for role in Role::ALL {
        let person = world.person(role.code());
        // HR's scope is their agency, which is not the foreign one.
        let person = if role == Role::Hr { person.agency_role(role) } else { person.hall_role(role) };
        sessions.push((role, person.create().await.sign_in(&world).await.token));
    }
    let app = App::new(world);
    for (role, session) in &sessions {
        for (path, method) in server_fn_paths().filter(|(path, _)| !PUBLIC_API.contains(path)) {
            match aimed_at(&foreign, path) {
                Aim::At(form) => {
                    let reply = call(&app, &method, path, Some(session), &form).await;
                    let refused = matches!(reply.status.as_u16(), 403 | 404 | 409 | 422);
                    assert!(refused, "{role:?} {method} {path}: {} {}", reply.status, reply.body);
                    assert!(!reply.body.contains("外单位"), "{role:?} {path} tells: {}", reply.body);
                }
                Aim::List(form) => {
                    let reply = call(&app, &method, path, Some(session), &form).await;
                    assert!(!reply.body.contains("外单位"), "{role:?} {path} lists: {}", reply.body);
                    assert!(!reply.status.is_server_error(), "{role:?} {path}: {}", reply.status);
                }
                Aim::Upload(hall) => {
                    let reply = upload(&app, path, session, &hall).await;
                    assert!(
                        matches!(reply.status.as_u16(), 403 | 404),
                        "{role:?} {path}: {} {}",
                        reply.status,
                        reply.body
                    );
                }
                Aim::OwnOnly => {}
            }
        }
    }
}

/// How a function can be turned on another's data.
enum Aim {
    /// By these arguments; it must refuse.
    At(String),
    /// It lists or reads without naming whose; nothing foreign may be in it.
    List(String),
    /// It takes a file for a hall.
    Upload(String),
    /// It takes nothing that could name another's.
    OwnOnly,
}

fn aimed_at(foreign: &Foreign, path: &str) -> Aim {
    let (hall, zone, desk, person) = (foreign.hall.id, foreign.hall.zone, foreign.hall.desks[0], foreign.person.id);
    let (window, post) = (desk.window, desk.post);
    let at = |form: String| Aim::At(form);
    match path {
        "/api/accounts/sign-out"
        | "/api/accounts/devices"
        | "/api/accounts/devices/end-others"
        | "/api/accounts/methods"
        | "/api/accounts/passkeys/start"
        | "/api/accounts/passkeys/finish"
        | "/api/accounts/password"
        | "/api/attendance/ticket"
        | "/api/attendance/punch"
        | "/api/roster/acknowledge"
        | "/api/roster/overtime/ask" => Aim::OwnOnly,
        "/api/accounts/devices/end" => at(format!("session={}", PunchId::new())),
        "/api/accounts/passkeys/remove" => at(format!("passkey={}", PunchId::new())),
        "/api/accounts/scopes" | "/api/attendance/today" | "/api/attendance/review" | "/api/org/halls" => {
            Aim::List(String::new())
        }
        "/api/accounts/people" => Aim::List("search=%E5%A4%96%E5%8D%95%E4%BD%8D".to_owned()),
        "/api/accounts/people/one"
        | "/api/accounts/people/id-number"
        | "/api/accounts/people/sign-out"
        | "/api/accounts/people/invite"
        | "/api/accounts/people/audit"
        | "/api/attendance/month" => at(format!("person={person}")),
        "/api/accounts/people/save" => at(format!(
            "command[id]={person}&command[version]=1&command[sign_in_name]=x1&command[name]=%E7%94%B2%E4%B9%99\
             &command[phone]=13800000001&command[id_number]=&command[hall]={hall}&command[hired_on]=2026-01-01"
        )),
        "/api/accounts/people/end" => at(format!("person={person}&last_day=2026-11-24")),
        "/api/accounts/people/appoint" => at(format!("person={person}&role=lead&scope=zone:{zone}&from=2026-11-24")),
        "/api/accounts/people/appointments/end" => {
            at(format!("person={person}&appointment={}&last_day=2026-11-24", AppointmentId::new()))
        }
        "/api/accounts/import" | "/api/roster/import" => Aim::Upload(hall.to_string()),
        "/api/attendance/explain" => at(format!("note={}&punch={}&reason=x", PunchId::new(), PunchId::new())),
        "/api/attendance/decide" => at(format!("punch={}&accepted=true&reason=x", PunchId::new())),
        "/api/attendance/board" | "/api/org/hall" | "/api/org/fences" | "/api/roster/hall-day" => {
            at(format!("hall={hall}"))
        }
        "/api/roster/mine" => Aim::List("span=week".to_owned()),
        "/api/roster/swaps/mine"
        | "/api/roster/swaps/to-decide"
        | "/api/roster/open"
        | "/api/roster/overtime/mine"
        | "/api/roster/overtime/to-decide" => Aim::List(String::new()),
        "/api/roster/open/choices" => at(format!("hall={hall}")),
        "/api/roster/open/offer" => at(format!(
            "command[hall]={hall}&command[date]=2026-12-01&command[shift]={}&command[window]={window}",
            PunchId::new()
        )),
        "/api/roster/open/withdraw" => at(format!("offer={}&version=1", PunchId::new())),
        "/api/roster/open/claim" => at(format!("offer={}&claim=true", PunchId::new())),
        "/api/roster/open/fill" => at(format!("offer={}&version=1&person={person}", PunchId::new())),
        "/api/roster/overtime/act" => at(format!("overtime={}&version=1&act=approve", PunchId::new())),
        "/api/roster/swaps/choices" => Aim::List("give=2026-11-25&take=2026-11-26".to_owned()),
        "/api/roster/sheet" | "/api/roster/draft/review" | "/api/roster/rules" => {
            at(format!("hall={hall}&month=2026-12-01"))
        }
        "/api/roster/draft/paint" => {
            at(format!("hall={hall}&month=2026-12-01&version=0&brush=rest&cells={person}%2F2026-12-01"))
        }
        "/api/roster/draft/copy-week" => at(format!("hall={hall}&month=2026-12-01&version=0&monday=2026-11-30")),
        "/api/roster/draft/discard" => at(format!("hall={hall}&month=2026-12-01&version=0")),
        "/api/roster/publish" => at(format!(
            "command[hall]={hall}&command[month]=2026-12-01&command[version]=0&command[lines]=0&command[reason]=x"
        )),
        "/api/roster/swaps/ask" => {
            at(format!("command[partner]={person}&command[give]=2026-11-25&command[take]=2026-11-26"))
        }
        "/api/roster/swaps/act" => at(format!("swap={}&version=1&act=approve", PunchId::new())),
        "/api/roster/rules/demand" => {
            at(format!("command[hall]={hall}&command[window]={window}&command[morning]=1&command[afternoon]=1"))
        }
        "/api/roster/rules/certification" => at(format!("hall={hall}&required=true")),
        "/api/roster/rules/certify" => at(format!("hall={hall}&window={window}&person={person}&from=2026-11-24")),
        "/api/roster/rules/certify/end" => at(format!("hall={hall}&certification={}", PunchId::new())),
        "/api/roster/terms" => at(format!("person={person}")),
        "/api/roster/terms/permit" => at(format!(
            "command[person]={person}&command[period]=month&command[from]=2026-01-01&command[to]=2026-12-31"
        )),
        "/api/roster/terms/protection" => at(format!(
            "command[person]={person}&command[kind]=nursing&command[from]=2026-11-01&command[to]=2026-12-31"
        )),
        "/api/roster/terms/permit/withdraw" => at(format!("person={person}&permit={}", PunchId::new())),
        "/api/roster/terms/protection/withdraw" => at(format!("person={person}&protection={}", PunchId::new())),
        "/api/org/halls/save" => at(format!("command[id]={hall}&command[name]=x")),
        "/api/org/zones/save" => {
            at(format!("command[id]={zone}&command[hall]={hall}&command[name]=x&command[position]=1"))
        }
        "/api/org/windows/save" => {
            at(format!("command[id]={window}&command[zone]={zone}&command[code]=X1&command[name]=x"))
        }
        "/api/org/posts/save" => at(format!("command[id]={post}&command[window]={window}&command[name]=x")),
        "/api/org/close" => at(format!("unit[kind]=post&unit[id]={post}")),
        "/api/org/holders/set" => {
            at(format!("command[post]={post}&command[side]=A&command[person]={person}&command[from]=2026-11-24"))
        }
        "/api/org/fences/set" => at(format!(
            "command[hall]={hall}&command[name]=x&command[lat]=39.9&command[lng]=116.4&command[datum]=wgs84\
             &command[radius_m]=100"
        )),
        "/api/org/fences/remove" => at(format!("fence={}", FenceId::new())),
        other => panic!("{other} is not listed here: say how it could be turned on another agency's data"),
    }
}

#[test]
fn every_action_of_the_table_is_asked_for_somewhere() {
    // An action that no service asks for protects nothing.
    let sources = ["accounts", "org", "roster", "attendance", "calendar"];
    let services = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/services/src");
    let mut text = String::new();
    for slice in sources {
        collect(std::path::Path::new(&format!("{services}/{slice}")), &mut text);
        text += &std::fs::read_to_string(format!("{services}/{slice}.rs")).unwrap_or_default();
    }
    for rule in TABLE {
        assert!(text.contains(&format!("Action::{}", rule.name)), "no service asks for {}", rule.name);
    }
    assert!(!TABLE.is_empty() && TABLE[0].action == Action::PeopleView);
}

fn collect(folder: &std::path::Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, text);
        } else {
            *text += &std::fs::read_to_string(path).unwrap_or_default();
        }
    }
}
