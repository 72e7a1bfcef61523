//! A swap as a card: between whom, which days, how it stands, and what the two can say about it.

use domain::{
    approvals::ApprovalKind,
    ids::{ActId, ApprovalId},
    roster::{SwapAct, SwapAnswer, SwapCard, SwapFacts, SwapRow},
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::{review_page::findings, swap_api::AnswerSwap, swap_words as words};
use crate::{
    approvals::words as approval_words,
    forms::{self, ActionForm},
    i18n::{t_string, use_i18n},
    kit::{Badge, Button, Card, Fact, Facts, FormError},
    outbox::{Keeping, Write, is_waiting, kept_region, unless_waiting},
    when,
};

/// Where the two follow a swap.
pub(super) fn own_path(id: ApprovalId) -> String {
    ApprovalKind::Swap.own_page(id)
}

/// Cards of my own, to be answered or taken back.
pub(super) fn own_cards(swaps: &[SwapRow], answer: Keeping<AnswerSwap>) -> AnyView {
    let cards = swaps.iter().map(|swap| own_card(swap, answer)).collect_view();
    view! {
        {answered(answer)}
        {cards}
    }
    .into_any()
}

/// What became of the last answer.
pub(super) fn answered(answer: Keeping<AnswerSwap>) -> AnyView {
    let i18n = use_i18n();
    view! {
        <FormError message=forms::message(answer.refusal())/>
        {kept_region(answer, t_string!(i18n, offline_acts.kept_answer))}
    }
    .into_any()
}

fn own_card(swap: &SwapRow, answer: Keeping<AnswerSwap>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let (word, tone) = words::state(i18n, swap.standing);
    let asked_at = when::moment(swap.asked_at, locale);
    let due = swap.due_at.map(|due| t_string!(i18n, approvals.due_at, time = when::moment(due, locale)));
    let waits = (!swap.waits_for.is_empty()).then(|| {
        let who = approval_words::names(i18n, &swap.waits_for);
        let who = [Some(who), due].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        view! { <Fact label=t_string!(i18n, approvals.waits_for)>{who}</Fact> }
    });
    let (title, facts) = (words::between(i18n, &swap.facts), facts(&swap.facts));
    let href = own_path(swap.id);
    let subject = words::whole(i18n, &swap.facts);
    let forms = answer_forms((swap.id, swap.version, subject), swap.acts.clone(), answer);
    view! {
        <Card>
            <div class="line line-apart">
                <h3>
                    <a href=href>{title}</a>
                </h3>
                <Badge tone=tone label=word/>
            </div>
            <Facts>
                {facts}
                <Fact label=t_string!(i18n, swap.asked_at)>{asked_at}</Fact>
                {waits}
            </Facts>
            <div class="stack-s">{forms}</div>
        </Card>
    }
    .into_any()
}

/// The facts of a swap, and for who decides what speaks against it.
pub(crate) fn swap_card(card: &SwapCard) -> AnyView {
    let against = (!card.findings.is_empty()).then(|| findings(&card.findings));
    let facts = facts(&card.facts);
    view! {
        <Card>
            <Facts>{facts}</Facts>
        </Card>
        {against}
    }
    .into_any()
}

fn facts(swap: &SwapFacts) -> AnyView {
    let i18n = use_i18n();
    let gives = |name: &str| t_string!(i18n, swap.gives, name = name);
    let (asker, partner) = (gives(&swap.asker), gives(&swap.partner));
    let (give, take) = (words::day(i18n, &swap.give), words::day(i18n, &swap.take));
    let reason = swap.reason.clone().map(|text| view! { <Fact label=t_string!(i18n, swap.reason)>{text}</Fact> });
    view! {
        <Fact label=asker>{give}</Fact>
        <Fact label=partner>{take}</Fact>
        {reason}
    }
    .into_any()
}

/// What can be answered; nothing more while an answer waits on the phone.
pub(super) fn answer_forms(
    (id, version, subject): (ApprovalId, i32, String),
    acts: Vec<SwapAct>,
    answer: Keeping<AnswerSwap>,
) -> AnyView {
    let subject = StoredValue::new(subject);
    let waits = is_waiting(move |write| matches!(write, Write::AnswerSwap(command) if command.swap == id));
    unless_waiting(waits, move || {
        acts.iter().map(|which| answer_form((id, version, subject), *which, answer)).collect_view().into_any()
    })
}

fn answer_form(
    (id, version, subject): (ApprovalId, i32, StoredValue<String>),
    which: SwapAct,
    answer: Keeping<AnswerSwap>,
) -> AnyView {
    let (label, kind) = words::button(use_i18n(), which);
    let on_submit = move |event: SubmitEvent| {
        // A new one each time: after "refused" it is another answer.
        answer.submit_about(&event, subject, |command| Write::AnswerSwap(SwapAnswer { id: ActId::new(), ..command }));
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
