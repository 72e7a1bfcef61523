//! Leaving the window and coming back without a network: what counts, and what the lead sees.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    attendance::{
        AttendanceError, ClaimDoubt, HolderState, LateKind, OutingAct, OutingActCommand, OutingCommand,
        OutingSeenCommand, OutingState, OutingView, Sending, Tapped, TimeEvidence, TimeTicket,
    },
    ids::{ActId, OutingId},
    notices::{Notice, NoticeContent},
    problem::{FieldReason, Problem},
};
use services::{Caller, Error};
use testkit::{World, db_test};

use crate::{
    in_the_day::{Window, does},
    support::problem,
};

pub fn now(window: &Window) -> DateTime<Utc> {
    window.world.services.clock().now()
}

/// A tap at this moment on a phone whose clock is right.
pub fn tapped(window: &Window, ticket: Option<TimeTicket>) -> Tapped {
    let device_at = now(window);
    let evidence = ticket.map(|ticket| TimeEvidence {
        ticket_device_at: ticket.at,
        elapsed_ms: Some((device_at - ticket.at).num_milliseconds()),
        ticket,
    });
    Tapped { device_at, evidence }
}

pub fn sending(window: &Window) -> Sending {
    Sending { device_at: now(window), since_tap_ms: None }
}

async fn ask(window: &Window, command: &OutingCommand) -> Result<(), Error> {
    window.world.services.attendance().ask_outing(&window.a, command.clone(), Some(sending(window))).await
}

async fn send(window: &Window, caller: &Caller, command: &OutingActCommand) -> Result<(), Error> {
    window.world.services.attendance().act_on_outing(caller, command.clone(), Some(sending(window))).await
}

async fn last(window: &Window) -> OutingView {
    let view = window.world.services.attendance().outings(&window.a).await.unwrap();
    view.mine.or(view.over.into_iter().next()).unwrap()
}

async fn out(window: &Window) -> OutingId {
    window.world.clock.set("2026-11-24 10:00");
    let outing = window.ask(&window.a).await.unwrap();
    window.act(&window.b, outing, 1, OutingAct::Cover).await.unwrap();
    outing
}

/// That somebody has looked at an outing as it stands.
fn looks(window: &Window, outing: OutingId) -> OutingSeenCommand {
    OutingSeenCommand { id: ActId::new(), outing, seen_at: now(window) }
}

#[db_test]
async fn a_return_counts_when_it_was_made_if_the_phone_can_show_that(world: World) {
    let window = Window::new(world).await;
    let ticket = window.world.services.attendance().ticket(&window.a).unwrap();
    let outing = out(&window).await;
    window.world.clock.set("2026-11-24 10:12");
    let back = OutingActCommand { tap: Some(tapped(&window, Some(ticket))), ..does(outing, 2, OutingAct::Return) };
    let made = now(&window);
    window.world.clock.set("2026-11-24 11:00");
    send(&window, &window.a, &back).await.unwrap();
    let seen = last(&window).await;
    assert_eq!((seen.state, seen.back_at, seen.minutes_over(now(&window))), (OutingState::Back, Some(made), None));
    let [late] = seen.late[..] else { panic!("one of three: {:?}", seen.late) };
    assert_eq!((late.kind, late.made_at, late.arrived_at), (LateKind::Return, made, now(&window)));
    assert_eq!(late.doubt, None);
    let review = window.world.services.attendance().review(&window.lead, None).await.unwrap();
    assert_eq!(review.late.iter().map(|outing| (outing.id, outing.late.len())).collect::<Vec<_>>(), [(outing, 1)]);
}

