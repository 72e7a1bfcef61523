use leptos::prelude::*;

use super::Tone;

/// Figures side by side, as a definition list of [`Stat`]s.
#[component]
pub fn Stats(children: Children) -> impl IntoView {
    view! { <dl class="stats">{children()}</dl> }
}

/// One figure with its word, e.g. 出勤 15 天.
#[component]
pub fn Stat(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] value: Signal<String>,
    /// Small, after the figure; empty in a language that counts without such a word.
    #[prop(optional, into)]
    unit: Signal<Option<String>>,
    #[prop(optional, into)] tone: Signal<Option<Tone>>,
) -> impl IntoView {
    view! {
        <div data-tone=move || tone.get().map(Tone::name)>
            <dt>{label}</dt>
            <dd>{value} {move || unit.get().filter(|text| !text.is_empty()).map(|text| view! { <small>{text}</small> })}</dd>
        </div>
    }
}
