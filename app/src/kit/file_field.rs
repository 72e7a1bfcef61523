use leptos::prelude::*;

use super::field::{described_by, frame};

/// A file to hand over. The form must be `multipart/form-data`.
#[component]
pub fn FileField(
    #[prop(into)] label: Signal<String>,
    /// The form field.
    #[prop(into)]
    name: String,
    /// Endings that the phone offers first, e.g. `.csv,.xlsx`; the server still checks.
    accept: &'static str,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let input = view! {
        <input
            class="input"
            type="file"
            id=name.clone()
            name=name.clone()
            accept=accept
            required=true
            aria-describedby=described_by(&name, hint, error)
            aria-invalid=move || error.get().map(|_| "true")
        />
    };
    frame(name, label, false, hint, error, input.into_any())
}
