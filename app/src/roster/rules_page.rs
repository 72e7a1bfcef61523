use domain::{
    org::HallRow,
    roster::{Certification, HallRules, WindowRules},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::rules_api::{Certify, EndCertification, RequireCertification, SetDemand, SetTimeOff, rules_of_hall};
use crate::{
    error::AppError,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        Button, ButtonKind, Card, Checkbox, Choice, EmptyState, Field, FieldKind, Fold, FormError, ListRow, PageHeader,
        Rows, Select,
    },
    org::hall_choice::{hall_choice, halls_to_show},
    shown::shown,
    when,
    wire::reading,
};

/// What changes the rules. It outlives the view of them, which is built anew after each change.
#[derive(Clone, Copy)]
struct Acts {
    demand: ServerAction<SetDemand>,
    require: ServerAction<RequireCertification>,
    time_off: ServerAction<SetTimeOff>,
    certify: ServerAction<Certify>,
    end: ServerAction<EndCertification>,
}

/// `/roster/rules?hall=`: how many people each window needs, and who may serve there.
pub(crate) fn roster_rules_page() -> AnyView {
    let i18n = use_i18n();
    let query = use_query_map();
    let acts = Acts {
        demand: ServerAction::new(),
        require: ServerAction::new(),
        time_off: ServerAction::new(),
        certify: ServerAction::new(),
        end: ServerAction::new(),
    };
    let (set, required) = (forms::successes(acts.demand), forms::successes(acts.require));
    let (certified, ended) = (forms::successes(acts.certify), forms::successes(acts.end));
    let time_off = forms::successes(acts.time_off);
    let changes = Memo::new(move |_| set.get() + required.get() + certified.get() + ended.get() + time_off.get());
    let read = reading(move || (query.read().get("hall"), changes.get()), |(hall, _)| read(hall));
    let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, roster_edit.rules) back/>
        <FormError message=forms::message(forms::refusal(acts.require))/>
        <FormError message=forms::message(forms::refusal(acts.end))/>
        <FormError message=forms::message(forms::refusal(acts.demand))/>
        {shown(read, 6, move |(halls, rules)| body(halls, rules, acts))}
    }
    .into_any()
}

async fn read(hall: Option<String>) -> Result<(Vec<HallRow>, HallRules), AppError> {
    let (halls, hall) = halls_to_show(hall).await?;
    let rules = rules_of_hall(hall).await?;
    Ok((halls, rules))
}

fn body(halls: Vec<HallRow>, rules: HallRules, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let windows = if rules.windows.is_empty() {
        view! { <EmptyState glyph=icondata_lu::LuAppWindow title=t_string!(i18n, org.no_windows)/> }.into_any()
    } else {
        let cards = rules.windows.iter().map(|window| window_card(&rules, window, acts)).collect_view();
        view! { <div class="tiles">{cards}</div> }.into_any()
    };
    let certify = (!rules.windows.is_empty() && !rules.people.is_empty()).then(|| certify_form(&rules, acts));
    view! {
        {hall_choice(halls, rules.hall, "/roster/rules")}
        <Card>
            <ActionForm action=acts.require attr:class="form">
                <input type="hidden" name="hall" value=rules.hall.to_string()/>
                <Checkbox
                    label=t_string!(i18n, roster_edit.certification_required)
                    name="required"
                    checked=rules.certification_required
                    detail=t_string!(i18n, roster_edit.certification_required_text).to_owned()
                />
                <div class="actions">
                    <Button
                        label=t_string!(i18n, roster_edit.save_rule)
                        kind=ButtonKind::Secondary
                        busy=acts.require.pending()
                    />
                </div>
            </ActionForm>
        </Card>
        {time_off_form(&rules, acts)}
        {certify}
        {windows}
    }
    .into_any()
}

