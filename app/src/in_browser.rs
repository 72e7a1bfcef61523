//! Work that only a browser does and that can't leave its thread: passkeys, the clipboard, files.

use std::future::Future;

use leptos::prelude::*;
use send_wrapper::SendWrapper;

/// An action for such work. Leptos's own (`Action::new_local`) belongs to the thread that made it, also where a
/// page is rendered: the server moves pages between threads, and one that it drops on another breaks its answer off.
pub fn browser_action<I, O, F, Fut>(work: F) -> Action<I, O>
where
    I: Send + Sync + 'static,
    O: Send + Sync + 'static,
    F: Fn(&I) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = O> + 'static,
{
    // Bound to a thread only when it runs, and it runs at a tap.
    Action::new(move |input| SendWrapper::new(work(input)))
}

#[cfg(feature = "hydrate")]
thread_local! {
    static AWAKE: ArcRwSignal<bool> = ArcRwSignal::new(false);
}

/// Whether the script has taken over the whole page: not on the server, nor while a part's code is still being
/// fetched. For what only a script can do, and for what may put something new on the page: taking over goes from
/// one place of the server's page to the next, and fails where one was moved meanwhile.
pub fn awake() -> Signal<bool> {
    #[cfg(feature = "hydrate")]
    return AWAKE.with(|awake| awake.clone().into());
    #[cfg(not(feature = "hydrate"))]
    Signal::stored(false)
}

/// Says so.
#[cfg(feature = "hydrate")]
pub(crate) fn wake() {
    AWAKE.with(|awake| awake.set(true));
}

/// Whether that has happened by now.
#[cfg(feature = "hydrate")]
pub(crate) fn is_awake() -> bool {
    AWAKE.with(GetUntracked::get_untracked)
}

/// Waits.
#[cfg(feature = "hydrate")]
pub(crate) async fn pause(long: std::time::Duration) {
    let promise = js_sys::Promise::new(&mut |done, _| {
        set_timeout(move || drop(done.call0(&wasm_bindgen::JsValue::NULL)), long);
    });
    // A timer does not fail.
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Between two pieces of taking over the page, so that a tap need not wait for both: on a slow phone each takes a quarter
/// of a second.
#[cfg(feature = "hydrate")]
pub(crate) async fn breathe() {
    if !is_awake() {
        pause(std::time::Duration::ZERO).await;
    }
}

/// An effect of a page that is awake. What it opens is closed with `on_cleanup`. Each has its own turn: together they are
/// a piece of work that a tap would wait for.
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

/// The file form of an action.
pub type FormInput = SendWrapper<leptos::web_sys::FormData>;
