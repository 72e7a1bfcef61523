use domain::{
    accounts::{PersonView, PrivateView},
    ids::PersonId,
    policy::{Action, Place},
};
use leptos::prelude::*;

use super::{
    people_api::{EndEmployment, SignOutPerson, person},
    person_audit::PersonAudit,
    person_invite::Invite,
    person_reveal::Reveal,
    person_roles::{Roles, Staffing},
};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        Avatar, ButtonKind, ButtonLink, Card, ConfirmButton, Fact, Facts, Field, FieldKind, FormError, StatusRegion,
    },
    punctuation,
    roster::terms_card::TermsCard,
    session,
    shown::shown,
    when::{self, Dated},
    wire::reading,
};

/// One person: facts, roles, and what HR can do.
#[component]
pub(super) fn PersonDetail(id: PersonId) -> impl IntoView {
    let staffing = Staffing::new();
    let end = ServerAction::<EndEmployment>::new();
    let changes = (staffing.changes(), forms::successes(end));
    let found = reading(move || (changes.0.get(), changes.1.get()), move |_| person(id));
    view! {
        {shown(found, 5, move |Dated { today, view: person }| {
            let roles = may(Action::RoleAppoint, &person);
            let terms = may(Action::WorkTermsEdit, &person);
            let account = account(&person, today, end);
            let audit = may(Action::AuditView, &person);
            view! {
                {facts(person.clone())}
                <Roles staff=person today staffing may_appoint=roles/>
                {terms.then(|| view! { <TermsCard id today/> })}
                {account}
                {audit.then(|| view! { <PersonAudit id/> })}
            }
            .into_any()
        })}
    }
}

/// Whether the signed-in person may do something to this one, as far as their hall tells.
fn may(action: Action, person: &PersonView) -> bool {
    session::me().is_some_and(|me| {
        let place = Place { agency: me.actor.agency, hall: person.hall, zone: None, person: Some(person.id) };
        session::may_at(action, &place)
    })
}

fn facts(person: PersonView) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let line: Vec<&str> = [person.sign_in_name.as_str()].into_iter().chain(person.hall_name.as_deref()).collect();
    let posts = match person.posts.as_slice() {
        [] => t_string!(i18n, people.no_post).to_owned(),
        posts => punctuation::list(locale, posts),
    };
    let left = person.left_on.map(|last| {
        view! { <Fact label=t_string!(i18n, people.left_on)>{when::full_date(last, locale)}</Fact> }
    });
    let line = line.join(" · ");
    let edit = (person.private.is_some() && may(Action::PeopleEdit, &person)).then(|| {
        let href = format!("/people/{}/edit", person.id);
        view! { <ButtonLink href=href label=t_string!(i18n, people.edit) glyph=icondata_lu::LuPencil/> }
    });
    let leave = may(Action::LeaveBalanceView, &person).then(|| {
        let href = format!("/leave/balance?person={}", person.id);
        view! {
            <ButtonLink
                href=href
                label=t_string!(i18n, leave_balance.title)
                kind=ButtonKind::Secondary
                glyph=icondata_lu::LuTreePalm
            />
        }
    });
    view! {
        <Card>
            <div class="shift-head">
                <Avatar name=person.name.clone()/>
                <div>
                    <h2>{person.name}</h2>
                    <p class="muted small">{line}</p>
                </div>
            </div>
            <Facts>
                <Fact label=t_string!(i18n, people.posts)>{posts}</Fact>
                <Fact label=t_string!(i18n, people.hired_on)>{when::full_date(person.hired_on, locale)}</Fact>
                {left}
                {person.private.map(private_facts)}
            </Facts>
            <div class="actions">{edit} {leave}</div>
        </Card>
    }
    .into_any()
}

