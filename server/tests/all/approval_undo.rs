//! What a decision tells is held until it can be undone no more; many are undone at once; flags are read first.

use chrono::TimeDelta;
use domain::{
    approvals::{ApprovalKind, DecideCommand, FlowState, UNDO, Verdict},
    ids::{ApprovalId, DecisionId},
    leave::{LeaveCommand, LeaveKind},
    notices::NoticeContent,
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
    assert_eq!(page.unread, page.notices.len() as u64, "what is held is not counted");
    page.notices.into_iter().map(|notice| notice.content).collect()
}

#[db_test]
async fn what_was_undone_was_never_told(world: World) {
    let house = House::new(world).await;
    let approvals = house.world.services.approvals();
    let id = house.ask(days_off(25, 25)).await;
    let waits = vec![NoticeContent::RequestWaits { by: "测试w002".to_owned(), request: id }];
    house.say(&house.lead, id, Verdict::Agree).await.unwrap();
    house.world.clock.advance(TimeDelta::seconds(9));
    assert_eq!(told(&house, &house.worker).await, []);
    approvals.undo(&house.lead, id).await.unwrap();
    house.world.clock.advance(TimeDelta::minutes(5));
    assert_eq!(told(&house, &house.worker).await, [], "nobody was told of what is not");
    assert_eq!(told(&house, &house.lead).await, waits, "nor the one who undid it once more");
    house.say(&house.lead, id, Verdict::Reject).await.unwrap();
    house.world.clock.advance(TimeDelta::seconds(10));
    let settled = NoticeContent::RequestSettled { what: ApprovalKind::Leave, state: FlowState::Rejected, request: id };
    assert_eq!(told(&house, &house.worker).await, [settled]);
}

#[db_test]
async fn who_is_next_is_told_late_and_not_of_what_was_undone(world: World) {
    let house = House::new(world).await;
    let approvals = house.world.services.approvals();
    let id = house.ask(days_off(25, 26)).await;
    house.say(&house.lead, id, Verdict::Agree).await.unwrap();
    assert_eq!(house.inbox(&house.supervisor).await, [id], "the inbox has it at once");
    approvals.undo(&house.lead, id).await.unwrap();
    house.world.clock.advance(TimeDelta::minutes(5));
    assert_eq!(told(&house, &house.supervisor).await, []);
    // Agreed to by two within ten seconds: the second needs no telling, the requester is told of the end.
    house.say(&house.lead, id, Verdict::Agree).await.unwrap();
    house.say(&house.supervisor, id, Verdict::Agree).await.unwrap();
    house.world.clock.advance(TimeDelta::seconds(10));
    assert_eq!(told(&house, &house.supervisor).await, []);
    let settled = NoticeContent::RequestSettled { what: ApprovalKind::Leave, state: FlowState::Approved, request: id };
    assert_eq!(told(&house, &house.worker).await, [settled]);
}

#[db_test]
async fn a_batch_is_undone_as_one_while_that_can_be_done(world: World) {
    let house = House::new(world).await;
    let approvals = house.world.services.approvals();
    let mut asked = Vec::new();
    for day in [26, 27, 30] {
        asked.push(house.ask(days_off(day, day)).await);
    }
    let all: Vec<(ApprovalId, i32)> = asked.iter().map(|id| (*id, 2)).collect();
    assert_eq!(approvals.agree_to_many(&house.lead, all).await.unwrap().done, 3);
    let inbox = approvals.inbox(&house.lead, None).await.unwrap();
    let (offered, until) = inbox.undo.expect("an offer");
    assert_eq!((&offered, until), (&asked, inbox.as_of + UNDO));
    assert_eq!(approvals.inbox(&house.supervisor, None).await.unwrap().undo, None);
    let stranger = approvals.undo_many(&house.supervisor, offered.clone()).await.unwrap();
    assert_eq!((stranger.done, stranger.left), (0, 3));
    let undone = approvals.undo_many(&house.lead, [offered, vec![ApprovalId::new()]].concat()).await.unwrap();
    assert_eq!((undone.done, undone.left), (3, 1));
    assert_eq!(house.inbox(&house.lead).await, asked);
    assert_eq!(approvals.inbox(&house.lead, None).await.unwrap().undo, None);
    // Later there is nothing to offer, and nothing to undo.
    let all = asked.iter().map(|id| (*id, 4)).collect();
    assert_eq!(approvals.agree_to_many(&house.lead, all).await.unwrap().done, 3);
    house.world.clock.advance(TimeDelta::seconds(11));
    assert_eq!(approvals.inbox(&house.lead, None).await.unwrap().undo, None);
    assert_eq!(approvals.undo_many(&house.lead, asked).await.unwrap().left, 3);
}

#[db_test]
async fn what_has_flags_is_agreed_to_only_by_who_has_read_them(world: World) {
    let house = House::new(world).await;
    let approvals = house.world.services.approvals();
    // Today, and asked for today: who asks so late is looked at.
    let flagged = house.ask(LeaveCommand { kind: LeaveKind::Official, ..days_off(24, 24) }).await;
    let clean = house.ask(days_off(26, 26)).await;
    let command = |approval, verdict, reason: Option<&str>, seen| DecideCommand {
        id: DecisionId::new(),
        approval,
        version: 2,
        verdict,
        reason: reason.map(ToOwned::to_owned),
        seen,
    };
    let unread = approvals.decide(&house.lead, command(flagged, Verdict::Agree, None, false)).await;
    assert_eq!(problem(unread), Problem::field("seen", FieldReason::Required));
    assert_eq!(house.view(flagged).await.row.state, FlowState::InReview);
    // To say no, and to agree where nothing is flagged, nobody has to have read anything.
    approvals.decide(&house.lead, command(clean, Verdict::Agree, None, false)).await.unwrap();
    approvals.decide(&house.lead, command(flagged, Verdict::SendBack, Some("请补事由"), false)).await.unwrap();
    let again = LeaveCommand { id: flagged, version: Some(3), kind: LeaveKind::Official, ..days_off(24, 24) };
    house.ask(again).await;
    let version = house.view(flagged).await.row.version;
    let read = DecideCommand { version, ..command(flagged, Verdict::Agree, None, true) };
    assert_eq!(approvals.decide(&house.lead, read).await.unwrap().state, FlowState::Approved);
}
