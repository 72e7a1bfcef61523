use std::sync::Arc;

use domain::{
    approvals::MAX_APPROVAL_TEXT,
    ids::ApprovalId,
    leave::{CoverChoice, LeaveChoices, MAX_REQUEST_REASON},
    photos::PhotoUse,
    roster::Half,
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{
    asking::{Asking, outcome},
    birth_words,
    request_api::{leave_form, leave_move_form},
    request_count::LiveCount,
    request_fields::Fields,
    request_hours as hours, request_words as words,
};
use crate::{
    approvals::scope_fields::scope_fields,
    error::AppError,
    forms::{self, ActionForm},
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, Card, Choice, Field, FieldKind, FormError, PageHeader, Select},
    outbox::{Write, is_waiting, waiting_note},
    photos::PhotoPicker,
    shown::shown,
    wire::reading,
};

/// `/leave/new`, and with `?request=` one that is changed: what for, when, why, and who covers.
pub(crate) fn request_form_page() -> AnyView {
    let i18n = use_i18n();
    let query = use_query_map();
    let asked = |name: &'static str| Memo::new(move |_| query.read().get_str(name).map(ToOwned::to_owned));
    let (request, moves) = (asked("request"), asked("moves"));
    let asking = Asking::new();
    let read = reading(
        move || (request.get(), moves.get()),
        |(request, moves)| async move {
            let id = |id: Option<String>| id.map(|id| id.parse::<ApprovalId>()).transpose();
            let none = |_| AppError::Problem(domain::problem::Problem::NotFound);
            match id(moves).map_err(none)? {
                Some(old) => leave_move_form(old).await,
                None => leave_form(id(request).map_err(none)?).await,
            }
        },
    );
    let back = ("/leave".to_owned(), t_string!(i18n, leave.back_to_list).to_owned());
    let title = move || {
        if moves.get().is_some() {
            t_string!(i18n, leave_more.move_title)
        } else if request.get().is_some() {
            t_string!(i18n, leave.change_title)
        } else {
            t_string!(i18n, leave.new)
        }
    };
    view! {
        <PageHeader title=Signal::derive(move || title().to_owned()) back/>
        <div aria-live="polite">{outcome(asking)}</div>
        {shown(read, 5, move |choices| form(choices, asking))}
    }
    .into_any()
}

fn form(choices: LeaveChoices, asking: Asking) -> AnyView {
    let i18n = use_i18n();
    let (ask, busy) = (asking.form.action, asking.form.is_busy());
    let (choices, refusal) = (Arc::new(choices), asking.form.refusal());
    let changes = choices.version.is_some() || choices.moves.is_some();
    let on_submit = move |event: SubmitEvent| asking.submit(&event);
    let fields = Fields::new(&choices);
    fields.follow();
    let reason = choices.so_far.as_ref().map(|so_far| so_far.reason.clone()).unwrap_or_default();
    // What is changed stands in the form already; a draft of a new one must not get into it.
    let draft = if changes { NodeRef::new() } else { asking.form.draft(&[]) };
    // A second change would take the place of the one that waits.
    let id = choices.id;
    let waits = is_waiting(move |write| matches!(write, Write::AskLeave(command) if command.id == id));
    let proven = choices.proven.clone();
    let wanted = Memo::new(move |_| fields.kind().is_some_and(|kind| proven.contains(&kind)));
    let proof = Signal::derive(move || fields.kind().map(|kind| words::proof(i18n, kind, true).to_owned()));
    let version = choices.version.map(|version| {
        view! { <input type="hidden" name="command[version]" value=version.to_string()/> }
    });
    let moves = choices.moves.map(|(old, period)| {
        let text = t_string!(i18n, leave_more.move_text, period = words::period(i18n, period));
        view! {
            <p>{text}</p>
            <input type="hidden" name="command[moves]" value=old.to_string()/>
        }
    });
    view! {
        {waiting_note(waits)}
        // Hidden, not gone: what was typed must be there if it is refused after all.
        <div hidden=move || asking.form.is_kept() || waits.get()>
            <Card>
                <ActionForm action=ask node_ref=draft attr:class="form leave-form" on:submit:capture=on_submit>
                    <FormError message=forms::message(refusal)/>
                    <input type="hidden" name="command[id]" value=choices.id.to_string()/>
                    {version}
                    {moves}
                    {kind_field(&choices, fields, forms::at(refusal, "kind"))}
                    {birth_words::fields(fields, forms::at(refusal, "children"))}
                    {hours::by_field(fields, forms::at(refusal, "by"))}
                    {day_fields(fields, (forms::at(refusal, "from"), forms::at(refusal, "to")))}
                    {hours::time_fields(fields, (forms::at(refusal, "from_time"), forms::at(refusal, "to_time")))}
                    <LiveCount choices=choices.clone() fields=fields/>
                    <Field
                        label=t_string!(i18n, leave.reason)
                        name="command[reason]"
                        value=reason
                        error=forms::at(refusal, "reason")
                        max_length=MAX_REQUEST_REASON
                    />
                    {move || wanted.get().then(|| view! { <PhotoPicker name="command[photos]" used_for=PhotoUse::Leave hint=proof/> })}
                    {cover_field(&choices, fields, forms::at(refusal, "cover"))}
                    {delegation_fields(&choices, refusal)}
                    <div class="actions">
                        <Button label=t_string!(i18n, leave.submit) glyph=icondata_lu::LuSend busy=busy/>
                        <Button
                            label=t_string!(i18n, leave.save_draft)
                            kind=ButtonKind::Secondary
                            busy=busy
                            attr:name="command[draft]"
                            attr:value="true"
                        />
                    </div>
                </ActionForm>
            </Card>
        </div>
    }
    .into_any()
}

