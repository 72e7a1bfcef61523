use domain::{
    accounts::PersonView,
    ids::{HallId, PersonId},
    org::HallRow,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::people_api::{SavePerson, person};
use crate::{
    address,
    error::AppError,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, ButtonLink, Card, Choice, Field, FieldKind, FormError, PageHeader, Select},
    org::api::halls,
    shown::shown,
    wire::reading,
};

/// `/people/new` and `/people/{id}/edit`: a person's particulars.
pub(crate) fn person_form_page() -> AnyView {
    let params = use_params_map();
    let asked = Memo::new(move |_| params.with(|params| params.get("id")));
    let save = ServerAction::<SavePerson>::new();
    forms::go_when_done(save, |person: &PersonId| format!("/people/{person}"));
    let found = reading(move || asked.get(), read);
    view! {
        {move || header(asked.get())}
        {shown(found, 5, move |(person, halls)| form(person, halls, save))}
    }
    .into_any()
}

fn header(id: Option<String>) -> AnyView {
    let i18n = use_i18n();
    let all = t_string!(i18n, people.all).to_owned();
    match id {
        Some(id) => {
            let back = (format!("/people/{id}"), t_string!(i18n, common.back).to_owned());
            view! { <PageHeader title=t_string!(i18n, people.edit) back=back/> }.into_any()
        }
        None => {
            view! { <PageHeader title=t_string!(i18n, people.new_title) back=("/people".to_owned(), all)/> }.into_any()
        }
    }
}

/// The person to be corrected, if any, and the halls to choose from.
async fn read(id: Option<String>) -> Result<(Option<PersonView>, Vec<HallRow>), AppError> {
    let halls = halls().await?;
    let Some(id) = address::named_if_any(id)? else { return Ok((None, halls)) };
    Ok((Some(person(id).await?.view), halls))
}

fn form(person: Option<PersonView>, halls: Vec<HallRow>, save: ServerAction<SavePerson>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(save);
    let back = person.as_ref().map_or_else(|| "/people".to_owned(), |person| format!("/people/{}", person.id));
    let version = person.as_ref().map_or(0, |person| person.version);
    view! {
        <Card>
            <ActionForm
                action=save
                about=[("command[version]", version.to_string())]
                node_ref=forms::kept_draft(save, &["command[id_number]"])
                attr:class="form"
            >
                <FormError message=forms::message(refusal)/>
                {person.as_ref().map(|person| view! {
                    <input type="hidden" name="command[id]" value=person.id.to_string()/>
                })}
                {identity_fields(person.as_ref(), refusal)}
                {employment_fields(person.as_ref(), halls, refusal)}
                <div class="actions">
                    <ButtonLink href=back label=t_string!(i18n, common.cancel) kind=ButtonKind::Secondary/>
                    <Button label=t_string!(i18n, common.save) busy=save.pending()/>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

fn identity_fields(person: Option<&PersonView>, refusal: Signal<Option<AppError>>) -> AnyView {
    let i18n = use_i18n();
    let private = person.and_then(|person| person.private.as_ref());
    let text = |value: Option<&String>| value.cloned().unwrap_or_default();
    // The stored number is not sent here: empty leaves it as it is.
    let id_hint = private.and_then(|private| private.id_last4.as_ref()).map_or_else(
        || t_string!(i18n, people.optional).to_owned(),
        |digits| t_string!(i18n, people.id_number_hint, digits = digits.as_str()),
    );
    view! {
        <Field
            label=t_string!(i18n, accounts.sign_in_name)
            name="command[sign_in_name]"
            value=text(person.map(|person| &person.sign_in_name))
            error=forms::at(refusal, "sign_in_name")
            max_length=32
            required=true
            autocomplete="off"
        />
        <Field
            label=t_string!(i18n, people.name)
            name="command[name]"
            value=text(person.map(|person| &person.name))
            error=forms::at(refusal, "name")
            max_length=40
            required=true
            autocomplete="off"
        />
        <Field
            label=t_string!(i18n, people.phone)
            name="command[phone]"
            kind=FieldKind::Tel
            value=text(private.map(|private| &private.phone))
            error=forms::at(refusal, "phone")
            max_length=20
            required=true
            autocomplete="off"
        />
        <Field
            label=t_string!(i18n, people.id_number)
            name="command[id_number]"
            hint=id_hint
            error=forms::at(refusal, "id_number")
            max_length=18
            autocomplete="off"
        />
    }
    .into_any()
}

fn employment_fields(person: Option<&PersonView>, halls: Vec<HallRow>, refusal: Signal<Option<AppError>>) -> AnyView {
    let i18n = use_i18n();
    let none = Choice::new("", t_string!(i18n, people.no_hall));
    // A new person goes to the one hall there is.
    let only = (halls.len() == 1).then(|| halls.first().map(|hall| hall.id)).flatten();
    let chosen: Option<HallId> = person.map_or(only, |person| person.hall);
    let halls = halls.into_iter().map(|hall| Choice::new(hall.id.to_string(), hall.name));
    let choices: Vec<Choice> = [none].into_iter().chain(halls).collect();
    let private = person.and_then(|person| person.private.as_ref());
    let service = private.and_then(|private| private.service_from);
    let continuous = private.and_then(|private| private.continuous_from);
    view! {
        <Select
            label=t_string!(i18n, people.hall)
            name="command[hall]"
            choices=Signal::stored(choices)
            value=chosen.map(|hall| hall.to_string()).unwrap_or_default()
            error=forms::at(refusal, "hall")
        />
        <div class="field-pair">
            <Field
                label=t_string!(i18n, people.hired_on)
                name="command[hired_on]"
                kind=FieldKind::Date
                value=person.map(|person| person.hired_on.to_string()).unwrap_or_default()
                error=forms::at(refusal, "hired_on")
                required=true
            />
            <Field
                label=t_string!(i18n, people.service_from)
                name="command[service_from]"
                kind=FieldKind::Date
                value=service.map(|date| date.to_string()).unwrap_or_default()
                hint=t_string!(i18n, people.service_from_hint).to_owned()
                error=forms::at(refusal, "service_from")
            />
        </div>
        <Field
            label=t_string!(i18n, people.continuous_from)
            name="command[continuous_from]"
            kind=FieldKind::Date
            value=continuous.map(|date| date.to_string()).unwrap_or_default()
            hint=t_string!(i18n, people.continuous_from_hint).to_owned()
            error=forms::at(refusal, "continuous_from")
        />
    }
    .into_any()
}
