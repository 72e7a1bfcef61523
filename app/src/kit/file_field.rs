use leptos::prelude::*;

use super::field::{described_by, frame};

/// A file to hand over. The form must be `multipart/form-data`.
#[component]
pub fn FileField(
    #[prop(into)] label: Signal<String>,
    /// The form field.
    #[prop(into)]
    name: String,
    /// Where `name` occurs twice on a page.
    #[prop(optional, into)]
    id: Option<String>,
    /// Endings or types that the phone offers first, e.g. `.csv,.xlsx`; the server still checks.
    accept: &'static str,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// Where the form can be sent without one.
    #[prop(optional)]
    optional: bool,
    /// Whether several can be chosen at once.
    #[prop(optional)]
    multiple: bool,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let input = view! {
        <input
            class="input"
            type="file"
            id=id.clone()
            name=name
            accept=accept
            required=!optional
            multiple=multiple
            aria-describedby=described_by(&id, hint, error)
            aria-invalid=move || error.get().map(|_| "true")
        />
    };
    frame(id, label, false, hint, error, input.into_any())
}
