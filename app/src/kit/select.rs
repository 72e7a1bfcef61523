use leptos::prelude::*;

use super::{
    Icon,
    field::{described_by, frame},
    model::{self, SelectRef},
    sent, typed,
};

/// One entry of a [`Select`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// One of a list, with the phone's own picker.
#[component]
pub fn Select(
    #[prop(into)] label: Signal<String>,
    /// The server function's argument.
    #[prop(into)]
    name: String,
    /// Where `name` occurs twice on a page.
    #[prop(optional, into)]
    id: Option<String>,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    /// The value that is chosen at first; without one the first entry is.
    #[prop(optional, into)]
    value: String,
    /// Kept equal to what is chosen.
    #[prop(optional)]
    model: Option<RwSignal<String>>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let error = sent::here(error);
    let control = SelectRef::new();
    model::follow(control, model);
    let value = model.map_or(value, |model| model.get_untracked());
    let field = name.clone();
    let options = move || {
        let chosen = typed::text(&field).unwrap_or_else(|| value.clone());
        // By what they are: redrawn in their places, who was chosen would become whoever takes the place.
        view! {
            <For each=move || choices.get() key=Choice::clone let:choice>
                <option value=choice.value.clone() selected=choice.value == chosen>
                    {choice.label}
                </option>
            </For>
        }
    };
    let select = view! {
        <div class="select">
            <select
                class="input"
                node_ref=control
                id=id.clone()
                name=name
                aria-describedby=described_by(&id, hint, error)
                aria-invalid=move || error.get().map(|_| "true")
                on:change:target=move |ev| {
                    if let Some(model) = model {
                        model.set(ev.target().value());
                    }
                }
            >
                {options}
            </select>
            <Icon glyph=icondata_lu::LuChevronDown />
        </div>
    };
    frame(id, label, false, hint, error, select.into_any())
}
