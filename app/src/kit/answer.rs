use leptos::{html, prelude::*};

/// What was asked for and is there now: it takes the focus when it appears.
#[component]
pub fn Answer(children: Children) -> impl IntoView {
    let region = NodeRef::<html::Div>::new();
    Effect::new(move || {
        if let Some(region) = region.get() {
            request_animation_frame(move || {
                let _ = region.focus();
            });
        }
    });
    view! {
        <div class="stack" tabindex="-1" node_ref=region>
            {children()}
        </div>
    }
}
