use leptos::prelude::*;

use super::{ButtonKind, ButtonLink};

/// A link to a neighbour: where it goes, and its words.
pub type Way = (String, &'static str);

/// The one that is shown of a row of its like (a week, a month, a person), and the ways to its neighbours.
#[component]
pub fn Pager(
    #[prop(into)] title: String,
    #[prop(optional_no_strip)] detail: Option<String>,
    /// What the row is of, for who can't see it.
    #[prop(into)]
    label: String,
    previous: Way,
    /// Nothing where there is none yet.
    #[prop(into)]
    next: Option<Way>,
) -> impl IntoView {
    view! {
        <div class="line line-apart pager">
            <div>
                <h2>{title}</h2>
                {detail.map(|detail| view! { <p class="muted small">{detail}</p> })}
            </div>
            <nav class="line" aria-label=label>
                <ButtonLink
                    href=previous.0
                    label=previous.1
                    kind=ButtonKind::Quiet
                    glyph=icondata_lu::LuChevronLeft
                />
                {next
                    .map(|(href, label)| view! {
                        <ButtonLink
                            href=href
                            label=label
                            kind=ButtonKind::Quiet
                            glyph=icondata_lu::LuChevronRight
                            glyph_last=true
                        />
                    })}
            </nav>
        </div>
    }
}
