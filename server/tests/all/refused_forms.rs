//! Forms that are sent without a script and refused: what was typed comes back with their page, to whoever typed it.

use axum::{
    body::Body,
    http::{Method, header},
};
use chrono::TimeDelta;
use domain::{
    ids::{ApprovalId, DecisionId},
    policy::Role,
};
use services::{Caller, Clock, RefusedForm};
use store::repo::accounts::find_refused_form;
use testkit::{World, db_test};

use crate::leave_requests::Window;
use crate::support::{App, Reply, request};

const ASK: &str = "/api/leave/ask";

/// Posts a form as a browser without a script does, from a page.
async fn send(app: &App, session: &str, page: &str, function: &str, form: &str) -> Reply {
    let request = request(Method::POST, function, Some(session))
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, format!("http://localhost:3000{page}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()));
    app.send(request.expect("a request")).await
}

/// Where the browser is led after a refusal.
fn led_to(refused: &Reply) -> String {
    assert!(refused.status.is_redirection(), "{} {}", refused.status, refused.body);
    let location = refused.headers[header::LOCATION].to_str().unwrap();
    assert!(location.contains("__err="), "{location}");
    location.trim_start_matches("http://localhost:3000").to_owned()
}

/// Leave of a post that nobody is named to cover.
fn uncovered() -> String {
    format!(
        "command[id]={}&command[kind]=personal&command[from]=2026-11-26&command[to]=2026-11-27&command[starts]=morning\
         &command[ends]=morning&command[hours][by]=days&command[reason]=%E6%90%AC%E5%AE%B6%22%26&command[cover]=",
        ApprovalId::new()
    )
}

/// The tag that holds an attribute.
fn tag<'a>(page: &'a str, attribute: &str) -> &'a str {
    let at = page.find(attribute).unwrap_or_else(|| panic!("no {attribute} in {page}"));
    let start = page[..at].rfind('<').unwrap();
    &page[start..at + page[at..].find('>').unwrap()]
}

fn has_what_was_typed(page: &str) -> bool {
    tag(page, "name=\"command[reason]\"").contains("搬家")
}

/// Whether the disclosure around what holds an attribute is open.
fn is_unfolded(page: &str, attribute: &str) -> bool {
    let before = &page[..page.find(attribute).unwrap()];
    let fold = &before[before.rfind("<details").unwrap()..];
    fold[..fold.find('>').unwrap()].contains(" open")
}

fn kept(fields: &[(&str, &str)]) -> RefusedForm {
    let fields = fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    RefusedForm { page: "/leave/new".to_owned(), function: ASK.to_owned(), fields }
}

async fn waits(world: &World, caller: &Caller) -> bool {
    find_refused_form(world.db.read(), caller.session, world.clock.now()).await.unwrap().is_some()
}

#[db_test]
async fn what_was_typed_comes_back_at_the_fields(world: World) {
    let window = Window::new(world).await;
    let session = window.a_person.sign_in(&window.world).await.token;
    let app = App::new(window.world);
    let address = led_to(&send(&app, &session, "/leave/new", ASK, &uncovered()).await);
    assert!(!address.contains("%E6%90%AC"), "what was typed is in no address: {address}");
    let page = app.get(&address, Some(&session)).await;
    assert!(has_what_was_typed(&page.body), "{}", page.body);
    for (field, value) in [("from", "2026-11-26"), ("to", "2026-11-27")] {
        let input = tag(&page.body, &format!("name=\"command[{field}]\""));
        assert!(input.contains(&format!("value=\"{value}\"")), "{input}");
    }
    let ends = page.body.split_once("name=\"command[ends]\"").unwrap().1.split_once("</select>").unwrap().0;
    assert!(tag(ends, "value=\"morning\"").contains("selected"), "{ends}");
    assert!(tag(&page.body, "name=\"command[cover]\"").contains("aria-invalid"), "the error is at its field");
    assert!(!page.headers.contains_key("zaigang-keep"), "no phone keeps such a page");
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
    let again = app.get(&address, Some(&session)).await;
    assert!(has_what_was_typed(&again.body), "also when the page is loaded again");
}

#[db_test]
async fn nobody_else_gets_it_nor_another_phone_nor_another_page(world: World) {
    let window = Window::new(world).await;
    let session = window.a_person.sign_in(&window.world).await.token;
    let other_phone = window.a_person.sign_in(&window.world).await.token;
    let other = window.b_person.sign_in(&window.world).await.token;
    let app = App::new(window.world);
    let address = led_to(&send(&app, &session, "/leave/new", ASK, &uncovered()).await);
    for session in [&other, &other_phone] {
        assert!(!has_what_was_typed(&app.get(&address, Some(session)).await.body));
    }
    let elsewhere = app.get(&address.replace("/leave/new", "/outing"), Some(&session)).await;
    assert!(!elsewhere.body.contains("搬家"), "{}", elsewhere.body);
    assert!(!has_what_was_typed(&app.get("/leave/new", Some(&session)).await.body), "nothing was refused there");
    assert!(has_what_was_typed(&app.get(&address, Some(&session)).await.body), "it has waited");
}

