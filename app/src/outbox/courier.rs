//! Sends what is on the shelf: at the start, when the network or the page comes back, after a growing pause,
//! and when asked to.

use std::{cell::Cell, collections::HashSet, time::Duration};

use domain::{attendance::Sending, ids::PersonId, problem::Problem};
use leptos::{prelude::*, task::spawn_local};
use uuid::Uuid;

use super::{
    Line, Outbox,
    alone::{Alone, alone},
    clock,
    item::{Answer, Item, Write},
    other_tabs,
    shelf::{self, Next},
};
use crate::{
    approvals::api::decide,
    attendance::{
        api::{explain, punch, ticket},
        correction_api::ask_correction,
        day_api::{act_on_outing, ask_outing, explain_patrol},
        presence_api::witness,
    },
    error::{AppError, NotKept},
    leave::request_api::ask_leave,
    roster::{
        overtime_api::{ask_overtime, cancel_overtime, withdraw_overtime},
        requests_api::{claim_shift, fill_shift, offer_shift, withdraw_offer},
        swap_api::{answer_swap, ask_swap},
    },
    wire::SOMEBODY_ELSE_EVENT,
};

/// The first pause; each further one is twice as long.
const PAUSE_S: u64 = 3;

/// The longest.
const LONGEST_S: u64 = 300;

/// How many in a row get no answer until it is the network's fault, and not theirs.
const SILENT: u32 = 2;

/// How often the server is asked for the time while the page is open.
const TICKET_EVERY: Duration = Duration::from_mins(10);

thread_local! {
    /// The one timer of this page: each round of sending ends with at most one.
    static TIMER: Cell<Option<TimeoutHandle>> = const { Cell::new(None) };
}

/// Begins: once, when the page is awake. Without anybody signed in nothing is sent.
pub(super) fn start(outbox: Outbox) {
    let Some(me) = outbox.me.get_value() else { return };
    let wake = move || {
        spawn_local(deliver(outbox));
        spawn_local(fetch_ticket(outbox));
    };
    wake();
    follow_the_session(outbox, me);
    other_tabs::listen(move |settled| {
        outbox.settled.try_set(Some(settled));
        spawn_local(look(outbox));
    });
    let online = window_event_listener_untyped("online", move |_| wake());
    let visible = window_event_listener_untyped("visibilitychange", move |_| {
        if !document().hidden() {
            wake();
        }
    });
    let timer = set_interval_with_handle(move || spawn_local(fetch_ticket(outbox)), TICKET_EVERY);
    on_cleanup(move || {
        online.remove();
        visible.remove();
        if let Ok(timer) = timer {
            timer.clear();
        }
    });
}

/// Notices that another person has signed in on this phone: by what other tabs say, and by the answer to any call
/// of this page. Nothing of it is reloaded by itself, for something may be half filled in.
fn follow_the_session(outbox: Outbox, me: PersonId) {
    let refused = window_event_listener_untyped(SOMEBODY_ELSE_EVENT, move |_| {
        outbox.line.try_set(Line::SomebodyElse);
    });
    on_cleanup(move || refused.remove());
    other_tabs::announce(me);
    other_tabs::listen_for_people(move |person| {
        if person != me {
            outbox.line.try_set(Line::SomebodyElse);
        } else if outbox.line.try_get_untracked() == Some(Line::SomebodyElse) {
            // Back again.
            outbox.line.try_set(Line::Open);
            spawn_local(deliver(outbox));
        }
    });
}

/// Asks the server for the time, for when there will be no network.
async fn fetch_ticket(outbox: Outbox) {
    if let (Some(me), Ok(ticket)) = (outbox.me.get_value(), ticket().await) {
        clock::keep(me, ticket);
        if outbox.line.try_get_untracked() == Some(Line::SomebodyElse) {
            outbox.line.try_set(Line::Open);
        }
    }
}

/// Shows what is on the shelf now; other tabs use it, too.
pub(super) async fn look(outbox: Outbox) {
    if let Ok(there) = shelf::all().await {
        outbox.items.try_set(there.items);
        outbox.unreadable.try_set(there.unreadable);
    }
}

/// Sends the signed-in person's writes one after another, until none is left or there is no answer.
pub(super) async fn deliver(outbox: Outbox) {
    stop_timer();
    look(outbox).await;
    alone(move |alone| send_all(outbox, alone)).await;
    look(outbox).await;
}

/// How one round of sending goes: everything gets one try at most.
#[derive(Default)]
struct Round {
    /// What had its try and got no answer, by what it is about.
    passed: HashSet<Uuid>,
    /// After which the first of them is tried again.
    pause: Option<Duration>,
    /// How many in a row got no answer.
    silent: u32,
}

impl Round {
    fn note_answer(&mut self) {
        self.silent = 0;
    }

    /// Leaves what an item is about for the next round.
    fn pass(&mut self, item: &Item) {
        self.passed.insert(item.write.about());
        let pause = pause(item.tries);
        self.pause = Some(self.pause.map_or(pause, |known| known.min(pause)));
        self.silent += 1;
    }
}

async fn send_all(outbox: Outbox, alone: Alone) {
    let Some(me) = outbox.me.get_value() else { return };
    let mut round = Round::default();
    let mut held = None;
    while round.silent < SILENT {
        let item = match shelf::next(me, clock::now(), alone, &round.passed).await {
            Ok(Next::Send(item)) => item,
            Ok(Next::Wait(wait)) => {
                held = Some(wait.to_std().unwrap_or_default());
                break;
            }
            // A shelf that can't be read has nothing to send.
            Ok(Next::Nothing) | Err(_) => break,
        };
        if !try_one(outbox, &item, &mut round).await {
            return;
        }
        look(outbox).await;
    }
    if !round.passed.is_empty() {
        outbox.line.try_set(Line::Down);
    }
    if let Some(wait) = [round.pause, held].into_iter().flatten().min() {
        again_after(outbox, wait);
    }
}

