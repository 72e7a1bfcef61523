//! Controls and the places they are in, told apart by their words: ids and elements do not outlive a page that is built
//! anew.

use leptos::{
    prelude::document,
    web_sys::{Element, HtmlElement, NodeList},
};
use wasm_bindgen::JsCast;
use web_sys::FocusOptions;

/// What can have the focus.
const CONTROLS: &str = "a[href], button, summary, input, select, textarea, [tabindex='-1']";

/// What a control can be in, as long as it has a heading.
const PLACES: &str = "li, article, section, form, main";

/// What says which place it is.
const HEADINGS: &str = "h1, h2, h3, .row-title";

/// All controls of the page.
pub(super) fn controls() -> Vec<Element> {
    within_main(CONTROLS)
}

/// The place with this heading.
pub(super) fn heading(words: &str) -> Option<Element> {
    within_main(HEADINGS).into_iter().find(|heading| words_of(heading) == words)
}

/// The heading of the nearest place around an element that has one.
pub(super) fn heading_of(element: &Element) -> Option<Element> {
    let mut around = element.closest(PLACES).ok().flatten();
    while let Some(place) = around {
        if let Ok(Some(heading)) = place.query_selector(HEADINGS) {
            return Some(heading);
        }
        around = place.parent_element().and_then(|outer| outer.closest(PLACES).ok().flatten());
    }
    None
}

/// What a control is called: its words, or for a field its name.
pub(super) fn words_of(element: &Element) -> String {
    let called = element.get_attribute("aria-label").or_else(|| element.get_attribute("name"));
    let text = element.text_content().filter(|text| !text.trim().is_empty());
    let words = if element.has_attribute("name") { called.or(text) } else { text.or(called) };
    words.unwrap_or_default().trim().to_owned()
}

/// The page's own heading.
pub(super) fn title() -> Option<Element> {
    document().query_selector("h1").ok().flatten()
}

/// Gives an element the focus, or the control whose words it is; `still` leaves the page where it is.
pub(super) fn take(element: &Element, still: bool) {
    let control = element.closest("summary, a[href]").ok().flatten();
    let Some(element) = control.as_ref().unwrap_or(element).dyn_ref::<HtmlElement>() else { return };
    if element.tab_index() < 0 && !element.has_attribute("tabindex") {
        let _ = element.set_attribute("tabindex", "-1");
    }
    let options = FocusOptions::new();
    options.set_prevent_scroll(still);
    // What can't take the focus leaves it where it is.
    let _ = element.focus_with_options(&options);
}

fn within_main(selector: &str) -> Vec<Element> {
    let main = document().query_selector("main").ok().flatten();
    main.and_then(|main| main.query_selector_all(selector).ok()).map(elements).unwrap_or_default()
}

fn elements(list: NodeList) -> Vec<Element> {
    (0..list.length()).filter_map(|nth| list.item(nth)?.dyn_into().ok()).collect()
}