#[db_test]
async fn the_second_refusal_brings_back_what_was_typed_then(world: World) {
    let window = Window::new(world).await;
    let session = window.a_person.sign_in(&window.world).await.token;
    let app = App::new(window.world);
    let first = led_to(&send(&app, &session, "/leave/new", ASK, &uncovered()).await);
    app.get(&first, Some(&session)).await;
    let mended = uncovered().replace("2026-11-27", "2026-11-28");
    let second = led_to(&send(&app, &session, &first, ASK, &mended).await);
    let page = app.get(&second, Some(&session)).await;
    assert!(has_what_was_typed(&page.body), "{}", page.body);
    assert!(tag(&page.body, "name=\"command[to]\"").contains("2026-11-28"));
}

#[db_test]
async fn of_several_forms_it_comes_back_into_the_one_that_was_sent(world: World) {
    let window = Window::new(world).await;
    let hall = &window.world.hall;
    let lead = window.world.person("lead2").zone_role(Role::Lead, hall).create().await.sign_in(&window.world).await;
    let id = window.ask(&window.a, window.covered(26, 26)).await.unwrap();
    let version = window.version(id).await;
    let app = App::new(window.world);
    let form = format!(
        "command[id]={}&command[approval]={id}&command[version]={version}&command[verdict]=reject&command[reason]={}",
        DecisionId::new(),
        "%E9%95%BF".repeat(201)
    );
    let refused = send(&app, &lead.token, &format!("/approvals/{id}"), "/api/approvals/decide", &form).await;
    let page = app.get(&led_to(&refused), Some(&lead.token)).await.body;
    let (sent, other) = ("id=\"reject-reason\"", "id=\"send-back-reason\"");
    assert!(tag(&page, sent).contains(&"长".repeat(201)), "{page}");
    assert!(!tag(&page, other).contains('长'));
    assert!(is_unfolded(&page, sent) && !is_unfolded(&page, other), "what was typed is seen");
}

#[db_test]
async fn it_waits_ten_minutes_and_not_beyond_the_session(world: World) {
    let worker = world.person("w001").hall_role(Role::Worker).create().await;
    let (caller, other) = (worker.caller(&world).await, worker.caller(&world).await);
    let accounts = world.services.accounts();
    let form = kept(&[("command[reason]", "搬家")]);
    accounts.keep_refused_form(&caller, form.clone()).await.unwrap();
    world.clock.advance(TimeDelta::minutes(10));
    assert_eq!(accounts.refused_form(&caller, &form.page, ASK).await.unwrap(), None);

    accounts.keep_refused_form(&caller, form.clone()).await.unwrap();
    accounts.keep_refused_form(&other, form.clone()).await.unwrap();
    accounts.sign_out_others(&caller).await.unwrap();
    assert_eq!((waits(&world, &caller).await, waits(&world, &other).await), (true, false));
    accounts.sign_out_device(&caller, caller.session).await.unwrap();
    assert!(!waits(&world, &caller).await, "signing out leaves nothing behind");
}

#[db_test]
async fn it_is_sealed_and_without_what_is_secret(world: World) {
    let caller = world.person("w001").hall_role(Role::Worker).create().await.caller(&world).await;
    let accounts = world.services.accounts();
    let form = kept(&[
        ("command[reason]", "moving house"),
        ("new_password", "correct horse"),
        ("command[id_number]", "11010519491231002X"),
        ("command[address]", "https://oapi.dingtalk.com/robot/send?access_token=1"),
        ("command[cover]", ""),
    ]);
    accounts.keep_refused_form(&caller, form).await.unwrap();
    let sealed = find_refused_form(world.db.read(), caller.session, world.clock.now()).await.unwrap().unwrap();
    assert!(!sealed.windows(6).any(|bytes| bytes == b"moving"));
    let back = accounts.refused_form(&caller, "/leave/new", ASK).await.unwrap().unwrap();
    assert_eq!(back, kept(&[("command[reason]", "moving house"), ("command[cover]", "")]));
}

#[db_test]
async fn another_server_brings_it_back_as_well(world: World) {
    let caller = world.person("w001").hall_role(Role::Worker).create().await.caller(&world).await;
    let form = kept(&[("command[reason]", "搬家")]);
    world.services.accounts().keep_refused_form(&caller, form.clone()).await.unwrap();
    let there = world.another_server().await.accounts();
    assert_eq!(there.refused_form(&caller, &form.page, ASK).await.unwrap(), Some(form));
}

#[db_test]
async fn what_a_script_sends_is_not_kept_nor_what_was_done(world: World) {
    let window = Window::new(world).await;
    let signed_in = window.a_person.sign_in(&window.world).await.token;
    let visitor = testkit::visitor();
    let caller = window.world.services.accounts().admit(&signed_in, visitor).await.unwrap().unwrap().caller;
    let app = App::new(window.world);
    let refused = app.post(ASK, Some(&signed_in), &uncovered()).await;
    assert!(refused.status.is_client_error(), "{}", refused.status);
    assert!(!waits(&app.world, &caller).await);
    let done = uncovered().replace("command[cover]=", &format!("command[cover]={}", window.b_person.id));
    let done = send(&app, &signed_in, "/leave/new", ASK, &done).await;
    assert!(done.status.is_redirection(), "{} {}", done.status, done.body);
    assert!(!waits(&app.world, &caller).await);
}
