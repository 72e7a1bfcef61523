//! What HR does to balances, and what explains them.

use axum::http::StatusCode;
use domain::{
    leave::{AdjustCommand, LeaveError, LeaveKind, LeaveRule, LotSource, ProfileCommand, Province},
    policy::Role,
    problem::{FieldReason, Problem},
};
use testkit::{World, db_test};

use crate::support::{App, problem};

use crate::leave_balances::{Hall, date};

#[db_test]
async fn hr_changes_a_balance_with_a_reason(world: World) {
    let hall = Hall::new(world).await;
    let leave = hall.leave();
    leave.adjust(&hall.hr, hall.adjustment(3)).await.unwrap();
    assert_eq!(hall.balance(LeaveKind::Annual).await.left, 23);
    let book = hall.book().await;
    let by_hand = book.balances[0].lots.iter().find(|lot| lot.source == LotSource::Adjusted).expect("a lot");
    assert_eq!((by_hand.granted, by_hand.reason.as_deref()), (3, Some("核对纸质台账")));
    leave.adjust(&hall.hr, hall.adjustment(-5)).await.unwrap();
    assert_eq!(hall.balance(LeaveKind::Annual).await.left, 18);
    assert_eq!(problem(leave.adjust(&hall.hr, hall.adjustment(-19)).await), LeaveError::BelowTaken.into());
    // The job does not undo it.
    hall.world.clock.set("2026-11-25 09:00");
    hall.world.services.run_jobs().await.unwrap();
    assert_eq!(hall.balance(LeaveKind::Annual).await.left, 18);
    let time_off = AdjustCommand { kind: LeaveKind::Compensatory, ..hall.adjustment(2) };
    assert_eq!(problem(leave.adjust(&hall.hr, time_off).await), LeaveError::NotKept.into());
    let silent = AdjustCommand { reason: String::new(), ..hall.adjustment(2) };
    assert_eq!(problem(leave.adjust(&hall.hr, silent).await), Problem::field("reason", FieldReason::Required));
    let trail = hall.world.services.accounts().audit_about(&hall.hr, hall.worker.id, None).await.unwrap();
    assert!(trail.lines.iter().any(|line| line.action == "leave.adjust"), "{trail:?}");
}

#[db_test]
async fn who_may_see_and_change_balances(world: World) {
    let hall = Hall::new(world).await;
    let leave = hall.leave();
    let other = hall.world.person("w002").hall_role(Role::Worker).create().await.caller(&hall.world).await;
    let lead = hall.world.person("lead").hall_role(Role::Lead).create().await.caller(&hall.world).await;
    let foreign = hall.world.foreign().await;
    let seen = leave.leave_book(&hall.hr, Some(hall.worker.id)).await.unwrap();
    assert!(seen.may_adjust && !hall.book().await.may_adjust);
    for caller in [&other, &lead] {
        assert_eq!(problem(leave.leave_book(caller, Some(hall.worker.id)).await), Problem::Denied);
        assert_eq!(problem(leave.adjust(caller, hall.adjustment(2)).await), Problem::Denied);
    }
    assert_eq!(problem(leave.leave_book(&hall.hr, Some(foreign.person.id)).await), Problem::Denied);
    assert_eq!(problem(leave.adjust(&hall.me, hall.adjustment(2)).await), Problem::Denied);
    let own = AdjustCommand { person: hall.hr.actor.person, ..hall.adjustment(2) };
    assert_eq!(problem(leave.adjust(&hall.hr, own).await), Problem::Denied, "nobody adds to their own");
}

#[db_test]
async fn a_provinces_rules_apply_once_they_are_confirmed(world: World) {
    let hall = Hall::new(world).await;
    let leave = hall.leave();
    let id = hall.world.hall.id;
    let limit = |view: &domain::leave::RulesView| {
        view.rules.iter().find(|rule| rule.kind == LeaveKind::Marriage).and_then(LeaveRule::event_limit)
    };
    let before = leave.leave_rules(&hall.me, None).await.unwrap();
    assert_eq!((limit(&before), before.confirmed, before.may_confirm), (Some(6), None, false));
    let command =
        ProfileCommand { hall: id, province: Some(Province::Shanghai), from: date(2026, 11, 24), checked: true };
    assert_eq!(problem(leave.confirm_province(&hall.me, command).await), Problem::Denied);
    let unread = ProfileCommand { checked: false, ..command };
    assert_eq!(
        problem(leave.confirm_province(&hall.hr, unread).await),
        Problem::field("checked", FieldReason::Required)
    );
    leave.confirm_province(&hall.hr, command).await.unwrap();
    let after = leave.leave_rules(&hall.me, None).await.unwrap();
    assert_eq!(limit(&after), Some(20));
    assert_eq!(after.confirmed, Some((Province::Shanghai, date(2026, 11, 24))));
    let foreign = hall.world.foreign().await;
    assert_eq!(problem(leave.leave_rules(&hall.me, Some(foreign.hall.id)).await), Problem::Denied);
    let theirs = ProfileCommand { hall: foreign.hall.id, ..command };
    assert_eq!(problem(leave.confirm_province(&hall.hr, theirs).await), Problem::Denied);
    leave.confirm_province(&hall.hr, ProfileCommand { province: None, ..command }).await.unwrap();
    assert_eq!(limit(&leave.leave_rules(&hall.me, None).await.unwrap()), Some(6));
}

#[db_test]
async fn the_command_line_explains_any_day(world: World) {
    let hall = Hall::new(world).await;
    let book = hall.leave().leave_book_by_operator(" W001 ", date(2026, 6, 30)).await.unwrap();
    assert_eq!((book.on, book.annual.entitlement.days), (date(2026, 6, 30), 10));
    let nobody = hall.leave().leave_book_by_operator("w999", date(2026, 6, 30)).await;
    assert_eq!(problem(nobody), Problem::NotFound);
}

#[db_test]
async fn plain_forms_say_which_field_is_wrong(world: World) {
    let hall = Hall::new(world).await;
    let token = hall.world.person("hr2").agency_role(Role::Hr).create().await.sign_in(&hall.world).await.token;
    let (id, person) = (hall.world.hall.id, hall.worker.id);
    let app = App::new(hall.world);
    let rules = format!("command[hall]={id}&command[province]=&command[from]=2026-11-24");
    let refused = app.post("/api/leave/rules/confirm", Some(&token), &rules).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert!(refused.body.contains("checked"), "{}", refused.body);
    let ticked = format!("{rules}&command[checked]=true");
    let done = app.post("/api/leave/rules/confirm", Some(&token), &ticked).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    let adjust = format!(
        "command[person]={person}&command[kind]=annual&command[direction]=add&command[half_days]=3\
         &command[expires_on]=2026-12-31&command[reason]="
    );
    let refused = app.post("/api/leave/adjust", Some(&token), &adjust).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert!(refused.body.contains("reason"), "{}", refused.body);
    let done = app.post("/api/leave/adjust", Some(&token), &format!("{adjust}x")).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
}
