use leptos::prelude::*;

use super::{Glyph, Icon};

/// How a state looks: its colour and, where none is given, its icon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to do: rest, ended, away.
    #[default]
    Neutral,
    /// Good to know, or due now.
    Info,
    /// Done, in order.
    Ok,
    /// Somebody has to act, or something is missing.
    Wait,
    /// Danger and lateness only.
    Danger,
}

impl Tone {
    /// The value of `data-tone`, by which the style sheet picks the colours.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Ok => "ok",
            Self::Wait => "wait",
            Self::Danger => "danger",
        }
    }

    pub(super) fn glyph(self) -> Glyph {
        match self {
            Self::Neutral => icondata_lu::LuCircleMinus,
            Self::Info => icondata_lu::LuInfo,
            Self::Ok => icondata_lu::LuCircleCheck,
            Self::Wait => icondata_lu::LuClock,
            Self::Danger => icondata_lu::LuTriangleAlert,
        }
    }
}

/// A state in a word, with its icon and colour.
#[component]
pub fn Badge(
    #[prop(into)] tone: Signal<Tone>,
    #[prop(into)] label: Signal<String>,
    /// Instead of the tone's own icon.
    #[prop(optional_no_strip, into)]
    glyph: Option<Glyph>,
) -> impl IntoView {
    view! {
        <span class="badge" data-tone=move || tone.get().name()>
            {move || view! { <Icon glyph=glyph.unwrap_or_else(|| tone.get().glyph()) /> }}
            {label}
        </span>
    }
}
