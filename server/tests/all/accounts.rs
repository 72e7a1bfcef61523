//! Sign-in, invitations, sessions.

use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::{
    accounts::{AccountsError, LIMIT_ACCOUNT},
    policy::Role,
    problem::{FieldReason, Problem},
    time::hall_date,
};
use testkit::{PASSWORD, Person, World, db_test, visitor};

use crate::support::{App, problem};

async fn hr(world: &World) -> Person {
    world.person("hr").agency_role(Role::Hr).create().await
}

/// The token at the end of an invitation's link.
fn token_of(url: &str) -> String {
    url.rsplit('/').next().unwrap_or_default().to_owned()
}

#[db_test]
async fn unknown_names_and_wrong_passwords_get_the_same_answer(world: World) {
    world.person("w001").hall_role(Role::Worker).create().await;
    let app = App::new(world);
    let wrong = app.post("/api/accounts/sign-in", None, "name=w001&password=wrong-password").await;
    let unknown = app.post("/api/accounts/sign-in", None, "name=nobody&password=wrong-password").await;
    let odd = app.post("/api/accounts/sign-in", None, "name=%27%3B&password=x").await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    for other in [unknown, odd] {
        assert_eq!((wrong.status, &wrong.body), (other.status, &other.body));
    }
}

#[db_test]
async fn tries_are_counted_per_account_and_forgiven_with_time(world: World) {
    world.person("w001").hall_role(Role::Worker).create().await;
    let accounts = world.services.accounts();
    for _ in 0..LIMIT_ACCOUNT.tries {
        let tried = accounts.sign_in_with_password(&visitor(), "w001", "wrong password".to_owned()).await;
        assert_eq!(problem(tried), AccountsError::BadCredentials.into());
    }
    let right = accounts.sign_in_with_password(&visitor(), "W001", PASSWORD.to_owned()).await;
    assert_eq!(problem(right), AccountsError::TooManyTries.into(), "the right one too, while it is closed");
    world.clock.advance(LIMIT_ACCOUNT.window);
    assert!(accounts.sign_in_with_password(&visitor(), "W001", PASSWORD.to_owned()).await.is_ok());
}

#[db_test]
async fn a_hall_behind_one_address_signs_in_every_morning(world: World) {
    for n in 0..70 {
        world.person(&format!("m{n}")).hall_role(Role::Worker).create().await;
    }
    for n in 0..70 {
        let name = format!("m{n}");
        let signed_in = world.services.accounts().sign_in_with_password(&visitor(), &name, PASSWORD.to_owned()).await;
        assert!(signed_in.is_ok(), "person {n}");
    }
}

#[db_test]
async fn an_invitation_is_used_once_by_its_person(world: World) {
    let hr = hr(&world).await.caller(&world).await;
    let new = world.person("w009").hall_role(Role::Worker).create().await;
    let accounts = world.services.accounts();
    let (url, _) = accounts.invite(&hr, new.id).await.unwrap();
    let token = token_of(&url);
    let accept = |digits: &'static str, password: &'static str| {
        let (accounts, token) = (world.services.accounts(), token.clone());
        async move { accounts.accept_with_password(&visitor(), &token, digits, password.to_owned()).await }
    };
    assert_eq!(problem(accept("1234", "a fine long password").await), AccountsError::PhoneMismatch.into());
    let short = Problem::field("password", FieldReason::TooShort);
    assert_eq!(problem(accept("0000", "short").await), short);
    let (one, two) = tokio::join!(accept("0000", "a fine long password"), accept("0000", "another long password"));
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1, "of two at once, one wins");
    assert_eq!(problem(accounts.open_invite(&token).await), AccountsError::InviteInvalid.into());
}

#[db_test]
async fn an_invitation_ends_by_time_by_guessing_and_by_a_newer_one(world: World) {
    let hr = hr(&world).await.caller(&world).await;
    let new = world.person("w009").hall_role(Role::Worker).create().await;
    let accounts = world.services.accounts();
    let first = token_of(&accounts.invite(&hr, new.id).await.unwrap().0);
    let second = token_of(&accounts.invite(&hr, new.id).await.unwrap().0);
    assert_eq!(problem(accounts.open_invite(&first).await), AccountsError::InviteInvalid.into());
    for _ in 0..5 {
        let tried = accounts.accept_with_password(&visitor(), &second, "9999", "a fine long password".to_owned()).await;
        assert_eq!(problem(tried), AccountsError::PhoneMismatch.into());
    }
    let right = accounts.accept_with_password(&visitor(), &second, "0000", "a fine long password".to_owned()).await;
    assert_eq!(problem(right), AccountsError::InviteClosed.into());
    world.clock.advance(TimeDelta::hours(73));
    assert_eq!(problem(accounts.open_invite(&second).await), AccountsError::InviteInvalid.into());
}

#[db_test]
async fn only_hr_invites_and_not_themselves(world: World) {
    let hr = hr(&world).await;
    let lead = world.person("lead").hall_role(Role::Lead).create().await;
    let accounts = world.services.accounts();
    let (hr_caller, lead_caller) = (hr.caller(&world).await, lead.caller(&world).await);
    assert_eq!(problem(accounts.invite(&lead_caller, hr.id).await), Problem::Denied);
    assert_eq!(problem(accounts.invite(&hr_caller, hr.id).await), Problem::Denied);
    assert!(accounts.invite(&hr_caller, lead.id).await.is_ok());
}

