//! Papers that have come and can't be used.

use domain::{
    ids::ApprovalId,
    leave::{
        LeaveCommand, LeaveKind, LeaveRequestError, PapersRuling, PapersState, RefusePapersCommand, RulePapersCommand,
    },
    notices::NoticeContent,
    photos::PhotoSubject,
    problem::{FieldReason, Problem},
};
use services::{Caller, Error};
use testkit::{World, db_test};

use crate::approvals::november;
use crate::leave_requests::Window;
use crate::leave_sudden::told;
use crate::photos::png;
use crate::support::{covers, problem};

async fn refuse(window: &Window, caller: &Caller, id: ApprovalId, reason: &str) -> Result<(), Error> {
    let command = RefusePapersCommand { id, reason: reason.to_owned() };
    window.world.services.leave().refuse_papers(caller, command).await
}

async fn state(window: &Window, id: ApprovalId) -> PapersState {
    window.card(id).await.papers.unwrap().state
}

/// A sick day of the 24th, granted, with a photo.
async fn handed_in(window: &Window) -> ApprovalId {
    let photos = window.world.services.photos();
    let note = photos.add(&window.a, png(20), None).await.unwrap();
    let command = LeaveCommand { kind: LeaveKind::Sick, photos: vec![note.id], ..window.covered(24, 24) };
    let id = window.ask(&window.a, command).await.unwrap();
    window.world.services.leave().answer_cover(&window.b, covers(id, true)).await.unwrap();
    window.agree(&window.lead, id).await.unwrap();
    id
}

#[db_test]
async fn an_unreadable_note_is_due_anew_and_ends_nothing(world: World) {
    let window = Window::new(world).await;
    let id = handed_in(&window).await;
    assert_eq!(state(&window, id).await, PapersState::HandedIn);
    assert_eq!(problem(refuse(&window, &window.lead, id, "看不清").await), Problem::Denied, "a sick note is for HR");
    assert_eq!(problem(refuse(&window, &window.a, id, "看不清").await), Problem::Denied);
    let empty = refuse(&window, &window.hr, id, " ").await;
    assert_eq!(problem(empty), Problem::field("reason", FieldReason::Required));
    window.world.clock.set("2026-11-25 10:00");
    refuse(&window, &window.hr, id, "看不清").await.unwrap();
    assert_eq!(
        problem(refuse(&window, &window.hr, id, "看不清").await),
        LeaveRequestError::NotNow.into(),
        "nothing new"
    );
    let papers = window.card(id).await.papers.unwrap();
    assert_eq!((papers.state, papers.due_on, papers.photos), (PapersState::Awaited, november(30), 0));
    let due = NoticeContent::PapersRefused { due_on: november(30), request: id };
    assert!(told(&window, &window.a).await.contains(&due));
    let view = window.world.services.leave().view(&window.a, id).await.unwrap();
    assert_eq!(view.refused.map(|refused| refused.reason).as_deref(), Some("看不清"));

    // Nothing else comes: the lead is told and decides, as if none had come.
    window.world.clock.set("2026-12-01 09:00");
    window.world.services.run_jobs().await.unwrap();
    let missing = NoticeContent::PapersMissing { by: "测试w001".to_owned(), request: id };
    assert!(told(&window, &window.lead).await.contains(&missing));
    let (version, ruling) = (window.version(id).await, PapersRuling::Unexcused);
    let command = RulePapersCommand { id, version, ruling, reason: "没有病假条".to_owned() };
    window.world.services.leave().rule_papers(&window.lead, command).await.unwrap();
    assert_eq!(state(&window, id).await, PapersState::Unexcused);
}

#[db_test]
async fn another_photo_counts_again(world: World) {
    let window = Window::new(world).await;
    let id = handed_in(&window).await;
    window.world.clock.set("2026-11-25 10:00");
    refuse(&window, &window.hr, id, "缺少盖章").await.unwrap();
    window.world.clock.set("2026-11-25 11:00");
    window.world.services.photos().add(&window.a, png(21), Some(PhotoSubject::Leave(id))).await.unwrap();
    let papers = window.card(id).await.papers.unwrap();
    assert_eq!((papers.state, papers.photos, papers.late), (PapersState::HandedIn, 1, false));
    window.world.services.leave().check_papers(&window.hr, id).await.unwrap();
    assert_eq!(state(&window, id).await, PapersState::Checked);
}
