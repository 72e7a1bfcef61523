use leptos::prelude::*;
use leptos_router::components::A;

use super::{Glyph, Icon};

/// One of the five places.
#[derive(Clone, Copy)]
pub struct NavItem {
    pub href: &'static str,
    pub label: Signal<String>,
    pub glyph: Glyph,
    /// Things that wait there; nothing is shown for none. Not part of the name: what they are stands on the
    /// page itself.
    pub count: Signal<u64>,
}

/// The five places: a bar below the page on a phone, a column beside it from 900 px on.
#[component]
pub fn NavBar(
    /// What the bar is, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// The product's name; shown beside the page only.
    #[prop(into)]
    brand: Signal<String>,
    #[prop(into)] items: Signal<Vec<NavItem>>,
) -> impl IntoView {
    let place = |item: NavItem| {
        view! {
            <li>
                <A href=item.href exact=item.href == "/">
                    <Icon glyph=item.glyph />
                    {item.label}
                    {move || {
                        (item.count.get() > 0)
                            .then(|| view! { <span class="count" aria-hidden="true">{item.count.get().min(99)}</span> })
                    }}
                </A>
            </li>
        }
    };
    view! {
        <nav class="nav" aria-label=move || label.get()>
            <div class="brand">
                <img src="/icons/mark.svg" alt="" width="36" height="36" />
                {brand}
            </div>
            <ul>{move || items.get().into_iter().map(place).collect_view()}</ul>
        </nav>
    }
}
