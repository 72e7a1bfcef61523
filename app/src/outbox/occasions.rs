//! When there may be something to send: at the start, when the network or the page comes back, and when another tab
//! has news.

use std::time::Duration;

use domain::ids::PersonId;
use leptos::{prelude::*, task::spawn_local};

use super::{Errand, Line, Outbox, clock, other_tabs};
use crate::{attendance::api::ticket, wire::SOMEBODY_ELSE_EVENT};

/// How often the server is asked for the time while the page is open.
const TICKET_EVERY: Duration = Duration::from_mins(10);

/// Begins: once, when the page is awake. Without anybody signed in nothing is sent.
pub(super) fn start(outbox: Outbox) {
    let Some(me) = outbox.me.get_value() else { return };
    let wake = move || {
        spawn_local(outbox.deliver());
        spawn_local(fetch_ticket(outbox));
    };
    wake();
    follow_the_session(outbox, me);
    other_tabs::listen(move |text| {
        outbox.send_off(Errand::Hear(text.to_owned()));
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
            spawn_local(outbox.deliver());
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
