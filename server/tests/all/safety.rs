//! What every answer carries, and what no request gets past.

use std::{fs, sync::Arc};

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use domain::policy::Role;
use server::site::Site;
use tempfile::TempDir;
use testkit::{World, db_test};

use crate::support::{App, request};

#[db_test]
async fn pages_carry_the_whole_set_of_headers(world: World) {
    let app = App::new(world);
    let page = app.get("/sign-in", None).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = |name: &str| page.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let policy = text("content-security-policy");
    for part in ["default-src 'none'", "'nonce-", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
        assert!(policy.contains(part), "{part} in {policy}");
    }
    assert!(!policy.contains("unsafe-inline"), "{policy}");
    assert_eq!(text("x-content-type-options"), "nosniff");
    assert_eq!(text("x-frame-options"), "DENY");
    assert_eq!(text("cache-control"), "no-store");
    assert!(text("permissions-policy").contains("geolocation=(self)"));
    assert!(!page.headers.contains_key("strict-transport-security"), "this test's origin is plain http");
    assert!(!page.body.contains("style=\""), "no inline style");
}

/// A page may begin on one of the runtime's threads and end on another.
#[db_test]
async fn pages_come_whole_whichever_threads_render_them(world: World) {
    let hr = world.person("h1").agency_role(Role::Hr).create().await.caller(&world).await;
    let new = world.person("w009").hall_role(Role::Worker).create().await;
    let (url, _) = world.services.accounts().invite(&hr, new.id).await.unwrap();
    let app = Arc::new(App::new(world));
    let invitation = url.strip_prefix("http://localhost:3000").expect("a link to this server");
    let paths = ["/sign-in", invitation];
    let asked = (0..100).flat_map(|_| paths.map(str::to_owned)).map(|path| {
        let app = app.clone();
        tokio::spawn(async move { app.get(&path, None).await })
    });
    for reply in asked.collect::<Vec<_>>() {
        let reply = reply.await.expect("no panic");
        assert_eq!(reply.status, StatusCode::OK);
        // Leptos's last word in the stream of a page.
        assert!(reply.body.contains("__INCOMPLETE_CHUNKS"), "cut off: {}", reply.body);
    }
}

/// A site as cargo-leptos builds it, as far as its lists go.
fn built_site() -> (TempDir, Site) {
    let folder = TempDir::new().expect("a folder");
    let (dir, hashes) = (folder.path().to_path_buf(), folder.path().join("hash.txt"));
    fs::write(&hashes, "js: j1\nwasm: w1\ncss: c1\nmanifest: m1\nsplit: s1\n").expect("a list");
    fs::create_dir(dir.join("pkg")).expect("a folder");
    let bundles = r#"{"day_pages": ["chunk_1.d1", "split_day_pages.d2"], "staff_pages": ["split_staff_pages.e1"]}"#;
    fs::write(dir.join("pkg/__wasm_split_manifest.m1.json"), bundles).expect("a list");
    (folder, Site { dir, hashes: Some(hashes) })
}

/// What a page leaves out is fetched only when its code asks for it, after all else.
#[db_test]
async fn pages_name_all_the_code_they_need_whichever_threads_render_them(world: World) {
    let token = world.person("w001").hall_role(Role::Worker).create().await.sign_in(&world).await.token;
    let (folder, site) = built_site();
    let app = Arc::new(App::over(world, folder, site));
    let asked = (0..100).map(|_| {
        let (app, token) = (app.clone(), token.clone());
        tokio::spawn(async move { app.get("/", Some(&token)).await })
    });
    for reply in asked.collect::<Vec<_>>() {
        let page = reply.await.expect("no panic").body;
        for file in
            ["zaigang.w1.wasm", "zaigang.j1.js", "__wasm_split.s1.js", "chunk_1.d1.wasm", "split_day_pages.d2.wasm"]
        {
            assert!(page.contains(&format!("\"/pkg/{file}\"")), "{file} is not in {page}");
        }
        assert!(!page.contains("split_staff_pages"), "{page}");
    }
}

