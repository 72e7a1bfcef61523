//! How long sessions last, and who is kept out of an account that is open already.

use std::time::Duration;

use axum::http::{StatusCode, header};
use chrono::{Days, TimeDelta};
use domain::{
    accounts::{AccountsError, AppointCommand, LIMIT_ACCOUNT, LIMIT_PASSKEYS},
    policy::{Role, Scope},
    time::hall_date,
};
use testkit::{PASSWORD, World, db_test, visitor};

use crate::support::{App, Reply, problem};

const FINE: &str = "a fine long password";

fn session_cookie_of(reply: &Reply) -> Option<&str> {
    let cookies = reply.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut sessions = cookies.filter(|cookie| cookie.starts_with(app::request::SESSION_COOKIE));
    sessions.next()
}

#[db_test]
async fn a_cookie_lasts_as_long_as_its_session(world: World) {
    let token = world.person("w001").hall_role(Role::Worker).create().await.sign_in(&world).await.token;
    let app = App::new(world);
    let soon = app.get("/me", Some(&token)).await;
    assert_eq!(session_cookie_of(&soon), None, "not with every answer");
    app.world.clock.advance(TimeDelta::days(20));
    let later = app.get("/me", Some(&token)).await;
    let renewed = session_cookie_of(&later).expect("the cookie is set anew");
    assert!(renewed.contains(&token) && renewed.contains("Max-Age=2592000"), "{renewed}");
    assert!(renewed.contains("HttpOnly") && renewed.contains("Secure"), "{renewed}");
    app.world.clock.advance(TimeDelta::hours(1));
    let out = app.post("/api/accounts/sign-out", Some(&token), "").await;
    let cleared = session_cookie_of(&out).expect("the cookie is taken away");
    assert!(cleared.contains("Max-Age=0"), "the answer's own cookie stands: {cleared}");
}

#[db_test]
async fn a_session_that_is_used_lives_on(world: World) {
    let token = world.person("w001").hall_role(Role::Worker).create().await.sign_in(&world).await.token;
    let accounts = world.services.accounts();
    for _ in 0..3 {
        world.clock.advance(TimeDelta::days(20));
        let now = world.services.clock().now();
        let caller = accounts.admit(&token, visitor()).await.unwrap().expect("used within the month").caller;
        // It is noted behind the answer's back.
        let noted = async || accounts.devices(&caller).await.unwrap()[0].last_used_at == now;
        for _ in 0..500 {
            if noted().await {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert!(noted().await, "its use is on record");
    }
}

#[db_test]
async fn who_signs_in_and_becomes_hr_days_later_has_the_hours_of_hr(world: World) {
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
    let worker = world.person("w001").hall_role(Role::Worker).create().await;
    let accounts = world.services.accounts();
    let from = hall_date(world.services.clock().now()) + Days::new(3);
    let command =
        AppointCommand { person: worker.id, role: Role::Hr, scope: Scope::Agency(world.agency), from, to: None };
    accounts.appoint(&hr, command).await.unwrap();
    let token = worker.sign_in(&world).await.token;
    world.clock.advance(TimeDelta::hours(40));
    assert!(accounts.admit(&token, visitor()).await.unwrap().is_some(), "not HR yet");
    world.clock.advance(TimeDelta::hours(47));
    assert!(accounts.admit(&token, visitor()).await.unwrap().is_none(), "HR now, and unused for two days");
}

#[db_test]
async fn leaving_ends_the_sessions(world: World) {
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
    let worker = world.person("w001").hall_role(Role::Worker).create().await;
    let token = worker.sign_in(&world).await.token;
    let accounts = world.services.accounts();
    let last_day = hall_date(world.services.clock().now());
    accounts.end_employment(&hr, worker.id, last_day).await.unwrap();
    assert!(accounts.admit(&token, visitor()).await.unwrap().is_some(), "the last day is one of work");
    world.clock.advance(TimeDelta::days(1));
    assert!(accounts.admit(&token, visitor()).await.unwrap().is_none());
}

#[db_test]
async fn whoever_has_given_notice_can_be_invited_again_until_the_last_day(world: World) {
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
    let worker = world.person("w001").hall_role(Role::Worker).create().await;
    let accounts = world.services.accounts();
    let last_day = hall_date(world.services.clock().now()) + Days::new(1);
    accounts.end_employment(&hr, worker.id, last_day).await.unwrap();
    let (link, _) = accounts.invite(&hr, worker.id).await.unwrap();
    let token = link.rsplit('/').next().unwrap();
    assert!(accounts.open_invite(token).await.is_ok());
    world.clock.advance(TimeDelta::days(2));
    assert_eq!(problem(accounts.open_invite(token).await), AccountsError::InviteInvalid.into());
}

#[db_test]
async fn right_digits_use_up_no_try(world: World) {
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
    let worker = world.person("w001").hall_role(Role::Worker).create().await;
    let accounts = world.services.accounts();
    let (link, _) = accounts.invite(&hr, worker.id).await.unwrap();
    let token = link.rsplit('/').next().unwrap();
    for _ in 0..8 {
        assert!(accounts.start_invite_passkey(token, "0000").await.is_ok(), "a question that the phone cancelled");
    }
    assert!(accounts.accept_with_password(&visitor(), token, "0000", FINE.to_owned()).await.is_ok());
}

#[db_test]
async fn the_old_password_cannot_be_guessed_on_an_open_phone(world: World) {
    let phone = world.person("w001").hall_role(Role::Worker).create().await.caller(&world).await;
    let accounts = world.services.accounts();
    let change = |old: &str| accounts.change_password(&phone, old.to_owned(), FINE.to_owned());
    // Signing in has just cleared the count.
    for _ in 0..LIMIT_ACCOUNT.tries {
        assert_eq!(problem(change("wrong password").await), AccountsError::BadCredentials.into());
    }
    assert_eq!(problem(change(PASSWORD).await), AccountsError::TooManyTries.into());
    world.clock.advance(LIMIT_ACCOUNT.window);
    assert!(change(PASSWORD).await.is_ok());
}

#[db_test]
async fn an_address_begins_only_so_many_sign_ins_by_passkey(world: World) {
    let accounts = world.services.accounts();
    for _ in 0..LIMIT_PASSKEYS.tries {
        accounts.start_passkey_sign_in(&visitor()).await.unwrap();
    }
    assert_eq!(problem(accounts.start_passkey_sign_in(&visitor()).await), AccountsError::TooManyTries.into());
    let app = App::new(world);
    let other = app.post("/api/accounts/passkey-sign-in/start", None, "").await;
    assert_eq!(other.status, StatusCode::OK, "another address: {}", other.body);
}
