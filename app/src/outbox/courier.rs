//! Keeps writes on the shelf and sends what is there: when asked to, and after a growing pause.

use std::{cell::Cell, collections::HashSet, time::Duration};

use domain::{ids::PersonId, problem::Problem};
use leptos::{prelude::*, task::spawn_local};
use uuid::Uuid;

use super::{
    Line, Outbox, Write,
    alone::{Alone, alone},
    calls::send,
    clock,
    errand::Errand,
    item::{Answer, Item},
    other_tabs,
    shelf::{self, Next},
    space,
};
use crate::{
    error::{AppError, NotKept},
    wire::from_text,
};

/// The first pause; each further one is twice as long.
const PAUSE_S: u64 = 3;

/// The longest.
const LONGEST_S: u64 = 300;

/// How many in a row get no answer until it is the network's fault, and not theirs.
const SILENT: u32 = 2;

thread_local! {
    /// The one timer of this page: each round of sending ends with at most one.
    static TIMER: Cell<Option<TimeoutHandle>> = const { Cell::new(None) };
}

/// Runs an errand to its end. Only what is to be kept can fail to be.
pub(super) async fn run(outbox: Outbox, errand: Errand) -> Result<(), NotKept> {
    match errand {
        Errand::Deliver => deliver(outbox).await,
        Errand::Keep { write, subject, held_until } => {
            let kept = |me| Item { subject, held_until, ..Item::new(me, write) };
            return keep(outbox, kept).await;
        }
        Errand::Complete(write) => return complete(write).await,
        Errand::SendNow(write, why) => send_now(outbox, write, why).await,
        Errand::Retry(id) => {
            let _ = shelf::change(id, |item| item.refused = None).await;
            deliver(outbox).await;
        }
        Errand::Discard(id) => {
            // One that can't be taken off is still shown, so nothing has to be said.
            let _ = shelf::remove(id).await;
            look(outbox).await;
        }
        Errand::DiscardUnreadable(key) => {
            let _ = shelf::remove_key(&key).await;
            look(outbox).await;
        }
        Errand::Hear(text) => {
            if let Ok(settled) = from_text(&text) {
                outbox.settled.try_set(Some(settled));
            }
            look(outbox).await;
        }
    }
    Ok(())
}

async fn keep(outbox: Outbox, item: impl FnOnce(PersonId) -> Item) -> Result<(), NotKept> {
    let Some(me) = outbox.me.get_value() else { return Err(NotKept::Unavailable) };
    let kept = shelf::add(&item(me)).await;
    outbox.full.try_set(kept == Err(NotKept::Full));
    kept?;
    spawn_local(async {
        space::protect().await;
    });
    look(outbox).await;
    Ok(())
}

async fn complete(write: Write) -> Result<(), NotKept> {
    shelf::change(write.id(), |item| {
        item.held_until = None;
        item.write = write;
    })
    .await
}

/// Shows what is on the shelf now; other tabs use it, too.
async fn look(outbox: Outbox) {
    if let Ok(there) = shelf::all().await {
        outbox.items.try_set(there.items);
        outbox.unreadable.try_set(there.unreadable);
    }
}

/// Sends the signed-in person's writes one after another, until none is left or there is no answer.
async fn deliver(outbox: Outbox) {
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
    /// Also a refusal says that there is a network.
    fn note_answer(&mut self, outbox: Outbox) {
        self.silent = 0;
        outbox.line.try_set(Line::Open);
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
    match send(item).await {
        Ok(answer) => {
            round.note_answer(outbox);
            // Confirmed. If it can't be taken off it is sent again, and answered as now.
            let put = shelf::after(item, |_| None).await;
            settle_sent(outbox, item, put, Ok(answer));
        }
        Err(AppError::Problem(problem @ (Problem::SignedOut | Problem::SomebodyElse))) => {
            let _ = shelf::after(item, |item| Some(Item { leased_until: None, ..item })).await;
            let line = if problem == Problem::SignedOut { Line::SignedOut } else { Line::SomebodyElse };
            outbox.line.try_set(line);
            return false;
        }
        Err(error @ AppError::Problem(_)) => {
            round.note_answer(outbox);
            let refused = Some(error.clone());
            let put = shelf::after(item, |item| Some(Item { leased_until: None, refused, ..item })).await;
            // Before it is said: the page it was typed on is read again by that, and has to know by then.
            look(outbox).await;
            settle_sent(outbox, item, put, Err(error));
        }
        Err(error @ (AppError::Unreachable | AppError::Internal(_) | AppError::NotKept(_))) => {
            let again = |item: Item| Some(Item { leased_until: None, tries: item.tries.saturating_add(1), ..item });
            let _ = shelf::after(item, again).await;
            round.pass(item);
            outbox.settled.try_set(Some((item.id, Err(error))));
        }
    }
    true
}

/// Says what became of one that was sent, unless another has taken its place: under that id, the answer would be taken for
/// that one's.
fn settle_sent(outbox: Outbox, item: &Item, put: Result<bool, NotKept>, answer: Result<Answer, AppError>) {
    if put != Ok(true) {
        settle(outbox, item.id, answer);
    }
}

/// Sends a write that could not be put on the shelf. Without an answer it is nowhere, and that is said.
async fn send_now(outbox: Outbox, write: Write, why: NotKept) {
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

/// Twice as long after each try without an answer, and a little different for each phone: when a network
/// comes back, a whole hall's phones must not all ask in the same second.
fn pause(tries: u32) -> Duration {
    let base = PAUSE_S.saturating_mul(1 << tries.min(10)).min(LONGEST_S);
    Duration::from_secs(base).mul_f64(0.75 + js_sys::Math::random() / 2.0)
}