#[db_test]
async fn a_return_that_can_not_be_shown_counts_on_arrival_and_the_lead_sees_why(world: World) {
    let window = Window::new(world).await;
    let attendance = window.world.services.attendance();
    let ticket = attendance.ticket(&window.b).unwrap();
    let outing = out(&window).await;
    window.world.clock.set("2026-11-24 10:12");
    let made = now(&window);
    // A ticket of somebody else's is none.
    let back = OutingActCommand { tap: Some(tapped(&window, Some(ticket))), ..does(outing, 2, OutingAct::Return) };
    window.world.clock.set("2026-11-24 11:00");
    send(&window, &window.a, &back).await.unwrap();
    let seen = last(&window).await;
    assert_eq!((seen.back_at, seen.minutes_over(now(&window))), (Some(now(&window)), Some(45)));
    assert_eq!((seen.late[0].made_at, seen.late[0].doubt), (made, Some(ClaimDoubt::NoTicket)));
    assert_eq!(attendance.review(&window.supervisor, None).await.unwrap().late.len(), 1);
    for outsider in [&window.a, &window.b, &window.inspector] {
        assert_eq!(problem(attendance.outing_seen(outsider, looks(&window, outing)).await), Problem::Denied);
    }
    let looked = looks(&window, outing);
    attendance.outing_seen(&window.lead, looked).await.unwrap();
    attendance.outing_seen(&window.lead, looked).await.expect("the same is said once");
    let other = OutingSeenCommand { outing: OutingId::new(), ..looked };
    assert_eq!(problem(attendance.outing_seen(&window.lead, other).await), Problem::NotFound);
    let other = OutingSeenCommand { seen_at: made, ..looked };
    assert_eq!(problem(attendance.outing_seen(&window.lead, other).await), Problem::Conflict);
    assert_eq!(problem(attendance.outing_seen(&window.supervisor, looks(&window, outing)).await), Problem::Conflict);
    assert_eq!(attendance.review(&window.lead, None).await.unwrap().late, []);
    let other = window.ask(&window.a).await.unwrap();
    assert_eq!(
        problem(attendance.outing_seen(&window.lead, looks(&window, other)).await),
        Problem::NotFound,
        "nothing came late"
    );
}

#[db_test]
async fn asked_left_and_back_in_the_basement_is_recorded_as_it_was(world: World) {
    let window = Window::new(world).await;
    let ticket = window.world.services.attendance().ticket(&window.a).unwrap();
    let mut at = Vec::new();
    let mut tap = |time: &str| {
        window.world.clock.set(time);
        at.push(now(&window));
        Some(tapped(&window, Some(ticket.clone())))
    };
    let asked = tap("2026-11-24 10:00");
    let command = OutingCommand { id: OutingId::new(), reason: "送材料".to_owned(), minutes: 15, tap: asked };
    let id = command.id;
    let left = OutingActCommand { tap: tap("2026-11-24 10:02"), ..does(id, 1, OutingAct::LeaveUncovered) };
    let back = OutingActCommand { tap: tap("2026-11-24 10:14"), ..does(id, 2, OutingAct::Return) };
    // Long after the minutes and the half hour that an ask waits are over; what waits is looked at in between.
    window.watch("2026-11-24 11:30").await;
    ask(&window, &command).await.unwrap();
    let asked_late = window.world.services.notices().inbox(&window.b, None).await.unwrap();
    let asked = |notice: &Notice| !matches!(notice.content, NoticeContent::PunchMissing { .. });
    assert!(!asked_late.notices.iter().any(asked), "nobody is asked to stand in for what is over");
    assert_eq!(last(&window).await.state, OutingState::Lapsed);
    window.ask(&window.b).await.unwrap();
    send(&window, &window.a, &left).await.unwrap();
    assert_eq!(window.board(&window.lead).await.holders[0].status.state, HolderState::Away);
    send(&window, &window.a, &back).await.unwrap();
    let seen = last(&window).await;
    assert_eq!((seen.state, seen.asked_at), (OutingState::Back, at[0]));
    assert_eq!((seen.left_at, seen.back_at), (Some(at[1]), Some(at[2])));
    let kinds: Vec<LateKind> = seen.late.iter().map(|late| late.kind).collect();
    assert_eq!(kinds, [LateKind::Ask, LateKind::LeaveUncovered, LateKind::Return]);
    assert_eq!(window.world.services.attendance().review(&window.lead, None).await.unwrap().late.len(), 1);
}

