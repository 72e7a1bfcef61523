use leptos::prelude::*;

use super::{ConfirmButton, Field};

/// A [`ConfirmButton`] that asks for the reason between its two steps: for a no that somebody is to read.
#[component]
pub fn ConfirmReason(
    /// The first step.
    #[prop(into)]
    label: Signal<String>,
    /// What will happen.
    #[prop(into)]
    question: Signal<String>,
    /// The second step.
    #[prop(into)]
    confirm: Signal<String>,
    /// What the reason is called.
    #[prop(into)]
    reason: Signal<String>,
    /// The server function's argument.
    #[prop(into)]
    name: String,
    /// The field's own, since several of them stand on a page.
    #[prop(into)]
    id: String,
    #[prop(into)] error: Signal<Option<String>>,
    max_length: u16,
    #[prop(into)] busy: Signal<bool>,
) -> impl IntoView {
    view! {
        <ConfirmButton label question confirm busy>
            <Field label=reason name id error max_length required=true/>
        </ConfirmButton>
    }
}
