use domain::{attendance::HallAttendanceRules, org::HallRow};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::close_api::{SetAttendanceRules, attendance_rules};
use crate::{
    error::AppError,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Button, Card, Checkbox, Field, FieldKind, FormError, Outcome, PageHeader, StatusRegion, Tone},
    org::hall_choice::{hall_choice, halls_to_show},
    shown::shown,
    wire::reading,
};

/// `/attendance/rules?hall=`: a hall's limits for corrections and its rules of the month's close.
pub(crate) fn attendance_rules_page() -> AnyView {
    let i18n = use_i18n();
    let query = use_query_map();
    let set = ServerAction::<SetAttendanceRules>::new();
    let done = forms::successes(set);
    let read = reading(move || (query.read().get("hall"), done.get()), |(hall, _)| read(hall));
    let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, timesheet.rules) back/>
        <StatusRegion>
            {move || (done.get() > 0).then(|| view! {
                <Outcome tone=Tone::Ok title=t_string!(i18n, timesheet.rules_saved)>
                    <p>{t_string!(i18n, timesheet.rules_saved_text)}</p>
                </Outcome>
            })}
        </StatusRegion>
        {shown(read, 4, move |(halls, rules)| body(halls, rules, set))}
    }
    .into_any()
}

async fn read(hall: Option<String>) -> Result<(Vec<HallRow>, HallAttendanceRules), AppError> {
    let (halls, hall) = halls_to_show(hall).await?;
    Ok((halls, attendance_rules(Some(hall)).await?))
}

fn body(halls: Vec<HallRow>, held: HallAttendanceRules, set: ServerAction<SetAttendanceRules>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(set);
    let rules = held.rules;
    let number = move |label: &'static str, hint: &'static str, field: &'static str, value: i32| {
        view! {
            <Field
                label=label
                name=format!("command[{field}]")
                kind=FieldKind::Digits
                value=value.to_string()
                hint=hint.to_owned()
                error=forms::at(refusal, field)
                max_length=3
                required=true
            />
        }
    };
    let limit = number(
        t_string!(i18n, timesheet.correction_limit),
        t_string!(i18n, timesheet.correction_limit_hint),
        "correction_limit",
        rules.correction_limit,
    );
    let days = number(
        t_string!(i18n, timesheet.correction_days),
        t_string!(i18n, timesheet.correction_days_hint),
        "correction_days",
        rules.correction_days,
    );
    let positions = number(
        t_string!(i18n, timesheet.position_days),
        t_string!(i18n, timesheet.position_days_hint),
        "position_days",
        rules.position_days,
    );
    view! {
        {hall_choice(halls, held.hall, "/attendance/rules")}
        <Card>
            <ActionForm action=set attr:class="form">
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[hall]" value=held.hall.to_string()/>
                {limit}
                {days}
                <Checkbox
                    label=t_string!(i18n, timesheet.confirmation_required)
                    name="command[confirmation_required]"
                    checked=rules.confirmation_required
                    detail=t_string!(i18n, timesheet.confirmation_required_text).to_owned()
                />
                {positions}
                <div class="actions">
                    <Button label=t_string!(i18n, common.save) busy=set.pending()/>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}
