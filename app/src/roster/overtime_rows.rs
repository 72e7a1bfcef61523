//! A request for overtime as a card.

use domain::roster::{Compensation, MAX_OVERTIME_REASON, OvertimeAct, OvertimeState, OvertimeView};
use leptos::prelude::*;

use super::requests_api::ActOnOvertime;
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Badge, Button, ButtonKind, Card, ConfirmButton, ConfirmReason, Fact, Facts, FormError, Tone},
    when,
};

pub(super) fn cards(requests: &[OvertimeView], act: ServerAction<ActOnOvertime>) -> AnyView {
    let cards = requests.iter().map(|request| card(request, act)).collect_view();
    view! {
        <FormError message=forms::message(forms::refusal(act))/>
        {cards}
    }
    .into_any()
}

/// Minutes as people say them.
pub(crate) fn duration(minutes: i32) -> String {
    let i18n = use_i18n();
    match (minutes / 60, minutes % 60) {
        (0, minutes) => t_string!(i18n, swap.minutes, n = minutes),
        (hours, 0) => t_string!(i18n, swap.hours, n = hours),
        (hours, minutes) => t_string!(i18n, swap.hours_minutes, hours = hours, minutes = minutes),
    }
}

fn card(request: &OvertimeView, act: ServerAction<ActOnOvertime>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let (tone, word) = match request.state {
        OvertimeState::Asked => (Tone::Wait, t_string!(i18n, swap.agreed)),
        OvertimeState::Approved => (Tone::Ok, t_string!(i18n, swap.approved)),
        OvertimeState::Rejected => (Tone::Danger, t_string!(i18n, swap.rejected)),
        OvertimeState::Withdrawn => (Tone::Neutral, t_string!(i18n, swap.withdrawn)),
    };
    let made_good = match request.compensation {
        Compensation::Pay => t_string!(i18n, swap.paid, n = request.percent),
        Compensation::TimeOff => t_string!(i18n, swap.time_off).to_owned(),
    };
    let date = when::date(request.date, locale);
    let title = [request.name.as_str(), &date].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let title = title.join(" · ");
    let answer = request.answer.clone().map(|text| {
        view! { <Fact label=t_string!(i18n, swap.answer)>{text}</Fact> }
    });
    let worked = request.worked.map(|minutes| {
        let text = if minutes > 0 { duration(minutes) } else { t_string!(i18n, worktime.worked_none).to_owned() };
        view! { <Fact label=t_string!(i18n, worktime.worked)>{text}</Fact> }
    });
    let (length, reason) = (duration(request.minutes), request.reason.clone());
    let forms = request.acts.iter().map(|which| form(request, *which, act)).collect_view();
    view! {
        <Card>
            <div class="line line-apart">
                <h3>{title}</h3>
                <Badge tone=tone label=word/>
            </div>
            <Facts>
                <Fact label=t_string!(i18n, swap.length)>{length}</Fact>
                {worked}
                <Fact label=t_string!(i18n, swap.made_good)>{made_good}</Fact>
                <Fact label=t_string!(i18n, swap.overtime_reason)>{reason}</Fact>
                {answer}
            </Facts>
            <div class="stack-s">{forms}</div>
        </Card>
    }
    .into_any()
}

/// One thing to be done about a request. What can't be taken back lightly is two steps, with a reason where others
/// are to know it.
fn form(request: &OvertimeView, which: OvertimeAct, act: ServerAction<ActOnOvertime>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(act);
    let (id, version) = (request.id, request.version.to_string());
    let control = match which {
        OvertimeAct::Reject => view! {
            <ConfirmReason
                label=t_string!(i18n, swap.reject)
                question=t_string!(i18n, swap.reject_overtime_question)
                confirm=t_string!(i18n, swap.reject_confirm)
                reason=t_string!(i18n, swap.reject_reason)
                name="answer"
                id=format!("answer-{id}")
                error=forms::at(refusal, "answer")
                max_length=MAX_OVERTIME_REASON
                busy=act.pending()
            />
        }
        .into_any(),
        OvertimeAct::Approve => view! {
            <div class="actions">
                <Button label=t_string!(i18n, swap.approve_overtime) busy=act.pending()/>
            </div>
        }
        .into_any(),
        OvertimeAct::Cancel => view! {
            <ConfirmReason
                label=t_string!(i18n, worktime.cancel)
                question=t_string!(i18n, worktime.cancel_question)
                confirm=t_string!(i18n, worktime.cancel_confirm)
                reason=t_string!(i18n, worktime.cancel_reason)
                name="answer"
                id=format!("answer-{id}")
                error=forms::at(refusal, "answer")
                max_length=MAX_OVERTIME_REASON
                busy=act.pending()
            />
        }
        .into_any(),
        OvertimeAct::Withdraw if request.state == OvertimeState::Approved => view! {
            <ConfirmButton
                label=t_string!(i18n, swap.withdraw)
                question=t_string!(i18n, worktime.withdraw_approved_question)
                confirm=t_string!(i18n, worktime.withdraw_confirm)
                busy=act.pending()
            />
        }
        .into_any(),
        OvertimeAct::Withdraw => view! {
            <div class="actions">
                <Button label=t_string!(i18n, swap.withdraw) kind=ButtonKind::Secondary busy=act.pending()/>
            </div>
        }
        .into_any(),
    };
    view! {
        <ActionForm action=act attr:class="stack-s">
            <input type="hidden" name="overtime" value=id.to_string()/>
            <input type="hidden" name="version" value=version/>
            <input type="hidden" name="act" value=which.code()/>
            {control}
        </ActionForm>
    }
    .into_any()
}
