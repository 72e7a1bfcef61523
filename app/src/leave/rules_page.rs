use chrono::NaiveDate;
use domain::leave::{LeaveRule, LeaveTerms, Province, RulesView};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    balance_api::{ConfirmProvince, leave_rules},
    type_page::facts,
    type_words, words,
};
use crate::{
    address,
    citations::cite,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        Badge, Button, ButtonKind, Card, CardSpace, Checkbox, Choice, Fact, Facts, Field, FieldKind, Fold, FormError,
        ListRow, PageHeader, Rows, SectionHeader, Select, Tone,
    },
    punctuation,
    shown::shown,
    when,
    wire::reading,
};

/// `/leave/rules`: what applies to each kind of leave, where it is written, and for HR which province's
/// rules do.
pub(crate) fn leave_rules_page() -> AnyView {
    let i18n = use_i18n();
    let query = use_query_map();
    let confirm = ServerAction::<ConfirmProvince>::new();
    let confirmed = forms::successes(confirm);
    let read = reading(
        move || (query.read().get("hall"), confirmed.get()),
        |(hall, _)| async move { leave_rules(address::named_if_any(hall)?).await },
    );
    let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, leave_balance.rules) back/>
        {shown(read, 8, move |rules| body(&rules, confirm))}
    }
    .into_any()
}

fn body(view: &RulesView, confirm: ServerAction<ConfirmProvince>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let applies = match view.confirmed {
        Some((province, from)) => {
            let (province, from) = (words::province(locale, province), when::full_date(from, locale));
            t_string!(i18n, leave_balance.province, province = province, from = from)
        }
        None => t_string!(i18n, leave_balance.national).to_owned(),
    };
    let line = format!("{} · {applies}", view.hall_name);
    let rules = view.rules.iter().map(|rule| rule_row(rule, &view.next)).collect_view();
    let half_days = view.half_days.iter().map(|(festival, date)| {
        view! { <ListRow title=words::festival(locale, *festival) detail=when::full_date(*date, locale)/> }
    });
    let half_days = half_days.collect_view();
    let half_days = (!view.half_days.is_empty()).then(|| {
        view! {
            <SectionHeader title=t_string!(i18n, leave_balance.half_days)/>
            <Card space=CardSpace::Flush>
                <Rows>{half_days}</Rows>
            </Card>
        }
    });
    let form = view.may_confirm.then(|| confirm_form(view, confirm));
    view! {
        <p class="muted small">{line}</p>
        {form}
        <Card space=CardSpace::Flush>
            <Rows>{rules}</Rows>
        </Card>
        {half_days}
    }
    .into_any()
}

/// A kind in a line, which unfolds into its whole rule.
fn rule_row(rule: &LeaveRule, next: &[(NaiveDate, LeaveRule)]) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let published = (rule.version > 0).then(|| {
        let (version, date) = (type_words::version(i18n, rule.version), when::full_date(rule.from, locale));
        let since = t_string!(i18n, leave_types.since_from, version = version, date = date);
        view! { <Fact label=t_string!(i18n, leave_types.since)>{since}</Fact> }
    });
    let upcoming = next.iter().find(|(_, next)| next.kind == rule.kind);
    let badge = upcoming.map(|(from, _)| t_string!(i18n, leave_types.next, date = when::full_date(*from, locale)));
    let badge = move || badge.map(|label| view! { <Badge tone=Tone::Wait label=label/> });
    let next = upcoming.map(|(from, next)| {
        let label = t_string!(i18n, leave_types.upcoming, date = when::full_date(*from, locale));
        let changes = type_words::changes(i18n, rule.kind, (&LeaveTerms::from(rule), &LeaveTerms::from(next)));
        let part = |(name, value)| t_string!(i18n, leave_types.part, name = name, value = value);
        let changes: Vec<String> = changes.into_iter().map(part).collect();
        let changes = punctuation::clauses(locale, &changes);
        view! { <Fact label=label>{changes}</Fact> }
    });
    let facts = facts(type_words::parts(i18n, rule));
    let detail = type_words::brief(i18n, rule);
    view! {
        <li>
            <Fold title=words::kind(locale, rule.kind) detail=detail end=badge>
                <Facts>{published} {facts} {next}</Facts>
            </Fold>
        </li>
    }
    .into_any()
}

fn confirm_form(view: &RulesView, confirm: ServerAction<ConfirmProvince>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let refusal = forms::refusal(confirm);
    let national = Choice::new("", t_string!(i18n, leave_balance.confirm_national));
    let provinces = Province::ALL.iter().map(|of| Choice::new(of.code(), words::province(locale, *of)));
    let choices: Vec<Choice> = [national].into_iter().chain(provinces).collect();
    let chosen = view.confirmed.map_or("", |(province, _)| province.code());
    let (hall, today) = (view.hall.to_string(), view.on.to_string());
    let profiles = Province::ALL.iter().map(|province| profile_row(view, *province)).collect_view();
    view! {
        <Card heading=t_string!(i18n, leave_balance.confirm).to_owned()>
            <p class="muted small">{t_string!(i18n, leave_balance.confirm_text)}</p>
            <Rows>{profiles}</Rows>
            <ActionForm action=confirm attr:class="form">
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[hall]" value=hall/>
                <div class="field-pair">
                    <Select
                        label=t_string!(i18n, leave_balance.confirm_province)
                        name="command[province]"
                        choices=Signal::stored(choices)
                        value=chosen
                    />
                    <Field
                        label=t_string!(i18n, leave_balance.confirm_from)
                        name="command[from]"
                        kind=FieldKind::Date
                        value=today
                        error=forms::at(refusal, "from")
                        required=true
                    />
                </div>
                <Checkbox label=t_string!(i18n, leave_balance.confirm_checked) name="command[checked]"/>
                <FormError message=forms::at(refusal, "checked")/>
                <div class="actions">
                    <Button
                        label=t_string!(i18n, leave_balance.confirm_submit)
                        kind=ButtonKind::Secondary
                        busy=confirm.pending()
                    />
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

/// What a province would bring, with its sources and how sure they are.
fn profile_row(view: &RulesView, province: Province) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let lines: Vec<_> = view.profiles.iter().filter(|line| line.province == province).collect();
    let days = lines.iter().map(|line| {
        let (kind, days) = (words::kind(locale, line.kind), line.days);
        let line_of = t_string!(i18n, leave_balance.profile_line, kind = kind, days = days);
        let line_of = match line.until_age {
            Some(age) => t_string!(i18n, leave_child.profile_until, line = line_of, age = age),
            None => line_of,
        };
        let Some((condition, days)) = line.more else { return line_of };
        let condition = words::condition(locale, condition);
        t_string!(i18n, leave_balance.profile_more, line = line_of, condition = condition, days = days)
    });
    let days = punctuation::list(locale, &days.collect::<Vec<_>>());
    let mut sources: Vec<String> = lines
        .iter()
        .map(|line| {
            let certainty = words::certainty(locale, line.certainty);
            t_string!(i18n, leave_types.certainty, source = cite(locale, &line.source), certainty = certainty)
        })
        .collect();
    sources.dedup();
    let title = punctuation::of(locale, words::province(locale, province), &days);
    view! { <ListRow title=title detail=punctuation::list(locale, &sources)/> }.into_any()
}
