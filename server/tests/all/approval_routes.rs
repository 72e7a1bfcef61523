//! Whose turn it is: seats, deputies, due times, an agency's own routes, and who is told.

use chrono::TimeDelta;
use domain::{
    accounts::AppointCommand,
    approvals::{ApprovalKind, DelegateCommand, FlowState, HopAct, Level, Quorum, Route, Routes, Step, Verdict, Via},
    leave::{LeaveCommand, LeaveKind},
    notices::NoticeContent,
    policy::{Role, Scope},
    problem::{FieldReason, Problem},
};
use services::Caller;
use testkit::{World, db_test};

use crate::approvals::{House, days_off, november};
use crate::support::problem;

#[db_test]
async fn a_deputy_decides_for_some_days_and_is_named(world: World) {
    let house = House::new(world).await;
    let approvals = house.world.services.approvals();
    let deputy = house.world.person("w009").hall_role(Role::Worker).create().await.caller(&house.world).await;
    let delegate = |deputy: &str, from, to| DelegateCommand {
        deputy: deputy.to_owned(),
        kind: None,
        place: None,
        from: november(from),
        to: november(to),
        reason: "出差".to_owned(),
    };
    let stranger = approvals.delegate(&house.lead, delegate("nobody", 24, 26)).await;
    assert_eq!(problem(stranger), Problem::field("deputy", FieldReason::Unknown));
    let powerless = approvals.delegate(&deputy, delegate("lead", 24, 26)).await;
    assert_eq!(problem(powerless), Problem::Denied, "who decides nothing delegates nothing");
    let id = house.ask(days_off(26, 26)).await;
    assert!(problem(approvals.view(&deputy, id).await) == Problem::NotFound);
    let delegation = approvals.delegate(&house.lead, delegate("w009", 24, 25)).await.unwrap();
    assert_eq!(house.inbox(&deputy).await, [id]);
    assert_eq!(approvals.view(&deputy, id).await.unwrap().mine, Some(Via::Delegated));
    house.say(&deputy, id, Verdict::Agree).await.unwrap();
    let hop = house.view(id).await.hops.pop().unwrap();
    assert_eq!((hop.actor.as_deref(), hop.on_behalf_of.as_deref()), (Some("测试w009"), Some("测试lead")));
    // Over, and ended early.
    let id = house.ask(days_off(27, 27)).await;
    assert_eq!(house.inbox(&deputy).await, [id]);
    house.world.clock.set("2026-11-26 08:00");
    house.world.services.run_jobs().await.unwrap();
    assert_eq!(house.inbox(&deputy).await, []);
    assert_eq!(problem(house.say(&deputy, id, Verdict::Agree).await), Problem::Denied);
    approvals.end_delegation(&house.lead, delegation).await.unwrap();
    assert_eq!(problem(approvals.end_delegation(&house.lead, delegation).await), Problem::NotFound);
    // Nobody is deputy for their own request.
    approvals.delegate(&house.lead, delegate("w002", 26, 30)).await.unwrap();
    assert_eq!(house.inbox(&house.worker).await, []);
}

#[db_test]
async fn a_lost_role_re_routes_and_a_new_lead_finds_what_waits(world: World) {
    let house = House::new(world).await;
    let accounts = house.world.services.accounts();
    let id = house.ask(days_off(26, 26)).await;
    let roles = accounts.person(&house.hr, house.lead_person.id).await.unwrap().appointments;
    accounts.end_appointment(&house.hr, house.lead_person.id, roles[0].id, november(23)).await.unwrap();
    assert_eq!(house.inbox(&house.supervisor).await, [id]);
    assert_eq!(house.view(id).await.row.waits_for, ["测试sup"]);
    assert!(house.decide(&house.lead, id, 2, Verdict::Agree).await.is_err(), "an old session has no right");
    let new = house.world.person("lead3").create().await;
    let appoint = AppointCommand {
        person: new.id,
        role: Role::Lead,
        scope: Scope::Zone(house.world.hall.zone),
        from: november(24),
        to: None,
    };
    accounts.appoint(&house.hr, appoint).await.unwrap();
    assert_eq!(house.view(id).await.row.waits_for, ["测试lead3"]);
    assert_eq!(house.acts(id).await, [HopAct::Submitted, HopAct::Rerouted, HopAct::Rerouted]);
    accounts.end_employment(&house.hr, new.id, november(23)).await.unwrap();
    assert_eq!(house.inbox(&house.supervisor).await, [id]);
}

