//! What a person sees: pages, components and the server functions behind them. One codebase renders on
//! the server (`ssr`) and wakes up on the phone (`hydrate`).
#![recursion_limit = "512"]

pub use texts::i18n;

/// The texts of `locales/`, as code that the build makes.
#[allow(clippy::all, clippy::pedantic, clippy::expect_used, reason = "generated; linted by its makers")]
mod texts {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}

pub mod accounts;
mod address;
pub mod approvals;
pub mod attendance;
mod bundles;
pub mod calendar;
mod citations;
pub mod error;
#[cfg(feature = "ssr")]
mod fallen;
mod focus;
mod forms;
pub mod frame;
pub mod hub;
mod in_browser;
pub mod kit;
pub mod leave;
mod live;
pub mod notices;
pub mod org;
mod outbox;
mod pages;
pub mod photos;
pub mod preferences;
mod punctuation;
mod read_ahead;
mod refresh;
#[cfg(feature = "ssr")]
pub mod request;
mod root;
pub mod roster;
mod routes;
pub mod session;
mod shown;
mod taking_over;
pub mod training;
#[cfg(feature = "hydrate")]
mod unfetched;
mod update;
#[cfg(feature = "ssr")]
mod upload;
#[cfg(feature = "ssr")]
mod waking;
pub mod when;
pub mod wire;
pub mod words;

pub use root::App;
#[cfg(feature = "ssr")]
pub use root::shell;
#[cfg(feature = "ssr")]
pub use waking::Code;

/// Takes over the server's page in the browser, its code being fetched first, and marks the document once everything
/// on it answers: for tests, and for whoever looks at a slow phone.
#[cfg(feature = "hydrate")]
pub fn wake_up() {
    use leptos::prelude::document;

    console_error_panic_hook::set_once();
    let Some(body) = document().body() else { return };
    wasm_bindgen_futures::spawn_local(async move {
        taking_over::take_over(body).await;
        // What has its turn then is told in the first of these, and has had it after the second.
        for _ in 0..2 {
            in_browser::pause(std::time::Duration::ZERO).await;
        }
        // A tap answers only when it can be kept, whatever becomes of the network.
        if wire::speaks_for_somebody() {
            outbox::fetch_courier().await;
        }
        if let Some(html) = document().document_element() {
            let _ = html.set_attribute("data-hydrated", "");
        }
    });
}
