//! Whether one's position may be read: asked by itself, and taken back as easily (PIPL 14, 15, 29).

use domain::attendance::LocationConsent;
use leptos::prelude::*;

use super::close_api::{SayLocationConsent, location_consent};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Badge, Button, ButtonKind, Card, FormError, SectionHeader, Tone},
    shown::shown,
    wire::reading,
};

/// The question, on the first screen until it is answered.
pub(super) fn question(days: i32, say: ServerAction<SayLocationConsent>) -> AnyView {
    let i18n = use_i18n();
    let period = t_string!(i18n, timesheet.consent_period, n = days);
    view! {
        <Card heading=t_string!(i18n, timesheet.consent_title).to_owned()>
            <p>{t_string!(i18n, timesheet.consent_purpose)}</p>
            <p>{period}</p>
            <p class="muted">{t_string!(i18n, timesheet.consent_refusing)}</p>
            <FormError message=forms::message(forms::refusal(say))/>
            {answer(say, true, ButtonKind::Primary)}
            {answer(say, false, ButtonKind::Secondary)}
        </Card>
    }
    .into_any()
}

fn answer(say: ServerAction<SayLocationConsent>, given: bool, kind: ButtonKind) -> AnyView {
    let i18n = use_i18n();
    let label = if given { t_string!(i18n, timesheet.consent_yes) } else { t_string!(i18n, timesheet.consent_no) };
    view! {
        <ActionForm action=say>
            <input type="hidden" name="given" value=given.to_string()/>
            <Button label=label kind=kind size=crate::kit::ButtonSize::Wide busy=say.pending()/>
        </ActionForm>
    }
    .into_any()
}

/// The same in 我的, where it can be taken back.
#[component]
pub(crate) fn ConsentCard() -> impl IntoView {
    let i18n = use_i18n();
    let say = ServerAction::<SayLocationConsent>::new();
    let said = forms::successes(say);
    let read = reading(move || said.get(), |_| location_consent());
    view! {
        <SectionHeader title=t_string!(i18n, timesheet.consent_title)/>
        <FormError message=forms::message(forms::refusal(say))/>
        {shown(read, 1, move |view| state(view.consent, view.position_days, say))}
    }
}

fn state(consent: LocationConsent, days: i32, say: ServerAction<SayLocationConsent>) -> AnyView {
    let i18n = use_i18n();
    let (tone, word) = match consent {
        LocationConsent::Unasked => (Tone::Wait, t_string!(i18n, timesheet.consent_unasked)),
        LocationConsent::Given => (Tone::Ok, t_string!(i18n, timesheet.consent_given)),
        LocationConsent::Refused => (Tone::Neutral, t_string!(i18n, timesheet.consent_refused)),
    };
    let period = t_string!(i18n, timesheet.consent_period, n = days);
    let next = match consent {
        LocationConsent::Given => view! {
            <ActionForm action=say>
                <input type="hidden" name="given" value="false"/>
                <Button
                    label=t_string!(i18n, timesheet.consent_withdraw)
                    kind=ButtonKind::Secondary
                    busy=say.pending()
                />
            </ActionForm>
        }
        .into_any(),
        LocationConsent::Unasked | LocationConsent::Refused => answer(say, true, ButtonKind::Secondary),
    };
    view! {
        <Card>
            <Badge tone=tone label=word/>
            <p>{t_string!(i18n, timesheet.consent_purpose)}</p>
            <p class="muted small">{period}</p>
            {next}
        </Card>
    }
    .into_any()
}
