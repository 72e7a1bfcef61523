use leptos::prelude::*;

use super::Tone;

/// The room inside a card's edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CardSpace {
    #[default]
    Roomy,
    /// For what needs the width, e.g. a month.
    Snug,
    /// For rows and tables, which bring their own.
    Flush,
}

/// A sheet on the paper. Nothing lies on a card: one level of depth.
#[component]
pub fn Card(
    #[prop(optional)] space: CardSpace,
    #[prop(optional, into)] heading: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let class = match space {
        CardSpace::Roomy => "card",
        CardSpace::Snug => "card snug",
        CardSpace::Flush => "card flush",
    };
    view! {
        <section class=class>
            {move || heading.get().map(|text| view! { <h2>{text}</h2> })}
            {children()}
        </section>
    }
}

/// The number sign that hangs over a window.
#[component]
pub fn Plate(
    #[prop(into)] number: Signal<String>,
    /// Instead of the hall's own colour, for a window that needs a look.
    #[prop(optional, into)]
    tone: Signal<Option<Tone>>,
) -> impl IntoView {
    view! {
        <span class="plate" data-tone=move || tone.get().map(Tone::name)>
            {number}
        </span>
    }
}

/// A person's first character, standing for a face; the name itself is beside it.
#[component]
pub fn Avatar(#[prop(into)] name: Signal<String>) -> impl IntoView {
    let first = move || name.with(|name| name.chars().take(1).collect::<String>());
    view! {
        <span class="avatar" aria-hidden="true">
            {first}
        </span>
    }
}
