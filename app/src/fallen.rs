//! What a page says whose code has come to a stop.
//!
//! A panic in wasm ends the program, and nothing on the page answers a tap from then on. Nothing that the program has drawn
//! can be relied on to say so: the notice comes with the page from the server, and the page's own script shows it.

use leptos::prelude::*;

use crate::{
    i18n::{Locale, td_string},
    kit::{Banner, Button, ButtonKind, Tone},
    preferences::ssr::language,
};

/// The notice, hidden until `waking.js` finds a use for it.
pub(crate) fn fallen() -> impl IntoView {
    let locale = language().parse().unwrap_or(Locale::zh_CN);
    view! {
        <div id="fallen" class="fallen" role="alert" hidden>
            <Banner tone=Tone::Danger text=td_string!(locale, common.fallen)>
                <Button label=td_string!(locale, common.fallen_reload) kind=ButtonKind::Quiet button_type="button"/>
            </Banner>
        </div>
    }
}
