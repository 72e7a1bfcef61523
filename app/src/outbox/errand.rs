//! What is asked of the courier. His code is large, for he knows every write and its answer. It is fetched for who is
//! signed in, once the page is awake: nothing on the page waits for it, and from then on a tap needs no network.

use std::pin::Pin;

use chrono::{DateTime, Utc};
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use uuid::Uuid;

use super::{Outbox, Write, courier};
use crate::error::NotKept;

/// One errand.
pub(super) enum Errand {
    /// Sends the signed-in person's writes one after another, until none is left or there is no answer.
    Deliver,
    /// Puts a write of the signed-in person on the shelf, with whom or what it is about; until `held_until` it is still
    /// being completed.
    Keep { write: Write, subject: Option<String>, held_until: Option<DateTime<Utc>> },
    /// Completes what was kept open.
    Complete(Write),
    /// Sends a write that could not be put on the shelf.
    SendNow(Write, NotKept),
    /// Tries a refused write again.
    Retry(Uuid),
    /// Takes a write off the shelf without sending it.
    Discard(Uuid),
    /// Takes off what lies under a key and can't be read.
    DiscardUnreadable(String),
    /// Hears from another tab how a write was settled.
    Hear(String),
}

/// An errand under way.
type Running = Pin<Box<dyn Future<Output = Result<(), NotKept>>>>;

#[wasm_split(begin_errand, wasm_split_path = ::leptos::wasm_split, preload(fetch_courier), fallible)]
#[allow(clippy::unnecessary_wraps, reason = "a failure is added by the macro")]
fn begin_errand(outbox: Outbox, errand: Errand) -> Result<Running, SplitLoaderError> {
    Ok(Box::pin(courier::run(outbox, errand)))
}

/// Runs an errand to its end. Without the courier's code nothing can be kept.
pub(super) async fn run(outbox: Outbox, errand: Errand) -> Result<(), NotKept> {
    match begin_errand(outbox, errand).await {
        Ok(running) => running.await,
        Err(_) => Err(NotKept::Unavailable),
    }
}

/// Fetches the courier's code.
pub(crate) async fn fetch() {
    // Without a network now, it is tried for again with each errand.
    let _ = fetch_courier().await;
}
