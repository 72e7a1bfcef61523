use domain::{
    attendance::{CorrectedSlot, CorrectionForm, MAX_REASON, SlotResult},
    ids::ApprovalId,
    leave::Measure,
    photos::PhotoUse,
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{
    correcting::{Correcting, outcome},
    correction_api::{what_to_change, what_to_correct},
    correction_words,
    day_form::day_form,
    slots::stops,
    words,
};
use crate::{
    address,
    error::AppError,
    forms::{self, ActionForm},
    i18n::{t_string, use_i18n},
    kit::{
        Banner, Button, Card, Choice, EmptyState, Field, FieldKind, FormError, PageHeader, Select, StatusRegion, Tone,
    },
    leave::words as leave_words,
    outbox::outbox,
    photos::PhotoPicker,
    shown::shown,
    when,
    wire::reading,
};

/// What the page is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    /// A day of mine.
    date: Option<String>,
    /// Or a request of mine, to be changed.
    request: Option<String>,
}

/// `/attendance/correction?date=`: asks that a slot of a day of mine count as punched. With `?request=` it
/// changes what was asked.
pub(crate) fn correction_page() -> AnyView {
    let i18n = use_i18n();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let of = |key| query.read().get(key).filter(|value| !value.is_empty());
        Asked { date: of("date"), request: of("request") }
    });
    let correcting = Correcting::new();
    let read = reading(move || asked.get(), read);
    let back = ("/attendance".to_owned(), t_string!(i18n, common.tab_attendance).to_owned());
    let title = move || match asked.read().request {
        Some(_) => t_string!(i18n, corrections.change_title),
        None => t_string!(i18n, timesheet.correction),
    };
    view! {
        <PageHeader title=Signal::derive(move || title().to_owned()) back/>
        <StatusRegion>{outcome(correcting)}</StatusRegion>
        {move || asked.read().request.is_none().then(|| which_day(asked.get().date))}
        {shown(read, 3, move |day: Option<CorrectionForm>| day.map(|day| body(day, correcting)).into_any())}
    }
    .into_any()
}

async fn read(asked: Asked) -> Result<Option<CorrectionForm>, AppError> {
    if let Some(request) = address::named_if_any(asked.request)? {
        return what_to_change(request).await.map(Some);
    }
    let Some(date) = address::named_if_any(asked.date)? else { return Ok(None) };
    what_to_correct(date).await.map(Some)
}

fn which_day(date: Option<String>) -> AnyView {
    let label = t_string!(use_i18n(), timesheet.correction_date);
    day_form("/attendance/correction", None, label, date.unwrap_or_default())
}

fn body(day: CorrectionForm, correcting: Correcting) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let heading = when::date(day.date, locale);
    let until = when::date(day.until, locale);
    let left = t_string!(i18n, timesheet.corrections_left, n = day.left, until = until.as_str());
    let slots = (!day.slots.is_empty()).then(|| stops(&day.slots, None));
    let overtime = day.overtime.map(|overtime| {
        let length = |minutes| leave_words::measured(locale, Measure::Minutes, minutes);
        let (approved, shown) = (length(overtime.approved), length(overtime.minutes));
        view! { <p>{t_string!(i18n, corrections.overtime_shown, approved = approved, shown = shown)}</p> }
    });
    let there = view! {
        {slots}
        {overtime}
    };
    let nothing = day.open.is_empty() && day.open_overtime.is_empty();
    let (title, text) = match (nothing, day.too_late, day.left) {
        (true, ..) => {
            (t_string!(i18n, timesheet.nothing_to_correct), t_string!(i18n, timesheet.nothing_to_correct_text))
        }
        (_, true, _) => (t_string!(i18n, timesheet.too_late), t_string!(i18n, timesheet.too_late_text)),
        (.., 0) => (t_string!(i18n, timesheet.none_left), t_string!(i18n, timesheet.none_left_text)),
        _ => {
            let hint = if day.asked.is_some() { t_string!(i18n, corrections.change_text).to_owned() } else { left };
            return view! {
                <Card heading=heading>
                    {there}
                    <p class="muted">{hint}</p>
                    // Hidden, not gone: what was typed must be there if it is refused after all.
                    <div hidden=move || correcting.form.is_kept()>{ask_form(&day, correcting)}</div>
                </Card>
            }
            .into_any();
        }
    };
    view! {
        <Card heading=heading>{there}</Card>
        <EmptyState glyph=icondata_lu::LuCalendarCheck title=title text=text.to_owned()/>
    }
    .into_any()
}

