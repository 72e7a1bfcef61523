//! The terms of a person that the roster keeps to, on their page: for HR alone.

use chrono::NaiveDate;
use domain::{
    ids::PersonId,
    roster::{HoursPeriod, HoursPermit, Protection, ProtectionKind, TermsView},
};
use leptos::prelude::*;

use super::rules_api::{RecordPermit, RecordProtection, WithdrawPermit, WithdrawProtection, terms};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        Button, ButtonKind, Card, CardSpace, Choice, Field, FieldKind, FormError, ListRow, Rows, SectionHeader, Select,
    },
    shown::shown,
    when,
    wire::reading,
};

#[derive(Clone, Copy)]
struct Acts {
    permit: ServerAction<RecordPermit>,
    protection: ServerAction<RecordProtection>,
    no_permit: ServerAction<WithdrawPermit>,
    no_protection: ServerAction<WithdrawProtection>,
}

/// Permits for comprehensive hours and protected periods, and the forms to record them.
#[component]
pub(crate) fn TermsCard(id: PersonId, today: NaiveDate) -> impl IntoView {
    let i18n = use_i18n();
    let acts = Acts {
        permit: ServerAction::new(),
        protection: ServerAction::new(),
        no_permit: ServerAction::new(),
        no_protection: ServerAction::new(),
    };
    let (given, protected) = (forms::successes(acts.permit), forms::successes(acts.protection));
    let (taken, ended) = (forms::successes(acts.no_permit), forms::successes(acts.no_protection));
    let changes = Memo::new(move |_| given.get() + protected.get() + taken.get() + ended.get());
    let read = reading(move || changes.get(), move |_| terms(id));
    view! {
        <section class="stack-s">
            <SectionHeader title=t_string!(i18n, roster_edit.terms)/>
            <FormError message=forms::message(forms::refusal(acts.no_permit))/>
            <FormError message=forms::message(forms::refusal(acts.no_protection))/>
            {shown(read, 2, move |terms| body(id, today, &terms, acts))}
        </section>
    }
}

fn body(id: PersonId, today: NaiveDate, terms: &TermsView, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let permits = terms.permits.iter().map(|permit| permit_row(id, permit, acts)).collect_view();
    let protections = terms.protections.iter().map(|period| protection_row(id, period, acts)).collect_view();
    let rows = (!terms.permits.is_empty() || !terms.protections.is_empty()).then(|| {
        view! {
            <Card space=CardSpace::Flush>
                <Rows>{permits} {protections}</Rows>
            </Card>
        }
    });
    let forms = terms.editable.then(|| {
        view! {
            {protection_form(id, today, acts.protection)}
            {permit_form(id, today, acts.permit)}
        }
    });
    view! {
        {rows}
        <p class="muted small">{t_string!(i18n, roster_edit.terms_text)}</p>
        {forms}
    }
    .into_any()
}

fn period(from: NaiveDate, to: NaiveDate) -> String {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    t_string!(i18n, people.period, from = when::full_date(from, locale), to = when::full_date(to, locale))
}

fn permit_row(id: PersonId, permit: &HoursPermit, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let (person, permit_id) = (id.to_string(), permit.id.to_string());
    let title = t_string!(i18n, roster_edit.comprehensive, period = period_word(permit.period));
    view! {
        <ListRow title=title detail=period(permit.from, permit.to)>
            <ActionForm action=acts.no_permit>
                <input type="hidden" name="person" value=person/>
                <input type="hidden" name="permit" value=permit_id/>
                <Button label=t_string!(i18n, roster_edit.withdraw) kind=ButtonKind::Quiet busy=acts.no_permit.pending()/>
            </ActionForm>
        </ListRow>
    }
    .into_any()
}

fn protection_row(id: PersonId, protection: &Protection, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let (person, period_id) = (id.to_string(), protection.id.to_string());
    view! {
        <ListRow title=kind_word(protection.kind) detail=period(protection.from, protection.to)>
            <ActionForm action=acts.no_protection>
                <input type="hidden" name="person" value=person/>
                <input type="hidden" name="protection" value=period_id/>
                <Button
                    label=t_string!(i18n, roster_edit.withdraw)
                    kind=ButtonKind::Quiet
                    busy=acts.no_protection.pending()
                />
            </ActionForm>
        </ListRow>
    }
    .into_any()
}

fn kind_word(kind: ProtectionKind) -> &'static str {
    let i18n = use_i18n();
    match kind {
        ProtectionKind::LatePregnancy => t_string!(i18n, roster_edit.late_pregnancy),
        ProtectionKind::Nursing => t_string!(i18n, roster_edit.nursing),
    }
}

fn period_word(period: HoursPeriod) -> &'static str {
    let i18n = use_i18n();
    match period {
        HoursPeriod::Week => t_string!(i18n, roster_edit.by_week),
        HoursPeriod::Month => t_string!(i18n, roster_edit.by_month),
        HoursPeriod::Quarter => t_string!(i18n, roster_edit.by_quarter),
        HoursPeriod::Year => t_string!(i18n, roster_edit.by_year),
    }
}

fn protection_form(id: PersonId, today: NaiveDate, record: ServerAction<RecordProtection>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(record);
    let kinds: Vec<Choice> =
        ProtectionKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind_word(*kind))).collect();
    view! {
        <Card heading=t_string!(i18n, roster_edit.protection_title).to_owned()>
            <ActionForm action=record attr:class="form">
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[person]" value=id.to_string()/>
                <Select
                    label=t_string!(i18n, roster_edit.protection_kind)
                    name="command[kind]"
                    choices=Signal::stored(kinds)
                    error=forms::at(refusal, "kind")
                />
                {dates("protection", today, refusal)}
                <div class="actions">
                    <Button
                        label=t_string!(i18n, roster_edit.record_protection)
                        kind=ButtonKind::Secondary
                        busy=record.pending()
                    />
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

fn permit_form(id: PersonId, today: NaiveDate, record: ServerAction<RecordPermit>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(record);
    let periods: Vec<Choice> =
        HoursPeriod::ALL.iter().map(|period| Choice::new(period.code(), period_word(*period))).collect();
    view! {
        <Card heading=t_string!(i18n, roster_edit.permit_title).to_owned()>
            <ActionForm action=record attr:class="form">
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[person]" value=id.to_string()/>
                <Select
                    label=t_string!(i18n, roster_edit.permit_period)
                    name="command[period]"
                    choices=Signal::stored(periods)
                    error=forms::at(refusal, "period")
                />
                {dates("permit", today, refusal)}
                <div class="actions">
                    <Button
                        label=t_string!(i18n, roster_edit.record_permit)
                        kind=ButtonKind::Secondary
                        busy=record.pending()
                    />
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

/// The first and last day, with ids of their own: two forms on the page have them.
fn dates(form: &str, today: NaiveDate, refusal: Signal<Option<crate::error::AppError>>) -> AnyView {
    let i18n = use_i18n();
    view! {
        <div class="field-pair">
            <Field
                label=t_string!(i18n, roster_edit.from)
                name="command[from]"
                id=format!("{form}-from")
                kind=FieldKind::Date
                value=today.to_string()
                error=forms::at(refusal, "from")
                required=true
            />
            <Field
                label=t_string!(i18n, roster_edit.to)
                name="command[to]"
                id=format!("{form}-to")
                kind=FieldKind::Date
                error=forms::at(refusal, "to")
                required=true
            />
        </div>
    }
    .into_any()
}
