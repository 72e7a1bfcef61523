//! What a new version changes, and the button that publishes it.

use domain::{
    leave::{LeaveChange, PublishForm, PublishPreview},
    problem::FieldError,
};
use leptos::prelude::*;

use super::{
    type_page::{changes, facts},
    types_api::PublishLeaveVersion,
    words,
};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Answer, Button, Card, Facts, FormError},
    when,
    words::reason,
};

/// Once it was asked: what stands against the form, else what it would change.
pub(super) fn preview(
    looked: &PublishPreview,
    form: &PublishForm,
    publish: ServerAction<PublishLeaveVersion>,
) -> AnyView {
    let i18n = use_i18n();
    let Some(change) = &looked.change else { return against(&looked.faults) };
    let parts = facts(changes(&change.old, &change.new));
    let (holds, touched) = (when_it_holds(change), touched(change));
    let act = (!change.fields.is_empty()).then(|| publish_form(form, publish));
    view! {
        <Answer>
            <Card heading=t_string!(i18n, leave_types.preview_title).to_owned()>
                <p>{holds}</p>
                <Facts>{parts}</Facts>
                <p>{touched}</p>
                {act}
            </Card>
        </Answer>
    }
    .into_any()
}

/// The form takes the focus to the first of them.
fn against(faults: &[FieldError]) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let faults = faults.iter().map(|fault| view! { <li>{reason(locale, fault.reason)}</li> }).collect_view();
    view! {
        <Card heading=t_string!(i18n, leave_types.refused).to_owned()>
            <ul>{faults}</ul>
        </Card>
    }
    .into_any()
}

fn when_it_holds(change: &LeaveChange) -> String {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    if change.fields.is_empty() {
        return t_string!(i18n, leave_types.preview_none).to_owned();
    }
    let (kind, from) = (words::kind(locale, change.new.kind), when::full_date(change.from, locale));
    match change.until {
        Some(until) => {
            let until = when::full_date(until, locale);
            t_string!(i18n, leave_types.preview_span, from = from, until = until, kind = kind)
        }
        None => t_string!(i18n, leave_types.preview_from, from = from, kind = kind),
    }
}

fn touched(change: &LeaveChange) -> String {
    let i18n = use_i18n();
    if change.in_review + change.granted == 0 {
        return t_string!(i18n, leave_types.touched_none).to_owned();
    }
    t_string!(i18n, leave_types.touched, waiting = change.in_review, granted = change.granted)
}

/// The same once more, as it was looked at.
fn publish_form(form: &PublishForm, publish: ServerAction<PublishLeaveVersion>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(publish);
    let texts = [
        ("hall", form.hall.to_string()),
        ("kind", form.kind.code().to_owned()),
        ("latest", form.latest.to_string()),
        ("from", form.from.clone()),
        ("days", form.days.clone()),
        ("counts", form.counts.code().to_owned()),
        ("unit", form.unit.code().to_owned()),
        ("proof_from", form.proof_from.clone()),
        ("proof_within", form.proof_within.clone()),
        ("notice", form.notice.clone()),
        ("source", form.source.clone()),
    ];
    let ticked = [
        ("paid", form.paid),
        ("proof", form.proof),
        ("private_proof", form.private_proof),
        ("sudden", form.sudden),
        ("carry", form.carry),
    ];
    let ticked = ticked.into_iter().filter(|(_, ticked)| *ticked).map(|(name, _)| (name, "true".to_owned()));
    let hidden = texts.into_iter().chain(ticked).map(|(name, value)| {
        view! { <input type="hidden" name=format!("form[{name}]") value=value/> }
    });
    let hidden = hidden.collect_view();
    view! {
        <ActionForm action=publish attr:class="form">
            <FormError message=forms::message(refusal)/>
            {hidden}
            <div class="actions">
                <Button label=t_string!(i18n, leave_types.publish) busy=publish.pending()/>
            </div>
        </ActionForm>
    }
    .into_any()
}
