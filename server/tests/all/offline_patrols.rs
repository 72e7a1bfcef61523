//! What a round has found where there is no network: it is about the moment of the tap, both sides see both times, and the
//! person's time to explain begins when it arrives.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    attendance::{
        AttendanceError, ClaimDoubt, LateKind, PatrolCommand, PatrolState, PatrolView, PatrolWordCommand, Tapped,
    },
    ids::PatrolId,
    notices::NoticeContent,
    policy::Role,
    problem::{FieldReason, Problem},
    time::hall_midnight,
};
use services::{Caller, Error};
use testkit::{World, db_test, night_shift};

use crate::{
    approvals::november,
    in_the_day::Window,
    offline_outings::{now, sending, tapped},
    support::{problem, rules_on, says},
};

/// Written down at this moment, five minutes after it was seen, on the inspector's phone; with or without proof of the
/// time.
fn written(window: &Window, with_ticket: bool) -> PatrolCommand {
    let ticket = with_ticket.then(|| window.world.services.attendance().ticket(&window.inspector).unwrap());
    PatrolCommand { tap: Some(tapped(window, ticket)), ..window.patrol() }
}

/// Sent at this moment.
async fn send(window: &Window, caller: &Caller, command: &PatrolCommand) -> Result<PatrolId, Error> {
    let sending = Some(sending(window));
    window.world.services.attendance().record_patrol(caller, command.clone(), sending).await
}

async fn seen_by(window: &Window, caller: &Caller, id: PatrolId) -> PatrolView {
    window.world.services.attendance().patrol(caller, id).await.unwrap()
}

/// How often somebody was told of a record about them.
async fn told(window: &Window, caller: &Caller) -> usize {
    let page = window.world.services.notices().inbox(caller, None).await.unwrap();
    page.notices.iter().filter(|notice| matches!(notice.content, NoticeContent::PatrolFound { .. })).count()
}

/// The end of a day of November 2026.
fn end_of(day: u32) -> DateTime<Utc> {
    hall_midnight(november(day + 1))
}

#[db_test]
async fn a_record_is_about_the_moment_of_the_tap_and_both_sides_see_both_times(world: World) {
    let window = Window::new(world).await;
    window.world.clock.set("2026-11-24 10:12");
    let (command, made) = (written(&window, true), now(&window));
    window.world.clock.set("2026-11-24 11:00");
    let id = send(&window, &window.inspector, &command).await.unwrap();
    assert_eq!(id, command.id);
    for reader in [&window.a, &window.inspector, &window.supervisor] {
        let seen = seen_by(&window, reader, id).await;
        assert_eq!(seen.found_at, made - TimeDelta::minutes(5), "counted back from the tap");
        let late = seen.late.unwrap();
        assert_eq!((late.kind, late.made_at, late.arrived_at), (LateKind::Patrol, made, now(&window)));
        assert_eq!((late.doubt, seen.explain_until), (None, end_of(24)));
    }
    let at_once = send(&window, &window.inspector, &written(&window, true)).await.unwrap();
    assert_eq!(seen_by(&window, &window.a, at_once).await.late, None);
}

#[db_test]
async fn what_arrives_on_a_later_day_is_explained_on_that_day(world: World) {
    let window = Window::new(world).await;
    let attendance = window.world.services.attendance();
    let (command, made) = (written(&window, true), now(&window));
    window.world.clock.set("2026-11-25 09:00");
    let id = send(&window, &window.inspector, &command).await.unwrap();
    let seen = seen_by(&window, &window.a, id).await;
    assert_eq!((seen.state, seen.may_explain), (PatrolState::Explaining, true));
    assert_eq!((seen.found_at, seen.explain_until), (made - TimeDelta::minutes(5), end_of(25)));
    assert_eq!(seen.late.unwrap().doubt, Some(ClaimDoubt::TooLate), "who decides is told to look at it");
    let early = attendance.decide_patrol(&window.supervisor, rules_on(id, true, 0, "x")).await;
    assert_eq!(problem(early), AttendanceError::PatrolUnheard.into());
    window.world.clock.set("2026-11-25 23:59");
    attendance.explain_patrol(&window.a, says(id, "去机关送材料"), None).await.unwrap();
    attendance.decide_patrol(&window.supervisor, rules_on(id, false, 1, "有人顶岗")).await.unwrap();
}

