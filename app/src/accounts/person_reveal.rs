use domain::ids::PersonId;
use leptos::{ev::SubmitEvent, prelude::*};

use super::people_api::RevealIdNumber;
use crate::{
    forms::{self, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{ConfirmButton, FormError, Outcome, StatusRegion, Tone},
};

/// Shows the whole ID number, until the page is left. Only with a script: without one the answer to a form
/// is another page, so the look would be logged and nothing seen.
#[component]
pub(super) fn Reveal(id: PersonId) -> impl IntoView {
    let i18n = use_i18n();
    let reveal = ServerAction::<RevealIdNumber>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        reveal.call(&RevealIdNumber { person: id });
    };
    let number = move || reveal.value().with(|value| value.as_ref().and_then(|value| value.as_ref().ok()).cloned());
    view! {
        <form class="stack" on:submit=submit>
            <FormError message=forms::message(forms::refusal(reveal))/>
            <ConfirmButton
                label=t_string!(i18n, people.reveal)
                question=t_string!(i18n, people.reveal_question)
                confirm=t_string!(i18n, people.reveal_confirm)
                glyph=icondata_lu::LuEye
                busy=reveal.pending()
            />
            <noscript>
                <p class="muted small">{t_string!(i18n, people.needs_script)}</p>
            </noscript>
            <StatusRegion>
                {move || number().map(|number| view! {
                    <Outcome tone=Tone::Info title=t_string!(i18n, people.id_number)>
                        <p class="strong">{number}</p>
                        <p class="muted small">{t_string!(i18n, people.revealed_note)}</p>
                    </Outcome>
                })}
            </StatusRegion>
        </form>
    }
}
