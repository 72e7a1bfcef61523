use domain::leave::{Direction, LeaveBook, LeaveKind, MAX_ADJUSTMENT, MAX_LEAVE_REASON, annual::year_span};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    balance_api::{AdjustLeave, leave_balance},
    balance_rows::{balance_card, derivation_card, pay_cards, sick_card},
    child_section::{self, ChildActs},
    words,
    year_end_section::{self, YearEndActs},
};
use crate::{
    address,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, Card, Choice, Field, FieldKind, FormError, PageHeader, Select},
    refresh, session,
    shown::shown,
    when,
    wire::reading,
};

#[derive(Clone, Copy)]
struct Acts {
    adjust: ServerAction<AdjustLeave>,
    children: ChildActs,
    year_end: YearEndActs,
}

/// `/leave/balance`: what leave I have left and how it is derived; for HR with `?person=` anybody's.
pub(crate) fn leave_balance_page() -> AnyView {
    let i18n = use_i18n();
    let (query, returned) = (use_query_map(), refresh::on_return());
    let acts = Acts { adjust: ServerAction::new(), children: ChildActs::new(), year_end: YearEndActs::new() };
    let adjusted = forms::successes(acts.adjust);
    let changes = Memo::new(move |_| adjusted.get() + acts.children.done.get() + acts.year_end.done.get());
    let read = reading(
        move || (query.read().get("person"), changes.get(), returned.get()),
        |(person, ..)| async move { leave_balance(address::named_if_any(person)?).await },
    );
    let back = match query.read_untracked().get("person") {
        Some(person) => (format!("/people/{person}"), t_string!(i18n, hub.people).to_owned()),
        None => ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned()),
    };
    view! {
        <PageHeader title=t_string!(i18n, leave_balance.title) back/>
        {shown(read, 6, move |book| body(&book, acts))}
    }
    .into_any()
}

fn body(book: &LeaveBook, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let date = when::full_date(book.on, i18n.get_locale_untracked());
    let as_of = t_string!(i18n, leave_balance.as_of, date = date);
    let mine = session::me().is_some_and(|me| me.actor.person == book.person);
    let freshness = if mine {
        as_of
    } else {
        format!("{} · {as_of}", t_string!(i18n, leave_balance.whose, name = book.name.as_str()))
    };
    let balances = book.balances.iter().map(balance_card).collect_view();
    let asked = mine.then(|| year_end_section::to_answer(book, acts.year_end));
    let year_end = book.may_adjust.then(|| year_end_section::for_hr(book, acts.year_end));
    let adjust = book.may_adjust.then(|| adjust_form(book, acts));
    view! {
        <p class="muted small">{freshness}</p>
        <div class="panes">
            <div class="stack">
                {asked} {balances} {book.sick.as_ref().map(sick_card)} {child_section::card(book, mine, acts.children)}
            </div>
            <div class="stack">{derivation_card(book)} {pay_cards(book)} {year_end} {adjust}</div>
        </div>
    }
    .into_any()
}

fn adjust_form(book: &LeaveBook, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let refusal = forms::refusal(acts.adjust);
    let kinds = [LeaveKind::Annual, LeaveKind::Childcare];
    let kinds: Vec<Choice> = kinds.iter().map(|kind| Choice::new(kind.code(), words::kind(locale, *kind))).collect();
    let ways = vec![
        Choice::new(Direction::Add.code(), t_string!(i18n, leave_balance.add)),
        Choice::new(Direction::TakeOff.code(), t_string!(i18n, leave_balance.take_off)),
    ];
    let amounts: Vec<Choice> =
        (1..=MAX_ADJUSTMENT).map(|n| Choice::new(n.to_string(), words::days(locale, n))).collect();
    let last = year_span(book.annual.year).map_or(book.on, |(_, last)| last).to_string();
    let person = book.person.to_string();
    let (draft, key) = (forms::kept_draft(acts.adjust, &[]), person.clone());
    view! {
        <Card heading=t_string!(i18n, leave_balance.adjust).to_owned()>
            <ActionForm action=acts.adjust node_ref=draft attr:class="form" attr:data-draft=key>
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[person]" value=person/>
                <Select
                    label=t_string!(i18n, leave_balance.adjust_kind)
                    name="command[kind]"
                    choices=Signal::stored(kinds)
                    hint=t_string!(i18n, leave_balance.adjust_text).to_owned()
                />
                <div class="field-pair">
                    <Select
                        label=t_string!(i18n, leave_balance.direction)
                        name="command[direction]"
                        choices=Signal::stored(ways)
                    />
                    <Select
                        label=t_string!(i18n, leave_balance.adjust_days)
                        name="command[half_days]"
                        choices=Signal::stored(amounts)
                        value="2"
                        error=forms::at(refusal, "half_days")
                    />
                </div>
                <Field
                    label=t_string!(i18n, leave_balance.adjust_expires)
                    name="command[expires_on]"
                    kind=FieldKind::Date
                    value=last
                    hint=t_string!(i18n, leave_balance.adjust_expires_hint).to_owned()
                    error=forms::at(refusal, "expires_on")
                    required=true
                />
                <Field
                    label=t_string!(i18n, leave_balance.adjust_reason)
                    name="command[reason]"
                    hint=t_string!(i18n, leave_balance.adjust_reason_hint).to_owned()
                    error=forms::at(refusal, "reason")
                    max_length=MAX_LEAVE_REASON
                    required=true
                />
                <div class="actions">
                    <Button
                        label=t_string!(i18n, leave_balance.adjust_submit)
                        kind=ButtonKind::Secondary
                        busy=acts.adjust.pending()
                    />
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}
