//! The phone's clocks: the one people set, and the one that only runs. And the server's word on the time,
//! kept for when there is no network.

use std::cell::OnceCell;

use chrono::{DateTime, Utc};
use domain::{
    attendance::{TimeEvidence, TimeTicket, reckoned},
    ids::PersonId,
};
use leptos::prelude::window;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::wire::from_text;

/// Where the last ticket stands in the browser's local storage.
const KEY: &str = "zaigang.time_ticket";

thread_local! {
    static PAGE: OnceCell<Uuid> = const { OnceCell::new() };
}

/// This page, until it is loaded anew.
pub(super) fn page() -> Uuid {
    PAGE.with(|page| *page.get_or_init(Uuid::now_v7))
}

/// The phone's clock.
pub(super) fn now() -> DateTime<Utc> {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for 292 million years")]
    DateTime::from_timestamp_millis(js_sys::Date::now() as i64).unwrap_or_default()
}

/// Milliseconds since this page was loaded, by a clock that nobody can set. It may stand still while the
/// phone sleeps.
pub(super) fn steady_ms() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a page does not live for 292 million years")]
    window().performance().map_or(0, |clock| clock.now() as i64)
}

/// A ticket as it was got.
#[derive(Serialize, Deserialize)]
struct Kept {
    person: PersonId,
    ticket: TimeTicket,
    device_at: DateTime<Utc>,
    page: Uuid,
    steady_ms: i64,
}

/// Keeps a ticket that has just come from the server.
pub(super) fn keep(person: PersonId, ticket: TimeTicket) {
    let kept = Kept { person, ticket, device_at: now(), page: page(), steady_ms: steady_ms() };
    if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(&kept)) {
        // Without it a punch that is sent later waits for the lead; nothing is lost.
        let _ = storage.set_item(KEY, &text);
    }
}

/// What this phone can show of the time now, if it has a ticket of this person's.
pub(crate) fn evidence(person: PersonId) -> Option<TimeEvidence> {
    let text = storage()?.get_item(KEY).ok()??;
    let kept: Kept = from_text(&text).ok()?;
    let elapsed_ms = (kept.page == page()).then(|| steady_ms() - kept.steady_ms);
    (kept.person == person).then_some(TimeEvidence {
        ticket: kept.ticket,
        ticket_device_at: kept.device_at,
        elapsed_ms,
    })
}

/// What the server's clock says now, as far as this phone can tell: by the last ticket and what has passed since.
/// Nothing without a ticket, for the phone's own clock may say anything.
pub(crate) fn hall_now(person: PersonId) -> Option<DateTime<Utc>> {
    evidence(person).map(|evidence| reckoned(now(), Some(&evidence)))
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