/// The agency's HR are dispatched to a hall themselves: its HR is not to sign in as one of them.
#[db_test]
async fn hr_of_a_hall_has_no_say_over_who_may_do_more_than_they(world: World) {
    let of_hall = world.person("hall-hr").hall_role(Role::Hr).create().await.caller(&world).await;
    let agencys = hr(&world).await;
    let worker = world.person("w001").hall_role(Role::Worker).create().await;
    let accounts = world.services.accounts();
    let today = hall_date(world.services.clock().now());
    assert_eq!(problem(accounts.invite(&of_hall, agencys.id).await), Problem::Denied);
    assert_eq!(problem(accounts.end_employment(&of_hall, agencys.id, today).await), Problem::Denied);
    assert_eq!(
        accounts.person(&of_hall, agencys.id).await.unwrap().private,
        None,
        "nor sees what confirms an invitation"
    );
    assert!(accounts.person(&of_hall, worker.id).await.unwrap().private.is_some());
    assert!(accounts.invite(&of_hall, worker.id).await.is_ok());
    assert!(accounts.end_employment(&of_hall, worker.id, today).await.is_ok());
}

#[db_test]
async fn the_trail_tells_how_an_account_came_into_somebodys_hands(world: World) {
    let hr = hr(&world).await.caller(&world).await;
    let new = world.person("w009").hall_role(Role::Worker).create().await;
    let accounts = world.services.accounts();
    let token = token_of(&accounts.invite(&hr, new.id).await.unwrap().0);
    let early = accounts.accept_with_password(&visitor(), &token, "", "a fine long password".to_owned()).await;
    assert_eq!(problem(early), Problem::field("phone_last4", FieldReason::Malformed), "no try, but an empty form");
    accounts.accept_with_password(&visitor(), &token, "0000", "a fine long password".to_owned()).await.unwrap();
    let lines = accounts.audit_about(&hr, new.id, None).await.unwrap().lines;
    let told: Vec<_> = lines.iter().map(|line| (line.action.as_str(), line.detail.as_str())).collect();
    assert_eq!(told, [("accounts.accept_invite", "password"), ("accounts.invite", "")]);
    assert_eq!(lines[0].address, visitor().address);
}

#[db_test]
async fn sessions_end_by_disuse_sooner_for_hr(world: World) {
    let hr = hr(&world).await.sign_in(&world).await.token;
    let worker = world.person("w001").hall_role(Role::Worker).create().await.sign_in(&world).await.token;
    let app = App::new(world);
    app.world.clock.advance(TimeDelta::hours(11));
    assert_eq!(app.get("/me", Some(&hr)).await.status, StatusCode::OK, "used within twelve hours, it goes on");
    app.world.clock.advance(TimeDelta::hours(11));
    assert_eq!(app.get("/me", Some(&hr)).await.status, StatusCode::OK);
    app.world.clock.advance(TimeDelta::hours(13));
    assert_eq!(app.get("/me", Some(&hr)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.get("/me", Some(&worker)).await.status, StatusCode::OK);
    app.world.clock.advance(TimeDelta::days(31));
    assert_eq!(app.get("/me", Some(&worker)).await.status, StatusCode::SEE_OTHER);
}

#[db_test]
async fn devices_can_be_signed_out_one_and_all(world: World) {
    let worker = world.person("w001").hall_role(Role::Worker).create().await;
    let (phone, tablet, desk) =
        (worker.caller(&world).await, worker.caller(&world).await, worker.sign_in(&world).await.token);
    let accounts = world.services.accounts();
    assert_eq!(accounts.devices(&phone).await.unwrap().len(), 3);
    accounts.sign_out_device(&phone, tablet.session).await.unwrap();
    let again = accounts.sign_out_device(&phone, tablet.session).await;
    assert_eq!(problem(again), Problem::NotFound);
    assert_eq!(accounts.sign_out_others(&phone).await.unwrap(), 1);
    assert!(accounts.admit(&desk, visitor()).await.unwrap().is_none());
    let other = world.person("w002").hall_role(Role::Worker).create().await.caller(&world).await;
    let foreign = accounts.sign_out_device(&other, phone.session).await;
    assert_eq!(problem(foreign), Problem::NotFound, "another's session does not exist for me");
}

#[db_test]
async fn a_new_password_needs_the_old_one_and_signs_out_elsewhere(world: World) {
    let worker = world.person("w001").hall_role(Role::Worker).create().await;
    let (phone, desk) = (worker.caller(&world).await, worker.sign_in(&world).await.token);
    let accounts = world.services.accounts();
    let change = |old: &str, new: &str| {
        let (accounts, phone, old, new) = (accounts.clone(), phone.clone(), old.to_owned(), new.to_owned());
        async move { accounts.change_password(&phone, old, new).await }
    };
    assert_eq!(problem(change("wrong", "a fine long password").await), AccountsError::BadCredentials.into());
    let guessable = Problem::field("new_password", FieldReason::Guessable);
    assert_eq!(problem(change(PASSWORD, "w001w001w001").await), guessable);
    change(PASSWORD, "a fine long password").await.unwrap();
    assert!(accounts.admit(&desk, visitor()).await.unwrap().is_none());
    let old = accounts.sign_in_with_password(&visitor(), "w001", PASSWORD.to_owned()).await;
    assert_eq!(problem(old), AccountsError::BadCredentials.into());
}
