//! The form of a shift: its names and up to four punches.

use chrono::NaiveDate;
use domain::{
    ids::HallId,
    roster::{MAX_SHIFT_NAME, MAX_SHIFT_SHORT, MAX_SLOTS, Shift, ShiftCommand, SlotForm},
};
use leptos::prelude::*;

use super::{shifts_api::SaveShift, shifts_path};
use crate::{
    error::AppError,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, ButtonLink, Card, Field, FieldKind, Fold, FormError},
    when,
};

/// Makes a shift, or changes `old` from a date on: `first`, or a later one.
pub(super) fn shift_form(hall: HallId, old: Option<(&Shift, NaiveDate)>, save: ServerAction<SaveShift>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(save);
    let (heading, text, label) = match &old {
        Some((old, _)) => (
            t_string!(i18n, shifts.change, name = old.name.as_str()),
            t_string!(i18n, shifts.change_text),
            t_string!(i18n, shifts.save_change),
        ),
        None => {
            (t_string!(i18n, shifts.new).to_owned(), t_string!(i18n, shifts.text), t_string!(i18n, shifts.save_new))
        }
    };
    let changed = old.as_ref().map(|(old, first)| {
        let hint = t_string!(i18n, shifts.from_hint, date = when::date(*first, i18n.get_locale_untracked()));
        view! {
            <input type="hidden" name="command[replaces]" value=old.id.to_string()/>
            <Field
                label=t_string!(i18n, shifts.from)
                name="command[from]"
                kind=FieldKind::Date
                value=first.to_string()
                hint=hint
                error=forms::at(refusal, "from")
                required=true
            />
        }
    });
    let cancel = old.as_ref().map(|_| {
        view! { <ButtonLink href=shifts_path(hall) label=t_string!(i18n, common.cancel) kind=ButtonKind::Secondary/> }
    });
    let draft = forms::kept_draft_if(save, |outcome| outcome.applied, &[]);
    let key = old.map_or_else(|| hall.to_string(), |(old, _)| format!("{hall} {}", old.id));
    let stands = old.map(|(old, _)| ShiftCommand::of(hall, old));
    let (name, short) = stands.as_ref().map(|form| (form.name.clone(), form.short.clone())).unwrap_or_default();
    let slots = stands.map(|form| form.slots).unwrap_or_default();
    let slots = (0..MAX_SLOTS).map(|row| slot_fields(row, slots.get(row), refusal)).collect_view();
    view! {
        <Card heading=heading>
            <ActionForm action=save node_ref=draft attr:class="form" attr:data-draft=key>
                <FormError message=forms::message(refusal)/>
                <p class="muted">{text}</p>
                <input type="hidden" name="command[hall]" value=hall.to_string()/>
                {changed}
                <div class="field-pair">
                    <Field
                        label=t_string!(i18n, shifts.name)
                        name="command[name]"
                        value=name
                        hint=t_string!(i18n, shifts.name_hint).to_owned()
                        error=forms::at(refusal, "name")
                        max_length=MAX_SHIFT_NAME
                        required=true
                    />
                    <Field
                        label=t_string!(i18n, shifts.short)
                        name="command[short]"
                        value=short
                        hint=t_string!(i18n, shifts.short_hint).to_owned()
                        error=forms::at(refusal, "short")
                        max_length=MAX_SHIFT_SHORT
                        required=true
                    />
                </div>
                <p class="muted small">{t_string!(i18n, shifts.slots_text)}</p>
                <FormError message=forms::at(refusal, "slots")/>
                {slots}
                <div class="actions">
                    {cancel}
                    <Button label=label busy=save.pending()/>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

/// One punch; its name says which, so that the rows can be told apart without seeing them. What is not set is folded,
/// but for the first two.
fn slot_fields(row: usize, slot: Option<&SlotForm>, refusal: Signal<Option<AppError>>) -> AnyView {
    let i18n = use_i18n();
    let (title, grace) = if row.is_multiple_of(2) {
        (t_string!(i18n, shifts.slot_in, n = row + 1), t_string!(i18n, shifts.grace_in))
    } else {
        (t_string!(i18n, shifts.slot_out, n = row + 1), t_string!(i18n, shifts.grace_out))
    };
    let folded = row >= 2 && slot.is_none();
    let SlotForm { due, opens, closes, grace: minutes } = slot.cloned().unwrap_or_default();
    let [due, opens, closes] = [
        (t_string!(i18n, shifts.due), "due", due),
        (t_string!(i18n, shifts.opens), "opens", opens),
        (t_string!(i18n, shifts.closes), "closes", closes),
    ]
    .map(|field| slot_field(row, FieldKind::Time, field, refusal));
    let grace = slot_field(row, FieldKind::Digits, (grace, "grace", minutes), refusal);
    let fields = view! {
        <fieldset class="stack-s">
            <legend>{title.clone()}</legend>
            <div class="field-pair">{due} {grace}</div>
            <div class="field-pair">{opens} {closes}</div>
        </fieldset>
    }
    .into_any();
    if !folded {
        return fields;
    }
    view! { <Fold title=title detail=t_string!(i18n, shifts.no_slot).to_owned()>{fields}</Fold> }.into_any()
}

fn slot_field(
    row: usize,
    kind: FieldKind,
    (label, field, value): (&'static str, &'static str, String),
    refusal: Signal<Option<AppError>>,
) -> AnyView {
    view! {
        <Field
            label=label
            name=format!("command[slots][{row}][{field}]")
            kind=kind
            value=value
            error=forms::at(refusal, format!("slots[{row}].{field}"))
        />
    }
    .into_any()
}
