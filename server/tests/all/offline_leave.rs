//! A sudden case reported without a network, and what is said about leave there: the same is done once, other words under
//! its id are a conflict, and what comes too late is refused with its reason.

use chrono::{DateTime, Utc};
use domain::{
    approvals::{FlowState, WithdrawCommand},
    attendance::{ClaimDoubt, LateKind, Sending, Tapped, TimeEvidence},
    ids::{ActId, ApprovalId},
    leave::{
        AnswerCoverCommand, CoverState, LeaveCommand, LeaveKind, LeaveRequestError, NameCoverCommand, Period,
        ReturnCommand, Returned, SuddenCommand,
    },
    notices::NoticeContent,
    problem::{FieldReason, Problem},
    roster::Half,
};
use services::{Caller, Error};
use testkit::{World, db_test};

use crate::approvals::november;
use crate::leave_requests::Window;
use crate::leave_sudden::told;
use crate::support::{covers, problem, takes_back};

fn now(window: &Window) -> DateTime<Utc> {
    window.world.services.clock().now()
}

/// Tapped at this moment on A's phone, whose clock is right; with or without proof of the time.
fn tapped(window: &Window, with_ticket: bool) -> SuddenCommand {
    let device_at = now(window);
    let ticket = with_ticket.then(|| window.world.services.attendance().ticket(&window.a).unwrap());
    let evidence = ticket.map(|ticket| TimeEvidence { ticket, ticket_device_at: device_at, elapsed_ms: Some(0) });
    SuddenCommand { id: ApprovalId::new(), kind: LeaveKind::Sick, tap: Some(Tapped { device_at, evidence }) }
}

/// Sent at this moment.
async fn send(window: &Window, caller: &Caller, command: &SuddenCommand) -> Result<ApprovalId, Error> {
    let sending = Some(Sending { device_at: now(window), since_tap_ms: None });
    window.world.services.leave().report(caller, command.clone(), sending).await
}

#[db_test]
async fn a_sudden_case_is_about_the_day_of_the_tap_and_both_times_are_shown(world: World) {
    let window = Window::new(world).await;
    window.world.clock.set("2026-11-24 15:00");
    let command = tapped(&window, true);
    let made = now(&window);
    window.world.clock.set("2026-11-25 09:00");
    let id = send(&window, &window.a, &command).await.unwrap();
    assert_eq!(id, command.id);
    let card = window.card(id).await;
    let afternoon = Period::halves((november(24), Half::Afternoon), (november(24), Half::Afternoon));
    assert_eq!(card.period, afternoon, "from the tap to the end of its day");
    assert_eq!(card.papers.unwrap().due_on, november(27), "as if it had arrived at once");
    let late = card.late.unwrap();
    assert_eq!((late.kind, late.made_at, late.arrived_at), (LateKind::Report, made, now(&window)));
    assert_eq!(late.doubt, Some(ClaimDoubt::TooLate), "the lead is told to look at it");
}

#[db_test]
async fn a_sudden_case_that_arrives_the_same_day_is_in_no_doubt_and_one_at_once_is_not_late(world: World) {
    let window = Window::new(world).await;
    let (proved, bare) = (tapped(&window, true), SuddenCommand { kind: LeaveKind::Personal, ..tapped(&window, false) });
    let version = |id| window.version(id);
    window.world.clock.set("2026-11-24 11:00");
    let id = send(&window, &window.a, &proved).await.unwrap();
    assert_eq!(window.card(id).await.late.unwrap().doubt, None);
    let leave = window.world.services.leave();
    leave.withdraw(&window.a, takes_back(id, version(id).await)).await.unwrap();
    let id = send(&window, &window.a, &bare).await.unwrap();
    let late = window.card(id).await.late.unwrap();
    assert_eq!(late.doubt, Some(ClaimDoubt::NoTicket));
    assert_eq!(window.card(id).await.period, Period::whole(november(24), november(24)));
    leave.withdraw(&window.a, takes_back(id, version(id).await)).await.unwrap();
    let at_once = send(&window, &window.a, &tapped(&window, true)).await.unwrap();
    assert_eq!(window.card(at_once).await.late, None);
}

#[db_test]
async fn a_sudden_case_is_reported_once(world: World) {
    let window = Window::new(world).await;
    let command = tapped(&window, true);
    send(&window, &window.a, &command).await.unwrap();
    // The answer was lost; it is sent again after the lead has decided, on the next day.
    window.agree(&window.lead, command.id).await.unwrap();
    let heard = told(&window, &window.lead).await;
    window.world.clock.set("2026-11-25 09:00");
    assert_eq!(send(&window, &window.a, &command).await.unwrap(), command.id, "it is answered as then");
    assert_eq!(window.view(&window.a, command.id).await.row.state, FlowState::Approved);
    let other = SuddenCommand { kind: LeaveKind::Personal, ..command.clone() };
    assert_eq!(problem(send(&window, &window.a, &other).await), Problem::Conflict);
    assert_eq!(problem(send(&window, &window.b, &command).await), Problem::NotFound, "it is nobody else's");
    assert_eq!(told(&window, &window.lead).await, heard);
    let mine = window.world.services.leave().mine(&window.a, None).await.unwrap();
    assert_eq!(mine.requests.len(), 1);
}

#[db_test]
async fn a_report_of_too_long_ago_names_its_fault(world: World) {
    let window = Window::new(world).await;
    let command = tapped(&window, true);
    window.world.clock.set("2027-01-04 09:00");
    assert_eq!(
        problem(send(&window, &window.a, &command).await),
        Problem::field("tap", FieldReason::OutOfRange),
        "leave can't be asked for so late either"
    );
}

