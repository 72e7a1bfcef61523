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

/// Whether the script is there: not on the server, nor before the page is awake. For what only a script can do.
pub fn awake() -> ReadSignal<bool> {
    let (awake, set_awake) = signal(false);
    Effect::new(move |_| set_awake.set(true));
    awake
}

/// The file form of an action.
pub type FormInput = SendWrapper<leptos::web_sys::FormData>;
