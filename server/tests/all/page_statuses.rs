//! A page that can't show what its address names says so to people in words and to programs by its status.

use axum::http::StatusCode;
use domain::{ids::ApprovalId, policy::Role};
use testkit::{World, db_test};

use crate::support::App;

#[db_test]
async fn a_page_answers_with_the_status_of_what_it_says(world: World) {
    let foreign = world.foreign().await;
    let person = world.person("w001").hall_role(Role::Worker).create().await;
    let hr = world.person("hr").agency_role(Role::Hr).create().await.sign_in(&world).await.token;
    let worker = person.sign_in(&world).await.token;
    let (hr, worker, nobody) = (Some(hr.as_str()), Some(worker.as_str()), None);
    let (hall, zone, desk) = (world.hall.id, world.hall.zone, world.hall.desks[0]);
    let there = [
        format!("/people/{}", person.id),
        format!("/org/{hall}"),
        format!("/org/{hall}/zones/{zone}"),
        format!("/org/{hall}/windows/{}", desk.window),
        format!("/org/{hall}/posts/{}", desk.post),
    ];
    // Ids of all kinds are written alike; this one names nothing.
    let none = ApprovalId::new();
    let own = ["/approvals", "/leave", "/roster/swap", "/roster/overtime", "/attendance/correction", "/patrol"];
    let own = own.map(|page| format!("{page}/{none}"));
    let not_there = [
        format!("/people/{none}"),
        format!("/people/{none}/edit"),
        format!("/org/{none}"),
        format!("/org/{hall}/zones/{none}"),
        format!("/org/{hall}/windows/{none}"),
        format!("/org/{hall}/posts/{none}"),
        "/people/nonsense".to_owned(),
        "/leave/types/nonsense".to_owned(),
        "/attendance/2026-13".to_owned(),
    ];
    let others = [format!("/people/{}", foreign.person.id), format!("/org/{}", foreign.hall.id)];
    let not_for_workers = ["/people", "/people/import", "/org", "/board", "/attendance/day"].map(str::to_owned);
    let app = App::new(world);
    let expected = [
        (hr, StatusCode::OK, "", there.to_vec()),
        (worker, StatusCode::OK, "", ["/", "/attendance/2026-11", "/leave"].map(str::to_owned).to_vec()),
        (hr, StatusCode::NOT_FOUND, "没有找到", not_there.to_vec()),
        (worker, StatusCode::NOT_FOUND, "没有找到", own.to_vec()),
        (hr, StatusCode::FORBIDDEN, "没有权限", others.to_vec()),
        (worker, StatusCode::FORBIDDEN, "没有权限", not_for_workers.to_vec()),
        (nobody, StatusCode::NOT_FOUND, "已失效", vec![format!("/kiosk/{hall}?key=x")]),
        (nobody, StatusCode::GONE, "已失效", vec!["/invite/nonsense".to_owned()]),
    ];
    for (session, status, words, paths) in expected {
        for path in paths {
            let reply = app.get(&path, session).await;
            assert_eq!(reply.status, status, "{path}");
            assert!(reply.body.contains(words), "{path}: {}", reply.body);
            let document = reply.body.split_once("<head>").expect("a document").0;
            assert_eq!(document.matches(r#"lang="zh-CN""#).count(), 1, "{path}: {document}");
        }
    }
}
