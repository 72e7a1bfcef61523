//! Sends what is on the shelf: at the start, when the network or the page comes back, after a growing pause,
//! and when asked to.

use std::time::Duration;

use domain::{attendance::Sending, problem::Problem};
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
    },
    error::AppError,
};

/// The first pause; each further one is twice as long.
const PAUSE_S: u64 = 3;

/// The longest.
const LONGEST_S: u64 = 300;

/// How often the server is asked for the time while the page is open.
const TICKET_EVERY: Duration = Duration::from_mins(10);

/// Begins: once, when the page is awake. Without anybody signed in nothing is sent.
pub(super) fn start(outbox: Outbox) {
    if outbox.me.get_value().is_none() {
        return;
    }
    let wake = move || {
        spawn_local(deliver(outbox));
        spawn_local(fetch_ticket(outbox));
    };
    wake();
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

/// Asks the server for the time, for when there will be no network.
async fn fetch_ticket(outbox: Outbox) {
    if let (Some(me), Ok(ticket)) = (outbox.me.get_value(), ticket().await) {
        clock::keep(me, ticket);
    }
}

/// Shows what is on the shelf now; other tabs use it, too.
pub(super) async fn look(outbox: Outbox) {
    if let Ok(items) = shelf::all().await {
        outbox.items.try_set(items);
    }
}

/// Sends the signed-in person's writes one after another, until none is left or there is no answer.
pub(super) async fn deliver(outbox: Outbox) {
    look(outbox).await;
    alone(move |alone| send_all(outbox, alone)).await;
    look(outbox).await;
}

async fn send_all(outbox: Outbox, alone: Alone) {
    let Some(me) = outbox.me.get_value() else { return };
    loop {
        let item = match shelf::next(me, clock::now(), alone).await {
            Ok(Next::Send(item)) => item,
            Ok(Next::Wait(wait)) => return again_after(outbox, wait.to_std().unwrap_or_default()),
            // A shelf that can't be read has nothing to send.
            Ok(Next::Nothing) | Err(_) => return,
        };
        let id = item.id;
        match send(&item).await {
            Ok(answer) => {
                outbox.line.try_set(Line::Open);
                // Confirmed. If it can't be taken off it is sent again, and answered as now.
                let _ = shelf::remove(id).await;
                settle(outbox, id, Ok(answer));
            }
            Err(AppError::Problem(Problem::SignedOut)) => {
                let _ = shelf::change(id, |item| item.leased_until = None).await;
                outbox.line.try_set(Line::SignedOut);
                return;
            }
            Err(error @ AppError::Problem(_)) => {
                let refused = error.clone();
                let kept = shelf::change(id, |item| {
                    item.leased_until = None;
                    item.refused = Some(refused);
                });
                let _ = kept.await;
                settle(outbox, id, Err(error));
            }
            Err(error @ (AppError::Unreachable | AppError::Internal(_))) => {
                let again = shelf::change(id, |item| {
                    item.leased_until = None;
                    item.tries = item.tries.saturating_add(1);
                });
                let _ = again.await;
                outbox.line.try_set(Line::Down);
                outbox.settled.try_set(Some((id, Err(error))));
                return again_after(outbox, pause(item.tries));
            }
        }
        look(outbox).await;
    }
}

/// Sends a write that could not be put on the shelf.
pub(super) async fn send_now(outbox: Outbox, write: Write) {
    let id = write.id();
    let answer = match outbox.me.get_value() {
        Some(me) => send(&Item::new(me, write)).await,
        None => Err(AppError::Problem(Problem::SignedOut)),
    };
    settle(outbox, id, answer);
}

/// Says here and to the other tabs what became of a write: the one that made it may be another.
fn settle(outbox: Outbox, id: Uuid, answer: Result<Answer, AppError>) {
    other_tabs::tell(id, &answer);
    outbox.settled.try_set(Some((id, answer)));
}

fn again_after(outbox: Outbox, wait: Duration) {
    set_timeout(move || spawn_local(deliver(outbox)), wait);
}

async fn send(item: &Item) -> Result<Answer, AppError> {
    match item.write.clone() {
        Write::Punch(command) => {
            let since_tap_ms = (item.page == clock::page()).then(|| clock::steady_ms() - item.steady_ms);
            let sending = Sending { device_at: clock::now(), since_tap_ms };
            punch(command, Some(sending)).await.map(|receipt| Answer::Punched(Box::new(receipt)))
        }
        Write::Explain { note, punch, reason } => explain(note, punch, reason).await.map(|()| Answer::Done),
        Write::Decide(command) => decide(command).await.map(Answer::Decided),
        Write::Correct(command) => ask_correction(command).await.map(|_| Answer::Done),
    }
}

/// Twice as long after each try without an answer, and a little different for each phone: when a network
/// comes back, a whole hall's phones must not all ask in the same second.
fn pause(tries: u32) -> Duration {
    let base = PAUSE_S.saturating_mul(1 << tries.min(10)).min(LONGEST_S);
    Duration::from_secs(base).mul_f64(0.75 + js_sys::Math::random() / 2.0)
}