/// Sends one that is in hand, and puts it where its answer says. Whether to go on: without its own person's session
/// nothing else of theirs can be sent either.
async fn try_one(outbox: Outbox, item: &Item, round: &mut Round) -> bool {
    let id = item.id;
    match send(item).await {
        Ok(answer) => {
            round.note_answer();
            outbox.line.try_set(Line::Open);
            // Confirmed. If it can't be taken off it is sent again, and answered as now.
            let _ = shelf::remove(id).await;
            settle(outbox, id, Ok(answer));
        }
        Err(AppError::Problem(problem @ (Problem::SignedOut | Problem::SomebodyElse))) => {
            let _ = shelf::change(id, |item| item.leased_until = None).await;
            let line = if problem == Problem::SignedOut { Line::SignedOut } else { Line::SomebodyElse };
            outbox.line.try_set(line);
            return false;
        }
        Err(error @ AppError::Problem(_)) => {
            round.note_answer();
            let refused = error.clone();
            let kept = shelf::change(id, |item| {
                item.leased_until = None;
                item.refused = Some(refused);
            });
            let _ = kept.await;
            settle(outbox, id, Err(error));
        }
        Err(error @ (AppError::Unreachable | AppError::Internal(_) | AppError::NotKept(_))) => {
            let again = shelf::change(id, |item| {
                item.leased_until = None;
                item.tries = item.tries.saturating_add(1);
            });
            let _ = again.await;
            round.pass(item);
            outbox.settled.try_set(Some((id, Err(error))));
        }
    }
    true
}

/// Sends a write that could not be put on the shelf. Without an answer it is nowhere, and that is said.
pub(super) async fn send_now(outbox: Outbox, write: Write, why: NotKept) {
    let id = write.id();
    let answer = match outbox.me.get_value() {
        Some(me) => send(&Item::new(me, write)).await,
        None => Err(AppError::Problem(Problem::SignedOut)),
    };
    let lost = |error| match error {
        AppError::Unreachable | AppError::Internal(_) => AppError::NotKept(why),
        answered => answered,
    };
    settle(outbox, id, answer.map_err(lost));
}

/// Says here and to the other tabs what became of a write: the one that made it may be another.
fn settle(outbox: Outbox, id: Uuid, answer: Result<Answer, AppError>) {
    other_tabs::tell(id, &answer);
    outbox.settled.try_set(Some((id, answer)));
}

fn again_after(outbox: Outbox, wait: Duration) {
    stop_timer();
    let timer = set_timeout_with_handle(move || spawn_local(deliver(outbox)), wait);
    TIMER.set(timer.ok());
}

/// Stops the timer: whatever it was for is looked at now, or by another.
fn stop_timer() {
    if let Some(timer) = TIMER.take() {
        timer.clear();
    }
}

async fn send(item: &Item) -> Result<Answer, AppError> {
    match item.write.clone() {
        Write::Punch(command) => {
            punch(command, Some(sending(item))).await.map(|receipt| Answer::Punched(Box::new(receipt)))
        }
        Write::Explain { note, punch, reason } => explain(note, punch, reason).await.map(|()| Answer::Done),
        Write::Decide(command) => decide(command).await.map(Answer::Decided),
        Write::Correct(command) => ask_correction(command).await.map(|_| Answer::Done),
        Write::AskLeave(command) => ask_leave(command).await.map(|_| Answer::Done),
        Write::ExplainPatrol { note, record, text } => explain_patrol(note, record, text).await.map(|()| Answer::Done),
        Write::AskOuting(command) => ask_outing(command, Some(sending(item))).await.map(|()| Answer::Done),
        Write::ActOnOuting(command) => act_on_outing(command, Some(sending(item))).await.map(|()| Answer::Done),
        Write::Witness(command) => witness(command, Some(sending(item))).await.map(|()| Answer::Done),
        Write::AskOvertime(command) => ask_overtime(command).await.map(|_| Answer::Done),
        Write::AskSwap(command) => ask_swap(command).await.map(|_| Answer::Done),
        Write::AnswerSwap(command) => answer_swap(command).await.map(|()| Answer::Done),
        Write::Claim(command) => claim_shift(command).await.map(|()| Answer::Done),
        Write::Offer(command) => offer_shift(command).await.map(|_| Answer::Done),
        Write::Fill(command) => fill_shift(command).await.map(|()| Answer::Done),
        Write::WithdrawOffer(command) => withdraw_offer(command).await.map(|()| Answer::Done),
        Write::WithdrawOvertime(command) => withdraw_overtime(command).await.map(|()| Answer::Done),
        Write::CancelOvertime(command) => cancel_overtime(command).await.map(|()| Answer::Done),
    }
}

/// What this phone knows of the time between tap and now.
fn sending(item: &Item) -> Sending {
    let since_tap_ms = (item.page == clock::page()).then(|| clock::steady_ms() - item.steady_ms);
    Sending { device_at: clock::now(), since_tap_ms }
}

/// Twice as long after each try without an answer, and a little different for each phone: when a network
/// comes back, a whole hall's phones must not all ask in the same second.
fn pause(tries: u32) -> Duration {
    let base = PAUSE_S.saturating_mul(1 << tries.min(10)).min(LONGEST_S);
    Duration::from_secs(base).mul_f64(0.75 + js_sys::Math::random() / 2.0)
}
