//! Words of `approvals`.

use domain::approvals::{ApprovalRow, FlowState, HopAct, HopView, Level, Subject, Via};
use leptos_i18n::I18nContext;

use crate::{
    attendance::correction_words,
    i18n::{Locale, t_string},
    kit::Tone,
    leave::request_words,
    punctuation,
    roster::{overtime_words, swap_words},
};

type I18n = I18nContext<Locale>;

/// How a request stands: word and colour.
pub(crate) fn state(i18n: I18n, state: FlowState) -> (&'static str, Tone) {
    match state {
        FlowState::Draft => (t_string!(i18n, approvals.state_draft), Tone::Neutral),
        FlowState::InReview => (t_string!(i18n, approvals.state_in_review), Tone::Wait),
        FlowState::Returned => (t_string!(i18n, approvals.state_returned), Tone::Wait),
        FlowState::Approved => (t_string!(i18n, approvals.state_approved), Tone::Ok),
        FlowState::Rejected => (t_string!(i18n, approvals.state_rejected), Tone::Danger),
        FlowState::Withdrawn => (t_string!(i18n, approvals.state_withdrawn), Tone::Neutral),
        FlowState::Cancelled => (t_string!(i18n, approvals.state_cancelled), Tone::Neutral),
        FlowState::Expired => (t_string!(i18n, approvals.state_expired), Tone::Neutral),
    }
}

/// A level's name.
pub(crate) fn level(i18n: I18n, level: Level) -> &'static str {
    match level {
        Level::DutyLead => t_string!(i18n, approvals_more.level_duty_lead),
        Level::Lead => t_string!(i18n, approvals.level_lead),
        Level::Supervisor => t_string!(i18n, approvals.level_supervisor),
        Level::Host => t_string!(i18n, approvals.level_host),
        Level::Hr => t_string!(i18n, approvals.level_hr),
    }
}

/// Why a request is mine to decide.
pub(super) fn via(i18n: I18n, via: Via) -> &'static str {
    match via {
        Via::Role => t_string!(i18n, approvals.via_role),
        Via::Climbed => t_string!(i18n, approvals.via_climbed),
        Via::Escalated => t_string!(i18n, approvals.via_escalated),
        Via::Delegated => t_string!(i18n, approvals.via_delegated),
        Via::HandedOver => t_string!(i18n, approvals.via_handed_over),
    }
}

fn act(i18n: I18n, act: HopAct) -> &'static str {
    match act {
        HopAct::Submitted => t_string!(i18n, approvals.hop_submitted),
        HopAct::Agreed => t_string!(i18n, approvals.hop_agreed),
        HopAct::Skipped => t_string!(i18n, approvals.hop_skipped),
        HopAct::Rejected => t_string!(i18n, approvals.hop_rejected),
        HopAct::SentBack => t_string!(i18n, approvals.hop_sent_back),
        HopAct::Undone => t_string!(i18n, approvals.hop_undone),
        HopAct::HandedOver => t_string!(i18n, approvals.hop_handed_over),
        HopAct::Reminded => t_string!(i18n, approvals.hop_reminded),
        HopAct::Escalated => t_string!(i18n, approvals.hop_escalated),
        HopAct::Rerouted => t_string!(i18n, approvals.hop_rerouted),
        HopAct::Confirmed => t_string!(i18n, approvals.hop_confirmed),
        HopAct::Declined => t_string!(i18n, approvals.hop_declined),
        HopAct::Commented => t_string!(i18n, approvals.hop_commented),
        HopAct::Copied => t_string!(i18n, approvals_more.hop_copied),
        HopAct::Withdrawn => t_string!(i18n, approvals.hop_withdrawn),
        HopAct::Cancelled => t_string!(i18n, approvals.hop_cancelled),
        HopAct::Expired => t_string!(i18n, approvals.hop_expired),
    }
}

/// Who did what: `王敏：同意`. Who confirms or declines does so to what the request needs of them.
pub(super) fn hop_title(i18n: I18n, subject: &Subject, hop: &HopView) -> String {
    let act = match (subject, hop.act) {
        (Subject::Swap(_), HopAct::Confirmed) => t_string!(i18n, swap.hop_agreed),
        (Subject::Swap(_), HopAct::Declined) => t_string!(i18n, swap.hop_declined),
        (_, other) => act(i18n, other),
    };
    match (&hop.actor, &hop.on_behalf_of) {
        (Some(actor), Some(holder)) => {
            t_string!(i18n, approvals.by_for, actor = actor.as_str(), holder = holder.as_str(), act = act)
        }
        (Some(actor), None) => t_string!(i18n, approvals.by, actor = actor.as_str(), act = act),
        (None, _) => act.to_owned(),
    }
}

/// Names after one another.
pub(crate) fn names(i18n: I18n, names: &[String]) -> String {
    punctuation::list(i18n.get_locale_untracked(), names)
}

/// What a request is about, in a few words: `年休假`.
pub(super) fn subject(i18n: I18n, subject: &Subject) -> String {
    match subject {
        Subject::Leave(card) => request_words::shown_kind(i18n, card.kind).to_owned(),
        Subject::Correction(card) => {
            let cause = correction_words::cause(i18n, card.cause);
            format!("{} · {cause}", t_string!(i18n, corrections.title))
        }
        Subject::Overtime(card) => {
            format!("{} · {}", t_string!(i18n, worktime.overtime), overtime_words::class(i18n, card.facts.class))
        }
        Subject::Swap(card) => {
            t_string!(i18n, swap.with_partner, partner = card.facts.partner.as_str())
        }
    }
}

/// When, and how much.
pub(super) fn extent(i18n: I18n, subject: &Subject) -> String {
    match subject {
        Subject::Leave(card) => {
            let (period, count) =
                (request_words::period(i18n, card.period), request_words::count(i18n, &card.workdays));
            format!("{period} · {count}")
        }
        Subject::Correction(card) => correction_words::extent(i18n, card),
        Subject::Overtime(card) => overtime_words::extent(i18n, &card.facts),
        Subject::Swap(card) => swap_words::extent(i18n, &card.facts),
    }
}

/// What should be looked at.
pub(super) fn flags(i18n: I18n, subject: &Subject) -> Vec<&'static str> {
    match subject {
        Subject::Leave(card) => card.flags.iter().map(|flag| request_words::flag(i18n, *flag)).collect(),
        Subject::Correction(card) => card.flags.iter().map(|flag| correction_words::flag(i18n, *flag)).collect(),
        Subject::Overtime(card) => card.flags.iter().map(|flag| overtime_words::flag(i18n, *flag)).collect(),
        Subject::Swap(card) => swap_words::flags(i18n, card),
    }
}

/// A line's title: who, and what for.
pub(super) fn row_title(i18n: I18n, row: &ApprovalRow) -> String {
    format!("{} · {}", row.requester, subject(i18n, &row.subject))
}

/// Who, what for, when and how much: for where a request is named far from its card.
pub(crate) fn whole(i18n: I18n, row: &ApprovalRow) -> String {
    format!("{} · {}", row_title(i18n, row), extent(i18n, &row.subject))
}
