use leptos::prelude::*;

use super::{Icon, sent, typed};

/// A yes or no; the whole line can be tapped. Unchecked sends nothing, so the server function's
/// argument needs `#[server(default)]`.
#[component]
pub fn Checkbox(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] name: String,
    /// Whether it is checked at first.
    #[prop(optional, into)]
    checked: Signal<bool>,
    /// What is sent when checked.
    #[prop(default = "true".to_owned(), into)]
    value: String,
    /// A second line that says what it means.
    #[prop(optional, into)]
    detail: Signal<Option<String>>,
    /// Looks and reads as a switch: for a setting that holds at once.
    #[prop(optional)]
    switch: bool,
    /// Whether the form is sent only with it.
    #[prop(optional)]
    required: bool,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let error = sent::here(error);
    let is_checked = {
        let (name, value) = (name.clone(), value.clone());
        move || typed::checked(&name, &value).unwrap_or_else(|| checked.get())
    };
    view! {
        <label class="check">
            <input
                type="checkbox"
                role=switch.then_some("switch")
                name=name
                value=value
                checked=is_checked
                required=required
                aria-invalid=move || error.get().map(|_| "true")
            />
            <span>
                {label}
                {move || detail.get().map(|text| view! { <small>{text}</small> })}
            </span>
        </label>
        {move || {
            error
                .get()
                .map(|text| {
                    view! {
                        <p class="error">
                            <Icon glyph=icondata_lu::LuCircleAlert/>
                            {text}
                        </p>
                    }
                })
        }}
    }
}
