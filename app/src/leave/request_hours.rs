//! The fields of leave by the hour. Which of them are seen follows from what is chosen, by style alone, so that
//! the form is the same with a script, before it and without one.

use domain::leave::LeaveBy;
use leptos::prelude::*;

use super::request_fields::Fields;
use crate::{
    i18n::{t_string, use_i18n},
    kit::{Choice, Field, FieldKind, Select},
};

/// By days or by the hour, for the kinds that have both.
pub(super) fn by_field(fields: Fields, error: Signal<Option<String>>) -> AnyView {
    let i18n = use_i18n();
    let word = |by: LeaveBy| match by {
        LeaveBy::Days => t_string!(i18n, leave_hours.by_days),
        LeaveBy::Hours => t_string!(i18n, leave_hours.by_hours),
    };
    let choices: Vec<Choice> = LeaveBy::ALL.iter().map(|by| Choice::new(by.code(), word(*by))).collect();
    view! {
        <div class="leave-by">
            <Select
                label=t_string!(i18n, leave_hours.by)
                name="command[hours][by]"
                choices=Signal::stored(choices)
                model=fields.by
                hint=t_string!(i18n, leave_hours.hint).to_owned()
                error=error
            />
        </div>
    }
    .into_any()
}

/// From when to when.
pub(super) fn time_fields(fields: Fields, (from, to): (Signal<Option<String>>, Signal<Option<String>>)) -> AnyView {
    let i18n = use_i18n();
    view! {
        <div class="field-pair by-hours">
            <Field
                label=t_string!(i18n, leave_hours.from_time)
                name="command[hours][from]"
                kind=FieldKind::Time
                model=fields.from_time
                error=from
            />
            <Field
                label=t_string!(i18n, leave_hours.to_time)
                name="command[hours][to]"
                kind=FieldKind::Time
                model=fields.to_time
                error=to
            />
        </div>
    }
    .into_any()
}
