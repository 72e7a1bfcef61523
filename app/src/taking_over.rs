//! Taking over the server's page in the browser.
//!
//! It goes from one place of the server's markup to the next, and fails where one was moved meanwhile. On a slow phone
//! all of it takes more than a second, for the browser compiles each function at its first call; so it is done in
//! turns, and a tap that comes meanwhile waits for one of them and not for all.

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
pub(crate) use browser::{breathe, is_awake, take_over};

#[cfg(feature = "hydrate")]
thread_local! {
    static AWAKE: ArcRwSignal<bool> = ArcRwSignal::new(false);
}

/// Whether the script has taken over the whole page: not on the server, nor while a part's code is still being
/// fetched. For what only a script can do, and for what may put something new on the page.
pub fn awake() -> Signal<bool> {
    #[cfg(feature = "hydrate")]
    return AWAKE.with(|awake| awake.clone().into());
    #[cfg(not(feature = "hydrate"))]
    Signal::stored(false)
}

/// An effect of a page that is awake. What it opens is closed with `on_cleanup`. Each has its own turn: together they
/// are a piece of work that a tap would wait for.
pub(crate) fn when_awake(begin: impl Fn() + 'static) {
    let (awake, turn) = (awake(), RwSignal::new(false));
    Effect::new(move |_| {
        if awake.get() {
            let begins = move || {
                turn.try_set(true);
            };
            set_timeout(begins, std::time::Duration::ZERO);
        }
    });
    Effect::new(move |_| {
        if turn.get() {
            begin();
        }
    });
}

/// A part of the page that is taken over after all around it, in three turns: what it needs is read, then it is made,
/// then put in its place. Effects that are made by the way run between them, and may change nothing that it shows
/// before the page is awake. If it reads with the page, nothing else that does may stand after it.
pub(crate) fn in_turns<M: FnOnce() -> AnyView + 'static>(read: impl FnOnce() -> M + 'static) -> AnyView {
    #[cfg(feature = "hydrate")]
    let read = match browser::later(read) {
        Ok(place) => return place,
        Err(read) => read,
    };
    view! { <div class="in-turns">{read()()}</div> }.into_any()
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::{cell::RefCell, collections::VecDeque, future::Future, pin::Pin, sync::Arc, time::Duration};

    use any_spawner::Executor;
    use hydration_context::{HydrateSharedContext, SharedContext};
    use leptos::{
        html,
        prelude::*,
        reactive::{computed::ScopedFuture, owner::WeakOwner},
        tachys::{
            hydration::Cursor,
            view::{Mountable, PositionState},
        },
        web_sys::{Element, Event},
    };
    use wasm_bindgen::{JsCast, closure::Closure};

    use super::AWAKE;
    use crate::{App, in_browser::pause};

    type Part = Pin<Box<dyn Future<Output = ()>>>;

    thread_local! {
        /// What is left for later turns, while the page around it is being taken over.
        static LATER: RefCell<Option<VecDeque<Part>>> = const { RefCell::new(None) };
    }

    /// Takes over the whole page. It is awake then.
    pub(crate) async fn take_over(body: leptos::web_sys::HtmlElement) {
        // It can only be there already.
        let _ = Executor::init_wasm_bindgen();
        let links = Plain::links();
        let page = Arc::new(HydrateSharedContext::new());
        let owner = Owner::new_root(Some(page.clone()));
        let app = owner.with(|| App().into_view());
        breathe().await;
        LATER.set(Some(VecDeque::new()));
        let place =
            async move { app.hydrate_async(&Cursor::new(body.unchecked_into()), &PositionState::default()).await };
        let state = owner.with(|| ScopedFuture::new(place)).await;
        while let Some(part) = LATER.with_borrow_mut(|later| later.as_mut().and_then(VecDeque::pop_front)) {
            part.await;
        }
        LATER.set(None);
        page.hydration_complete();
        breathe().await;
        AWAKE.with(|awake| awake.set(true));
        drop(links);
        // They live as long as the document.
        std::mem::forget((owner, state));
    }

    /// Links that the browser follows by itself, as it does without a script: the router would change what is still to
    /// be put over the markup of this page, and while a page's code does not come it could show no other.
    struct Plain(Closure<dyn FnMut(Event)>);

    impl Plain {
        fn links() -> Self {
            let plain = Self(Closure::new(|event: Event| {
                let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                if target.is_some_and(|target| target.closest("a[href]").is_ok_and(|link| link.is_some())) {
                    event.stop_propagation();
                }
            }));
            let _ = window().add_event_listener_with_callback_and_bool("click", plain.listener(), true);
            plain
        }

        fn listener(&self) -> &js_sys::Function {
            self.0.as_ref().unchecked_ref()
        }
    }

    impl Drop for Plain {
        fn drop(&mut self) {
            let _ = window().remove_event_listener_with_callback_and_bool("click", self.listener(), true);
        }
    }

    /// Leaves a part for later, if the page is being taken over now, and returns what stands in its place: the element,
    /// with all that the server has put into it left alone.
    pub(super) fn later<F, M>(read: F) -> Result<AnyView, F>
    where
        F: FnOnce() -> M + 'static,
        M: FnOnce() -> AnyView + 'static,
    {
        let Some(owner) = Owner::current().filter(|_| LATER.with_borrow(Option::is_some)) else { return Err(read) };
        let (owner, place) = (owner.downgrade(), NodeRef::<html::Div>::new());
        let part = async move {
            let Some(make) = turn(&owner, read).await else { return };
            let Some(view) = turn(&owner, make).await else { return };
            let put = move || {
                let Some(element) = place.get_untracked() else { return };
                let state = if element.has_child_nodes() {
                    view.hydrate::<true>(&Cursor::new(element.into()), &PositionState::default())
                } else {
                    // Not the server's: of a page to which somebody has gone on meanwhile.
                    let mut state = view.build();
                    state.mount(&element, None);
                    state
                };
                // It lives as long as what is around it.
                StoredValue::new_local(state);
            };
            turn(&owner, put).await;
        };
        LATER.with_borrow_mut(|later| later.as_mut().map(|later| later.push_back(Box::pin(part))));
        Ok(view! { <div class="in-turns" node_ref=place></div> }.into_any())
    }

    /// Does a piece of a part in a turn of its own; nothing where somebody has gone on to another page meanwhile.
    async fn turn<T>(owner: &WeakOwner, work: impl FnOnce() -> T) -> Option<T> {
        breathe().await;
        owner.upgrade().map(|owner| owner.with(|| untrack(work)))
    }

    /// Whether the page is taken over by now.
    pub(crate) fn is_awake() -> bool {
        AWAKE.with(GetUntracked::get_untracked)
    }

    /// Between two turns of taking over the page.
    pub(crate) async fn breathe() {
        if !is_awake() {
            pause(Duration::ZERO).await;
        }
    }
}
