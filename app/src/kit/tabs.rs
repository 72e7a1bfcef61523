use leptos::prelude::*;

/// One view of the same thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TabLink {
    pub href: String,
    pub label: String,
    /// Whether it is the one that is shown.
    pub current: bool,
    /// How many things wait there; none is not shown. Not part of the name: they stand on the page itself.
    pub count: u32,
}

impl TabLink {
    pub fn new(href: impl Into<String>, label: impl Into<String>, current: bool) -> Self {
        Self { href: href.into(), label: label.into(), current, count: 0 }
    }
}

/// A few views side by side, as links: they can be shared, and work without a script.
#[component]
pub fn Tabs(
    /// What the views are views of; not shown.
    #[prop(into)]
    label: Signal<String>,
    #[prop(into)] items: Signal<Vec<TabLink>>,
) -> impl IntoView {
    let tab = |item: TabLink| {
        view! {
            <a href=item.href aria-current=item.current.then_some("page")>
                {item.label}
                {(item.count > 0).then(|| view! { <span class="count" aria-hidden="true">{item.count}</span> })}
            </a>
        }
    };
    view! {
        <nav class="segments" aria-label=move || label.get()>
            {move || items.get().into_iter().map(tab).collect_view()}
        </nav>
    }
}