#[db_test]
async fn lateness_reminds_then_lifts_and_what_is_sent_back_expires(world: World) {
    let house = House::new(world).await;
    let id = house.ask(days_off(30, 30)).await;
    let services = &house.world.services;
    // Asked at 08:25, the lead has four working hours: till 14:00 after lunch.
    house.world.clock.set("2026-11-24 13:59");
    services.run_jobs().await.unwrap();
    assert_eq!(house.acts(id).await, [HopAct::Submitted]);
    house.world.clock.set("2026-11-24 14:01");
    services.run_jobs().await.unwrap();
    services.run_jobs().await.unwrap();
    assert_eq!(house.acts(id).await, [HopAct::Submitted, HopAct::Reminded]);
    house.world.clock.set("2026-11-25 10:00");
    services.run_jobs().await.unwrap();
    assert_eq!(house.view(id).await.row.waits_for.len(), 2, "the lead and the supervisor");
    house.world.clock.set("2026-12-20 10:00");
    for minute in 1..9 {
        services.run_jobs().await.unwrap();
        house.world.clock.advance(TimeDelta::days(3) + TimeDelta::minutes(minute));
    }
    assert_eq!(house.view(id).await.row.state, FlowState::InReview, "never approved by time");
    house.say(&house.supervisor, id, Verdict::SendBack).await.unwrap();
    house.world.clock.advance(TimeDelta::days(20));
    services.run_jobs().await.unwrap();
    assert_eq!(house.view(id).await.row.state, FlowState::Expired);
}

#[db_test]
async fn a_seat_is_handed_over_with_a_reason_and_comments_are_heard(world: World) {
    let house = House::new(world).await;
    let approvals = house.world.services.approvals();
    let id = house.ask(days_off(25, 25)).await;
    let view = approvals.view(&house.lead, id).await.unwrap();
    let names: Vec<&str> = view.hand_over_to.iter().map(|(_, name)| name.as_str()).collect();
    assert!(names.contains(&"测试sup") && !names.contains(&"测试w002") && !names.contains(&"测试lead"), "{names:?}");
    let to = house.supervisor.actor.person;
    let why = || Some("我不熟悉情况".to_owned());
    let silent = approvals.hand_over(&house.lead, id, 2, to, None).await;
    assert_eq!(problem(silent), Problem::field("reason", FieldReason::Required));
    let unfit = approvals.hand_over(&house.lead, id, 2, house.b.id, why()).await;
    assert_eq!(problem(unfit), Problem::field("to", FieldReason::NotAllowed));
    approvals.hand_over(&house.lead, id, 2, to, why()).await.unwrap();
    assert_eq!((house.inbox(&house.lead).await, house.inbox(&house.supervisor).await), (vec![], vec![id]));
    approvals.comment(&house.worker, id, Some("车票已经买好".to_owned())).await.unwrap();
    let stranger = house.world.person("w010").hall_role(Role::Worker).create().await.caller(&house.world).await;
    assert_eq!(problem(approvals.comment(&stranger, id, why()).await), Problem::NotFound);
    assert_eq!(house.acts(id).await, [HopAct::Submitted, HopAct::HandedOver, HopAct::Commented]);
    house.say(&house.supervisor, id, Verdict::Agree).await.unwrap();
}