fn ask_form(day: &CorrectionForm, correcting: Correcting) -> AnyView {
    let i18n = use_i18n();
    // Which punch and when belong to the day, which the next time is another.
    let draft = correcting.form.draft(&["command[slot]", "command[time]"]);
    let refusal = correcting.form.refusal();
    let (date, asked) = (day.date, day.asked.clone());
    let outbox = outbox();
    let waits = Memo::new(move |_| outbox.corrects(date) && !correcting.form.is_kept());
    let note =
        move || waits.get().then(|| view! { <Banner tone=Tone::Wait text=t_string!(i18n, corrections.kept_day)/> });
    let changes = asked.is_some();
    let on_submit = move |event: SubmitEvent| correcting.submit(&event);
    let id = asked.as_ref().map_or_else(ApprovalId::new, |asked| asked.id);
    let version = asked.as_ref().map(|asked| {
        view! { <input type="hidden" name="command[version]" value=asked.version.to_string()/> }
    });
    let fields = fields(day, refusal);
    let label =
        if changes { t_string!(i18n, corrections.send_change) } else { t_string!(i18n, timesheet.send_correction) };
    view! {
        <div aria-live="polite">{note}</div>
        // A second change would take the place of the one that waits.
        <div hidden=move || changes && waits.get()>
            <ActionForm action=correcting.form.action node_ref=draft attr:class="form" on:submit:capture=on_submit>
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[id]" value=id.to_string()/>
                <input type="hidden" name="command[date]" value=date.to_string()/>
                {version}
                {fields}
                <PhotoPicker
                    name="command[photos]"
                    used_for=PhotoUse::Correction
                    hint=t_string!(i18n, corrections.photos_hint).to_owned()
                />
                <div class="actions">
                    <Button label=label glyph=icondata_lu::LuSend busy=correcting.form.is_busy()/>
                </div>
            </ActionForm>
        </div>
    }
    .into_any()
}

/// Which punch, when it really was, and what happened.
fn fields(day: &CorrectionForm, refusal: Signal<Option<AppError>>) -> AnyView {
    let i18n = use_i18n();
    let open: Vec<&SlotResult> = day.slots.iter().filter(|slot| day.open.contains(&slot.seq)).collect();
    let choice = |slot: &&SlotResult| {
        let label = format!("{} {}", words::slot_of(i18n, slot, &day.slots), when::time(slot.due));
        Choice::new(CorrectedSlot::Slot(slot.seq).to_string(), label)
    };
    let overtime = day.open_overtime.iter().map(|end| {
        Choice::new(CorrectedSlot::Overtime(*end).to_string(), correction_words::overtime_end(i18n, *end).to_owned())
    });
    let choices: Vec<Choice> = open.iter().map(choice).chain(overtime).collect();
    let due = open.first().map(|slot| when::time(slot.due)).unwrap_or_default();
    let asked = day.asked.as_ref();
    let slot = asked.map(|asked| asked.slot.to_string()).unwrap_or_default();
    let time = asked.map_or(due, |asked| when::time(asked.at));
    let reason = asked.map(|asked| asked.reason.clone()).unwrap_or_default();
    view! {
        <Select
            label=t_string!(i18n, timesheet.which_punch)
            name="command[slot]"
            choices=Signal::stored(choices)
            value=slot
            error=forms::at(refusal, "slot")
        />
        <Field
            label=t_string!(i18n, timesheet.real_time)
            name="command[time]"
            kind=FieldKind::Time
            value=time
            hint=t_string!(i18n, timesheet.real_time_hint).to_owned()
            error=forms::at(refusal, "time")
            required=true
        />
        <Field
            label=t_string!(i18n, timesheet.correction_reason)
            name="command[reason]"
            value=reason
            hint=t_string!(i18n, timesheet.correction_reason_hint).to_owned()
            error=forms::at(refusal, "reason")
            max_length=MAX_REASON
            required=true
        />
    }
    .into_any()
}
