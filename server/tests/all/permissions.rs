//! Two walks over every registered server function: as a stranger, and as each role over another agency's
//! data. A new function fails them until it is listed here.

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use domain::policy::{Action, Role, TABLE};
use leptos::server_fn::axum::server_fn_paths;
use server::http::PUBLIC_API;
use testkit::{Foreign, World, db_test};

mod aims;

use aims::{Aim, aimed_at};

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
        assert_eq!(reply.headers["zaigang-person"], "nobody", "{path}: whoever kept somebody's reads drops them");
    }
    assert!(seen > PUBLIC_API.len(), "the server functions are registered");
    for path in PUBLIC_API {
        assert!(server_fn_paths().any(|(registered, _)| registered == *path), "{path} is public but does not exist");
    }
}

#[db_test]
async fn no_role_reaches_another_agencys_data(world: World) {
    let foreign = world.foreign().await;
    no_role_reaches(world, foreign, HrOf::Agency, &[]).await;
}

/// The likelier leak: the next hall, whose people have the same employer.
#[db_test]
async fn no_role_of_a_hall_reaches_the_next_halls_data(world: World) {
    let sibling = world.sibling().await;
    // Whom these name may work in any hall of the agency: a relative, or the deputy that somebody chooses for what is
    // theirs to decide.
    let of_the_agency = ["/api/approvals/relative", "/api/approvals/delegate"];
    no_role_reaches(world, sibling, HrOf::Hall, &of_the_agency).await;
}

/// Where HR's role holds.
#[derive(PartialEq)]
enum HrOf {
    Agency,
    Hall,
}

async fn no_role_reaches(world: World, foreign: Foreign, hr: HrOf, open: &[&str]) {
    let mut reached = Vec::new();
    let mut sessions = Vec::new();
    for role in Role::ALL {
        let person = world.person(role.code());
        let of_the_agency = role == Role::Hr && hr == HrOf::Agency;
        let person = if of_the_agency { person.agency_role(role) } else { person.hall_role(role) };
        sessions.push((role, person.create().await.sign_in(&world).await.token));
    }
    let app = App::new(world);
    for (role, session) in &sessions {
        let closed = |path: &str| !PUBLIC_API.contains(&path) && !open.contains(&path);
        for (path, method) in server_fn_paths().filter(|(path, _)| closed(path)) {
            match aimed_at(&foreign, path) {
                Aim::At(form) => {
                    let reply = call(&app, &method, path, Some(session), &form).await;
                    let refused = matches!(reply.status.as_u16(), 403 | 404 | 409 | 422);
                    if !refused || reply.body.contains("外单位") {
                        reached.push(format!("{role:?} {method} {path}: {} {}", reply.status, reply.body));
                    }
                }
                Aim::List(form) => {
                    let reply = call(&app, &method, path, Some(session), &form).await;
                    if reply.status.is_server_error() || reply.body.contains("外单位") {
                        reached.push(format!("{role:?} {path} lists: {} {}", reply.status, reply.body));
                    }
                }
                Aim::Upload(hall) => {
                    let reply = upload(&app, path, session, &hall).await;
                    if !matches!(reply.status.as_u16(), 403 | 404) {
                        reached.push(format!("{role:?} {path}: {} {}", reply.status, reply.body));
                    }
                }
                Aim::OwnOnly => {}
            }
        }
    }
    assert!(reached.is_empty(), "{}", reached.join("\n"));
}

#[test]
fn every_action_of_the_table_is_asked_for_somewhere() {
    // An action that no service asks for protects nothing.
    let sources = ["accounts", "org", "roster", "attendance", "calendar", "leave", "approvals", "notices", "photos"];
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
