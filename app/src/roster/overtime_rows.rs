//! Overtime in a line, as a card for who decides, and to be cancelled by who leads.

use domain::{
    ids::{ActId, ApprovalId},
    roster::{
        CancelOvertimeCommand, ComingOvertime, MAX_OVERTIME_REASON, MONTH_OVERTIME, OvertimeCard, OvertimeFacts,
        OvertimeRow,
    },
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::{overtime_api::CancelOvertime, overtime_page::own_path, overtime_words as words};
use crate::{
    approvals::words as approval_words,
    forms::{self, ActionForm},
    i18n::{t_string, use_i18n},
    kit::{Badge, Card, ConfirmReason, Fact, Facts, ListRow, Tone},
    outbox::{Keeping, Write, is_waiting, unless_waiting},
    when,
};

/// Minutes as people say them.
pub(crate) fn duration(minutes: i32) -> String {
    let i18n = use_i18n();
    match (minutes / 60, minutes % 60) {
        (0, minutes) => t_string!(i18n, swap.minutes, n = minutes),
        (hours, 0) => t_string!(i18n, swap.hours, n = hours),
        (hours, minutes) => t_string!(i18n, swap.hours_minutes, hours = hours, minutes = minutes),
    }
}

/// A request of mine: when and how long, how it stands, who acts next and by when, what was worked.
pub(super) fn own_row(row: &OvertimeRow) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let (word, tone) = approval_words::state(i18n, row.state);
    let worked = row.worked.map(words::worked);
    let waits = (!row.waits_for.is_empty())
        .then(|| t_string!(i18n, approvals.goes_to, names = approval_words::names(i18n, &row.waits_for)));
    let due = row.due_at.map(|due| t_string!(i18n, approvals.due_at, time = when::moment(due, locale)));
    let detail: Vec<String> = [Some(row.facts.reason.clone()), worked, waits, due].into_iter().flatten().collect();
    view! {
        <ListRow
            title=words::extent(i18n, &row.facts)
            detail=Signal::stored(Some(detail.join(" · ")))
            href=own_path(row.id)
        >
            <Badge tone=tone label=word/>
        </ListRow>
    }
    .into_any()
}

/// The facts of a request: for who asked, and for who decides.
pub(crate) fn overtime_card(card: &OvertimeCard) -> AnyView {
    let i18n = use_i18n();
    let month = card.month.map(|month| {
        let with = duration(month + card.facts.minutes);
        let text =
            t_string!(i18n, overtime.month_of, now = duration(month), with = with, most = duration(MONTH_OVERTIME));
        view! { <Fact label=t_string!(i18n, overtime.month)>{text}</Fact> }
    });
    let facts = facts(&card.facts);
    view! {
        <Card>
            <Facts>
                {facts}
                {month}
            </Facts>
        </Card>
    }
    .into_any()
}

fn facts(facts: &OvertimeFacts) -> AnyView {
    let i18n = use_i18n();
    let day = words::day(i18n, facts);
    let (length, reason, made_good) = (duration(facts.minutes), facts.reason.clone(), words::made_good(i18n, facts));
    view! {
        <Fact label=t_string!(i18n, swap.overtime_date)>{day}</Fact>
        <Fact label=t_string!(i18n, swap.length)>{length}</Fact>
        <Fact label=t_string!(i18n, swap.made_good)>{made_good}</Fact>
        <Fact label=t_string!(i18n, swap.overtime_reason)>{reason}</Fact>
    }
    .into_any()
}

/// Approved overtime to come, each with the way to cancel it.
pub(super) fn coming(overtime: &[ComingOvertime], cancel: Keeping<CancelOvertime>) -> AnyView {
    overtime.iter().map(|overtime| coming_card(overtime, cancel)).collect_view().into_any()
}

fn coming_card(overtime: &ComingOvertime, cancel: Keeping<CancelOvertime>) -> AnyView {
    let i18n = use_i18n();
    let title = format!("{} · {}", overtime.name, when::date(overtime.facts.date, i18n.get_locale_untracked()));
    let (id, facts) = (overtime.id, facts(&overtime.facts));
    let cancel = cancel_form((id, overtime.version, title.clone()), cancel);
    view! {
        <Card>
            <div class="line line-apart">
                <h3>
                    <a href=format!("/approvals/{id}")>{title}</a>
                </h3>
                <Badge tone=Tone::Ok label=t_string!(i18n, approvals.state_approved)/>
            </div>
            <Facts>{facts}</Facts>
            {cancel}
        </Card>
    }
    .into_any()
}

/// Takes somebody's approved overtime back, in two steps.
pub(crate) fn cancel_form(
    (id, version, subject): (ApprovalId, i32, String),
    cancel: Keeping<CancelOvertime>,
) -> AnyView {
    let (i18n, subject) = (use_i18n(), StoredValue::new(subject));
    let on_submit = move |event: SubmitEvent| {
        cancel.submit_about(&event, subject, |command| {
            Write::CancelOvertime(CancelOvertimeCommand { id: ActId::new(), ..command })
        });
    };
    let waits = is_waiting(move |write| matches!(write, Write::CancelOvertime(command) if command.overtime == id));
    unless_waiting(waits, move || {
        view! {
            <ActionForm
                action=cancel.action
                node_ref=cancel.draft(&[])
                about=[("command[overtime]", id.to_string())]
                attr:class="stack-s"
                attr:data-draft=id.to_string()
                on:submit:capture=on_submit
            >
                <input type="hidden" name="command[id]" value=ActId::new().to_string()/>
                <input type="hidden" name="command[version]" value=version.to_string()/>
                <ConfirmReason
                    label=t_string!(i18n, worktime.cancel)
                    question=t_string!(i18n, worktime.cancel_question)
                    confirm=t_string!(i18n, worktime.cancel_confirm)
                    reason=t_string!(i18n, worktime.cancel_reason)
                    name="command[reason]"
                    id=format!("reason-{id}")
                    error=forms::at(cancel.refusal(), "reason")
                    max_length=MAX_OVERTIME_REASON
                    busy=cancel.is_busy()
                />
            </ActionForm>
        }
        .into_any()
    })
}
