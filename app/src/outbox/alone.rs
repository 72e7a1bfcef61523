//! One tab at a time.

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

const NAME: &str = "zaigang.outbox";

/// Runs `work` unless another tab is at it. Where the browser has no Web Locks it just runs: each write is
/// leased, and the server knows it by its id. Called by name, since web-sys has them as unstable only.
pub(super) async fn alone(work: impl Future<Output = ()> + 'static) {
    let Some((locks, request)) = request() else {
        work.await;
        return;
    };
    let work = Rc::new(RefCell::new(Some(work)));
    let granted = Closure::once_into_js(move |lock: JsValue| {
        let work = work.borrow_mut().take().filter(|_| !lock.is_null());
        future_to_promise(async move {
            if let Some(work) = work {
                work.await;
            }
            Ok(JsValue::UNDEFINED)
        })
    });
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE);
    if let Ok(done) = request.call3(&locks, &NAME.into(), &options, &granted) {
        let _ = JsFuture::from(done.unchecked_into::<js_sys::Promise>()).await;
    }
}

fn request() -> Option<(JsValue, js_sys::Function)> {
    let locks = js_sys::Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    let request = js_sys::Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    Some((locks, request))
}
