//! One tab sends for all; what became of a write is told to the tab that made it. And each tab says whose it is, so
//! that one which was left open hears that another person has signed in.

use domain::ids::PersonId;
use leptos::web_sys::{BroadcastChannel, MessageEvent};
use uuid::Uuid;
use wasm_bindgen::{JsCast, closure::Closure};

use super::Answer;
use crate::error::AppError;

thread_local! {
    /// None where the browser has no such thing: then the other tabs see it when they next look at the shelf.
    static CHANNEL: Option<BroadcastChannel> = BroadcastChannel::new("zaigang.outbox").ok();
    static PEOPLE: Option<BroadcastChannel> = BroadcastChannel::new("zaigang.person").ok();
}

/// Tells the other tabs who is signed in, as this page was just told by the server.
pub(super) fn announce(me: PersonId) {
    PEOPLE.with(|channel| {
        if let Some(channel) = channel {
            let _ = channel.post_message(&me.to_string().into());
        }
    });
}

/// Tells the other tabs.
pub(super) fn tell(id: Uuid, answer: &Result<Answer, AppError>) {
    CHANNEL.with(|channel| {
        if let (Some(channel), Ok(text)) = (channel, serde_json::to_string(&(id, answer))) {
            let _ = channel.post_message(&text.into());
        }
    });
}

/// Hears how other tabs' writes were settled, for as long as the page lives; in the words of [`tell`].
pub(super) fn listen(hear: impl Fn(&str) + 'static) {
    CHANNEL.with(|channel| hear_texts(channel.as_ref(), hear));
}

/// Hears who has opened a page in another tab.
pub(super) fn listen_for_people(hear: impl Fn(PersonId) + 'static) {
    PEOPLE.with(|channel| {
        hear_texts(channel.as_ref(), move |text| {
            if let Ok(person) = text.parse() {
                hear(person);
            }
        });
    });
}

fn hear_texts(channel: Option<&BroadcastChannel>, hear: impl Fn(&str) + 'static) {
    let Some(channel) = channel else { return };
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(text) = event.data().as_string() {
            hear(&text);
        }
    });
    channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
}
