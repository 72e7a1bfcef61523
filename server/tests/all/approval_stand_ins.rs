//! Who decides in somebody's place: for one kind, for one place, and with one's own leave.

use chrono::TimeDelta;
use domain::{
    approvals::{ApprovalKind, DelegateCommand, LeaveDelegation, Verdict, Via},
    ids::{ActId, ApprovalId, HallId},
    leave::{LeaveCommand, ReturnCommand},
    notices::NoticeContent,
    policy::{Role, Scope},
    problem::{FieldReason, Problem},
    roster::Half,
};
use services::Caller;
use testkit::{World, db_test};

use crate::{
    approvals::{House, days_off, november},
    support::problem,
};

async fn told(house: &House, caller: &Caller) -> Vec<NoticeContent> {
    let page = house.world.services.notices().inbox(caller, None).await.unwrap();
    page.notices.into_iter().map(|notice| notice.content).collect()
}

async fn deputy(house: &House) -> Caller {
    house.world.person("w009").hall_role(Role::Worker).create().await.caller(&house.world).await
}

fn with(deputy: &str, reason: &str) -> LeaveDelegation {
    LeaveDelegation { deputy: deputy.to_owned(), reason: reason.to_owned(), ..LeaveDelegation::default() }
}

#[db_test]
async fn a_delegation_is_for_what_and_where_it_says(world: World) {
    let house = House::new(world).await;
    let approvals = house.world.services.approvals();
    let deputy = deputy(&house).await;
    let (zone, hall) = (Scope::Zone(house.world.hall.zone), Scope::Hall(house.world.hall.id));
    let delegate = |kind, place: Option<Scope>| DelegateCommand {
        deputy: "w009".to_owned(),
        kind,
        place: place.map(|place| place.to_string()),
        from: november(24),
        to: november(26),
        reason: "外出".to_owned(),
    };
    let id = house.ask(days_off(25, 26)).await;
    house.say(&house.lead, id, Verdict::Agree).await.unwrap();
    // Not of where they don't decide.
    let beyond = approvals.delegate(&house.lead, delegate(None, Some(hall))).await;
    assert_eq!(problem(beyond), Problem::field("place", FieldReason::NotAllowed));
    let nowhere = DelegateCommand { place: Some("moon:1".to_owned()), ..delegate(None, None) };
    let nowhere = approvals.delegate(&house.supervisor, nowhere).await;
    assert_eq!(problem(nowhere), Problem::field("place", FieldReason::Unknown));
    let only = approvals.delegate(&house.supervisor, delegate(Some(ApprovalKind::Correction), None)).await.unwrap();
    assert_eq!(house.inbox(&deputy).await, [], "leave is not meant");
    approvals.end_delegation(&house.supervisor, only).await.unwrap();
    let places = approvals.own_rules(&house.supervisor).await.unwrap().places;
    assert_eq!(places.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [hall, zone]);
    approvals.delegate(&house.supervisor, delegate(Some(ApprovalKind::Leave), Some(zone))).await.unwrap();
    assert_eq!(house.inbox(&deputy).await, [id]);
    let seen = approvals.own_rules(&house.supervisor).await.unwrap().delegations.remove(0);
    assert_eq!(seen.kind, Some(ApprovalKind::Leave));
    assert!(seen.place.is_some() && !seen.with_leave);
    let content = NoticeContent::Delegated { by: "测试sup".to_owned(), from: november(24), to: november(26) };
    assert!(told(&house, &deputy).await.contains(&content), "the deputy is told");
}

