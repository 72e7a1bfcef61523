//! A swap as a card: between whom, which days, how it stands, and what can be done about it.

use domain::{
    ids::{ActId, SwapId},
    roster::{MAX_SWAP_REASON, SwapAct, SwapAnswer, SwapState, SwapView},
};
use leptos::{ev::SubmitEvent, prelude::*};
use serde::Deserialize;

use super::{
    review_page::findings,
    swap_api::{ActOnSwap, AnswerSwap},
    words,
};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Badge, Button, ButtonKind, Card, ConfirmReason, Fact, Facts, FormError, Tone},
    outbox::{Keeping, Write, kept_region, outbox},
    when,
};

/// Cards of swaps to be decided. The action outlives them: they are read again after each success.
pub(super) fn cards(swaps: &[SwapView], act: ServerAction<ActOnSwap>) -> AnyView {
    let forms = |swap: &SwapView| swap.acts.iter().map(|which| form(swap, *which, act)).collect_view().into_any();
    let cards = swaps.iter().map(|swap| card(swap, forms(swap))).collect_view();
    view! {
        <FormError message=forms::message(forms::refusal(act))/>
        {cards}
    }
    .into_any()
}

/// Cards of my own, to be answered or taken back.
pub(super) fn own_cards(swaps: &[SwapView], answer: Keeping<AnswerSwap>) -> AnyView {
    let i18n = use_i18n();
    let cards = swaps.iter().map(|swap| card(swap, answer_forms(swap, answer))).collect_view();
    view! {
        <FormError message=forms::message(answer.refusal())/>
        {kept_region(answer, t_string!(i18n, offline_acts.kept_answer))}
        {cards}
    }
    .into_any()
}

fn card(swap: &SwapView, forms: AnyView) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let (tone, word) = state(swap.state);
    let day = move |(date, plan): &(chrono::NaiveDate, domain::roster::PlanName)| {
        format!("{} {}", when::date(*date, locale), words::plan_name(i18n, plan))
    };
    let said =
        |label: &'static str, text: &Option<String>| text.clone().map(|text| view! { <Fact label=label>{text}</Fact> });
    let (reason, answer) =
        (said(t_string!(i18n, swap.reason), &swap.reason), said(t_string!(i18n, swap.answer), &swap.answer));
    let (give, take) = (day(&swap.give), day(&swap.take));
    let gives = |name: &str| t_string!(i18n, swap.gives, name = name);
    let (asker, partner) = (gives(&swap.asker), gives(&swap.partner));
    let asked_at = when::moment(swap.asked_at, locale);
    let against = (!swap.findings.is_empty()).then(|| findings(&swap.findings));
    let title = t_string!(i18n, swap.between, asker = swap.asker.as_str(), partner = swap.partner.as_str());
    view! {
        <Card>
            <div class="line line-apart">
                <h3>{title}</h3>
                <Badge tone=tone label=word/>
            </div>
            <Facts>
                <Fact label=asker>{give}</Fact>
                <Fact label=partner>{take}</Fact>
                {reason}
                {answer}
                <Fact label=t_string!(i18n, swap.asked_at)>{asked_at}</Fact>
            </Facts>
            {against}
            <div class="stack-s">{forms}</div>
        </Card>
    }
    .into_any()
}

fn state(state: SwapState) -> (Tone, &'static str) {
    let i18n = use_i18n();
    match state {
        SwapState::Asked => (Tone::Wait, t_string!(i18n, swap.asked)),
        SwapState::Agreed => (Tone::Wait, t_string!(i18n, swap.agreed)),
        SwapState::Approved => (Tone::Ok, t_string!(i18n, swap.approved)),
        SwapState::Declined => (Tone::Neutral, t_string!(i18n, swap.declined)),
        SwapState::Rejected => (Tone::Danger, t_string!(i18n, swap.rejected)),
        SwapState::Withdrawn => (Tone::Neutral, t_string!(i18n, swap.withdrawn)),
        SwapState::Expired => (Tone::Neutral, t_string!(i18n, swap.expired)),
    }
}

/// What a button of one's own holds.
#[derive(Deserialize)]
struct Answered {
    command: SwapAnswer,
}

/// What can be answered; nothing more while an answer waits on the phone.
fn answer_forms(swap: &SwapView, answer: Keeping<AnswerSwap>) -> AnyView {
    let (i18n, outbox) = (use_i18n(), outbox());
    let (id, version, acts) = (swap.id, swap.version, swap.acts.clone());
    let kept =
        Memo::new(move |_| outbox.waits(|write| matches!(write, Write::AnswerSwap(command) if command.swap == id)));
    (move || {
        if kept.get() {
            return view! { <p class="muted small">{t_string!(i18n, offline_acts.answer_here)}</p> }.into_any();
        }
        acts.iter().map(|which| answer_form((id, version), *which, answer)).collect_view().into_any()
    })
    .into_any()
}

fn answer_form((id, version): (SwapId, i32), which: SwapAct, answer: Keeping<AnswerSwap>) -> AnyView {
    let (label, kind) = button(which);
    let on_submit = move |event: SubmitEvent| {
        // A new one each time: after "refused" it is another answer.
        answer.submit(&event, |Answered { command }| Write::AnswerSwap(SwapAnswer { id: ActId::new(), ..command }));
    };
    view! {
        <ActionForm action=answer.action attr:class="stack-s" on:submit:capture=on_submit>
            <input type="hidden" name="command[id]" value=ActId::new().to_string()/>
            <input type="hidden" name="command[swap]" value=id.to_string()/>
            <input type="hidden" name="command[version]" value=version.to_string()/>
            <input type="hidden" name="command[act]" value=which.code()/>
            <div class="actions">
                <Button label=label kind=kind busy=answer.is_busy()/>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// What a button says, and how it looks.
pub(crate) fn button(which: SwapAct) -> (&'static str, ButtonKind) {
    let i18n = use_i18n();
    match which {
        SwapAct::Agree => (t_string!(i18n, swap.agree), ButtonKind::Primary),
        SwapAct::Decline => (t_string!(i18n, swap.decline), ButtonKind::Secondary),
        SwapAct::Approve => (t_string!(i18n, swap.approve), ButtonKind::Primary),
        SwapAct::Withdraw => (t_string!(i18n, swap.withdraw), ButtonKind::Secondary),
        SwapAct::Reject => (t_string!(i18n, swap.reject), ButtonKind::Danger),
    }
}

/// One thing to be decided about a swap. A rejection is two steps, with its reason.
fn form(swap: &SwapView, which: SwapAct, act: ServerAction<ActOnSwap>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(act);
    let (id, version) = (swap.id, swap.version.to_string());
    let button = button(which);
    let control = if which == SwapAct::Reject {
        view! {
            <ConfirmReason
                label=button.0
                question=t_string!(i18n, swap.reject_question)
                confirm=t_string!(i18n, swap.reject_confirm)
                reason=t_string!(i18n, swap.reject_reason)
                name="answer"
                id=format!("answer-{id}")
                error=forms::at(refusal, "answer")
                max_length=MAX_SWAP_REASON
                busy=act.pending()
            />
        }
        .into_any()
    } else {
        view! {
            <div class="actions">
                <Button label=button.0 kind=button.1 busy=act.pending()/>
            </div>
        }
        .into_any()
    };
    view! {
        <ActionForm action=act attr:class="stack-s">
            <input type="hidden" name="swap" value=id.to_string()/>
            <input type="hidden" name="version" value=version/>
            <input type="hidden" name="act" value=which.code()/>
            {control}
        </ActionForm>
    }
    .into_any()
}
