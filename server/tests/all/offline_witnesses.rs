//! A lead's witness said in a hall without a network: when it was said counts, as far as the phone can show that.

use chrono::{DateTime, Utc};
use domain::{
    attendance::{
        AttendanceError, ClaimDoubt, LateKind, PunchView, Sending, Tapped, TimeEvidence, TimeTicket, WitnessCommand,
    },
    ids::{ActId, PunchId},
    problem::Problem,
};
use services::{Caller, Error};
use testkit::{World, db_test};

use crate::{
    corrections::monday,
    presence::{Morning, without_code},
    support::problem,
};

fn now(morning: &Morning) -> DateTime<Utc> {
    morning.world.services.clock().now()
}

/// Said at this moment on a phone whose clock is right.
fn said(morning: &Morning, punch: PunchId, ticket: Option<TimeTicket>) -> WitnessCommand {
    let device_at = now(morning);
    let evidence = ticket.map(|ticket| TimeEvidence {
        ticket_device_at: ticket.at,
        elapsed_ms: Some((device_at - ticket.at).num_milliseconds()),
        ticket,
    });
    WitnessCommand { id: ActId::new(), punch, tap: Some(Tapped { device_at, evidence }) }
}

async fn send(morning: &Morning, caller: &Caller, command: &WitnessCommand) -> Result<(), Error> {
    let sending = Some(Sending { device_at: now(morning), since_tap_ms: None });
    morning.world.services.attendance().witness(caller, command.clone(), sending).await
}

async fn punched(morning: &Morning) -> PunchView {
    morning.punch(without_code()).await.punch
}

async fn shown(morning: &Morning) -> PunchView {
    let month = morning.world.services.attendance().month(&morning.me, None, monday()).await.unwrap();
    month.punches.into_iter().next().unwrap()
}

#[db_test]
async fn it_counts_when_it_was_said_and_both_times_are_shown(world: World) {
    let morning = Morning::new(world).await;
    let ticket = morning.world.services.attendance().ticket(&morning.lead).unwrap();
    let punch = punched(&morning).await;
    let command = said(&morning, punch.id, Some(ticket));
    let made = now(&morning);
    // The hall has no network until the evening.
    morning.world.clock.set("2026-11-24 19:30");
    send(&morning, &morning.lead, &command).await.unwrap();
    let witness = shown(&morning).await.witness.unwrap();
    assert_eq!((witness.at, witness.by.as_str()), (made, "测试lead"));
    let late = witness.late.unwrap();
    assert_eq!((late.kind, late.made_at, late.arrived_at), (LateKind::Witness, made, now(&morning)));
    assert_eq!(late.doubt, None);
}

#[db_test]
async fn said_on_the_day_it_may_arrive_on_the_next_if_the_phone_can_show_that(world: World) {
    let morning = Morning::new(world).await;
    let punch = punched(&morning).await;
    morning.world.clock.set("2026-11-24 17:00");
    let ticket = morning.world.services.attendance().ticket(&morning.lead).unwrap();
    morning.world.clock.set("2026-11-24 18:00");
    let (proved, bare) = (said(&morning, punch.id, Some(ticket)), said(&morning, punch.id, None));
    let made = now(&morning);
    morning.world.clock.set("2026-11-25 01:00");
    let late = send(&morning, &morning.supervisor, &bare).await;
    assert_eq!(problem(late), AttendanceError::WitnessTooLate.into(), "it can't be told when it was said");
    send(&morning, &morning.lead, &proved).await.unwrap();
    assert_eq!(shown(&morning).await.witness.unwrap().at, made);
}

#[db_test]
async fn without_proof_of_the_time_the_arrival_counts_on_the_same_day(world: World) {
    let morning = Morning::new(world).await;
    let punch = punched(&morning).await;
    let command = said(&morning, punch.id, None);
    morning.world.clock.set("2026-11-24 11:00");
    send(&morning, &morning.lead, &command).await.unwrap();
    let witness = shown(&morning).await.witness.unwrap();
    assert_eq!(witness.at, now(&morning));
    assert_eq!(witness.late.and_then(|late| late.doubt), Some(ClaimDoubt::NoTicket));
}

#[db_test]
async fn sent_again_it_is_said_once_and_other_words_are_a_conflict(world: World) {
    let morning = Morning::new(world).await;
    let punch = punched(&morning).await;
    let command = said(&morning, punch.id, None);
    send(&morning, &morning.lead, &command).await.unwrap();
    send(&morning, &morning.lead, &command).await.expect("the same is said once");
    let other = WitnessCommand { tap: None, ..command.clone() };
    assert_eq!(problem(send(&morning, &morning.lead, &other).await), Problem::Conflict);
    let anew = WitnessCommand { id: ActId::new(), ..command.clone() };
    assert_eq!(problem(send(&morning, &morning.lead, &anew).await), Problem::Conflict, "it was said already");
    // Never for oneself, and whoever leads others is not told more.
    assert_eq!(problem(send(&morning, &morning.me, &command).await), Problem::Denied);
}
