//! One tab at a time.

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

const NAME: &str = "zaigang.outbox";

/// Whether other tabs are kept out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alone {
    /// No other tab is at it; one that was, and died, has let go.
    Surely,
    /// The browser has no Web Locks.
    Perhaps,
}

/// Runs `work` when no other tab is at it; the browser queues those who wait. Where it has no Web Locks the
/// work runs at once: each write is leased, and the server knows it by its id. Called by name, since web-sys
/// has locks as unstable only.
pub(super) async fn alone<W: Future<Output = ()> + 'static>(work: impl FnOnce(Alone) -> W + 'static) {
    let Some((locks, request)) = request() else {
        work(Alone::Perhaps).await;
        return;
    };
    let work = Rc::new(RefCell::new(Some(work)));
    let granted = Closure::once_into_js(move |_lock: JsValue| {
        let work = work.borrow_mut().take();
        future_to_promise(async move {
            if let Some(work) = work {
                work(Alone::Surely).await;
            }
            Ok(JsValue::UNDEFINED)
        })
    });
    if let Ok(done) = request.call2(&locks, &NAME.into(), &granted) {
        let _ = JsFuture::from(done.unchecked_into::<js_sys::Promise>()).await;
    }
}

fn request() -> Option<(JsValue, js_sys::Function)> {
    let locks = js_sys::Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    let request = js_sys::Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    Some((locks, request))
}
