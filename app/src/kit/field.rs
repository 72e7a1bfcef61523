use leptos::prelude::*;

use super::{
    Icon,
    model::{self, InputRef},
    sent, typed,
};

/// What a field holds, which decides the keyboard that a phone shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldKind {
    #[default]
    Text,
    Password,
    Tel,
    /// Digits only, not a quantity: the last four of a number, a code.
    Digits,
    /// A number with a sign or a fraction, e.g. a coordinate.
    Decimal,
    Date,
    /// A time of day, `HH:MM`.
    Time,
    Search,
}

impl FieldKind {
    fn input_type(self) -> &'static str {
        match self {
            Self::Text | Self::Digits | Self::Decimal => "text",
            Self::Password => "password",
            Self::Tel => "tel",
            Self::Date => "date",
            Self::Time => "time",
            Self::Search => "search",
        }
    }

    /// `Decimal` stays `text`: some phones' decimal keyboards have no minus sign.
    fn input_mode(self) -> Option<&'static str> {
        match self {
            Self::Digits => Some("numeric"),
            Self::Tel => Some("tel"),
            Self::Search => Some("search"),
            _ => None,
        }
    }
}

/// One line of input with its label, hint and error.
#[component]
pub fn Field(
    #[prop(into)] label: Signal<String>,
    /// The server function's argument, e.g. `sign_in_name` or `command[reason]`.
    #[prop(into)]
    name: String,
    /// Where `name` occurs twice on a page.
    #[prop(optional, into)]
    id: Option<String>,
    #[prop(optional)] kind: FieldKind,
    /// What stands there at first; for what changes later see `model`.
    #[prop(optional, into)]
    value: String,
    /// Kept equal to what is typed, e.g. for a draft or a live count.
    #[prop(optional)]
    model: Option<RwSignal<String>>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// The HTML token, e.g. `username webauthn`, `current-password`, `one-time-code`.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    #[prop(optional)] max_length: Option<u16>,
    #[prop(optional)] required: bool,
    /// For a search box, whose button says what it does.
    #[prop(optional)]
    label_hidden: bool,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let error = sent::here(error);
    let control = InputRef::new();
    model::follow(control, model);
    let value = model.map_or(value, |model| model.get_untracked());
    let shown = {
        let name = name.clone();
        let typed = move || if kind == FieldKind::Password { None } else { typed::text(&name) };
        move || typed().unwrap_or_else(|| value.clone())
    };
    let input = view! {
        <input
            class="input"
            node_ref=control
            id=id.clone()
            name=name
            type=kind.input_type()
            inputmode=kind.input_mode()
            value=shown
            autocomplete=autocomplete
            maxlength=max_length.map(|n| n.to_string())
            required=required
            aria-describedby=described_by(&id, hint, error)
            aria-invalid=move || error.get().map(|_| "true")
            on:input:target=move |ev| {
                if let Some(model) = model {
                    model.set(ev.target().value());
                }
            }
        />
    };
    frame(id, label, label_hidden, hint, error, input.into_any())
}

/// The label above a control, its hint, and the error below it.
pub(super) fn frame(
    id: String,
    label: Signal<String>,
    label_hidden: bool,
    hint: Signal<Option<String>>,
    error: Signal<Option<String>>,
    control: AnyView,
) -> AnyView {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    view! {
        <div class="field">
            <label for=id class=label_hidden.then_some("hidden-text")>
                {label}
            </label>
            {move || {
                let id = hint_id.clone();
                hint.get().map(|text| view! { <p class="hint" id=id>{text}</p> })
            }}
            {control}
            {move || {
                let id = error_id.clone();
                error
                    .get()
                    .map(|text| {
                        view! {
                            <p class="error" id=id>
                                <Icon glyph=icondata_lu::LuCircleAlert />
                                {text}
                            </p>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

/// The `aria-describedby` of a control inside [`frame`].
pub(super) fn described_by(
    id: &str,
    hint: Signal<Option<String>>,
    error: Signal<Option<String>>,
) -> impl Fn() -> Option<String> + Clone + Send + Sync + use<> {
    let id = id.to_owned();
    move || {
        let hint = hint.with(|text| text.as_ref().map(|_| format!("{id}-hint")));
        let error = error.with(|text| text.as_ref().map(|_| format!("{id}-error")));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}
