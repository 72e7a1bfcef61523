//! The rows in which HR fills in who decides.

use domain::approvals::{ApprovalKind, Level, Quorum, RouteForm, StepForm};
use leptos::prelude::*;

use super::{routes_words as words, words as approval_words};
use crate::{
    error::AppError,
    forms,
    i18n::{t_string, use_i18n},
    kit::{Checkbox, Choice, Field, FieldKind, Fold, FormError, Select},
};

/// Steps of a route that can be filled in: one a level, since what falls together is one step.
const STEPS: usize = 4;

/// One route, in a line that unfolds: for whom it holds, and its steps.
pub(super) fn route_fields(
    kind: ApprovalKind,
    (nth, last): (usize, bool),
    (route, brief): (&RouteForm, Option<String>),
    refusal: Signal<Option<AppError>>,
) -> AnyView {
    let i18n = use_i18n();
    let title = match (last, route.steps.is_empty()) {
        (true, _) => t_string!(i18n, routes.others).to_owned(),
        (false, true) => t_string!(i18n, routes.another).to_owned(),
        (false, false) => t_string!(i18n, routes.route, n = nth + 1),
    };
    let conditions = (!last).then(|| conditions(kind, nth, route, refusal));
    let steps = (0..STEPS).map(|row| step_fields((nth, row), route.steps.get(row), refusal)).collect_view();
    view! {
        <li>
            <Fold title=title detail=brief>
                {conditions}
                <FormError message=forms::at(refusal, format!("routes[{nth}].steps"))/>
                {steps}
            </Fold>
        </li>
    }
    .into_any()
}

fn conditions(kind: ApprovalKind, nth: usize, route: &RouteForm, refusal: Signal<Option<AppError>>) -> AnyView {
    let i18n = use_i18n();
    let chosen = |code: &str| route.subtypes.iter().any(|known| known == code);
    let kinds = words::subtypes(i18n, kind).into_iter().map(|(code, word)| {
        view! {
            <Checkbox
                label=word
                name=format!("routes[{nth}][subtypes][]")
                value=code
                checked=Signal::stored(chosen(code))
            />
        }
    });
    let kinds = kinds.collect_view();
    let which = words::holds_for(i18n, kind, route.subtypes.len());
    // A correction and a swap have no length.
    let bound = match kind {
        ApprovalKind::Leave => Some((t_string!(i18n, routes.up_to), "up_to_days", route.up_to_days.clone())),
        ApprovalKind::Overtime => Some((t_string!(i18n, overtime.up_to), "up_to_hours", route.up_to_hours.clone())),
        ApprovalKind::Correction | ApprovalKind::Swap => None,
    };
    let bound = bound.map(|(label, field, value)| {
        view! {
            <Field
                label=label
                name=format!("routes[{nth}][{field}]")
                kind=FieldKind::Decimal
                value=value
                hint=t_string!(i18n, routes.up_to_hint).to_owned()
                error=forms::at(refusal, format!("routes[{nth}].{field}"))
                max_length=6
            />
        }
    });
    view! {
        <div class="field-pair">
            {bound}
            <Select
                label=t_string!(i18n, routes.requester)
                name=format!("routes[{nth}][requester]")
                choices=Signal::stored(requesters(t_string!(i18n, routes.anybody)))
                value=route.requester.map(Level::code).unwrap_or_default()
            />
        </div>
        <Fold title=which>
            <fieldset class="stack-s">
                <legend class="hidden-text">{words::subtype_label(i18n, kind)}</legend>
                {kinds}
            </fieldset>
        </Fold>
    }
    .into_any()
}

/// One step; its name says which, so that the rows can be told apart without seeing them. What is not set is folded.
fn step_fields((nth, row): (usize, usize), step: Option<&StepForm>, refusal: Signal<Option<AppError>>) -> AnyView {
    let i18n = use_i18n();
    let title = t_string!(i18n, routes.step, n = row + 1);
    let name = |field: &str| format!("routes[{nth}][steps][{row}][{field}]");
    let quorums: Vec<Choice> =
        Quorum::ALL.iter().map(|quorum| Choice::new(quorum.code(), words::quorum(i18n, *quorum))).collect();
    let level = step.and_then(|step| step.level).map(Level::code).unwrap_or_default();
    let quorum = step.and_then(|step| step.quorum).unwrap_or(Quorum::One).code();
    let hours = step.map_or_else(String::new, |step| step.hours.clone());
    let fields = view! {
        <fieldset class="stack-s">
            <legend>{title.clone()}</legend>
            <div class="field-pair">
                <Select
                    label=t_string!(i18n, routes.level)
                    name=name("level")
                    choices=Signal::stored(levels(t_string!(i18n, routes.no_step)))
                    value=level
                />
                <Select
                    label=t_string!(i18n, routes.quorum)
                    name=name("quorum")
                    choices=Signal::stored(quorums)
                    value=quorum
                />
                <Field
                    label=t_string!(i18n, routes.hours)
                    name=name("hours")
                    kind=FieldKind::Decimal
                    value=hours
                    error=forms::at(refusal, format!("routes[{nth}].steps[{row}].hours"))
                    max_length=5
                />
            </div>
        </fieldset>
    }
    .into_any();
    if row == 0 || !level.is_empty() {
        return fields;
    }
    view! {
        <Fold title=title detail=t_string!(i18n, routes.no_step).to_owned()>{fields}</Fold>
    }
    .into_any()
}

/// On duty is what somebody is asked as, not what they ask as.
fn requesters(none: &'static str) -> Vec<Choice> {
    levels(none).into_iter().filter(|choice| choice.value != Level::DutyLead.code()).collect()
}

fn levels(none: &'static str) -> Vec<Choice> {
    let i18n = use_i18n();
    let level = |level: &Level| Choice::new(level.code(), approval_words::level(i18n, *level));
    [Choice::new("", none)].into_iter().chain(Level::ALL.iter().map(level)).collect()
}
