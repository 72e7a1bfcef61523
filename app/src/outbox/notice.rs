//! What every page says of writes that wait, and of a phone without a network.

use leptos::prelude::*;

use super::{Line, outbox};
use crate::{
    i18n::{t_string, use_i18n},
    kit::{Banner, Tone},
};

/// Nothing while all is sent and there is a network.
#[component]
pub(crate) fn OutboxNotice() -> impl IntoView {
    let (i18n, outbox, online) = (use_i18n(), outbox(), online());
    let waiting = move || outbox.mine().iter().filter(|item| item.refused.is_none()).count();
    let refused = move || outbox.unsent() - waiting();
    let way = move || view! { <a href="/me/offline">{t_string!(i18n, outbox.look)}</a> };
    move || {
        let (refused, waiting) = (refused(), waiting());
        if outbox.line() == Line::SomebodyElse {
            let text = match waiting {
                0 => t_string!(i18n, outbox.notice_somebody_else).to_owned(),
                n => t_string!(i18n, outbox.notice_somebody_else_waiting, n = n),
            };
            // A new document: of whoever is signed in now.
            let way = view! { <a href="/" rel="external">{t_string!(i18n, outbox.open_again)}</a> };
            view! { <Banner tone=Tone::Danger text=text>{way}</Banner> }.into_any()
        } else if outbox.is_full() {
            view! { <Banner tone=Tone::Danger text=t_string!(i18n, outbox.notice_full)>{way()}</Banner> }.into_any()
        } else if refused > 0 {
            let text = t_string!(i18n, outbox.notice_refused, n = refused);
            view! { <Banner tone=Tone::Danger text=text>{way()}</Banner> }.into_any()
        } else if waiting > 0 && outbox.line() == Line::SignedOut {
            let text = t_string!(i18n, outbox.notice_signed_out, n = waiting);
            // A new document: the session is the server's to say, not this page's.
            let way = view! { <a href="/sign-in" rel="external">{t_string!(i18n, outbox.sign_in)}</a> };
            view! { <Banner tone=Tone::Wait text=text>{way}</Banner> }.into_any()
        } else if waiting > 0 && (outbox.line() == Line::Down || !online.get()) {
            let text = t_string!(i18n, outbox.notice_waiting, n = waiting);
            view! { <Banner tone=Tone::Wait text=text glyph=icondata_lu::LuCloudOff>{way()}</Banner> }.into_any()
        } else if !online.get() {
            let text = t_string!(i18n, outbox.notice_offline);
            view! { <Banner tone=Tone::Info text=text glyph=icondata_lu::LuCloudOff/> }.into_any()
        } else {
            ().into_any()
        }
    }
}

/// Whether the browser thinks that there is a network. Said after the page is awake: the server can't know.
fn online() -> RwSignal<bool> {
    let online = RwSignal::new(true);
    #[cfg(feature = "hydrate")]
    crate::taking_over::when_awake(move || {
        let look = move |_| online.set(window().navigator().on_line());
        online.set(window().navigator().on_line());
        let (on, off) = (window_event_listener_untyped("online", look), window_event_listener_untyped("offline", look));
        on_cleanup(move || {
            on.remove();
            off.remove();
        });
    });
    online
}
