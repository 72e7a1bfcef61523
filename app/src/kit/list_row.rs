use leptos::{children::ViewFnOnce, prelude::*};

use super::{Card, CardSpace, Icon, SectionHeader};

/// A list of [`ListRow`]s, inside a flush card.
#[component]
pub fn Rows(children: Children) -> impl IntoView {
    view! { <ul class="rows">{children()}</ul> }
}

/// A part of a page that is one list.
#[component]
pub fn RowsSection(
    #[prop(into)] title: Signal<String>,
    /// A count or a sum.
    #[prop(optional, into)]
    note: Signal<Option<String>>,
    /// What it is about, under its title.
    #[prop(optional, into)]
    text: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="stack-s">
            <SectionHeader title note/>
            {text.map(|text| view! { <p class="muted small">{text}</p> })}
            <Card space=CardSpace::Flush>
                <Rows>{children()}</Rows>
            </Card>
        </section>
    }
}

/// What it is, how it stands, who acts next and by when. With `href` the whole row is the link.
#[component]
pub fn ListRow(
    #[prop(into)] title: Signal<String>,
    /// Of several lines, if need be.
    #[prop(optional, into)]
    detail: Signal<Option<String>>,
    #[prop(optional, into)] href: Option<String>,
    /// The one whose detail is shown in the other pane.
    #[prop(optional, into)]
    current: Signal<bool>,
    /// An icon, plate or avatar before the words.
    #[prop(optional, into)]
    leading: ViewFnOnce,
    /// The state badge, or a row's own button (not inside a link).
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let aria_current = move || current.get().then_some("true");
    let body = view! {
        {leading.run()}
        <span class="row-body">
            <span class="row-text">
                <span class="row-title">{title}</span>
                {move || detail.get().map(|text| view! { <span class="row-detail">{text}</span> })}
            </span>
            {children.map(|children| view! { <span class="row-end">{children()}</span> })}
        </span>
    };
    match href {
        Some(href) => view! {
            <li>
                <a class="row" href=href aria-current=aria_current>
                    {body}
                    <Icon glyph=icondata_lu::LuChevronRight />
                </a>
            </li>
        }
        .into_any(),
        None => view! {
            <li>
                <div class="row" aria-current=aria_current>
                    {body}
                </div>
            </li>
        }
        .into_any(),
    }
}
