//! How a page comes by its code: once it has been painted, and then all of it at once.
//!
//! Leptos's own `HydrationScripts` ask for the code beside the style sheet, 250 kB beside seven, so that on a slow network
//! the page is painted the later for it; and what they fetch ahead of a lazy page is left out of every other page that
//! several threads render, since it is looked up where no request is known.

use std::{collections::HashMap, sync::Arc};

use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::Link;

/// Where the browser finds the code: addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// The script that all begins with.
    pub script: String,
    /// What every page needs.
    pub wasm: String,
    /// What else a bundle of pages needs, by the name of the function that loads it. In a development build that is not
    /// known ahead.
    pub bundles: HashMap<String, Vec<String>>,
}

/// Marks what is to be fetched once the page has been painted, and what kind of file it is.
const LATER: &str = "later";

/// The script that fetches the code and hands the page over to it. In a tab behind others, where nothing is painted, it
/// does not wait for that.
pub(crate) fn waking(code: &Code) -> impl IntoView + use<> {
    let (script, wasm) = (code.script.clone(), code.wasm.clone());
    let wake = format!("({})({script:?}, {wasm:?})", include_str!("waking.js").trim_end());
    view! {
        <link rel=LATER href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
        <script type="module" nonce=use_nonce()>{wake}</script>
    }
}

/// Has the page that is being rendered fetch the code of a bundle with the rest, and not only when that asks for it.
pub(crate) fn fetch_along(bundle: &str) {
    let Some(code) = use_context::<Arc<Code>>() else { return };
    for file in code.bundles.get(bundle).into_iter().flatten() {
        let kind = if file.rsplit_once('.').is_some_and(|(_, ending)| ending == "js") { "script" } else { "fetch" };
        // Rendered for what it leaves with leptos_meta, which has it in the head.
        let _ = view! { <Link rel=LATER href=file.clone() as_=kind crossorigin="anonymous"/> }.to_html();
    }
}
