//! One tab sends for all; what became of a write is told to the tab that made it.

use leptos::web_sys::{BroadcastChannel, MessageEvent};
use uuid::Uuid;
use wasm_bindgen::{JsCast, closure::Closure};

use super::Answer;
use crate::{error::AppError, wire::from_text};

/// How a write was settled.
type Settled = (Uuid, Result<Answer, AppError>);

thread_local! {
    /// None where the browser has no such thing: then the other tabs see it when they next look at the shelf.
    static CHANNEL: Option<BroadcastChannel> = BroadcastChannel::new("zaigang.outbox").ok();
}

/// Tells the other tabs.
pub(super) fn tell(id: Uuid, answer: &Result<Answer, AppError>) {
    CHANNEL.with(|channel| {
        if let (Some(channel), Ok(text)) = (channel, serde_json::to_string(&(id, answer))) {
            let _ = channel.post_message(&text.into());
        }
    });
}

/// Hears what other tabs tell, for as long as the page lives.
pub(super) fn listen(hear: impl Fn(Settled) + 'static) {
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let told = event.data().as_string().and_then(|text| from_text(&text).ok());
        if let Some(settled) = told {
            hear(settled);
        }
    });
    CHANNEL.with(|channel| {
        if let Some(channel) = channel {
            channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
            on_message.forget();
        }
    });
}