#[db_test]
async fn what_arrives_in_the_evening_is_explained_until_the_end_of_the_next_day(world: World) {
    let window = Window::new(world).await;
    let attendance = window.world.services.attendance();
    let command = written(&window, true);
    window.world.clock.set("2026-11-24 18:00");
    let id = send(&window, &window.inspector, &command).await.unwrap();
    assert_eq!(seen_by(&window, &window.a, id).await.explain_until, end_of(25));
    window.world.clock.set("2026-11-25 10:00");
    let early = attendance.decide_patrol(&window.supervisor, rules_on(id, true, 0, "x")).await;
    assert_eq!(problem(early), AttendanceError::PatrolUnheard.into());
    window.world.clock.set("2026-11-26 00:00");
    let late = attendance.explain_patrol(&window.a, says(id, "x"), None).await;
    assert_eq!(problem(late), AttendanceError::PatrolTooLate.into());
    attendance.decide_patrol(&window.supervisor, rules_on(id, true, 0, "未说明")).await.unwrap();
}

#[db_test]
async fn words_said_in_time_count_if_the_phone_can_show_that_and_else_on_arrival(world: World) {
    let window = Window::new(world).await;
    let attendance = window.world.services.attendance();
    let id = send(&window, &window.inspector, &written(&window, true)).await.unwrap();
    window.world.clock.set("2026-11-24 20:00");
    let ticket = attendance.ticket(&window.a).unwrap();
    let said = |ticket| PatrolWordCommand { tap: Some(tapped(&window, ticket)), ..says(id, "去机关送材料") };
    let (shown, bare, made) = (said(Some(ticket)), said(None), now(&window));
    window.world.clock.set("2026-11-25 07:30");
    let late = attendance.explain_patrol(&window.a, bare, Some(sending(&window))).await;
    assert_eq!(problem(late), AttendanceError::PatrolTooLate.into());
    for _ in 0..2 {
        attendance.explain_patrol(&window.a, shown.clone(), Some(sending(&window))).await.expect("said once");
    }
    let seen = seen_by(&window, &window.supervisor, id).await;
    let [explanation] = &seen.explanations[..] else { panic!("one: {:?}", seen.explanations) };
    let late = explanation.late.unwrap();
    assert_eq!((late.kind, late.made_at, late.arrived_at), (LateKind::PatrolWord, made, now(&window)));
    attendance.decide_patrol(&window.supervisor, rules_on(id, false, 1, "有人顶岗")).await.unwrap();
    let other = PatrolWordCommand { note: says(id, "").note, ..shown };
    let after = attendance.explain_patrol(&window.a, other, Some(sending(&window))).await;
    assert_eq!(problem(after), AttendanceError::PatrolSettled.into());
}

#[db_test]
async fn a_time_that_the_phone_can_not_show_is_flagged_and_neither_refused_nor_changed(world: World) {
    let window = Window::new(world).await;
    let foreign = window.world.services.attendance().ticket(&window.a).unwrap();
    window.world.clock.set("2026-11-24 10:12");
    let made = now(&window);
    let bare = written(&window, false);
    let foreign = PatrolCommand { tap: Some(tapped(&window, Some(foreign))), ..written(&window, false) };
    let right = written(&window, true);
    let set_back = right.tap.clone().map(|tap| Tapped { device_at: tap.device_at - TimeDelta::hours(1), ..tap });
    let set_back = PatrolCommand { tap: set_back, ..right };
    window.world.clock.set("2026-11-24 11:00");
    let cases = [(bare, ClaimDoubt::NoTicket), (foreign, ClaimDoubt::NoTicket), (set_back, ClaimDoubt::ClockChanged)];
    for (command, doubt) in cases {
        let id = send(&window, &window.inspector, &command).await.unwrap();
        for reader in [&window.a, &window.inspector, &window.supervisor] {
            let seen = seen_by(&window, reader, id).await;
            let late = seen.late.unwrap();
            assert_eq!((late.made_at, late.arrived_at, late.doubt), (made, now(&window), Some(doubt)));
            assert_eq!(seen.found_at, made - TimeDelta::minutes(5), "{doubt:?}");
        }
    }
}

