use chrono::NaiveDate;
use domain::{
    ids::SwapId,
    roster::{MAX_SWAP_REASON, SwapChoices, SwapCommand, SwapOption},
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    components::Form,
    hooks::{use_navigate, use_query_map},
};
use serde::Deserialize;

use super::{
    swap_api::{AskSwap, swap_options},
    words,
};
use crate::{
    forms::{self, ActionForm},
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, Card, Choice, EmptyState, Field, FieldKind, FormError, PageHeader, Select},
    outbox::{Keeping, Write, kept_region},
    shown::shown,
    when,
    wire::reading,
};

/// `/roster/swap`: first which two days, then with whom.
pub(crate) fn swap_page() -> AnyView {
    let i18n = use_i18n();
    let query = use_query_map();
    let date = |query: &leptos_router::params::ParamsMap, key: &str| {
        query.get(key).and_then(|date| date.parse::<NaiveDate>().ok())
    };
    let dates = Memo::new(move |_| query.with(|query| (date(query, "give"), date(query, "take"))));
    let ask = Keeping::<AskSwap>::new();
    forms::go_when_done(ask.action, |_| "/roster".to_owned());
    let navigate = use_navigate();
    Effect::new(move |_| {
        if ask.is_taken() {
            navigate("/roster", NavigateOptions::default());
        }
    });
    let read = reading(move || dates.get(), |(give, take)| swap_options(give, take));
    let back = ("/roster".to_owned(), t_string!(i18n, roster.title).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, swap.title) back/>
        {kept_region(ask, t_string!(i18n, offline_acts.kept_swap))}
        {shown(read, 3, move |choices| body(choices, dates.get_untracked(), ask))}
    }
    .into_any()
}

fn body(choices: SwapChoices, (give, take): (Option<NaiveDate>, Option<NaiveDate>), ask: Keeping<AskSwap>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    if choices.mine.is_empty() {
        return view! {
            <EmptyState
                glyph=icondata_lu::LuCalendarOff
                title=t_string!(i18n, swap.nothing)
                text=t_string!(i18n, swap.nothing_text).to_owned()
            />
        }
        .into_any();
    }
    let mine = choices
        .mine
        .iter()
        .map(|(date, shift)| Choice::new(date.to_string(), format!("{} {shift}", when::date(*date, locale))));
    let mine: Vec<Choice> = mine.collect();
    let text = |date: Option<NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let ask_form = choices.dates.map(|dates| {
        let options = StoredValue::new(choices.options);
        // Kept on the phone there is nothing more to fill in.
        move || (!ask.is_kept()).then(|| ask_form(options.get_value(), dates, ask))
    });
    view! {
        <Card heading=t_string!(i18n, swap.days).to_owned()>
            <Form method="GET" action="/roster/swap">
                <div class="form">
                    <p class="muted">{t_string!(i18n, swap.days_text)}</p>
                    <Select
                        label=t_string!(i18n, swap.give)
                        name="give"
                        choices=Signal::stored(mine)
                        value=text(give)
                    />
                    <Field
                        label=t_string!(i18n, swap.take)
                        name="take"
                        kind=FieldKind::Date
                        hint=t_string!(i18n, swap.take_hint).to_owned()
                        value=text(take)
                        required=true
                    />
                    <div class="actions">
                        <Button
                            label=t_string!(i18n, swap.find)
                            kind=ButtonKind::Secondary
                            glyph=icondata_lu::LuSearch
                        />
                    </div>
                </div>
            </Form>
        </Card>
        {ask_form}
    }
    .into_any()
}

/// What the form holds.
#[derive(Deserialize)]
struct Asked {
    command: SwapCommand,
}

fn ask_form(options: Vec<SwapOption>, (give, take): (NaiveDate, NaiveDate), ask: Keeping<AskSwap>) -> AnyView {
    let i18n = use_i18n();
    let refusal = ask.refusal();
    let on_submit = move |event: SubmitEvent| {
        ask.submit(&event, |Asked { command }| Write::AskSwap(SwapCommand { id: SwapId::new(), ..command }));
    };
    if options.is_empty() {
        return view! {
            <EmptyState
                glyph=icondata_lu::LuUsers
                title=t_string!(i18n, swap.nobody)
                text=t_string!(i18n, swap.nobody_text).to_owned()
            />
        }
        .into_any();
    }
    let option = |option: SwapOption| {
        let plan = words::plan_name(i18n, &option.shift);
        Choice::new(option.person.to_string(), format!("{} · {plan}", option.name))
    };
    let partners: Vec<Choice> = options.into_iter().map(option).collect();
    view! {
        <Card heading=t_string!(i18n, swap.partner_title).to_owned()>
            <ActionForm
                action=ask.action
                node_ref=forms::kept_draft(ask.action, &[])
                attr:class="form"
                on:submit:capture=on_submit
            >
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[id]" value=SwapId::new().to_string()/>
                <input type="hidden" name="command[give]" value=give.to_string()/>
                <input type="hidden" name="command[take]" value=take.to_string()/>
                <Select
                    label=t_string!(i18n, swap.partner)
                    name="command[partner]"
                    choices=Signal::stored(partners)
                    error=forms::at(refusal, "partner")
                />
                <Field
                    label=t_string!(i18n, swap.reason)
                    name="command[reason]"
                    hint=t_string!(i18n, swap.reason_hint).to_owned()
                    error=forms::at(refusal, "reason")
                    max_length=MAX_SWAP_REASON
                />
                <p class="muted small">{t_string!(i18n, swap.ask_text)}</p>
                <div class="actions">
                    <Button
                        label=t_string!(i18n, swap.ask)
                        glyph=icondata_lu::LuSend
                        busy=ask.is_busy()
                    />
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}