fn private_facts(private: PrivateView) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let id_number = match &private.id_last4 {
        Some(digits) => t_string!(i18n, people.id_last4, digits = digits.as_str()),
        None => t_string!(i18n, people.not_stored).to_owned(),
    };
    let service = match private.service_from {
        Some(from) => when::full_date(from, locale),
        None => t_string!(i18n, people.not_stored).to_owned(),
    };
    let continuous = private.continuous_from.map(|from| {
        view! { <Fact label=t_string!(i18n, people.continuous_from)>{when::full_date(from, locale)}</Fact> }
    });
    let password =
        if private.has_password { t_string!(i18n, people.password_set) } else { t_string!(i18n, people.password_none) };
    let methods = format!("{} · {password}", t_string!(i18n, people.passkeys, n = private.passkeys));
    view! {
        <Fact label=t_string!(i18n, people.phone)>{private.phone}</Fact>
        <Fact label=t_string!(i18n, people.id_number)>{id_number}</Fact>
        <Fact label=t_string!(i18n, people.service_from)>{service}</Fact>
        {continuous}
        <Fact label=t_string!(i18n, people.methods)>{methods}</Fact>
    }
    .into_any()
}

/// Invitation, ID number, sign-out and the end of employment: each for those who may.
fn account(person: &PersonView, today: chrono::NaiveDate, end: ServerAction<EndEmployment>) -> AnyView {
    let id = person.id;
    let invited_until = person.private.as_ref().and_then(|private| private.invited_until);
    // What is private is kept from whom a role of the person's is out of reach: they can't change it either.
    let over = person.private.is_some();
    let stored = person.private.as_ref().is_some_and(|private| private.id_last4.is_some());
    // Until their last day they work, and may lose a phone; and a day may have been mistyped.
    let works = person.left_on.is_none_or(|last| today <= last);
    let last_day = person.left_on.unwrap_or(today);
    view! {
        {(works && over && may(Action::PeopleInvite, person)).then(|| view! { <Invite id invited_until/> })}
        {(stored && may(Action::IdNumberReveal, person)).then(|| view! { <Reveal id/> })}
        {may(Action::DevicesEnd, person).then(|| view! { <SignOutEverywhere id/> })}
        {(works && over && may(Action::PeopleEdit, person)).then(|| view! { <EndOfEmployment id last_day end/> })}
    }
    .into_any()
}

#[component]
fn SignOutEverywhere(id: PersonId) -> impl IntoView {
    let i18n = use_i18n();
    let sign_out = ServerAction::<SignOutPerson>::new();
    let refusal = forms::refusal(sign_out);
    let done = move || {
        let count = sign_out.value().with(|value| value.as_ref().and_then(|value| value.as_ref().ok()).copied())?;
        Some(t_string!(i18n, people.signed_out, n = count))
    };
    view! {
        <ActionForm action=sign_out attr:class="stack">
            <FormError message=forms::message(refusal)/>
            <input type="hidden" name="person" value=id.to_string()/>
            <ConfirmButton
                label=t_string!(i18n, people.sign_out)
                question=t_string!(i18n, people.sign_out_question)
                confirm=t_string!(i18n, people.sign_out_confirm)
                glyph=icondata_lu::LuLogOut
                busy=sign_out.pending()
            />
            <StatusRegion>{move || done().map(|text| view! { <p>{text}</p> })}</StatusRegion>
        </ActionForm>
    }
}

#[component]
fn EndOfEmployment(id: PersonId, last_day: chrono::NaiveDate, end: ServerAction<EndEmployment>) -> impl IntoView {
    let i18n = use_i18n();
    let refusal = forms::refusal(end);
    view! {
        <ActionForm action=end attr:class="stack">
            <FormError message=forms::message(refusal)/>
            <input type="hidden" name="person" value=id.to_string()/>
            <ConfirmButton
                label=t_string!(i18n, people.end_employment)
                question=t_string!(i18n, people.end_employment_question)
                confirm=t_string!(i18n, people.end_employment_confirm)
                glyph=icondata_lu::LuUserMinus
                busy=end.pending()
            >
                <Field
                    label=t_string!(i18n, people.last_day)
                    name="last_day"
                    id="employment-last-day"
                    kind=FieldKind::Date
                    value=last_day.to_string()
                    error=forms::at(refusal, "last_day")
                    required=true
                />
            </ConfirmButton>
        </ActionForm>
    }
}
