use chrono::NaiveDate;
use domain::{
    ids::ApprovalId,
    roster::{MAX_SWAP_REASON, SwapAsked, SwapChoices, SwapCommand, SwapOption},
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{
    swap_api::{AskSwap, swap_options, swap_to_change},
    words,
};
use crate::{
    address,
    error::AppError,
    forms::{self, ActionForm, QueryForm},
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, Card, Choice, EmptyState, Field, FieldKind, FormError, PageHeader, Select},
    outbox::{Keeping, Write, is_waiting, kept_region, unless_kept, unless_waiting},
    shown::shown,
    when,
    wire::reading,
};

/// What the page is about.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Shown {
    choices: SwapChoices,
    /// The swap of mine that is changed.
    asked: Option<SwapAsked>,
}

/// The two dates of a swap, as far as they are chosen.
type Dates = (Option<NaiveDate>, Option<NaiveDate>);

/// `/roster/swap`: first which two days, then with whom. With `?request=` it changes what was asked.
pub(crate) fn swap_page() -> AnyView {
    let i18n = use_i18n();
    let query = use_query_map();
    let date = |query: &leptos_router::params::ParamsMap, key: &str| {
        query.get(key).and_then(|date| date.parse::<NaiveDate>().ok())
    };
    let dates = Memo::new(move |_| query.with(|query| (date(query, "give"), date(query, "take"))));
    let request = Memo::new(move |_| query.read().get("request").filter(|value| !value.is_empty()));
    let ask = Keeping::<AskSwap>::new();
    forms::go_when_done(ask.action, |_| "/roster".to_owned());
    ask.go_when_taken(|| Some("/roster".to_owned()));
    let read = reading(move || (request.get(), dates.get()), |(request, dates)| read(request, dates));
    let back = ("/roster".to_owned(), t_string!(i18n, roster.title).to_owned());
    let title = move || match request.get() {
        Some(_) => t_string!(i18n, swap.change_title),
        None => t_string!(i18n, swap.title),
    };
    view! {
        <PageHeader title=Signal::derive(move || title().to_owned()) back/>
        {kept_region(ask, t_string!(i18n, offline_acts.kept_swap))}
        {shown(read, 3, move |found| body(found, dates.get_untracked(), ask))}
    }
    .into_any()
}

/// A swap that is changed begins with its own days, and stays with the colleague who was asked.
async fn read(request: Option<String>, (give, take): Dates) -> Result<Shown, AppError> {
    let Some(id) = address::named_if_any(request)? else {
        return Ok(Shown { choices: swap_options(give, take).await?, asked: None });
    };
    let asked = swap_to_change(id).await?;
    let (give, take) = (give.or(Some(asked.facts.give.0)), take.or(Some(asked.facts.take.0)));
    let mut choices = swap_options(give, take).await?;
    choices.options.retain(|option| option.person == asked.partner);
    Ok(Shown { choices, asked: Some(asked) })
}

fn body(Shown { choices, asked }: Shown, (give, take): Dates, ask: Keeping<AskSwap>) -> AnyView {
    let i18n = use_i18n();
    let (give, take) = (give.or(choices.dates.map(|dates| dates.0)), take.or(choices.dates.map(|dates| dates.1)));
    let request = asked.as_ref().map(|asked| {
        view! { <input type="hidden" name="request" value=asked.id.to_string()/> }
    });
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
        let changed = asked.as_ref().map(|asked| asked.id);
        let filled = StoredValue::new((choices.options, asked));
        let form = move || ask_form(filled.get_value(), dates, ask);
        match changed {
            Some(id) => {
                // A second change would take the place of the one that waits.
                let waits = is_waiting(move |write| matches!(write, Write::AskSwap(command) if command.id == id));
                unless_waiting(waits, form)
            }
            None => unless_kept(ask, form),
        }
    });
    view! {
        <Card heading=t_string!(i18n, swap.days).to_owned()>
            <QueryForm action="/roster/swap">
                <div class="form">
                    {request}
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
            </QueryForm>
        </Card>
        {ask_form}
    }
    .into_any()
}

fn ask_form(
    (options, asked): (Vec<SwapOption>, Option<SwapAsked>),
    (give, take): (NaiveDate, NaiveDate),
    ask: Keeping<AskSwap>,
) -> AnyView {
    let i18n = use_i18n();
    let refusal = ask.refusal();
    let changes = asked.is_some();
    // A change begins with what was asked, whatever was typed for another.
    let draft = if changes { NodeRef::new() } else { ask.draft(&[]) };
    let on_submit = move |event: SubmitEvent| {
        ask.submit_command(&event, |command: SwapCommand| {
            // A change goes under the id of what it changes.
            let id = if command.version.is_some() { command.id } else { ApprovalId::new() };
            Write::AskSwap(SwapCommand { id, ..command })
        });
    };
    let id = asked.as_ref().map_or_else(ApprovalId::new, |asked| asked.id);
    let version = asked.as_ref().map(|asked| {
        view! { <input type="hidden" name="command[version]" value=asked.version.to_string()/> }
    });
    let reason = asked.and_then(|asked| asked.facts.reason).unwrap_or_default();
    let (label, text) = if changes {
        (t_string!(i18n, swap.send_change), t_string!(i18n, swap.change_text))
    } else {
        (t_string!(i18n, swap.ask), t_string!(i18n, swap.ask_text))
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
                node_ref=draft
                attr:class="form"
                on:submit:capture=on_submit
            >
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[id]" value=id.to_string()/>
                {version}
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
                    value=reason
                    hint=t_string!(i18n, swap.reason_hint).to_owned()
                    error=forms::at(refusal, "reason")
                    max_length=MAX_SWAP_REASON
                />
                <p class="muted small">{text}</p>
                <div class="actions">
                    <Button
                        label=label
                        glyph=icondata_lu::LuSend
                        busy=ask.is_busy()
                    />
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}
