use leptos::prelude::*;

use super::Icon;

/// Links that narrow the list below them.
#[component]
pub fn Chips(
    /// What is narrowed; not shown.
    #[prop(into)]
    label: Signal<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <nav class="chips" aria-label=move || label.get()>
            {children()}
        </nav>
    }
}

/// One of [`Chips`]; a tick shows the one that holds.
#[component]
pub fn Chip(
    #[prop(into)] href: Signal<String>,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] current: Signal<bool>,
) -> impl IntoView {
    view! {
        <a class="chip" href=move || href.get() aria-current=move || current.get().then_some("true")>
            {move || current.get().then(|| view! { <Icon glyph=icondata_lu::LuCheck /> })}
            {label}
        </a>
    }
}