#[db_test]
async fn what_arrives_after_the_lead_has_looked_is_shown_again(world: World) {
    let window = Window::new(world).await;
    let attendance = window.world.services.attendance();
    window.world.clock.set("2026-11-24 10:00");
    let tap = Some(tapped(&window, None));
    let command = OutingCommand { id: OutingId::new(), reason: "送材料".to_owned(), minutes: 30, tap };
    window.world.clock.set("2026-11-24 10:10");
    ask(&window, &command).await.unwrap();
    attendance.outing_seen(&window.lead, looks(&window, command.id)).await.unwrap();
    assert_eq!(attendance.review(&window.lead, None).await.unwrap().late, []);
    let leave = OutingActCommand { tap: Some(tapped(&window, None)), ..does(command.id, 1, OutingAct::LeaveUncovered) };
    window.world.clock.set("2026-11-24 10:20");
    send(&window, &window.a, &leave).await.unwrap();
    assert_eq!(attendance.review(&window.lead, None).await.unwrap().late.len(), 1);
    // A word that waited on a phone is about what was there when it was said.
    let kept = OutingSeenCommand { seen_at: now(&window) - TimeDelta::minutes(10), ..looks(&window, command.id) };
    attendance.outing_seen(&window.lead, kept).await.unwrap();
    assert_eq!(attendance.review(&window.lead, None).await.unwrap().late.len(), 1);
    attendance.outing_seen(&window.supervisor, looks(&window, command.id)).await.unwrap();
    assert_eq!(attendance.review(&window.lead, None).await.unwrap().late, []);
}

#[db_test]
async fn sent_again_it_is_done_once_and_other_words_are_a_conflict(world: World) {
    let window = Window::new(world).await;
    let tap = Some(tapped(&window, None));
    let command = OutingCommand { id: OutingId::new(), reason: "取材料".to_owned(), minutes: 15, tap };
    ask(&window, &command).await.unwrap();
    window.world.clock.advance(TimeDelta::minutes(1));
    ask(&window, &command).await.expect("the same is asked once");
    let other = OutingCommand { minutes: 30, ..command.clone() };
    assert_eq!(problem(ask(&window, &other).await), Problem::Conflict);
    let leave = does(command.id, 1, OutingAct::LeaveUncovered);
    send(&window, &window.a, &leave).await.unwrap();
    send(&window, &window.a, &leave).await.expect("the same is done once");
    let other = OutingActCommand { act: OutingAct::Return, ..leave.clone() };
    assert_eq!(problem(send(&window, &window.a, &other).await), Problem::Conflict);
    let again = OutingActCommand { id: ActId::new(), ..leave };
    assert_eq!(problem(send(&window, &window.a, &again).await), AttendanceError::OutingSettled.into());
    assert_eq!(last(&window).await.version, 2);
    // An id is one person's: another's under it is another act, with its own answer.
    let anothers = OutingActCommand { act: OutingAct::Return, version: 2, ..again };
    assert_eq!(problem(send(&window, &window.b, &anothers).await), Problem::NotFound);
}

#[db_test]
async fn what_is_wrong_with_a_late_ask_is_said(world: World) {
    let window = Window::new(world).await;
    let ticket = window.world.services.attendance().ticket(&window.a).unwrap();
    window.world.clock.set("2026-11-24 10:00");
    let tap = Some(tapped(&window, Some(ticket)));
    let command = OutingCommand { id: OutingId::new(), reason: " ".to_owned(), minutes: 15, tap };
    window.world.clock.set("2026-11-24 11:00");
    assert_eq!(problem(ask(&window, &command).await), Problem::field("reason", FieldReason::Required));
    window.ask(&window.a).await.unwrap();
    let mended = OutingCommand { reason: "取材料".to_owned(), ..command };
    assert_eq!(problem(ask(&window, &mended).await), AttendanceError::OutAlready.into(), "one at a time");
    let supervisors = window.world.services.attendance().ask_outing(&window.supervisor, mended, None).await;
    assert_eq!(problem(supervisors), AttendanceError::NotOnPost.into());
}