fn kind_field(choices: &LeaveChoices, fields: Fields, error: Signal<Option<String>>) -> AnyView {
    let i18n = use_i18n();
    let kinds = choices.kinds.iter().map(|kind| Choice::new(kind.code(), words::kind(i18n, *kind)));
    let kinds: Vec<Choice> = kinds.collect();
    view! {
        <Select
            label=t_string!(i18n, leave.kind)
            name="command[kind]"
            choices=Signal::stored(kinds)
            model=fields.kind
            error=error
        />
    }
    .into_any()
}

fn day_fields(fields: Fields, (from, to): (Signal<Option<String>>, Signal<Option<String>>)) -> AnyView {
    let i18n = use_i18n();
    let starts = vec![
        Choice::new(Half::Morning.code(), t_string!(i18n, leave.starts_morning)),
        Choice::new(Half::Afternoon.code(), t_string!(i18n, leave.starts_afternoon)),
    ];
    let ends = vec![
        Choice::new(Half::Afternoon.code(), t_string!(i18n, leave.ends_afternoon)),
        Choice::new(Half::Morning.code(), t_string!(i18n, leave.ends_morning)),
    ];
    // Whoever moves the first day past the last one means both.
    let follow = move |_| {
        let (first, last) = (fields.from.get_untracked(), fields.to.get_untracked());
        if last < first {
            fields.to.set(first);
        }
    };
    view! {
        <div class="field-pair" on:change=follow>
            <Field
                label=t_string!(i18n, leave.from)
                name="command[from]"
                kind=FieldKind::Date
                model=fields.from
                error=from
                required=true
            />
            <div class="by-days">
                <Select
                    label=t_string!(i18n, leave.starts)
                    name="command[starts]"
                    choices=Signal::stored(starts)
                    model=fields.starts
                />
            </div>
        </div>
        <div class="field-pair last-day">
            <Field
                label=t_string!(i18n, leave.to)
                name="command[to]"
                kind=FieldKind::Date
                model=fields.to
                error=to
                required=true
            />
            <div class="by-days">
                <Select
                    label=t_string!(i18n, leave.ends)
                    name="command[ends]"
                    choices=Signal::stored(ends)
                    model=fields.ends
                />
            </div>
        </div>
    }
    .into_any()
}

fn cover_field(choices: &LeaveChoices, fields: Fields, error: Signal<Option<String>>) -> Option<AnyView> {
    let i18n = use_i18n();
    if choices.covers.is_empty() {
        let text = t_string!(i18n, leave.no_candidates);
        return choices.needs_cover.then(|| view! { <p class="muted">{text}</p> }.into_any());
    }
    let person = |choice: &CoverChoice| words::cover_choice(i18n, choice);
    let nobody = Choice::new("", t_string!(i18n, leave.cover_none));
    let people: Vec<Choice> = std::iter::once(nobody).chain(choices.covers.iter().map(person)).collect();
    let hint = match &choices.window {
        Some(window) if choices.needs_cover => t_string!(i18n, leave.cover_hint, window = window.as_str()),
        _ => t_string!(i18n, leave.cover_optional).to_owned(),
    };
    Some(
        view! {
            <Select
                label=t_string!(i18n, leave.cover)
                name="command[cover]"
                choices=Signal::stored(people)
                model=fields.cover
                hint=hint
                error=error
            />
        }
        .into_any(),
    )
}

/// For who decides on others' requests: who does meanwhile. The days are the leave's.
fn delegation_fields(choices: &LeaveChoices, refusal: Signal<Option<AppError>>) -> Option<AnyView> {
    let i18n = use_i18n();
    if !choices.decides {
        return None;
    }
    let so_far = choices.so_far.as_ref().map(|so_far| so_far.delegation.clone()).unwrap_or_default();
    let kind = so_far.kind.map(|kind| kind.code().to_owned()).unwrap_or_default();
    let scope = scope_fields(
        &choices.places,
        ("command[delegation][kind]", kind, forms::at(refusal, "kind")),
        ("command[delegation][place]", so_far.place.unwrap_or_default(), forms::at(refusal, "delegation_place")),
    );
    Some(
        view! {
            <fieldset class="stack-s">
                <legend>{t_string!(i18n, approvals_more.while_away)}</legend>
                <p class="muted small">{t_string!(i18n, approvals_more.while_away_text)}</p>
                <Field
                    label=t_string!(i18n, approvals.deputy)
                    name="command[delegation][deputy]"
                    value=so_far.deputy
                    error=forms::at(refusal, "deputy")
                    max_length=20
                />
                {scope}
                <Field
                    label=t_string!(i18n, approvals.reason)
                    name="command[delegation][reason]"
                    value=so_far.reason
                    error=forms::at(refusal, "delegation_reason")
                    max_length=MAX_APPROVAL_TEXT
                />
            </fieldset>
        }
        .into_any(),
    )
}
