use leptos::{
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};

use super::{Icon, sent};

/// What went wrong with a form as a whole, read aloud when it appears. Put it first in the form: it
/// moves the focus to the first field that has an error, and unfolds what that is in.
#[component]
pub fn FormError(#[prop(into)] message: Signal<Option<String>>) -> impl IntoView {
    let message = sent::here(message);
    let region = NodeRef::<html::Div>::new();
    Effect::new(move || {
        let Some(region) = region.get().filter(|_| message.with(Option::is_some)) else {
            return;
        };
        // After this turn's other effects, one of which marks the fields.
        request_animation_frame(move || {
            let field = region
                .closest("form")
                .ok()
                .flatten()
                .and_then(|form| form.query_selector("[aria-invalid=true]").ok().flatten())
                .and_then(|field| field.dyn_into::<HtmlElement>().ok());
            // A control that can't take the focus is no reason to fail: the message is still read.
            if let Some(field) = field {
                unfold(&field);
                let _ = field.focus();
            }
        });
    });
    view! {
        <div role="alert" node_ref=region>
            {move || {
                message
                    .get()
                    .map(|text| {
                        view! {
                            <div class="form-error">
                                <Icon glyph=icondata_lu::LuCircleAlert />
                                <p>{text}</p>
                            </div>
                        }
                    })
            }}
        </div>
    }
}

/// Opens the disclosures around an element: what is folded can't take the focus.
pub fn unfold(element: &Element) {
    while let Ok(Some(fold)) = element.closest("details:not([open])") {
        if fold.set_attribute("open", "").is_err() {
            return;
        }
    }
}
