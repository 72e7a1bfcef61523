//! Childcare leave: a parent tells of a child, HR confirms it, and each of its years gives days until the age limit.

use axum::http::StatusCode;
use chrono::{NaiveDate, TimeDelta};
use domain::{
    ids::{ChildId, LeaveId},
    leave::{
        ChildState, ChildVerdict, ChildView, DeclareChildCommand, LeaveKind, LeaveRequestError, ProfileCommand,
        Province, RuleChildCommand,
    },
    notices::NoticeContent,
    policy::Role,
    problem::{FieldReason, Problem},
};
use testkit::{World, db_test};

use crate::{
    leave_balances::{Act, Hall, date},
    support::{App, problem},
};

fn born() -> NaiveDate {
    date(2025, 3, 16)
}

/// Shanghai gives 5 days for each year of a child until it is three.
async fn confirmed_province(world: World) -> Hall {
    let hall = Hall::new(world).await;
    let command = ProfileCommand {
        hall: hall.world.hall.id,
        province: Some(Province::Shanghai),
        from: date(2026, 1, 1),
        checked: true,
    };
    hall.leave().confirm_province(&hall.hr, command).await.unwrap();
    hall
}

async fn declare(hall: &Hall, born_on: NaiveDate) -> ChildId {
    let id = ChildId::new();
    hall.leave().declare_child(&hall.me, DeclareChildCommand { id, born_on, consent: true }).await.unwrap();
    id
}

fn ruling(hall: &Hall, child: ChildId, verdict: ChildVerdict) -> RuleChildCommand {
    let reason = if verdict == ChildVerdict::Refuse { "出生证明看不清".to_owned() } else { String::new() };
    RuleChildCommand { person: hall.worker.id, child, verdict, reason }
}

async fn child(hall: &Hall, id: ChildId) -> ChildView {
    hall.book().await.children.into_iter().find(|child| child.id == id).unwrap()
}

#[db_test]
async fn a_confirmed_child_gives_each_of_its_years_until_the_age_limit(world: World) {
    let hall = confirmed_province(world).await;
    let id = declare(&hall, born()).await;
    assert_eq!(hall.balance(LeaveKind::Childcare).await.granted, 0, "nothing before HR has confirmed");
    let told = hall.world.services.notices().inbox(&hall.hr, None).await.unwrap();
    let worker = hall.worker.id;
    let asks =
        |content: &NoticeContent| matches!(content, NoticeContent::ChildDeclared { person, .. } if *person == worker);
    assert!(told.notices.iter().any(|notice| asks(&notice.content)), "{told:?}");

    hall.leave().rule_child(&hall.hr, ruling(&hall, id, ChildVerdict::Confirm)).await.unwrap();
    let found = child(&hall, id).await;
    assert_eq!((found.state, found.born_on), (ChildState::Confirmed, Some(born())));
    let years: Vec<_> = found.years.iter().map(|year| (year.age, year.from, year.to, year.granted)).collect();
    // 2026-11-24: the year of age 1, and the next one, which begins within a year.
    let expected = [(1, date(2026, 3, 16), date(2027, 3, 15), 10), (2, date(2027, 3, 16), date(2028, 3, 15), 10)];
    assert_eq!(years, expected);
    assert_eq!(hall.balance(LeaveKind::Childcare).await.free(), 10, "what is to come does not count yet");
    hall.world.services.run_jobs().await.unwrap();
    assert_eq!(child(&hall, id).await, found, "the job finds nothing to do");

    // The next birthday: what was left of the old year is gone with it.
    hall.world.clock.advance(TimeDelta::days(120));
    hall.world.services.run_jobs().await.unwrap();
    let balance = hall.balance(LeaveKind::Childcare).await;
    assert_eq!((balance.left, balance.expired), (10, 10), "nothing is carried over");

    // The third birthday: no more of it, and the birth date is erased.
    hall.world.clock.advance(TimeDelta::days(366));
    hall.world.services.run_jobs().await.unwrap();
    let grown = child(&hall, id).await;
    assert_eq!((grown.state, grown.born_on), (ChildState::Grown, None));
    assert_eq!(hall.balance(LeaveKind::Childcare).await.left, 0);
}