/// Phones fetch all of a release, and nothing of earlier ones, which is still served.
#[db_test]
async fn the_worker_lists_the_files_of_its_release(world: World) {
    let (folder, site) = built_site();
    fs::write(site.dir.join("sw.js"), "__PRECACHE__").expect("a worker");
    for file in ["zaigang.w1.wasm", "zaigang.w1.wasm.br", "zaigang.w0.wasm", "chunk_1.d1.wasm", "chunk_1.d0.wasm"] {
        fs::write(site.dir.join("pkg").join(file), "").expect("a file");
    }
    let list = App::over(world, folder, site).get("/sw.js", None).await.body;
    assert_eq!(list, r#"["/pkg/__wasm_split_manifest.m1.json","/pkg/chunk_1.d1.wasm","/pkg/zaigang.w1.wasm"]"#);
}

#[db_test]
async fn strangers_are_sent_to_the_door(world: World) {
    let app = App::new(world);
    for page in ["/", "/me", "/board", "/people", "/attendance/2026-11", "/nowhere"] {
        let reply = app.get(page, None).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{page}");
        assert_eq!(reply.headers[header::LOCATION], "/sign-in", "{page}");
    }
    let forged = app.get("/", Some("not-a-session")).await;
    assert_eq!(forged.status, StatusCode::SEE_OTHER);
}

#[db_test]
async fn signing_in_leads_once_to_the_page_that_was_asked_for(world: World) {
    let token = world.person("w001").hall_role(Role::Worker).create().await.sign_in(&world).await.token;
    let app = App::new(world);
    let remembered = async |path: &str, mode: &str| {
        let asked = request(Method::GET, path, None).header("sec-fetch-mode", mode).body(Body::empty()).unwrap();
        let reply = app.send(asked).await;
        reply.headers.get(header::SET_COOKIE).map(|cookie| cookie.to_str().unwrap().to_owned())
    };
    for (path, mode) in [("/", "navigate"), ("/leave", "cors"), ("//evil.example/", "navigate")] {
        assert_eq!(remembered(path, mode).await, None, "{path} {mode}");
    }
    let cookie = remembered("/roster?month=2026-12", "navigate").await.unwrap();
    let (named, attributes) = cookie.split_once("; ").unwrap();
    assert_eq!(attributes, "Max-Age=600; Path=/; Secure; HttpOnly; SameSite=Lax");
    let first_page = async |cookie: &str| {
        let cookies = format!("__Host-zaigang={token}; {cookie}");
        let asked = request(Method::GET, "/", None).header(header::COOKIE, cookies).body(Body::empty()).unwrap();
        app.send(asked).await
    };
    let led_on = first_page(named).await;
    assert_eq!(led_on.status, StatusCode::SEE_OTHER);
    assert_eq!(led_on.headers[header::LOCATION], "/roster?month=2026-12");
    assert!(led_on.headers[header::SET_COOKIE].to_str().unwrap().contains("zaigang-to=; Max-Age=0"));
    assert_eq!(first_page("__Host-zaigang-to=//evil.example/").await.status, StatusCode::OK);
}

#[db_test]
async fn writes_from_elsewhere_are_refused(world: World) {
    let worker = world.person("w001").hall_role(Role::Worker).create().await;
    let token = worker.sign_in(&world).await.token;
    let app = App::new(world);
    for headers in [
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site")],
        vec![("origin", "https://evil.example")],
        vec![],
    ] {
        let mut post = request(Method::POST, "/api/accounts/sign-out", Some(&token));
        for (name, value) in &headers {
            post = post.header(*name, *value);
        }
        let reply = app.send(post.body(Body::empty()).unwrap()).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{headers:?}");
    }
    assert_eq!(app.get("/api/attendance/today", Some(&token)).await.status, StatusCode::OK, "still signed in");
}

#[db_test]
async fn a_body_over_the_limit_is_refused(world: World) {
    let app = App::new(world);
    let reply = app.post("/api/accounts/sign-in", None, &format!("name=w001&password={}", "x".repeat(70_000))).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[db_test]
async fn the_session_cookie_is_bound_to_this_host(world: World) {
    let worker = world.person("w001").hall_role(Role::Worker).create().await;
    let app = App::new(world);
    let form = format!("name={}&password=correct+horse+battery", worker.sign_in_name);
    let reply = app.post("/api/accounts/sign-in", None, &form).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    let cookie = reply.headers[header::SET_COOKIE].to_str().unwrap();
    for part in ["__Host-zaigang=", "Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
}

#[db_test]
async fn health_is_for_everybody_and_figures_are_not(world: World) {
    let app = App::new(world);
    assert_eq!(app.get("/healthz", None).await.status, StatusCode::OK);
    assert_eq!(app.get("/readyz", None).await.status, StatusCode::OK);
    assert_eq!(app.get("/metrics", None).await.status, StatusCode::FORBIDDEN, "no peer address, no token");
}
