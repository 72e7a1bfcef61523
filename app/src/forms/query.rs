use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_navigate;

use super::action::body_of;

/// A form that asks for a page: what is chosen stands in its address, so that it can be shared and works without a
/// script. Not the router's own, which puts the button into the address, too.
#[component]
pub fn QueryForm(
    /// The page's path.
    #[prop(into)]
    action: String,
    children: Children,
) -> impl IntoView {
    let (navigate, path) = (use_navigate(), action.clone());
    let on_submit = move |event: SubmitEvent| {
        if let Some(query) = body_of(&event) {
            event.prevent_default();
            let address = if query.is_empty() { path.clone() } else { format!("{path}?{query}") };
            navigate(&address, leptos_router::NavigateOptions::default());
        }
    };
    view! {
        <form method="get" action=action on:submit=on_submit>
            {children()}
        </form>
    }
}
