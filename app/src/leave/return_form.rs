//! 销假: the form that says when somebody is back, or whether hours were taken.

use chrono::{Days, NaiveDate};
use domain::{
    ids::{ActId, ApprovalId},
    leave::{LeaveView, Period, ReturnCommand},
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::{request_api::ComeBack, request_words as words};
use crate::{
    approvals::words as approval_words,
    forms::{self, ActionForm},
    i18n::{t_string, use_i18n},
    kit::{Choice, ConfirmButton, Field, FieldKind, FormError, Select},
    outbox::{Keeping, Write, is_waiting, unless_waiting},
};

/// Asks for the first day back and the half of it; of hours, for the first day without them; of hours of one day,
/// whether they were taken.
pub(super) fn return_form(view: &LeaveView, period: Period, act: Keeping<ComeBack>) -> AnyView {
    let i18n = use_i18n();
    let (request, version, today) = (view.approval.row.id, view.approval.row.version, view.today);
    let (refusal, subject) = (act.refusal(), StoredValue::new(approval_words::whole(i18n, &view.approval.row)));
    let question = match period.hours() {
        None => t_string!(i18n, leave.back_question),
        Some(_) if is_once(period) => t_string!(i18n, leave_hours.taken_question),
        Some(_) => t_string!(i18n, leave_hours.daily_question),
    };
    let half = move || {
        period.hours().is_none().then(|| {
            view! {
                <Select
                    label=t_string!(i18n, leave_after.back_half)
                    name="command[half]"
                    choices=Signal::stored(words::halves(i18n))
                    error=forms::at(refusal, "half")
                />
            }
        })
    };
    unless_waiting(back_waits(request), move || {
        view! {
            <ActionForm
                action=act.action
                node_ref=act.draft(&[])
                attr:class="stack-s"
                on:submit:capture=move |event| say_back(act, subject, &event)
            >
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[id]" value=ActId::new().to_string()/>
                <input type="hidden" name="command[request]" value=request.to_string()/>
                <input type="hidden" name="command[version]" value=version.to_string()/>
                <ConfirmButton
                    label=t_string!(i18n, leave.back_at_work)
                    question=question
                    confirm=t_string!(i18n, leave.back_confirm)
                    busy=act.is_busy()
                >
                    {first_day(period, today, forms::at(refusal, "back_on"))}
                    {half()}
                </ConfirmButton>
            </ActionForm>
        }
        .into_any()
    })
}

/// Whether the word that somebody is back from a leave waits on the phone.
pub(super) fn back_waits(request: ApprovalId) -> Memo<bool> {
    is_waiting(move |write| matches!(write, Write::ComeBack(command) if command.request == request))
}

/// Takes over from the plain form that says so. A new one each time: after "refused" it is said anew.
pub(super) fn say_back(act: Keeping<ComeBack>, subject: StoredValue<String>, event: &SubmitEvent) {
    act.submit_about(event, subject, |command| Write::ComeBack(ReturnCommand { id: ActId::new(), ..command }));
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
