use leptos::{ev::MouseEvent, prelude::*};

use super::{Glyph, Icon};

/// What a button is for; one primary button a screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The screen's main action.
    #[default]
    Primary,
    /// Another action.
    Secondary,
    /// An action that takes something away. For what can't be taken back see `ConfirmButton`.
    Danger,
    /// An action inside a row or a banner.
    Quiet,
}

/// How much room a button takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonSize {
    /// As wide as its words.
    #[default]
    Fit,
    /// As wide as its container.
    Wide,
    /// The one big button of a screen, for the thumb.
    Grand,
}

pub(super) fn button_class(kind: ButtonKind, size: ButtonSize) -> String {
    let kind = match kind {
        ButtonKind::Primary => "",
        ButtonKind::Secondary => " secondary",
        ButtonKind::Danger => " danger",
        ButtonKind::Quiet => " quiet",
    };
    let size = match size {
        ButtonSize::Fit => "",
        ButtonSize::Wide => " wide",
        ButtonSize::Grand => " grand",
    };
    format!("button{kind}{size}")
}

/// A button; it submits its form unless told otherwise.
///
/// While `busy` it keeps its words, width and focus, and swallows taps: a disabled button would throw
/// the focus away in the middle of a submission.
#[component]
pub fn Button(
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] size: ButtonSize,
    #[prop(optional_no_strip, into)] glyph: Option<Glyph>,
    /// The action is in flight.
    #[prop(optional, into)]
    busy: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// `submit`, or `button` for what only acts on the page.
    #[prop(default = "submit")]
    button_type: &'static str,
) -> impl IntoView {
    let hold = move |tap: MouseEvent| {
        if busy.get_untracked() {
            tap.prevent_default();
            tap.stop_immediate_propagation();
        }
    };
    view! {
        <button
            type=button_type
            class=button_class(kind, size)
            disabled=move || disabled.get()
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || busy.get().then_some("true")
            on:click=hold
        >
            {glyph.map(|glyph| view! { <Icon glyph /> })}
            {label}
        </button>
    }
}

/// A link that looks like a button: it goes somewhere and changes nothing.
#[component]
pub fn ButtonLink(
    #[prop(into)] href: Signal<String>,
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] size: ButtonSize,
    #[prop(optional_no_strip, into)] glyph: Option<Glyph>,
    /// The glyph points onwards and stands behind the words.
    #[prop(optional)]
    glyph_last: bool,
) -> impl IntoView {
    let class = button_class(kind, size);
    view! {
        <a class=class class:glyph-last=glyph_last href=move || href.get()>
            {glyph.map(|glyph| view! { <Icon glyph /> })}
            {label}
        </a>
    }
}
