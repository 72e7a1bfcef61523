use leptos::prelude::*;

use super::{Button, ButtonKind, ButtonSize, Glyph, Icon, Tone, button::button_class, typed};

/// Two steps for what can't be taken back, or is too much to do by a slip of the thumb: the first opens the question,
/// the second submits the form. A native disclosure, so it works without a script; tapping the first again closes it.
/// It looks like a button and is named as one, since not every screen reader calls a `summary` something to press.
#[component]
pub fn ConfirmButton(
    /// The first step.
    #[prop(into)]
    label: Signal<String>,
    /// What will happen.
    #[prop(into)]
    question: Signal<String>,
    /// The second step.
    #[prop(into)]
    confirm: Signal<String>,
    #[prop(optional_no_strip, into)] glyph: Option<Glyph>,
    /// How it looks: as a warning, unless nothing is lost. The second step is never less than the screen's action.
    #[prop(default = ButtonKind::Danger)]
    kind: ButtonKind,
    #[prop(optional, into)] busy: Signal<bool>,
    /// Whether it is unfolded at first; in a form that came back refused it is.
    #[prop(optional)]
    open: bool,
    /// What has to be filled in before the second step, such as a last day.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (tone, second) = match kind {
        ButtonKind::Danger => (Tone::Danger, ButtonKind::Danger),
        _ => (Tone::Info, ButtonKind::Primary),
    };
    view! {
        <details class="confirm" data-tone=tone.name() open=move || open || typed::came_back()>
            <summary class=button_class(kind, ButtonSize::Wide) role="button">
                {glyph.map(|glyph| view! { <Icon glyph /> })} {label}
            </summary>
            <div>
                <p>{question}</p>
                {children.map(|children| children())}
                <Button label=confirm kind=second size=ButtonSize::Wide busy />
            </div>
        </details>
    }
}
