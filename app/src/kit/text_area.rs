use leptos::prelude::*;

use super::{
    field::{described_by, frame},
    sent,
};

/// Several lines of input that a form can't do without, as they are: a structured text rather than words.
#[component]
pub fn TextArea(
    #[prop(into)] label: Signal<String>,
    /// The server function's argument.
    #[prop(into)]
    name: String,
    /// What stands there at first.
    #[prop(into)]
    value: String,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// Lines that are shown at once.
    rows: u16,
    max_length: u16,
) -> impl IntoView {
    let id = name.clone();
    let (error, shown) = (sent::here(error), escaped(&value));
    let input = view! {
        <textarea
            class="input lines"
            id=id.clone()
            name=name
            rows=rows.to_string()
            maxlength=max_length.to_string()
            required=true
            spellcheck="false"
            aria-describedby=described_by(&id, hint, error)
            aria-invalid=move || error.get().map(|_| "true")
            inner_html=shown
        />
    };
    frame(id, label, false, hint, error, input.into_any())
}

/// As markup: of all elements, Leptos writes the children of this one as they are.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_does_not_end_its_element() {
        assert_eq!(escaped("&lt; </textarea>"), "&amp;lt; &lt;/textarea>");
    }
}
