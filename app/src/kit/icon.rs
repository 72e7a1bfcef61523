//! Lucide icons, drawn inline. An icon never stands alone: its word is beside it.

use leptos::prelude::*;

/// The drawing of an icon, e.g. `icondata_lu::LuMapPin`.
pub use icondata_core::Icon as Glyph;

/// An icon in the colour and size of its text; hidden from screen readers, which get the word.
#[component]
pub fn Icon(glyph: Glyph) -> impl IntoView {
    view! {
        <svg
            class="icon"
            viewBox=glyph.view_box
            fill=glyph.fill.unwrap_or("currentColor")
            stroke=glyph.stroke
            stroke-width=glyph.stroke_width
            stroke-linecap=glyph.stroke_linecap
            stroke-linejoin=glyph.stroke_linejoin
            aria-hidden="true"
            inner_html=glyph.data
        ></svg>
    }
}
