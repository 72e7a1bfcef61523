//! The facts of a request: for who asked, and for who decides.

use domain::leave::LeaveCard;
use leptos::prelude::*;

use super::{birth_words, papers_section::papers_badge, request_words as words, words::amount};
use crate::{
    attendance::inday_words,
    i18n::{t_string, use_i18n},
    kit::{Badge, Card, Fact, Facts},
};

/// Where it is told how the papers stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PapersAt {
    /// On the card.
    Card,
    /// In a section of their own.
    Section,
}

/// What for, when, how much, who covers, what is left.
pub(crate) fn leave_card(card: &LeaveCard, told: PapersAt) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let reason = card.reason.clone().map(|text| view! { <Fact label=t_string!(i18n, leave.reason)>{text}</Fact> });
    let moves = card.moves.map(|old| words::period(i18n, old));
    let moves = moves.map(|text| view! { <Fact label=t_string!(i18n, leave_more.moves_fact)>{text}</Fact> });
    let birth = card.birth.as_ref().map(|birth| birth_words::line(locale, birth));
    let birth = birth.map(|text| view! { <Fact label=t_string!(i18n, leave_more.birth)>{text}</Fact> });
    let window = card.window.clone().map(|text| view! { <Fact label=t_string!(i18n, leave.window)>{text}</Fact> });
    let cover = card.cover.clone().map(|cover| {
        let (word, tone) = words::cover(i18n, cover.state);
        view! {
            <Fact label=t_string!(i18n, leave.cover)>
                <span class="line">{cover.name} <Badge tone=tone label=word/></span>
            </Fact>
        }
    });
    let papers = card.papers.filter(|_| told == PapersAt::Card).map(|papers| {
        view! { <Fact label=t_string!(i18n, leave.papers)>{papers_badge(&papers)}</Fact> }
    });
    let left = card.left.zip(card.kind);
    let left = left.map(|(left, kind)| t_string!(i18n, leave.left_after, n = amount(locale, kind, left)));
    let left = left.map(|text| view! { <Fact label=t_string!(i18n, leave.left)>{text}</Fact> });
    let late = card.late.as_ref().map(|late| inday_words::late(i18n, late));
    let late = late.map(|text| view! { <Fact label=t_string!(i18n, offline_acts.reported_at)>{text}</Fact> });
    let (kind, period) = (words::shown_kind(i18n, card.kind), words::period(i18n, card.period));
    let count = words::count(i18n, &card.workdays);
    let amount_of = if card.workdays.minutes.is_some() {
        t_string!(i18n, leave_hours.amount)
    } else {
        t_string!(i18n, leave.workdays)
    };
    view! {
        <Card>
            <Facts>
                <Fact label=t_string!(i18n, leave.kind)>{kind}</Fact>
                <Fact label=t_string!(i18n, leave.period)>{period}</Fact>
                <Fact label=amount_of>{count}</Fact>
                {late}
                {moves}
                {birth}
                {reason}
                {window}
                {cover}
                {left}
                {papers}
            </Facts>
        </Card>
    }
    .into_any()
}
