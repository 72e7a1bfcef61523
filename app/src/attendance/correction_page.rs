use chrono::NaiveDate;
use domain::{
    attendance::{CorrectionForm, MAX_REASON, SlotResult},
    ids::CorrectionId,
    photos::PhotoUse,
    problem::Problem,
};
use leptos::prelude::*;
use leptos_router::{components::Form, hooks::use_query_map};

use super::{
    correction_api::{AskCorrection, what_to_correct},
    day_path,
    slots::stops,
    words,
};
use crate::{
    error::AppError,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, Card, Choice, EmptyState, Field, FieldKind, FormError, PageHeader, Select, Skeleton},
    photos::PhotoPicker,
    when,
    wire::reading,
};

/// `/attendance/correction?date=`: asks that a slot of a day of mine count as punched.
pub(crate) fn correction_page() -> AnyView {
    let i18n = use_i18n();
    let query = use_query_map();
    let asked = Memo::new(move |_| query.read().get("date").filter(|date| !date.is_empty()));
    let ask = ServerAction::<AskCorrection>::new();
    forms::go_when_done(ask, |date| day_path(*date));
    let read = reading(move || asked.get(), read);
    let back = ("/attendance".to_owned(), t_string!(i18n, common.tab_attendance).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, timesheet.correction) back/>
        {move || day_form(asked.get())}
        <Transition fallback=move || view! { <Skeleton label=t_string!(i18n, common.loading) rows=3/> }>
            {move || Suspend::new(async move {
                match read.await {
                    Ok(Some(day)) => body(day, ask),
                    Ok(None) => ().into_any(),
                    Err(error) => view! { <FormError message=AppError::text(&error, i18n)/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

async fn read(date: Option<String>) -> Result<Option<CorrectionForm>, AppError> {
    let Some(date) = date else { return Ok(None) };
    let date: NaiveDate = date.parse().map_err(|_| AppError::from(Problem::NotFound))?;
    what_to_correct(date).await.map(Some)
}

fn day_form(date: Option<String>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Card>
            <Form method="GET" action="/attendance/correction">
                <div class="form">
                    <Field
                        label=t_string!(i18n, timesheet.correction_date)
                        name="date"
                        kind=FieldKind::Date
                        value=date.unwrap_or_default()
                        required=true
                    />
                    <div class="actions">
                        <Button label=t_string!(i18n, timesheet.show_day) kind=ButtonKind::Secondary/>
                    </div>
                </div>
            </Form>
        </Card>
    }
}

fn body(day: CorrectionForm, ask: ServerAction<AskCorrection>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let heading = when::date(day.date, locale);
    let until = when::date(day.until, locale);
    let left = t_string!(i18n, timesheet.corrections_left, n = day.left, until = until.as_str());
    let slots = (!day.slots.is_empty()).then(|| stops(&day.slots, None));
    let (title, text) = match (day.open.is_empty(), day.too_late, day.left) {
        (true, ..) => {
            (t_string!(i18n, timesheet.nothing_to_correct), t_string!(i18n, timesheet.nothing_to_correct_text))
        }
        (_, true, _) => (t_string!(i18n, timesheet.too_late), t_string!(i18n, timesheet.too_late_text)),
        (.., 0) => (t_string!(i18n, timesheet.none_left), t_string!(i18n, timesheet.none_left_text)),
        _ => {
            return view! {
                <Card heading=heading>
                    {slots}
                    <p class="muted small">{left}</p>
                    {ask_form(&day, ask)}
                </Card>
            }
            .into_any();
        }
    };
    view! {
        <Card heading=heading>{slots}</Card>
        <EmptyState glyph=icondata_lu::LuCalendarCheck title=title text=text.to_owned()/>
    }
    .into_any()
}

fn ask_form(day: &CorrectionForm, ask: ServerAction<AskCorrection>) -> AnyView {
    let i18n = use_i18n();
    // Which punch and when belong to the day, which the next time is another.
    let (refusal, draft) = (forms::refusal(ask), forms::kept_draft(ask, &["command[slot]", "command[time]"]));
    let open: Vec<&SlotResult> = day.slots.iter().filter(|slot| day.open.contains(&slot.seq)).collect();
    let choice = |slot: &&SlotResult| {
        let label = format!("{} {}", words::slot_of(i18n, slot, &day.slots), when::time(slot.due));
        Choice::new(slot.seq.to_string(), label)
    };
    let choices: Vec<Choice> = open.iter().map(choice).collect();
    let date = day.date.to_string();
    let due = open.first().map(|slot| when::time(slot.due)).unwrap_or_default();
    view! {
        <ActionForm action=ask node_ref=draft attr:class="form">
            <FormError message=forms::message(refusal)/>
            <input type="hidden" name="command[id]" value=CorrectionId::new().to_string()/>
            <input type="hidden" name="command[date]" value=date/>
            <Select
                label=t_string!(i18n, timesheet.which_punch)
                name="command[slot]"
                choices=Signal::stored(choices)
                error=forms::at(refusal, "slot")
            />
            <Field
                label=t_string!(i18n, timesheet.real_time)
                name="command[time]"
                kind=FieldKind::Time
                value=due
                hint=t_string!(i18n, timesheet.real_time_hint).to_owned()
                error=forms::at(refusal, "time")
                required=true
            />
            <Field
                label=t_string!(i18n, timesheet.correction_reason)
                name="command[reason]"
                hint=t_string!(i18n, timesheet.correction_reason_hint).to_owned()
                error=forms::at(refusal, "reason")
                max_length=MAX_REASON
                required=true
            />
            <PhotoPicker
                name="command[photos]"
                used_for=PhotoUse::Correction
                hint=t_string!(i18n, photos.evidence_hint).to_owned()
            />
            <div class="actions">
                <Button
                    label=t_string!(i18n, timesheet.send_correction)
                    glyph=icondata_lu::LuSend
                    busy=ask.pending()
                />
            </div>
        </ActionForm>
    }
    .into_any()
}
