use domain::{
    attendance::{MAX_REASON, PunchView, Verdict},
    ids::PunchNoteId,
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::api::Explain;
use crate::{
    error::AppError,
    forms::{ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, Card, Field, FormError},
    when, words,
};

/// The last punch of a day that calls for a word of explanation and has none.
pub(super) fn unexplained(punches: &[PunchView]) -> Option<&PunchView> {
    let calls_for_it = |punch: &&PunchView| {
        punch.verdicts().iter().any(|verdict| !matches!(verdict, Verdict::Normal | Verdict::Extra))
    };
    punches.last().filter(|punch| punch.reason.is_none()).filter(calls_for_it)
}

/// Why a punch is as it is, for the lead to read. It can be left out. Kept on the phone and sent from there;
/// where the phone keeps nothing, or before the script is there, it is sent as a form.
#[component]
pub(super) fn ReasonForm(punch: PunchView, explain: ServerAction<Explain>) -> impl IntoView {
    let i18n = use_i18n();
    let (id, note, words_typed) = (punch.id, PunchNoteId::new(), RwSignal::new(String::new()));
    let on_submit = move |event: SubmitEvent| {
        let reason = words_typed.get_untracked().trim().to_owned();
        if reason.is_empty() {
            return;
        }
        event.prevent_default();
        event.stop_propagation();
        keep(Explain { note, punch: id, reason }, explain);
    };
    let failed = move || explain.value().with(|value| value.as_ref().and_then(|v| v.as_ref().err()).cloned());
    let at_field = move || {
        let reason = failed()?.at("reason")?;
        Some(words::reason(i18n.get_locale_untracked(), reason).to_owned())
    };
    let whole = move || failed().filter(|error: &AppError| error.at("reason").is_none()).map(|error| error.text(i18n));
    view! {
        <Card>
            <ActionForm action=explain attr:class="form" on:submit:capture=on_submit>
                <FormError message=Signal::derive(whole)/>
                <input type="hidden" name="note" value=note.to_string()/>
                <input type="hidden" name="punch" value=punch.id.to_string()/>
                <Field
                    label=t_string!(i18n, attendance.reason, time = when::time(punch.at))
                    name="reason"
                    model=words_typed
                    hint=t_string!(i18n, attendance.reason_hint).to_owned()
                    error=Signal::derive(at_field)
                    max_length=MAX_REASON
                    required=true
                />
                <div class="actions">
                    <Button
                        label=t_string!(i18n, attendance.give_reason)
                        kind=ButtonKind::Secondary
                        busy=explain.pending()
                    />
                </div>
            </ActionForm>
        </Card>
    }
}

#[cfg(feature = "hydrate")]
fn keep(words: Explain, direct: ServerAction<Explain>) {
    let outbox = crate::outbox::outbox();
    leptos::task::spawn_local(async move {
        let Explain { note, punch, reason } = words.clone();
        match outbox.keep(crate::outbox::Write::Explain { note, punch, reason }, None).await {
            Ok(()) => outbox.deliver().await,
            Err(_) => {
                direct.call(&words);
            }
        }
    });
}

#[cfg(not(feature = "hydrate"))]
fn keep(words: Explain, direct: ServerAction<Explain>) {
    direct.call(&words);
}
