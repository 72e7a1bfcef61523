//! Where a request is on its way: who can act now, its steps, and what happened.

use domain::{
    approvals::{ApprovalRow, ApprovalView, FlowState, HopAct, HopView, StepView, WithdrawCommand},
    ids::ActId,
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::words;
use crate::{
    forms::{self, ActionForm, Posted},
    i18n::{t_string, use_i18n},
    kit::{Badge, Card, CardSpace, ConfirmButton, Fact, Facts, FormError, ListRow, Rows, SectionHeader, Tone},
    outbox::{Keeping, Write, is_waiting, kept_region, unless_waiting},
    refresh, when,
};

/// How it stands, and who can act now.
pub(crate) fn standing(view: &ApprovalView) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let row = &view.row;
    let late = row.due_at.is_some_and(|due| due < view.as_of);
    let due = row.due_at.map(|due| t_string!(i18n, approvals.due_at, time = when::moment(due, locale)));
    let due = due.map(|text| {
        let overdue = late.then(|| view! { <Badge tone=Tone::Danger label=t_string!(i18n, approvals.overdue)/> });
        view! { <p class="line muted small">{text} {overdue}</p> }
    });
    let why = view.mine.map(|via| view! { <p class="muted small">{words::via(i18n, via)}</p> });
    let waits = (row.state == FlowState::InReview).then(|| {
        let who = if view.mine.is_some() {
            t_string!(i18n, approvals.waits_for_me).to_owned()
        } else if row.waits_for.is_empty() {
            t_string!(i18n, approvals.nobody).to_owned()
        } else {
            words::names(i18n, &row.waits_for)
        };
        view! {
            <Fact label=t_string!(i18n, approvals.waits_for)>
                <p>{who}</p>
                {due}
                {why}
            </Fact>
        }
    });
    let (requester, submitted) = (row.requester.clone(), when::moment(row.submitted_at, locale));
    view! {
        <Card>
            <Facts>
                <Fact label=t_string!(i18n, approvals.requester)>{requester}</Fact>
                <Fact label=t_string!(i18n, approvals.submitted_at)>{submitted}</Fact>
                {waits}
            </Facts>
        </Card>
        <p class="muted small">{refresh::as_of(view.as_of)}</p>
    }
    .into_any()
}

/// The steps in order.
pub(super) fn steps(view: &ApprovalView) -> Option<AnyView> {
    let i18n = use_i18n();
    let step = |step: &StepView| {
        let (tone, word) = match (step.done, step.current) {
            (true, _) => (Tone::Ok, t_string!(i18n, approvals.step_done)),
            (false, true) => (Tone::Wait, t_string!(i18n, approvals.step_now)),
            (false, false) => (Tone::Neutral, t_string!(i18n, approvals.step_later)),
        };
        let all = step.quorum == domain::approvals::Quorum::All;
        let detail = all.then(|| t_string!(i18n, approvals.step_all).to_owned());
        view! {
            <ListRow title=words::level(i18n, step.level) detail=Signal::stored(detail)>
                <Badge tone=tone label=word/>
            </ListRow>
        }
    };
    let rows = view.steps.iter().map(step).collect_view();
    (!view.steps.is_empty()).then(|| {
        view! {
            <SectionHeader title=t_string!(i18n, approvals.steps)/>
            <Card space=CardSpace::Flush>
                <Rows>{rows}</Rows>
            </Card>
        }
        .into_any()
    })
}

/// What happened so far, oldest first.
pub(super) fn history(view: &ApprovalView) -> Option<AnyView> {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let hop = |hop: &HopView| {
        let names = words::names(i18n, &hop.to);
        let to = (!hop.to.is_empty()).then(|| match hop.act {
            HopAct::Copied => t_string!(i18n, approvals_more.copied_to, names = names),
            _ => t_string!(i18n, approvals.goes_to, names = names),
        });
        let parts = [Some(when::moment(hop.at, locale)), hop.text.clone(), to];
        let detail: Vec<String> = parts.into_iter().flatten().collect();
        let title = words::hop_title(i18n, &view.row.subject, hop);
        view! { <ListRow title=title detail=Signal::stored(Some(detail.join(" · ")))/> }
    };
    let rows = view.hops.iter().map(hop).collect_view();
    (!view.hops.is_empty()).then(|| {
        view! {
            <SectionHeader title=t_string!(i18n, approvals.history)/>
            <Card space=CardSpace::Flush>
                <Rows>{rows}</Rows>
            </Card>
        }
        .into_any()
    })
}

/// Takes a request of one's own back, in two steps; and that it waits on the phone. The words are those of the button, of
/// what it asks, and of its second step.
pub(crate) fn withdraw_form<S: Posted>(
    row: &ApprovalRow,
    withdraw: Keeping<S>,
    write: fn(WithdrawCommand) -> Write,
    (label, question, confirm): (&'static str, &'static str, &'static str),
) -> AnyView {
    let (i18n, id, version) = (use_i18n(), row.id, row.version);
    let subject = StoredValue::new(words::whole(i18n, row));
    let on_submit = move |event: SubmitEvent| {
        // A new one each time: after "refused" it is another.
        withdraw.submit_about(&event, subject, |command| write(WithdrawCommand { id: ActId::new(), ..command }));
    };
    let waits = is_waiting(move |write| write.takes_back(id));
    let form = unless_waiting(waits, move || {
        view! {
            <ActionForm action=withdraw.action attr:class="stack-s" on:submit:capture=on_submit>
                <input type="hidden" name="command[id]" value=ActId::new().to_string()/>
                <input type="hidden" name="command[request]" value=id.to_string()/>
                <input type="hidden" name="command[version]" value=version.to_string()/>
                <ConfirmButton label=label question=question confirm=confirm busy=withdraw.is_busy()/>
            </ActionForm>
        }
        .into_any()
    });
    view! {
        <FormError message=forms::message(withdraw.refusal())/>
        {kept_region(withdraw, t_string!(i18n, offline_acts.kept_act_here))}
        {form}
    }
    .into_any()
}