#[db_test]
async fn an_agency_sets_its_own_routes_and_what_is_under_way_keeps_its(world: World) {
    let house = House::new(world).await;
    let approvals = house.world.services.approvals();
    let before = house.ask(days_off(25, 25)).await;
    let kind = ApprovalKind::Leave;
    let both = Step { level: Level::Supervisor, quorum: Quorum::All, minutes: 60 };
    let routes = Routes { routes: vec![Route::for_all(vec![both])] };
    assert_eq!(problem(approvals.set_routes(&house.supervisor, kind, 0, routes.clone()).await), Problem::Denied);
    let empty = Routes { routes: vec![] };
    assert!(matches!(problem(approvals.set_routes(&house.hr, kind, 0, empty).await), Problem::Invalid(_)));
    assert_eq!(approvals.set_routes(&house.hr, kind, 0, routes.clone()).await.unwrap(), 1);
    assert_eq!(problem(approvals.set_routes(&house.hr, kind, 0, routes).await), Problem::Conflict);
    let second = house.world.person("sup2").hall_role(Role::Supervisor).create().await.caller(&house.world).await;
    let after = house.ask(days_off(26, 26)).await;
    assert_eq!(house.view(before).await.steps[0].level, Level::Lead);
    house.say(&house.supervisor, after, Verdict::Agree).await.unwrap();
    assert_eq!(house.view(after).await.row.state, FlowState::InReview, "both must agree");
    house.say(&second, after, Verdict::Agree).await.unwrap();
    assert_eq!(house.view(after).await.row.state, FlowState::Approved);
}

#[db_test]
async fn routes_come_from_a_file_and_a_bad_one_changes_nothing(world: World) {
    let house = House::new(world).await;
    let approvals = house.world.services.approvals();
    let file = include_str!("../../../docs/examples/approvals.toml");
    assert_eq!(approvals.import_routes_by_operator(file).await.unwrap(), [1]);
    let open = file.replace("[[route]]\nsteps", "[[route]]\nup_to_half_days = 40\nsteps");
    assert_eq!(
        problem(approvals.import_routes_by_operator(&open).await),
        Problem::field("routes", FieldReason::Required)
    );
    let wrong = file.replace("\"host\"", "\"boss\"");
    assert!(matches!(problem(approvals.import_routes_by_operator(&wrong).await), Problem::Invalid(_)));
    let id = house.ask(LeaveCommand { kind: LeaveKind::Sick, ..days_off(25, 27) }).await;
    let levels: Vec<Level> = house.view(id).await.steps.iter().map(|step| step.level).collect();
    assert_eq!(levels, [Level::Lead, Level::Hr]);
}

#[db_test]
async fn another_halls_people_follow_nothing(world: World) {
    let house = House::new(world).await;
    let other = house.world.another_hall("另一大厅").await;
    let id = house.ask(days_off(25, 25)).await;
    for role in [Role::Lead, Role::Supervisor, Role::Host] {
        let name = format!("other-{}", role.code());
        let person = house.world.person(&name).of(&other);
        let stranger = person.hall_role(role).create().await.caller(&house.world).await;
        let approvals = house.world.services.approvals();
        assert_eq!(problem(approvals.view(&stranger, id).await), Problem::NotFound, "{role:?}");
        assert_eq!(problem(house.decide(&stranger, id, 2, Verdict::Agree).await), Problem::Denied, "{role:?}");
        assert_eq!(house.inbox(&stranger).await, []);
    }
}

#[db_test]
async fn who_must_act_is_told_and_the_requester_once_it_is_settled(world: World) {
    let house = House::new(world).await;
    let told = async |caller: &Caller| -> Vec<NoticeContent> {
        let page = house.world.services.notices().inbox(caller, None).await.unwrap();
        page.notices.into_iter().map(|notice| notice.content).collect()
    };
    let id = house.ask(days_off(25, 26)).await;
    let waits = NoticeContent::RequestWaits { by: "测试w002".to_owned(), request: id };
    assert_eq!((told(&house.lead).await, told(&house.supervisor).await), (vec![waits.clone()], vec![]));
    house.say(&house.lead, id, Verdict::Agree).await.unwrap();
    house.world.clock.advance(TimeDelta::seconds(10));
    assert_eq!((told(&house.supervisor).await, told(&house.worker).await), (vec![waits.clone()], vec![]));
    house.say(&house.supervisor, id, Verdict::Agree).await.unwrap();
    house.world.clock.advance(TimeDelta::seconds(10));
    let settled = NoticeContent::RequestSettled { what: ApprovalKind::Leave, state: FlowState::Approved, request: id };
    assert_eq!(told(&house.worker).await, [settled]);
    assert_eq!(told(&house.lead).await, [waits], "and nobody twice");
}
