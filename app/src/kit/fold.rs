use leptos::{children::ViewFnOnce, prelude::*};

use super::{Icon, typed};

/// A row that unfolds into more. A native disclosure, so it works without a script.
#[component]
pub fn Fold(
    #[prop(into)] title: Signal<String>,
    /// What is told without unfolding it.
    #[prop(optional, into)]
    detail: Signal<Option<String>>,
    /// Whether it is unfolded at first; in a form that came back refused it is.
    #[prop(optional)]
    open: bool,
    /// The state badges at the end of the row.
    #[prop(optional, into)]
    end: ViewFnOnce,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="fold" open=move || open || typed::came_back()>
            <summary class="row">
                <span class="row-body">
                    <span class="row-text">
                        <span class="row-title">{title}</span>
                        {move || detail.get().map(|text| view! { <span class="row-detail">{text}</span> })}
                    </span>
                    <span class="row-end">{end.run()}</span>
                </span>
                <Icon glyph=icondata_lu::LuChevronDown/>
            </summary>
            <div class="fold-body">{children()}</div>
        </details>
    }
}
