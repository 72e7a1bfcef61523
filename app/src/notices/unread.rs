//! How many notices are unread: on the tab, and on the app's own icon.

use leptos::prelude::*;

use crate::{live, refresh, session};

/// The count that surrounds every page.
#[derive(Clone, Copy)]
pub(crate) struct Unread {
    count: RwSignal<u64>,
    stale: RwSignal<u32>,
    told: RwSignal<u32>,
}

/// Where the server says that there is something new for whoever is signed in.
const EVENTS: &str = "/events/notices";

impl Unread {
    /// Makes the count known to the pages inside, and keeps it fresh: read when a page opens, when it is
    /// looked at again, and when the inbox says so.
    pub(crate) fn provide() -> Self {
        // Others wait for leads; everybody else reads each minute. A line for every phone of a large hall would cost
        // the server more than it gives, and so would one for each phone that nobody looks at.
        let (leads, looked_at) = (session::leads(), refresh::looked_at());
        let line = Memo::new(move |_| (leads && looked_at.get()).then(|| EVENTS.to_owned()));
        let unread = Self { count: RwSignal::new(0), stale: RwSignal::new(0), told: live::changes(line) };
        provide_context(unread);
        #[cfg(feature = "hydrate")]
        {
            let returned = refresh::on_return();
            crate::taking_over::when_awake(move || {
                unread.stale.track();
                unread.told.track();
                returned.track();
                leptos::task::spawn_local(async move {
                    // Without an answer the last count stays.
                    if let Ok(count) = super::api::unread_notices().await {
                        unread.count.try_set(count);
                        badge::show(count);
                    }
                });
            });
        }
        unread
    }

    /// The count around a page.
    pub(crate) fn here() -> Self {
        use_context().unwrap_or_else(|| {
            let (stale, told) = (RwSignal::new(0), RwSignal::new(0));
            Self { count: RwSignal::new(0), stale, told }
        })
    }

    /// Counts what is new, while a page inside is open.
    pub(crate) fn told(self) -> Signal<u32> {
        self.told.into()
    }

    /// The same on a page where everybody is told at once.
    pub(super) fn told_here(self) -> Signal<u32> {
        let leads = session::leads();
        let own = live::changes(Memo::new(move |_| (!leads).then(|| EVENTS.to_owned())));
        Signal::derive(move || self.told.get() + own.get())
    }

    pub(crate) fn count(self) -> Signal<u64> {
        self.count.into()
    }

    /// The inbox has changed: read again.
    pub(crate) fn refresh(self) {
        self.stale.update(|stale| *stale += 1);
    }
}

#[cfg(feature = "hydrate")]
mod badge {
    use wasm_bindgen::{JsCast, JsValue};

    /// Puts the count on the icon of an installed app; nothing where there is no such icon. By name, since
    /// web-sys has no binding for it.
    pub(super) fn show(count: u64) {
        let navigator: JsValue = leptos::prelude::window().navigator().into();
        let name = if count == 0 { "clearAppBadge" } else { "setAppBadge" };
        let method = js_sys::Reflect::get(&navigator, &name.into()).ok();
        let Some(method) = method.and_then(|method| method.dyn_into::<js_sys::Function>().ok()) else { return };
        // A count that can't be shown there is shown in the app all the same.
        let promise = if count == 0 {
            method.call0(&navigator)
        } else {
            method.call1(&navigator, &u32::try_from(count).unwrap_or(u32::MAX).into())
        };
        if let Some(promise) = promise.ok().and_then(|promise| promise.dyn_into::<js_sys::Promise>().ok()) {
            leptos::task::spawn_local(async move {
                let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
            });
        }
    }
}