fn time_off_form(rules: &HallRules, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let (hall, months) = (rules.hall.to_string(), rules.time_off_months.to_string());
    view! {
        <Card heading=t_string!(i18n, told.time_off).to_owned()>
            <ActionForm action=acts.time_off attr:class="form">
                <input type="hidden" name="hall" value=hall/>
                <Field
                    label=t_string!(i18n, told.time_off_months)
                    name="months"
                    id="time-off-months"
                    kind=FieldKind::Digits
                    value=months
                    hint=t_string!(i18n, told.time_off_hint).to_owned()
                    error=forms::at(forms::refusal(acts.time_off), "months")
                    max_length=2
                    required=true
                />
                <div class="actions">
                    <Button
                        label=t_string!(i18n, roster_edit.save_rule)
                        kind=ButtonKind::Secondary
                        busy=acts.time_off.pending()
                    />
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

fn window_card(rules: &HallRules, window: &WindowRules, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let (hall, id) = (rules.hall, window.window);
    let certified = window.certified.iter().map(|held| held_row(rules, held, acts)).collect_view();
    let count = t_string!(i18n, roster_edit.certified, n = window.certified.len());
    let certified = (!window.certified.is_empty()).then(|| {
        view! {
            <Fold title=count>
                <Rows>{certified}</Rows>
            </Fold>
        }
    });
    let refusal = forms::refusal(acts.demand);
    let people = move |label: &'static str, half: &'static str, value: i32| {
        view! {
            <Field
                label=label
                name=format!("command[{half}]")
                id=format!("{half}-{id}")
                kind=FieldKind::Digits
                value=value.to_string()
                error=forms::at(refusal, half)
                max_length=2
                required=true
            />
        }
    };
    let morning = people(t_string!(i18n, roster_edit.morning_people), "morning", window.morning);
    let afternoon = people(t_string!(i18n, roster_edit.afternoon_people), "afternoon", window.afternoon);
    view! {
        <Card heading=window.label.clone()>
            <ActionForm action=acts.demand about=[("command[window]", id.to_string())] attr:class="form">
                <input type="hidden" name="command[hall]" value=hall.to_string()/>
                <div class="field-pair">
                    {morning}
                    {afternoon}
                </div>
                <div class="actions">
                    <Button
                        label=t_string!(i18n, common.save)
                        kind=ButtonKind::Secondary
                        busy=acts.demand.pending()
                    />
                </div>
            </ActionForm>
            {certified}
        </Card>
    }
    .into_any()
}

fn held_row(rules: &HallRules, (name, held): &(String, Certification), acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let from = when::full_date(held.from, locale);
    let period = match held.to {
        Some(to) => t_string!(i18n, people.period, from = from, to = when::full_date(to, locale)),
        None => t_string!(i18n, people.period_open, from = from),
    };
    let (hall, id) = (rules.hall.to_string(), held.id.to_string());
    view! {
        <ListRow title=name.clone() detail=period>
            <ActionForm action=acts.end>
                <input type="hidden" name="hall" value=hall/>
                <input type="hidden" name="certification" value=id/>
                <Button
                    label=t_string!(i18n, roster_edit.end_certification)
                    kind=ButtonKind::Quiet
                    busy=acts.end.pending()
                />
            </ActionForm>
        </ListRow>
    }
    .into_any()
}

fn certify_form(rules: &HallRules, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(acts.certify);
    let people: Vec<Choice> = rules.people.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect();
    let windows: Vec<Choice> =
        rules.windows.iter().map(|window| Choice::new(window.window.to_string(), window.label.clone())).collect();
    let hall = rules.hall.to_string();
    view! {
        <Card heading=t_string!(i18n, roster_edit.certify_title).to_owned()>
            <ActionForm action=acts.certify attr:class="form">
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="hall" value=hall/>
                <Select
                    label=t_string!(i18n, roster_edit.person)
                    name="person"
                    choices=Signal::stored(people)
                    error=forms::at(refusal, "person")
                />
                <Select
                    label=t_string!(i18n, roster_edit.window)
                    name="window"
                    choices=Signal::stored(windows)
                    error=forms::at(refusal, "window")
                />
                <div class="field-pair">
                    <Field
                        label=t_string!(i18n, roster_edit.from)
                        name="from"
                        kind=FieldKind::Date
                        error=forms::at(refusal, "from")
                        required=true
                    />
                    <Field
                        label=t_string!(i18n, roster_edit.to)
                        name="to"
                        kind=FieldKind::Date
                        hint=t_string!(i18n, people.to_hint).to_owned()
                        error=forms::at(refusal, "to")
                    />
                </div>
                <div class="actions">
                    <Button
                        label=t_string!(i18n, roster_edit.certify)
                        kind=ButtonKind::Secondary
                        busy=acts.certify.pending()
                    />
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}
