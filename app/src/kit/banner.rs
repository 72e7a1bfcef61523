use leptos::prelude::*;

use super::{Glyph, Icon, Tone};

/// Something that holds for the whole page, at its top: no network, a new version, a notice.
#[component]
pub fn Banner(
    #[prop(into)] tone: Signal<Tone>,
    #[prop(into)] text: Signal<String>,
    /// Instead of the tone's own icon.
    #[prop(optional_no_strip, into)]
    glyph: Option<Glyph>,
    /// A quiet button or link.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="banner" data-tone=move || tone.get().name()>
            {move || view! { <Icon glyph=glyph.unwrap_or_else(|| tone.get().glyph()) /> }}
            <p>{text}</p>
            {children.map(|children| children())}
        </div>
    }
}
