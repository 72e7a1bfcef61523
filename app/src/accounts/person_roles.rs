use chrono::NaiveDate;
use domain::{
    accounts::{AppointmentView, PersonView},
    ids::PersonId,
    policy::Role,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::people_api::{Appoint, EndAppointment, ScopeChoice, scopes};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{Locale, t_string, use_i18n},
    kit::{
        Badge, Button, Card, CardSpace, Choice, ConfirmButton, EmptyState, Field, FieldKind, FormError, ListRow, Rows,
        SectionHeader, Select, Tone,
    },
    shown::shown,
    when,
    wire::reading,
    words,
};

/// What changes somebody's roles. It outlives the view of the roles, which is built anew after each change.
#[derive(Clone, Copy)]
pub(super) struct Staffing {
    appoint: ServerAction<Appoint>,
    end: ServerAction<EndAppointment>,
}

impl Staffing {
    pub(super) fn new() -> Self {
        Self { appoint: ServerAction::new(), end: ServerAction::new() }
    }

    /// Counts changes.
    pub(super) fn changes(self) -> Memo<u32> {
        let (appointed, ended) = (forms::successes(self.appoint), forms::successes(self.end));
        Memo::new(move |_| appointed.get() + ended.get())
    }
}

/// Somebody's roles, past ones included, and a form for one more.
#[component]
pub(super) fn Roles(staff: PersonView, today: NaiveDate, staffing: Staffing, may_appoint: bool) -> impl IntoView {
    let i18n = use_i18n();
    let id = staff.id;
    let roles = if staff.appointments.is_empty() {
        view! { <EmptyState glyph=icondata_lu::LuIdCard title=t_string!(i18n, people.no_roles)/> }.into_any()
    } else {
        let row = |role: AppointmentView| {
            let end = (may_appoint && !ended(&role, today)).then_some(staffing.end);
            role_row(id, role, today, end)
        };
        let rows = staff.appointments.into_iter().map(row).collect_view();
        view! { <Rows>{rows}</Rows> }.into_any()
    };
    let form = (may_appoint && staff.left_on.is_none()).then(|| {
        view! { <AppointForm id today appoint=staffing.appoint/> }
    });
    view! {
        <SectionHeader title=t_string!(i18n, people.roles)/>
        <FormError message=forms::message(forms::refusal(staffing.end))/>
        <Card space=CardSpace::Flush>{roles}</Card>
        {form}
    }
}

/// Whether a role's end is settled: its last day has come, or an end was named.
fn ended(role: &AppointmentView, today: NaiveDate) -> bool {
    role.to.is_some_and(|to| to <= today)
}

fn state(role: &AppointmentView, today: NaiveDate) -> (Tone, &'static str) {
    let i18n = use_i18n();
    if role.to.is_some_and(|to| to < today) {
        (Tone::Neutral, t_string!(i18n, people.role_past))
    } else if role.from > today {
        (Tone::Wait, t_string!(i18n, people.role_later))
    } else {
        (Tone::Ok, t_string!(i18n, people.role_now))
    }
}

fn role_row(
    person: PersonId,
    role: AppointmentView,
    today: NaiveDate,
    end: Option<ServerAction<EndAppointment>>,
) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let (tone, state) = state(&role, today);
    let title = format!("{} · {}", words::role(locale, role.grant.role), role.scope_name);
    let form = end.map(|end| {
        view! {
            <ActionForm action=end about=[("appointment", role.id.to_string())]>
                <input type="hidden" name="person" value=person.to_string()/>
                <ConfirmButton
                    label=t_string!(i18n, people.end_role)
                    question=t_string!(i18n, people.end_role_question)
                    confirm=t_string!(i18n, people.end_role_confirm)
                    busy=end.pending()
                >
                    <Field
                        label=t_string!(i18n, people.last_day)
                        name="last_day"
                        id=format!("last-day-{}", role.id)
                        kind=FieldKind::Date
                        value=today.to_string()
                        error=forms::at(forms::refusal(end), "last_day")
                        required=true
                    />
                </ConfirmButton>
            </ActionForm>
        }
    });
    view! {
        <ListRow title=title detail=period(locale, role.from, role.to)>
            <Badge tone=tone label=state/>
            {form}
        </ListRow>
    }
    .into_any()
}

fn period(locale: Locale, from: NaiveDate, to: Option<NaiveDate>) -> String {
    let i18n = use_i18n();
    let from = when::full_date(from, locale);
    if let Some(to) = to {
        t_string!(i18n, people.period, from = from, to = when::full_date(to, locale))
    } else {
        t_string!(i18n, people.period_open, from = from)
    }
}

#[component]
fn AppointForm(id: PersonId, today: NaiveDate, appoint: ServerAction<Appoint>) -> impl IntoView {
    let i18n = use_i18n();
    let offered = reading(|| (), |()| scopes());
    view! {
        <Card heading=t_string!(i18n, people.appoint_title).to_owned()>
            {shown(offered, 2, move |scopes| appoint_fields(id, today, scopes, appoint))}
        </Card>
    }
}

/// A link from the hall's page brings role and scope with it.
fn appoint_fields(
    id: PersonId,
    today: NaiveDate,
    offered: Vec<ScopeChoice>,
    appoint: ServerAction<Appoint>,
) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let refusal = forms::refusal(appoint);
    let asked = |key: &str| use_query_map().with_untracked(|query| query.get(key)).unwrap_or_default();
    let roles: Vec<Choice> =
        Role::ALL.into_iter().map(|role| Choice::new(role.code(), words::role(locale, role))).collect();
    let scope = |scope: ScopeChoice| {
        let name = scope.name.unwrap_or_else(|| t_string!(i18n, people.whole_agency).to_owned());
        Choice::new(scope.value, name)
    };
    let scopes: Vec<Choice> = offered.into_iter().map(scope).collect();
    view! {
        <ActionForm action=appoint attr:class="form">
            <FormError message=forms::message(refusal)/>
            <input type="hidden" name="person" value=id.to_string()/>
            <Select
                label=t_string!(i18n, people.role)
                name="role"
                choices=Signal::stored(roles)
                value=asked("role")
                error=forms::at(refusal, "role")
            />
            <Select
                label=t_string!(i18n, people.scope)
                name="scope"
                choices=Signal::stored(scopes)
                value=asked("scope")
                error=forms::at(refusal, "scope")
            />
            <div class="field-pair">
                <Field
                    label=t_string!(i18n, people.from)
                    name="from"
                    kind=FieldKind::Date
                    value=today.to_string()
                    error=forms::at(refusal, "from")
                    required=true
                />
                <Field
                    label=t_string!(i18n, people.to)
                    name="to"
                    kind=FieldKind::Date
                    hint=t_string!(i18n, people.to_hint).to_owned()
                    error=forms::at(refusal, "to")
                />
            </div>
            <div class="actions">
                <Button label=t_string!(i18n, people.appoint) busy=appoint.pending()/>
            </div>
        </ActionForm>
    }
    .into_any()
}
