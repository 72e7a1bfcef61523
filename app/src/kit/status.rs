use leptos::prelude::*;

use super::{Icon, Tone};

/// A place whose changes are read aloud. It must be on the page before what is said in it.
#[component]
pub fn StatusRegion(children: Children) -> impl IntoView {
    view! { <div role="status">{children()}</div> }
}

/// The answer to what a person did: what happened, what it means, what comes next.
#[component]
pub fn Outcome(
    #[prop(into)] tone: Signal<Tone>,
    #[prop(into)] title: Signal<String>,
    /// What it means, in a sentence or with badges.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="result" data-tone=move || tone.get().name()>
            {move || view! { <Icon glyph=tone.get().glyph() /> }}
            <div>
                <strong>{title}</strong>
                {children()}
            </div>
        </div>
    }
}
