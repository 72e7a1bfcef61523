//! What importing a year changes, and the button that imports it.

use domain::{
    calendar::{DayChange, DayKind, YearChange, YearPreview},
    problem::{FieldError, FieldReason},
};
use leptos::prelude::*;

use super::years_api::ImportCalendarYear;
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Answer, Button, FaultTable, FormError, ListRow, Outcome, RowsSection, Tone},
    roster, when, words,
};

/// Once it was asked: what stands against the text, else what it would change. It takes the focus.
pub(super) fn preview(looked: YearPreview, file: &str, import: ServerAction<ImportCalendarYear>) -> AnyView {
    let said = match &looked.change {
        Some(change) => changes(change, file, import),
        None => against(looked.faults),
    };
    view! { <Answer>{said}</Answer> }.into_any()
}

fn against(faults: Vec<FieldError>) -> AnyView {
    let i18n = use_i18n();
    let columns = vec![t_string!(i18n, calendar.place), t_string!(i18n, calendar.reason)];
    let row = |fault: FieldError| vec![place(&fault.field), reason(fault.reason).to_owned()];
    let rows = faults.into_iter().map(row).collect();
    view! {
        <Outcome tone=Tone::Danger title=t_string!(i18n, calendar.wrong)>
            <p>{t_string!(i18n, calendar.wrong_text)}</p>
        </Outcome>
        <FaultTable label=t_string!(i18n, calendar.wrong) columns rows/>
    }
    .into_any()
}

/// Where in the text: `off[2].to` is the third of `off`, in its `to`.
fn place(field: &str) -> String {
    let i18n = use_i18n();
    let item = field.split_once('[').and_then(|(list, rest)| {
        let (index, part) = rest.split_once(']')?;
        Some((list, index.parse::<usize>().ok()?, part.trim_start_matches('.')))
    });
    match item {
        Some((list, index, part)) => {
            let place = t_string!(i18n, calendar.item, list = list, n = index + 1);
            if part.is_empty() { place } else { format!("{place} · {part}") }
        }
        None if field == "file" => t_string!(i18n, calendar.file).to_owned(),
        None => field.to_owned(),
    }
}

/// Why, in words of the calendar where others would be about something else.
fn reason(reason: FieldReason) -> &'static str {
    let i18n = use_i18n();
    match reason {
        FieldReason::Taken => t_string!(i18n, calendar.twice),
        FieldReason::Overlaps => t_string!(i18n, calendar.in_break),
        FieldReason::EndsBeforeStart => t_string!(i18n, calendar.out_of_order),
        FieldReason::OutOfRange => t_string!(i18n, calendar.out_of_range),
        FieldReason::Malformed => t_string!(i18n, calendar.malformed),
        other => words::reason(i18n.get_locale_untracked(), other),
    }
}

fn changes(change: &YearChange, file: &str, import: ServerAction<ImportCalendarYear>) -> AnyView {
    let i18n = use_i18n();
    let year = &change.year;
    if change.same {
        return view! {
            <Outcome tone=Tone::Neutral title=t_string!(i18n, calendar.same, year = year.year)>
                <p>{t_string!(i18n, calendar.same_text)}</p>
            </Outcome>
        }
        .into_any();
    }
    let text = if change.days.is_empty() {
        t_string!(i18n, calendar.no_days).to_owned()
    } else {
        t_string!(i18n, calendar.touched, n = change.days.len(), leave = change.leave)
    };
    let days = (!change.days.is_empty()).then(|| {
        let rows = change.days.iter().copied().map(day_row).collect_view();
        view! {
            <RowsSection title=t_string!(i18n, calendar.days) note=change.days.len().to_string()>
                {rows}
            </RowsSection>
        }
    });
    let form = import_form(change, file, import);
    view! {
        <Outcome tone=Tone::Info title=t_string!(i18n, calendar.ready, year = year.year, n = year.version)>
            <p>{text}</p>
        </Outcome>
        {days}
        {form}
    }
    .into_any()
}

fn day_row(day: DayChange) -> AnyView {
    let i18n = use_i18n();
    let detail = t_string!(i18n, calendar.change, old = kind(day.old), new = kind(day.new));
    view! { <ListRow title=when::date(day.date, i18n.get_locale_untracked()) detail=detail/> }.into_any()
}

fn kind(kind: DayKind) -> &'static str {
    let i18n = use_i18n();
    roster::words::day_kind(i18n, kind).unwrap_or_else(|| {
        if kind.is_workday() { t_string!(i18n, overtime.workday) } else { t_string!(i18n, overtime.rest_day) }
    })
}

/// The same text once more, as it was looked at.
fn import_form(change: &YearChange, file: &str, import: ServerAction<ImportCalendarYear>) -> AnyView {
    let i18n = use_i18n();
    let about = vec![("file", file.to_owned()), ("version", change.year.version.to_string())];
    let label = t_string!(i18n, calendar.confirm, n = change.year.version);
    view! {
        <ActionForm action=import about=about attr:class="form">
            <FormError message=forms::message(forms::refusal(import))/>
            <div class="actions">
                <Button label=label busy=import.pending()/>
            </div>
        </ActionForm>
    }
    .into_any()
}
