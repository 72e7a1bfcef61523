use leptos::prelude::*;

use super::{Glyph, Icon};

/// What a list shows when there is nothing in it: what that means, and what can be done.
#[component]
pub fn EmptyState(
    glyph: Glyph,
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] text: Signal<Option<String>>,
    /// A button, if there is something to do.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon glyph />
            <h2>{title}</h2>
            {move || text.get().map(|text| view! { <p>{text}</p> })}
            {children.map(|children| children())}
        </div>
    }
}
