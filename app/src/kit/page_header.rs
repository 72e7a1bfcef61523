use leptos::prelude::*;
use leptos_meta::Title;

use super::Icon;
use crate::i18n::{t_string, use_i18n};

/// The top of a page. Its heading can take the focus, which goes there after a navigation, and names the page in the
/// browser's tabs and history.
#[component]
pub fn PageHeader(
    #[prop(into)] title: Signal<String>,
    /// The date, or how fresh the page is (截至 08:41).
    #[prop(optional, into)]
    subtitle: Signal<Option<String>>,
    /// Where this page came from: address and words.
    #[prop(optional)]
    back: Option<(String, String)>,
    /// A badge or the page's second action.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let product = t_string!(use_i18n(), common.product);
    // On the server the head is written when the page's signals may be gone already.
    let first = title.get_untracked();
    let named = move || format!("{} · {product}", title.try_get().unwrap_or_else(|| first.clone()));
    let back = back.map(|(href, label)| {
        view! {
            <a class="back" href=href>
                <Icon glyph=icondata_lu::LuChevronLeft />
                {label}
            </a>
        }
    });
    view! {
        <Title text=named/>
        <header class="page-head">
            {back}
            <div class="page-title">
                <h1 tabindex="-1">{title}</h1>
                {move || subtitle.get().map(|text| view! { <p class="muted">{text}</p> })}
            </div>
            {children.map(|children| children())}
        </header>
    }
}

/// The top of a part of a page.
#[component]
pub fn SectionHeader(
    #[prop(into)] title: Signal<String>,
    /// A count or a sum.
    #[prop(optional, into)]
    note: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <div class="section-head">
            <h2>{title}</h2>
            {move || note.get().map(|text| view! { <span>{text}</span> })}
        </div>
    }
}