#[db_test]
async fn who_goes_on_leave_names_who_decides_meanwhile(world: World) {
    let house = House::new(world).await;
    let (leave, approvals) = (house.world.services.leave(), house.world.services.approvals());
    let deputy = deputy(&house).await;
    let waiting = house.ask(days_off(26, 26)).await;
    let own = |id| LeaveCommand { id, delegation: with("w009", "休假"), ..days_off(24, 26) };
    for (wish, field, reason) in [
        (with("w009", " "), "delegation_reason", FieldReason::Required),
        (with("", "休假"), "deputy", FieldReason::Required),
        (with("nobody", "休假"), "deputy", FieldReason::Unknown),
        (with("lead", "休假"), "deputy", FieldReason::SamePerson),
    ] {
        let refused = leave.ask(&house.lead, LeaveCommand { delegation: wish, ..own(ApprovalId::new()) }).await;
        assert_eq!(problem(refused), Problem::field(field, reason));
    }
    let elsewhere = Scope::Hall(HallId::new()).to_string();
    let delegation = LeaveDelegation { place: Some(elsewhere), ..with("w009", "休假") };
    let refused = leave.ask(&house.lead, LeaveCommand { delegation, ..own(ApprovalId::new()) }).await;
    assert_eq!(problem(refused), Problem::field("delegation_place", FieldReason::NotAllowed));
    let powerless = LeaveCommand { delegation: with("w009", "休假"), ..days_off(27, 27) };
    assert_eq!(problem(leave.ask(&house.worker, powerless).await), Problem::Denied);
    // A draft names nobody yet.
    let id = ApprovalId::new();
    leave.ask(&house.lead, LeaveCommand { draft: true, ..own(id) }).await.unwrap();
    assert_eq!((house.inbox(&deputy).await, told(&house, &deputy).await), (vec![], vec![]));
    let kept = leave.choices(&house.lead, Some(id)).await.unwrap();
    assert!(kept.decides && kept.so_far.unwrap().delegation == with("w009", "休假"));
    leave.ask(&house.lead, LeaveCommand { version: Some(1), ..own(id) }).await.unwrap();
    assert_eq!(house.inbox(&deputy).await, [waiting]);
    assert_eq!(approvals.view(&deputy, waiting).await.unwrap().mine, Some(Via::Delegated));
    let content = NoticeContent::Delegated { by: "测试lead".to_owned(), from: november(24), to: november(26) };
    assert_eq!(told(&house, &deputy).await.iter().filter(|told| **told == content).count(), 1);
    house.say(&deputy, waiting, Verdict::Agree).await.unwrap();
    let seen = approvals.own_rules(&house.lead).await.unwrap().delegations;
    assert!(seen.len() == 1 && seen[0].with_leave);
}

#[db_test]
async fn who_goes_on_leave_may_leave_some_requests_to_themselves(world: World) {
    let house = House::new(world).await;
    let leave = house.world.services.leave();
    let deputy = deputy(&house).await;
    house.ask(days_off(26, 26)).await;
    let id = ApprovalId::new();
    let only = |kind| LeaveDelegation { kind: Some(kind), ..with("w009", "休假") };
    let own = LeaveCommand { id, delegation: only(ApprovalKind::Overtime), ..days_off(24, 26) };
    leave.ask(&house.lead, own.clone()).await.unwrap();
    assert_eq!(house.inbox(&deputy).await, [], "only of overtime");
    let so_far = leave.choices(&house.lead, Some(id)).await.unwrap().so_far.unwrap();
    assert_eq!(so_far.delegation, only(ApprovalKind::Overtime));
    let places = leave.choices(&house.lead, None).await.unwrap().places;
    assert!(places.iter().any(|(place, _)| *place == Scope::Zone(house.world.hall.zone)), "{places:?}");
}

#[db_test]
async fn it_ends_with_the_leave_and_comes_back_when_that_is_undone(world: World) {
    let house = House::new(world).await;
    let (leave, approvals) = (house.world.services.leave(), house.world.services.approvals());
    let deputy = deputy(&house).await;
    let waiting = house.ask(days_off(30, 30)).await;
    let command = LeaveCommand { delegation: with("w009", "休假"), ..days_off(24, 26) };
    let own = leave.ask(&house.lead, command).await.unwrap();
    let version = async || approvals.view(&house.lead, own).await.unwrap().row.version;
    house.decide(&house.supervisor, own, version().await, Verdict::Reject).await.unwrap();
    house.world.services.run_jobs().await.unwrap();
    assert_eq!(house.inbox(&deputy).await, [], "no leave, no deputy");
    approvals.undo(&house.supervisor, own).await.unwrap();
    house.decide(&house.supervisor, own, version().await, Verdict::Agree).await.unwrap();
    house.world.clock.advance(TimeDelta::minutes(2));
    house.world.services.run_jobs().await.unwrap();
    assert_eq!(house.inbox(&deputy).await, [waiting]);
    // Back earlier than planned.
    house.world.clock.set("2026-11-26 08:00");
    let back = ReturnCommand {
        id: ActId::new(),
        request: own,
        version: version().await,
        back_on: november(26),
        half: Half::Morning,
    };
    leave.come_back(&house.lead, back).await.unwrap();
    house.world.services.run_jobs().await.unwrap();
    assert_eq!(house.inbox(&deputy).await, []);
    assert_eq!(approvals.own_rules(&house.lead).await.unwrap().delegations, []);
}