#[db_test]
async fn leave_is_taken_back_once_and_not_after_it_was_decided(world: World) {
    let window = Window::new(world).await;
    let leave = window.world.services.leave();
    let id = window.ask(&window.a, window.covered(25, 25)).await.unwrap();
    let command = takes_back(id, window.version(id).await);
    assert_eq!(problem(leave.withdraw(&window.b, command).await), Problem::NotFound);
    leave.withdraw(&window.a, command).await.unwrap();
    let version = window.version(id).await;
    leave.withdraw(&window.a, command).await.expect("the same is done once");
    assert_eq!(window.version(id).await, version);
    let other = WithdrawCommand { version, ..command };
    assert_eq!(problem(leave.withdraw(&window.a, other).await), Problem::Conflict);

    let id = window.ask(&window.a, window.covered(25, 25)).await.unwrap();
    leave.answer_cover(&window.b, covers(id, true)).await.unwrap();
    let kept = takes_back(id, window.version(id).await);
    window.agree(&window.lead, id).await.unwrap();
    assert_eq!(problem(leave.withdraw(&window.a, kept).await), Problem::Conflict);
    assert_eq!(window.view(&window.a, id).await.row.state, FlowState::Approved);
}

#[db_test]
async fn leave_is_changed_once_and_a_draft_as_often_as_it_is_kept(world: World) {
    let window = Window::new(world).await;
    let draft = LeaveCommand { draft: true, ..window.covered(25, 25) };
    let id = window.ask(&window.a, draft.clone()).await.unwrap();
    for reason in ["家里有事", "搬家", "搬家"] {
        let kept = LeaveCommand { version: Some(1), reason: reason.to_owned(), ..draft.clone() };
        window.ask(&window.a, kept).await.unwrap();
    }
    let asked = LeaveCommand { version: Some(1), draft: false, ..draft };
    window.ask(&window.a, asked.clone()).await.unwrap();
    let version = window.version(id).await;
    window.ask(&window.a, asked.clone()).await.expect("the same is asked once");
    let other = LeaveCommand { reason: "探亲".to_owned(), ..asked.clone() };
    assert_eq!(problem(window.ask(&window.a, other).await), Problem::Conflict);
    let changed = LeaveCommand { version: Some(version), to: november(26), ..asked };
    window.ask(&window.a, changed.clone()).await.unwrap();
    let seen = window.version(id).await;
    window.ask(&window.a, changed).await.expect("the same is changed once");
    assert_eq!(window.version(id).await, seen);
}

#[db_test]
async fn being_back_is_said_once(world: World) {
    let window = Window::new(world).await;
    let leave = window.world.services.leave();
    let id = window.granted(24, 26).await;
    window.world.clock.set("2026-11-26 07:50");
    let version = window.version(id).await;
    let command = ReturnCommand { id: ActId::new(), request: id, version, back_on: november(26), half: Half::Morning };
    let returned = leave.come_back(&window.a, command).await.unwrap();
    assert_eq!(returned, Returned::Early(Period::whole(november(24), november(25))));
    assert_eq!(leave.come_back(&window.a, command).await.unwrap(), returned, "the same is answered as then");
    let other = ReturnCommand { half: Half::Afternoon, ..command };
    assert_eq!(problem(leave.come_back(&window.a, other).await), Problem::Conflict);
    let back = |content: &NoticeContent| matches!(content, NoticeContent::CameBack { .. });
    assert_eq!(told(&window, &window.lead).await.iter().filter(|content| back(content)).count(), 1);
    let anew = ReturnCommand { id: ActId::new(), ..command };
    assert_eq!(problem(leave.come_back(&window.a, anew).await), LeaveRequestError::NotNow.into());
}

#[db_test]
async fn a_word_on_covering_is_taken_once_and_refused_when_it_was_decided_meanwhile(world: World) {
    let window = Window::new(world).await;
    let leave = window.world.services.leave();
    let id = window.ask(&window.a, window.covered(25, 25)).await.unwrap();
    let yes = covers(id, true);
    assert_eq!(problem(leave.answer_cover(&window.spare, yes).await), Problem::NotFound);
    leave.answer_cover(&window.b, yes).await.unwrap();
    leave.answer_cover(&window.b, yes).await.expect("the same is said once");
    let no = AnswerCoverCommand { yes: false, ..yes };
    assert_eq!(problem(leave.answer_cover(&window.b, no).await), Problem::Conflict);
    assert_eq!(window.card(id).await.cover.unwrap().state, CoverState::Confirmed);
    let answered = |content: &NoticeContent| matches!(content, NoticeContent::CoverAnswered { .. });
    assert_eq!(told(&window, &window.a).await.iter().filter(|content| answered(content)).count(), 1);
    window.agree(&window.lead, id).await.unwrap();
    assert_eq!(problem(leave.answer_cover(&window.b, covers(id, false)).await), LeaveRequestError::NotNow.into());
}

#[db_test]
async fn a_cover_is_named_once_also_by_who_covers_no_more_after_it(world: World) {
    let window = Window::new(world).await;
    let leave = window.world.services.leave();
    let id = window.granted(25, 25).await;
    let spare = window.spare.actor.person;
    let command = NameCoverCommand { id: ActId::new(), request: id, cover: spare };
    leave.name_cover(&window.b, command).await.unwrap();
    leave.answer_cover(&window.spare, covers(id, true)).await.unwrap();
    leave.name_cover(&window.b, command).await.expect("the same is done once");
    assert_eq!(window.card(id).await.cover.unwrap().person, spare);
    let other = NameCoverCommand { cover: window.a_person.id, ..command };
    assert_eq!(problem(leave.name_cover(&window.b, other).await), Problem::Conflict);
    let anew = NameCoverCommand { id: ActId::new(), ..command };
    assert_eq!(problem(leave.name_cover(&window.b, anew).await), Problem::NotFound, "it is no cover of theirs now");
}
