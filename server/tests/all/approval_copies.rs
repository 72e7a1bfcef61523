//! Copies and comments: who is told, who reads what, and who does not.

use domain::{
    approvals::{ApprovalKind, HopAct, Subject, Verdict},
    leave::{LeaveCommand, LeaveKind},
    notices::NoticeContent,
    policy::Role,
    problem::{FieldReason, Problem},
};
use services::Caller;
use testkit::{World, db_test};

use crate::{
    approvals::{House, days_off},
    support::problem,
};

async fn told(house: &House, caller: &Caller) -> Vec<NoticeContent> {
    let page = house.world.services.notices().inbox(caller, None).await.unwrap();
    page.notices.into_iter().map(|notice| notice.content).collect()
}

#[db_test]
async fn a_copy_is_told_of_and_read_but_not_what_is_private(world: World) {
    let house = House::new(world).await;
    let approvals = house.world.services.approvals();
    let reader = house.world.person("w009").hall_role(Role::Worker).create().await.caller(&house.world).await;
    let id = house.ask(LeaveCommand { kind: LeaveKind::Sick, ..days_off(25, 25) }).await;
    assert_eq!(problem(approvals.view(&reader, id).await), Problem::NotFound);
    approvals.copy(&house.worker, id, "W009").await.unwrap();
    let copied = NoticeContent::RequestCopied { by: "测试w002".to_owned(), request: id };
    assert_eq!(told(&house, &reader).await, [copied]);
    let seen = approvals.view(&reader, id).await.unwrap();
    assert_eq!((seen.mine, seen.own, seen.can_copy, seen.hand_over_to.len()), (None, false, false, 0));
    let Subject::Leave(card) = &seen.row.subject else { panic!("{:?}", seen.row.subject) };
    assert_eq!((card.kind, card.reason.as_deref(), card.photos.len()), (Some(LeaveKind::Sick), None, 0));
    assert!(card.papers.is_none() && card.left.is_none() && card.flags.is_empty());
    assert_eq!(approvals.copied(&reader, None).await.unwrap().rows[0].id, id);
    assert_eq!(house.inbox(&reader).await, [], "a copy is no seat");
    // No more than that: neither decide, nor hand on, nor the slice's own page with its papers.
    assert_eq!(problem(house.say(&reader, id, Verdict::Agree).await), Problem::Denied);
    assert_eq!(problem(approvals.copy(&reader, id, "lead").await), Problem::Denied);
    assert_eq!(problem(house.world.services.leave().view(&reader, id).await), Problem::NotFound);
    let view = house.view(id).await;
    assert_eq!((view.copies[0].name.as_str(), view.copies[0].by.as_str()), ("测试w009", "测试w002"));
    let hop = view.hops.last().unwrap();
    assert_eq!((hop.act, hop.to.as_slice()), (HopAct::Copied, ["测试w009".to_owned()].as_slice()));
    // Who decides reads the request as before, with a copy or without.
    approvals.copy(&house.worker, id, "lead").await.unwrap();
    assert_eq!(house.inbox(&house.lead).await, [id]);
    house.say(&house.lead, id, Verdict::Agree).await.unwrap();
}

#[db_test]
async fn a_copy_names_somebody_who_can_have_one(world: World) {
    let house = House::new(world).await;
    let approvals = house.world.services.approvals();
    let id = house.ask(days_off(25, 25)).await;
    for name in ["w011", "w012"] {
        house.world.person(name).hall_role(Role::Worker).create().await;
    }
    let cases =
        [("nobody", FieldReason::Unknown), ("w002", FieldReason::SamePerson), ("lead", FieldReason::SamePerson)];
    for (name, reason) in cases {
        let refused = approvals.copy(&house.lead, id, name).await;
        assert_eq!(problem(refused), Problem::field("person", reason), "{name}");
    }
    approvals.copy(&house.lead, id, "w011").await.unwrap();
    let twice = approvals.copy(&house.lead, id, "w011").await;
    assert_eq!(problem(twice), Problem::field("person", FieldReason::Taken));
    for nth in 0..domain::approvals::MAX_COPIES - 1 {
        let name = format!("w1{nth:02}");
        house.world.person(&name).hall_role(Role::Worker).create().await;
        approvals.copy(&house.lead, id, &name).await.unwrap();
    }
    let many = approvals.copy(&house.lead, id, "w012").await;
    assert_eq!(problem(many), Problem::field("person", FieldReason::TooMany));
    let stranger = house.world.person("w013").hall_role(Role::Worker).create().await.caller(&house.world).await;
    assert_eq!(problem(approvals.copy(&stranger, id, "w012").await), Problem::NotFound);
    // A draft is its requester's alone.
    let draft = house.ask(LeaveCommand { draft: true, ..days_off(26, 26) }).await;
    assert_eq!(problem(approvals.copy(&house.worker, draft, "w012").await), Problem::Denied);
}

#[db_test]
async fn both_sides_comment_and_both_are_told(world: World) {
    let house = House::new(world).await;
    let approvals = house.world.services.approvals();
    let id = house.ask(days_off(25, 25)).await;
    let said = |text: &str| Some(text.to_owned());
    approvals.comment(&house.worker, id, said("车票已经买好")).await.unwrap();
    let by_worker = NoticeContent::RequestCommented { by: "测试w002".to_owned(), own: None, request: id };
    assert_eq!(told(&house, &house.lead).await[0], by_worker);
    assert_eq!(told(&house, &house.worker).await, [], "not of one's own words");
    approvals.comment(&house.lead, id, said("请写明返程日期")).await.unwrap();
    let by_lead =
        NoticeContent::RequestCommented { by: "测试lead".to_owned(), own: Some(ApprovalKind::Leave), request: id };
    assert_eq!(told(&house, &house.worker).await, [by_lead]);
    // Who has said something hears the answer, though it is settled.
    house.say(&house.lead, id, Verdict::Agree).await.unwrap();
    approvals.comment(&house.supervisor, id, said("知悉")).await.unwrap();
    let by_supervisor = NoticeContent::RequestCommented { by: "测试sup".to_owned(), own: None, request: id };
    assert_eq!(told(&house, &house.lead).await[0], by_supervisor);
    let empty = approvals.comment(&house.worker, id, said("  ")).await;
    assert_eq!(problem(empty), Problem::field("text", FieldReason::Required));
    let commented = house.acts(id).await.into_iter().filter(|act| *act == HopAct::Commented).count();
    assert_eq!(commented, 3);
}
