//! Balances, their lots, and the derivation, as cards.

use domain::leave::{KindBalance, LeaveBook, LeaveKind, LotSource, LotView, SickAccount, Unused, fen_of};
use leptos::prelude::*;

use super::{
    pay_words,
    words::{self, Derived},
};
use crate::{
    citations::cite,
    i18n::{t_string, use_i18n},
    kit::{Card, Field, FieldKind, ListRow, Rows, Stat, Stats, Tone},
    when,
};

/// One kind: what is left, and the lots behind it.
pub(super) fn balance_card(kept: &KindBalance) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let (kind, balance) = (kept.kind, kept.balance);
    let amount = move |units| words::amount(locale, kind, units);
    let expired = (balance.expired > 0).then(|| {
        view! {
            <Stat
                label=t_string!(i18n, leave_balance.expired)
                value=amount(balance.expired)
                tone=Signal::stored(Some(Tone::Wait))
            />
        }
    });
    let free = (balance.pending > 0).then(|| {
        view! {
            <p class="muted small">{t_string!(i18n, leave_balance.free_text, amount = amount(balance.free()))}</p>
        }
    });
    let paid = kept.lots.iter().any(|lot| lot.paid_out > 0).then(|| {
        view! { <p class="muted small">{t_string!(i18n, worktime.compensatory_pay)}</p> }
    });
    let rows = kept.lots.iter().map(|lot| lot_row(kind, lot)).collect_view();
    let lots = if kept.lots.is_empty() {
        view! { <p class="muted small">{t_string!(i18n, leave_balance.no_lots_text)}</p> }.into_any()
    } else {
        view! { <Rows>{rows}</Rows> }.into_any()
    };
    view! {
        <Card heading=words::kind(locale, kind).to_owned()>
            <Stats>
                <Stat
                    label=t_string!(i18n, leave_balance.left)
                    value=amount(balance.left)
                    tone=Signal::stored((balance.left > 0).then_some(Tone::Ok))
                />
                <Stat label=t_string!(i18n, leave_balance.granted) value=amount(balance.granted)/>
                <Stat label=t_string!(i18n, leave_balance.used) value=amount(balance.used)/>
                <Stat label=t_string!(i18n, leave_balance.pending) value=amount(balance.pending)/>
                {expired}
            </Stats>
            {free}
            {paid}
            {lots}
        </Card>
    }
    .into_any()
}

fn lot_row(kind: LeaveKind, lot: &LotView) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let amount = move |units| words::amount(locale, kind, units);
    let title = match lot.source {
        LotSource::Granted if kind == LeaveKind::Childcare => t_string!(i18n, leave_child.lot, year = lot.year),
        LotSource::Granted => t_string!(i18n, leave_balance.lot_granted, year = lot.year),
        LotSource::Carried => t_string!(i18n, leave_balance.lot_carried, year = lot.year),
        LotSource::Adjusted => t_string!(i18n, leave_balance.lot_adjusted).to_owned(),
        LotSource::Overtime => {
            t_string!(i18n, leave_balance.lot_overtime, date = when::date(lot.valid_from, locale))
        }
    };
    let (from, to) = (when::full_date(lot.valid_from, locale), when::full_date(lot.expires_on, locale));
    let span = t_string!(i18n, leave_balance.lot_span, from = from, to = to);
    let used = (lot.used > 0).then(|| t_string!(i18n, leave_balance.lot_used, used = amount(lot.used)));
    let pending = (lot.pending > 0).then(|| t_string!(i18n, leave_balance.lot_pending, pending = amount(lot.pending)));
    let paid = (lot.paid_out > 0).then(|| t_string!(i18n, worktime.lot_paid, amount = amount(lot.paid_out)));
    let parts = [Some(span), used, pending, paid, lot.reason.clone()];
    let detail = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    // What was paid is no part of the lot any more; it was when it was earned.
    let size = amount(lot.granted + lot.paid_out);
    view! { <ListRow title=title detail=detail>{size}</ListRow> }.into_any()
}

/// How this year's annual leave comes about, step by step, with the articles.
pub(super) fn derivation_card(book: &LeaveBook) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let lines = steps(words::derivation(locale, book));
    view! {
        <Card heading=t_string!(i18n, leave_balance.how, year = book.annual.year)>
            {lines}
            <p class="muted small">
                {t_string!(i18n, leave_balance.how_text)} " " {t_string!(i18n, leave_more.law_names)}
            </p>
        </Card>
    }
    .into_any()
}

/// Lines of a derivation, each with its article.
pub(super) fn steps(lines: Vec<Derived>) -> AnyView {
    let lines = lines.into_iter().map(|line| {
        let article = line.article.map(|article| view! { <small class="muted">{article}</small> });
        view! { <li>{line.text} " " {article}</li> }
    });
    view! { <ol class="steps">{lines.collect_view()}</ol> }.into_any()
}

/// What annual leave that is not taken is paid with, year by year, where there is some.
pub(super) fn pay_cards(book: &LeaveBook) -> AnyView {
    book.unused.iter().map(|unused| pay_card(unused.clone(), book.may_adjust)).collect_view().into_any()
}

fn pay_card(unused: Unused, reckons: bool) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let (heading, year) = (pay_words::heading(locale, &unused), unused.year);
    let wage = RwSignal::new(String::new());
    let lines = move || steps(pay_words::payout(locale, &unused, wage.with(|text| fen_of(text))));
    let more = if reckons {
        wage_field(wage, year)
    } else {
        view! { <p class="muted small">{t_string!(i18n, leave_more.pay_text)}</p> }.into_any()
    };
    view! { <Card heading=heading>{lines} {more}</Card> }.into_any()
}

/// A wage to reckon with, for HR. It stands in no form: it is neither sent nor kept.
fn wage_field(wage: RwSignal<String>, year: i32) -> AnyView {
    let i18n = use_i18n();
    let wrong = t_string!(i18n, leave_year_end.wage_wrong);
    let error = move || wage.with(|text| !text.trim().is_empty() && fen_of(text).is_none());
    view! {
        <Field
            label=t_string!(i18n, leave_year_end.wage)
            name="monthly_wage"
            id=format!("wage-{year}")
            kind=FieldKind::Decimal
            model=wage
            hint=t_string!(i18n, leave_year_end.wage_hint).to_owned()
            error=Signal::derive(move || error().then(|| wrong.to_owned()))
            autocomplete="off"
            max_length=10
        />
    }
    .into_any()
}

/// Sick leave held against the medical period.
pub(super) fn sick_card(sick: &SickAccount) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let (first, ends) = (when::full_date(sick.first, locale), when::full_date(sick.window_ends, locale));
    let (months, days) = (sick.period.months, sick.period.days());
    let taken = words::days(locale, sick.taken);
    let text = t_string!(i18n, leave_balance.sick_text, first = first, ends = ends, months = months, days = days);
    view! {
        <Card heading=t_string!(i18n, leave_balance.sick).to_owned()>
            <Stats>
                <Stat label=t_string!(i18n, leave_balance.sick_taken) value=taken/>
            </Stats>
            <p class="muted small">{text} " " {cite(locale, "劳部发〔1994〕479号 3、4")}</p>
        </Card>
    }
    .into_any()
}