/// A clock that says Sunday makes nobody a stranger at the window where they are on Tuesday; one that is right does.
#[db_test]
async fn who_answers_for_the_window_is_asked_of_the_arrival_too_where_the_time_is_not_shown(world: World) {
    let window = Window::new(world).await;
    let desk = window.world.hall.desks[0];
    let guest = window.world.person("guest").hall_role(Role::Worker).create().await.id;
    window.world.works(&night_shift(), &[(guest, Some(desk.post))]).await;
    window.world.clock.set("2026-11-22 10:00");
    let of_guest = |command| PatrolCommand { person: guest, ..command };
    let (shown, bare) = (of_guest(written(&window, true)), of_guest(written(&window, false)));
    window.world.clock.set("2026-11-24 10:12");
    let unknown = send(&window, &window.inspector, &shown).await;
    assert_eq!(problem(unknown), Problem::field("person", FieldReason::Unknown));
    let id = send(&window, &window.inspector, &bare).await.unwrap();
    let late = seen_by(&window, &window.inspector, id).await.late.unwrap();
    assert_eq!(late.doubt, Some(ClaimDoubt::NoTicket));
}

#[db_test]
async fn sent_again_it_is_one_record_and_other_words_are_a_conflict(world: World) {
    let window = Window::new(world).await;
    let attendance = window.world.services.attendance();
    let command = written(&window, true);
    send(&window, &window.inspector, &command).await.unwrap();
    // The answer was lost; it is sent again after the decision, on the next day.
    attendance.explain_patrol(&window.a, says(command.id, "有人顶岗"), None).await.unwrap();
    let decision = rules_on(command.id, false, 1, "有人顶岗");
    attendance.decide_patrol(&window.supervisor, decision.clone()).await.unwrap();
    window.world.clock.set("2026-11-25 09:00");
    assert_eq!(send(&window, &window.inspector, &command).await.unwrap(), command.id, "it is answered as then");
    attendance.decide_patrol(&window.supervisor, decision).await.expect("the same is decided once");
    let seen = seen_by(&window, &window.a, command.id).await;
    assert_eq!((seen.state, seen.late), (PatrolState::Dismissed, None), "it had arrived at once");
    let other = PatrolCommand { note: "别的".to_owned(), ..command.clone() };
    assert_eq!(problem(send(&window, &window.inspector, &other).await), Problem::Conflict);
    assert_eq!(attendance.patrols(&window.a, None).await.unwrap().records.len(), 1);
    assert_eq!(told(&window, &window.a).await, 1);
}

#[db_test]
async fn late_or_not_it_is_for_inspectors_and_never_about_themselves(world: World) {
    let window = Window::new(world).await;
    let command = written(&window, false);
    window.world.clock.set("2026-11-24 15:00");
    for outsider in [&window.lead, &window.supervisor, &window.a] {
        assert_eq!(problem(send(&window, outsider, &command).await), Problem::Denied);
    }
    let themselves = PatrolCommand { person: window.inspector.actor.person, ..command.clone() };
    assert_eq!(problem(send(&window, &window.inspector, &themselves).await), Problem::Denied);
    let id = send(&window, &window.inspector, &command).await.unwrap();
    let colleague = window.world.services.attendance().patrol(&window.b, id).await;
    assert_eq!(problem(colleague), Problem::NotFound);
    let decided = window.world.services.attendance().decide_patrol(&window.inspector, rules_on(id, true, 0, "x")).await;
    assert_eq!(problem(decided), Problem::Denied);
}

#[db_test]
async fn a_record_of_more_than_a_month_ago_names_its_fault(world: World) {
    let window = Window::new(world).await;
    let command = written(&window, true);
    window.world.clock.set("2026-12-26 09:00");
    let old = send(&window, &window.inspector, &command).await;
    assert_eq!(problem(old), Problem::field("tap", FieldReason::OutOfRange));
}