#[db_test]
async fn what_is_taken_back_goes_but_for_what_was_taken(world: World) {
    let hall = confirmed_province(world).await;
    let id = declare(&hall, born()).await;
    hall.leave().rule_child(&hall.hr, ruling(&hall, id, ChildVerdict::Confirm)).await.unwrap();
    let days = hall.days(LeaveKind::Childcare, date(2026, 11, 25), date(2026, 11, 26)).await;
    let request = LeaveId::new();
    hall.act(request, Act::Hold(LeaveKind::Childcare, days)).await.unwrap();
    hall.act(request, Act::Consume).await.unwrap();

    hall.leave().take_child_back(&hall.me, id).await.unwrap();
    let balance = hall.balance(LeaveKind::Childcare).await;
    assert_eq!((balance.granted, balance.used, balance.free()), (4, 4, 0));
    let found = child(&hall, id).await;
    assert_eq!((found.state, found.born_on), (ChildState::TakenBack, None));
    let again = hall.leave().take_child_back(&hall.me, id).await;
    assert_eq!(problem(again), LeaveRequestError::NotNow.into());
    hall.world.services.run_jobs().await.unwrap();
    assert_eq!(hall.balance(LeaveKind::Childcare).await, balance);
}

#[db_test]
async fn only_hr_says_whether_it_is_so_and_never_of_their_own(world: World) {
    let hall = confirmed_province(world).await;
    let id = declare(&hall, born()).await;
    let lead = hall.world.person("lead").hall_role(Role::Lead).create().await.caller(&hall.world).await;
    let leave = hall.leave();
    for caller in [&hall.me, &lead] {
        let ruled = leave.rule_child(caller, ruling(&hall, id, ChildVerdict::Confirm)).await;
        assert_eq!(problem(ruled), Problem::Denied);
    }
    assert_eq!(problem(leave.leave_book(&lead, Some(hall.worker.id)).await), Problem::Denied, "nor does a lead see it");
    let theirs = DeclareChildCommand { id: ChildId::new(), born_on: born(), consent: true };
    leave.declare_child(&hall.hr, theirs).await.unwrap();
    let own =
        RuleChildCommand { person: hall.hr.actor.person, child: theirs.id, ..ruling(&hall, id, ChildVerdict::Confirm) };
    assert_eq!(problem(leave.rule_child(&hall.hr, own).await), Problem::Denied);

    let silent = RuleChildCommand { reason: " ".to_owned(), ..ruling(&hall, id, ChildVerdict::Refuse) };
    assert_eq!(problem(leave.rule_child(&hall.hr, silent).await), Problem::field("reason", FieldReason::Required));
    leave.rule_child(&hall.hr, ruling(&hall, id, ChildVerdict::Refuse)).await.unwrap();
    let refused = child(&hall, id).await;
    assert_eq!((refused.state, refused.born_on), (ChildState::Refused, None), "the birth date is erased");
    assert_eq!(refused.reason.as_deref(), Some("出生证明看不清"));
    assert!(refused.years.is_empty());
    assert_eq!(hall.balance(LeaveKind::Childcare).await.granted, 0);
}

#[db_test]
async fn no_province_no_leave_and_both_of_twins_give_theirs(world: World) {
    let hall = Hall::new(world).await;
    let twins = [declare(&hall, born()).await, declare(&hall, born()).await];
    for id in twins {
        hall.leave().rule_child(&hall.hr, ruling(&hall, id, ChildVerdict::Confirm)).await.unwrap();
    }
    assert_eq!(hall.balance(LeaveKind::Childcare).await.granted, 0, "no law of the nation gives any");
    let (from, hall_id) = (date(2026, 11, 24), hall.world.hall.id);
    let command = ProfileCommand { hall: hall_id, province: Some(Province::Guangdong), from, checked: true };
    hall.leave().confirm_province(&hall.hr, command).await.unwrap();
    hall.world.clock.advance(TimeDelta::hours(2));
    hall.world.services.run_jobs().await.unwrap();
    assert_eq!(hall.balance(LeaveKind::Childcare).await.granted, 40);
    assert_eq!(child(&hall, twins[0]).await.years[0].from, from, "from the day on which the rule applies");
}

#[db_test]
async fn told_by_form_with_consent_and_once(world: World) {
    let hall = confirmed_province(world).await;
    let session = hall.worker.sign_in(&hall.world).await.token;
    let (id, me, leave) = (ChildId::new(), hall.me.clone(), hall.leave());
    let app = App::new(hall.world);
    let form = |consent: &str| format!("command[id]={id}&command[born_on]=2025-03-16{consent}");
    let without = app.post("/api/leave/child", Some(&session), &form("")).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(leave.leave_book(&me, None).await.unwrap().children.is_empty());
    for _ in 0..2 {
        let told = app.post("/api/leave/child", Some(&session), &form("&command[consent]=true")).await;
        assert!(told.status.is_success() || told.status.is_redirection(), "{:?}", told.status);
    }
    assert_eq!(leave.leave_book(&me, None).await.unwrap().children.len(), 1);
}
