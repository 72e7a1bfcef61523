use domain::approvals::HallHours;
use leptos::prelude::*;

use super::hours_api::{SetOfficeHours, office_hours};
use crate::{
    error::AppError,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, Card, Field, FieldKind, FormError, Outcome, PageHeader, StatusRegion, Tone},
    shown::shown,
    wire::reading,
};

/// `/approvals/hours`: when each hall is open, by which the time for a decision is counted.
pub(crate) fn hours_page() -> AnyView {
    let i18n = use_i18n();
    let read = reading(|| (), |()| office_hours());
    let back = ("/approvals/routes".to_owned(), t_string!(i18n, routes.title).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, approvals_more.hours) back/>
        <p class="muted">{t_string!(i18n, approvals_more.hours_text)}</p>
        {shown(read, 4, |halls| halls.iter().map(hall_card).collect_view().into_any())}
    }
    .into_any()
}

/// A hall's form; each has an action of its own, so that a refusal stands where it belongs.
fn hall_card(hall: &HallHours) -> AnyView {
    let i18n = use_i18n();
    let set = ServerAction::<SetOfficeHours>::new();
    let refusal = forms::refusal(set);
    let done = forms::successes(set);
    let said = move || {
        (done.get() > 0).then(|| {
            view! {
                <Outcome tone=Tone::Ok title=t_string!(i18n, approvals_more.hours_saved)>
                    <p>{t_string!(i18n, approvals_more.hours_saved_text)}</p>
                </Outcome>
            }
        })
    };
    let (hours, name) = (hall.hours.clone(), hall.name.clone());
    let id = hours.hall.to_string();
    let [opens, pauses, resumes, closes] = [
        (t_string!(i18n, approvals_more.opens), "opens", hours.opens, true),
        (t_string!(i18n, approvals_more.pauses), "pauses", hours.pauses, false),
        (t_string!(i18n, approvals_more.resumes), "resumes", hours.resumes, false),
        (t_string!(i18n, approvals_more.closes), "closes", hours.closes, true),
    ]
    .map(|field| time_field(&id, refusal, field));
    view! {
        <Card heading=name>
            <StatusRegion>{said}</StatusRegion>
            <ActionForm action=set about=[("command[hall]", id)] attr:class="form">
                <FormError message=forms::message(refusal)/>
                <div class="field-pair">{opens} {closes}</div>
                <div class="field-pair">{pauses} {resumes}</div>
                <div class="actions">
                    <Button
                        label=t_string!(i18n, approvals_more.hours_save)
                        kind=ButtonKind::Secondary
                        busy=set.pending()
                    />
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

fn time_field(
    hall: &str,
    refusal: Signal<Option<AppError>>,
    (label, name, value, required): (&'static str, &'static str, String, bool),
) -> AnyView {
    view! {
        <Field
            label=label
            name=format!("command[{name}]")
            id=format!("{name}-{hall}")
            kind=FieldKind::Time
            value=value
            error=forms::at(refusal, name)
            required=required
        />
    }
    .into_any()
}
