//! Words of swaps.

use chrono::NaiveDate;
use domain::roster::{Consent, PlanName, SwapAct, SwapCard, SwapFacts, SwapSpan, SwapStanding};
use leptos_i18n::I18nContext;

use super::words;
use crate::{
    approvals::words as approval_words,
    i18n::{Locale, t_string},
    kit::{ButtonKind, Tone},
    when,
};

type I18n = I18nContext<Locale>;

/// How it stands: with the colleague first, then as any request.
pub(super) fn state(i18n: I18n, standing: SwapStanding) -> (&'static str, Tone) {
    if standing.waits_for_partner() {
        (t_string!(i18n, swap.asked), Tone::Wait)
    } else if standing.consent == Consent::Declined {
        (t_string!(i18n, swap.declined), Tone::Neutral)
    } else {
        approval_words::state(i18n, standing.state)
    }
}

/// `张三 和 李四 换班`.
pub(super) fn between(i18n: I18n, facts: &SwapFacts) -> String {
    t_string!(i18n, swap.between, asker = facts.asker.as_str(), partner = facts.partner.as_str())
}

/// `11月28日 周六 早班`.
pub(super) fn day(i18n: I18n, (date, plan): &(NaiveDate, PlanName)) -> String {
    format!("{} {}", when::date(*date, i18n.get_locale_untracked()), words::plan_name(i18n, plan))
}

/// `11月28日 周六 早班 ⇄ 11月29日 周日 晚班`.
pub(crate) fn extent(i18n: I18n, facts: &SwapFacts) -> String {
    format!("{} ⇄ {}", day(i18n, &facts.give), day(i18n, &facts.take))
}

/// Who swaps what with whom.
pub(super) fn whole(i18n: I18n, facts: &SwapFacts) -> String {
    format!("{} · {}", between(i18n, facts), extent(i18n, facts))
}

/// Two shifts of a date, or a day for another.
pub(crate) fn span(i18n: I18n, span: SwapSpan) -> &'static str {
    match span {
        SwapSpan::OneDate => t_string!(i18n, swap.one_date),
        SwapSpan::TwoDates => t_string!(i18n, swap.two_dates),
    }
}

/// What should be looked at, in a word each; the card says the rest.
pub(crate) fn flags(i18n: I18n, card: &SwapCard) -> Vec<&'static str> {
    let any = |hard: bool| card.findings.iter().any(|found| found.finding.rule.is_hard() == hard);
    let flags = [
        (card.moved, t_string!(i18n, swap.flag_moved)),
        (any(true), t_string!(i18n, swap.flag_hard)),
        (any(false), t_string!(i18n, swap.flag_soft)),
    ];
    flags.into_iter().filter_map(|(holds, word)| holds.then_some(word)).collect()
}

/// What a button says, and how it looks.
pub(crate) fn button(i18n: I18n, which: SwapAct) -> (&'static str, ButtonKind) {
    match which {
        SwapAct::Agree => (t_string!(i18n, swap.agree), ButtonKind::Primary),
        SwapAct::Decline => (t_string!(i18n, swap.decline), ButtonKind::Secondary),
        SwapAct::Withdraw => (t_string!(i18n, swap.withdraw), ButtonKind::Secondary),
    }
}
