//! The phone's entry point: wakes up the page that the server has rendered.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page's own script as soon as this module is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    app::wake_up();
}
