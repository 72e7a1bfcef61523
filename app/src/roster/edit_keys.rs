//! The arrow keys go from cell to cell of the sheet, as in tables elsewhere.

use std::iter::successors;

use leptos::{
    ev::KeyboardEvent,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};

/// To the next of something in a direction.
type Step = fn(&Element) -> Option<Element>;

/// Takes the focus to the next cell in an arrow's direction that can be painted.
pub(super) fn on_arrow(event: KeyboardEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(cell) = target.and_then(|target| target.closest("td").ok().flatten()) else { return };
    let next = match event.key().as_str() {
        "ArrowLeft" => in_row(&cell, Element::previous_element_sibling),
        "ArrowRight" => in_row(&cell, Element::next_element_sibling),
        "ArrowUp" => in_column(&cell, Element::previous_element_sibling),
        "ArrowDown" => in_column(&cell, Element::next_element_sibling),
        _ => return,
    };
    // Else the sheet scrolls away under the focus.
    event.prevent_default();
    if let Some(button) = next {
        let _ = button.focus();
    }
}

fn in_row(cell: &Element, step: Step) -> Option<HtmlElement> {
    successors(step(cell), step).find_map(|cell| button(&cell))
}

fn in_column(cell: &Element, step: Step) -> Option<HtmlElement> {
    let nth = successors(cell.previous_element_sibling(), Element::previous_element_sibling).count();
    let in_row = |row: Element| {
        let cell = successors(row.first_element_child(), Element::next_element_sibling).nth(nth)?;
        button(&cell)
    };
    successors(step(&cell.parent_element()?), step).find_map(in_row)
}

fn button(cell: &Element) -> Option<HtmlElement> {
    cell.query_selector("button").ok().flatten()?.dyn_into().ok()
}
