//! 销假: the form that says when somebody is back, or whether hours were taken.

use chrono::{Days, NaiveDate};
use domain::leave::{LeaveView, Period};
use leptos::prelude::*;

use super::{request_api::ComeBack, request_words as words};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Choice, ConfirmButton, Field, FieldKind, FormError, Select},
};

/// Asks for the first day back and the half of it; of hours, for the first day without them; of hours of one day,
/// whether they were taken.
pub(super) fn return_form(view: &LeaveView, period: Period, act: ServerAction<ComeBack>) -> AnyView {
    let i18n = use_i18n();
    let (request, version) = (view.approval.row.id.to_string(), view.approval.row.version.to_string());
    let refusal = forms::refusal(act);
    let question = match period.hours() {
        None => t_string!(i18n, leave.back_question),
        Some(_) if is_once(period) => t_string!(i18n, leave_hours.taken_question),
        Some(_) => t_string!(i18n, leave_hours.daily_question),
    };
    let first_day = first_day(period, view.today, forms::at(refusal, "back_on"));
    let half = period.hours().is_none().then(|| {
        view! {
            <Select
                label=t_string!(i18n, leave_after.back_half)
                name="command[half]"
                choices=Signal::stored(words::halves(i18n))
                error=forms::at(refusal, "half")
            />
        }
    });
    view! {
        <ActionForm action=act attr:class="stack-s">
            <FormError message=forms::message(refusal)/>
            <input type="hidden" name="command[id]" value=request/>
            <input type="hidden" name="command[version]" value=version/>
            <ConfirmButton
                label=t_string!(i18n, leave.back_at_work)
                question=question
                confirm=t_string!(i18n, leave.back_confirm)
                busy=act.pending()
            >
                {first_day}
                {half}
            </ConfirmButton>
        </ActionForm>
    }
    .into_any()
}

/// Whether it is some hours of one day.
fn is_once(period: Period) -> bool {
    period.hours().is_some() && period.from == period.to
}

/// The first day without leave. Of hours of one day that is the day itself, or the next.
fn first_day(period: Period, today: NaiveDate, error: Signal<Option<String>>) -> AnyView {
    let i18n = use_i18n();
    if is_once(period) {
        let taken = vec![
            Choice::new((period.to + Days::new(1)).to_string(), t_string!(i18n, leave_hours.taken)),
            Choice::new(period.from.to_string(), t_string!(i18n, leave_hours.not_taken)),
        ];
        return view! {
            <Select
                label=t_string!(i18n, leave_hours.taken_label)
                name="command[back_on]"
                choices=Signal::stored(taken)
                error=error
            />
        }
        .into_any();
    }
    let label =
        if period.hours().is_some() { t_string!(i18n, leave_hours.back_on) } else { t_string!(i18n, leave.back_on) };
    view! {
        <Field
            label=label
            name="command[back_on]"
            kind=FieldKind::Date
            value=today.max(period.from).to_string()
            error=error
            required=true
        />
    }
    .into_any()
}
