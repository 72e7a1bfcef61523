//! Leave that befalls people: it is kept whatever stands against it, who leads is told at once and names who covers.

use domain::{
    approvals::FlowState,
    ids::{ActId, ApprovalId, PersonId},
    leave::{CoverState, LeaveCommand, LeaveFlag, LeaveKind, LeaveRequestError, NameCoverCommand, SuddenCommand},
    notices::NoticeContent,
    problem::{FieldReason, Problem},
};
use services::{Caller, Error};
use testkit::{World, db_test};

use crate::approvals::{days_off, november};
use crate::leave_requests::Window;
use crate::support::problem;

pub async fn told(window: &Window, caller: &Caller) -> Vec<NoticeContent> {
    let inbox = window.world.services.notices().inbox(caller, None).await.unwrap();
    inbox.notices.into_iter().map(|notice| notice.content).collect()
}

pub async fn name(window: &Window, caller: &Caller, request: ApprovalId, cover: PersonId) -> Result<(), Error> {
    window.world.services.leave().name_cover(caller, NameCoverCommand { id: ActId::new(), request, cover }).await
}

fn sudden(kind: LeaveKind) -> SuddenCommand {
    SuddenCommand { id: ApprovalId::new(), kind, tap: None }
}

fn wanted(by: Option<&str>, request: ApprovalId) -> NoticeContent {
    NoticeContent::CoverWanted { by: by.map(ToOwned::to_owned), request }
}

#[db_test]
async fn b_falls_ill_while_a_is_away_and_a_third_is_named(world: World) {
    let window = Window::new(world).await;
    let services = &window.world.services;
    let a_leave = window.granted(24, 25).await;
    let planned = LeaveCommand { kind: LeaveKind::Annual, ..days_off(25, 25) };
    assert_eq!(problem(window.ask(&window.b, planned).await), LeaveRequestError::PartnerAway.into(), "what is planned");

    let ill = services.leave().report(&window.b, sudden(LeaveKind::Sick), None).await.unwrap();
    let flags = window.card(ill).await.flags;
    for flag in [LeaveFlag::Sudden, LeaveFlag::PartnerAway, LeaveFlag::Covering] {
        assert!(flags.contains(&flag), "{flag:?} {flags:?}");
    }
    let lead = told(&window, &window.lead).await;
    assert!(
        lead.contains(&wanted(Some("测试w002"), ill)) && lead.contains(&wanted(Some("测试w001"), a_leave)),
        "{lead:?}"
    );
    assert!(told(&window, &window.a).await.contains(&wanted(None, a_leave)));

    // A third takes over from B, at once by the lead's word: the leave has begun.
    let spare = window.spare.actor.person;
    assert_eq!(problem(name(&window, &window.spare, a_leave, spare).await), Problem::NotFound);
    let busy = name(&window, &window.lead, a_leave, window.a_person.id).await;
    assert_eq!(problem(busy), Problem::field("cover", FieldReason::SamePerson));
    name(&window, &window.lead, a_leave, spare).await.unwrap();
    let cover = window.card(a_leave).await.cover.unwrap();
    assert_eq!((cover.person, cover.state), (spare, CoverState::Confirmed));
    let assigned = NoticeContent::CoverAssigned { by: "测试w001".to_owned(), from: november(24) };
    assert!(told(&window, &window.spare).await.contains(&assigned));
    assert!(!window.card(ill).await.flags.contains(&LeaveFlag::Covering));
    window.world.clock.set("2026-11-24 09:00");
    let board = services.attendance().board(&window.lead, None).await.unwrap();
    let holders = &board.zones[0].windows[0].holders;
    let covered = holders.iter().find(|holder| holder.cover.is_some()).unwrap();
    assert_eq!(covered.cover.as_ref().unwrap().name, "测试w003");
    window.agree(&window.lead, ill).await.unwrap();
    assert_eq!(window.view(&window.b, ill).await.row.state, FlowState::Approved);
}

#[db_test]
async fn illness_waits_for_nobody_who_covers(world: World) {
    let window = Window::new(world).await;
    let id = window.world.services.leave().report(&window.a, sudden(LeaveKind::Sick), None).await.unwrap();
    assert!(told(&window, &window.lead).await.contains(&wanted(Some("测试w001"), id)), "nobody is at the window");
    window.agree(&window.lead, id).await.unwrap();
    name(&window, &window.lead, id, window.b_person.id).await.unwrap();
    assert_eq!(window.card(id).await.cover.unwrap().state, CoverState::Confirmed);
}

#[db_test]
async fn hours_that_are_over_need_nobody_to_cover(world: World) {
    let window = Window::new(world).await;
    // Asked for on the Tuesday, of the Monday and of the day itself.
    let late = window.ask(&window.a, days_off(23, 23)).await.unwrap();
    assert!(!window.card(late).await.flags.contains(&LeaveFlag::CoverUnconfirmed));
    window.agree(&window.lead, late).await.unwrap();
    let asked = window.ask(&window.a, days_off(24, 24)).await;
    assert_eq!(problem(asked), Problem::field("cover", FieldReason::Required), "today is not over");
    let today = window.ask(&window.a, window.covered(24, 24)).await.unwrap();
    assert_eq!(problem(window.agree(&window.lead, today).await), LeaveRequestError::CoverUnconfirmed.into());
    // Nobody has answered: the lead names somebody who is free, and then agrees.
    name(&window, &window.lead, today, window.spare.actor.person).await.unwrap();
    window.agree(&window.lead, today).await.unwrap();
    // A day later, it would not have needed anybody.
    let other = window.ask(&window.a, window.covered(25, 25)).await.unwrap();
    window.world.clock.set("2026-11-26 08:00");
    window.agree(&window.lead, other).await.unwrap();
}

#[db_test]
async fn leave_of_the_past_is_not_held_against_the_partners(world: World) {
    let window = Window::new(world).await;
    window.granted(24, 25).await;
    window.world.clock.set("2026-11-26 09:00");
    let late = LeaveCommand { kind: LeaveKind::Personal, ..days_off(25, 25) };
    let id = window.ask(&window.b, late).await.unwrap();
    let flags = window.card(id).await.flags;
    assert!(flags.contains(&LeaveFlag::PartnerAway), "who decides sees it: {flags:?}");
    window.agree(&window.lead, id).await.unwrap();
}

#[db_test]
async fn a_sudden_case_does_not_become_a_plan(world: World) {
    let window = Window::new(world).await;
    window.granted(24, 26).await;
    let id = window.world.services.leave().report(&window.b, sudden(LeaveKind::Personal), None).await.unwrap();
    let version = Some(window.view(&window.b, id).await.row.version);
    let longer = LeaveCommand { id, version, ..days_off(24, 26) };
    assert_eq!(problem(window.ask(&window.b, longer).await), LeaveRequestError::PartnerAway.into());
}
