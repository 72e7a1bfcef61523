//! The browser's storage: asked to be kept, and measured. By name where an in-app browser may lack it.

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageManager;

use super::page::Found;

/// Asks the browser not to clear what waits; it may say no, and will be asked again.
pub(super) async fn protect() -> bool {
    let Some(asked) = manager().and_then(|storage| storage.persist().ok()) else { return false };
    JsFuture::from(asked).await.is_ok_and(|answer| answer.is_truthy())
}

/// How safe it is and how much is in it.
pub(super) async fn look() -> Found {
    let protected = match manager().and_then(|storage| storage.persisted().ok()) {
        Some(asked) => JsFuture::from(asked).await.is_ok_and(|answer| answer.is_truthy()),
        None => false,
    };
    let used_kb = match manager().and_then(|storage| storage.estimate().ok()) {
        Some(asked) => JsFuture::from(asked).await.ok().and_then(|estimate| kilobytes(&estimate)),
        None => None,
    };
    Found { protected, used_kb }
}

fn kilobytes(estimate: &JsValue) -> Option<u32> {
    let bytes = js_sys::Reflect::get(estimate, &"usage".into()).ok()?.as_f64()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturating is what is wanted")]
    Some((bytes / 1000.0).ceil() as u32)
}

fn manager() -> Option<StorageManager> {
    let storage = js_sys::Reflect::get(&window().navigator(), &"storage".into()).ok()?;
    (!storage.is_undefined()).then(|| storage.unchecked_into())
}
