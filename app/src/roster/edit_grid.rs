//! The sheet: a wide table on a desk, one person's month on a phone.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use domain::{
    ids::{ShiftId, WindowId},
    roster::{Plan, RosterSheet, SheetCell, SheetDay, SheetRow},
};
use leptos::prelude::*;

use super::{edit_keys::on_arrow, edit_painter::Painter, edit_path, words};
use crate::{
    i18n::{Locale, t_string, use_i18n},
    kit::{Badge, Pager, Tone},
    when,
};

/// What cells are called: in full, and in short.
pub(super) struct CellNames {
    shifts: BTreeMap<ShiftId, (String, String)>,
    windows: BTreeMap<WindowId, (String, String)>,
}

type Names = StoredValue<CellNames>;

pub(super) fn cell_names(sheet: &RosterSheet) -> Names {
    let shifts = sheet.shifts.iter().map(|shift| (shift.id, (shift.name.clone(), shift.short.clone())));
    let windows = sheet.windows.iter().map(|at| (at.window, (at.label.clone(), at.code.clone())));
    StoredValue::new(CellNames { shifts: shifts.collect(), windows: windows.collect() })
}

/// Everybody's month, a row each. Only where there is room for it.
pub(super) fn table(sheet: &RosterSheet, painter: Painter, names: Names) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let caption = t_string!(i18n, roster.month_caption, month = when::month(sheet.month, locale));
    let label = caption.clone();
    let head = sheet.days.iter().map(|day| column(*day, locale)).collect_view();
    let rows = sheet.rows.iter().map(|row| table_row(row, &sheet.days, painter, names)).collect_view();
    view! {
        <div class="table-frame sheet-frame" tabindex="0" role="group" aria-label=label>
            <table class="sheet" on:keydown=on_arrow>
                <caption class="hidden-text">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t_string!(i18n, roster_edit.person)}</th>
                        {head}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn column(day: SheetDay, locale: Locale) -> impl IntoView {
    let mark = words::day_mark(use_i18n(), day.kind);
    let off = !day.kind.is_workday();
    view! {
        <th scope="col" data-off=off.then_some("true")>
            {day.date.day()}
            <small>{mark.unwrap_or_else(|| when::weekday(day.date, locale).trim_start_matches('周').to_owned())}</small>
        </th>
    }
}

fn table_row(row: &SheetRow, days: &[SheetDay], painter: Painter, names: Names) -> AnyView {
    let cells = row.cells.iter().zip(days).map(|(cell, day)| {
        let cell = self::cell((row, *cell), day.date, painter, names);
        view! { <td>{cell}</td> }
    });
    let cells = cells.collect_view();
    view! {
        <tr>
            <th scope="row">
                {row.name.clone()}
                {row.place.clone().map(|place| view! { <small>{place}</small> })}
                {row.protected.then(|| view! { <small>{t_string!(use_i18n(), roster_edit.protected)}</small> })}
            </th>
            {cells}
        </tr>
    }
    .into_any()
}

/// One person's month, with the ways to the person before and the one after.
pub(super) fn person(sheet: &RosterSheet, at: usize, painter: Painter, names: Names) -> Option<AnyView> {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let row = sheet.rows.get(at)?;
    let count = sheet.rows.len();
    let way = |to: usize| {
        let person = sheet.rows.get(to % count.max(1)).map(|row| row.person.to_string()).unwrap_or_default();
        format!("{}&person={person}", edit_path(&when::month_code(sheet.month), sheet.hall))
    };
    let head = when::weekdays(locale).into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view();
    let mut cells: Vec<Option<AnyView>> = Vec::new();
    cells.resize_with(sheet.month.weekday().num_days_from_monday() as usize, || None);
    cells.extend(row.cells.iter().zip(&sheet.days).map(|(cell, day)| {
        let mark = words::day_mark(i18n, day.kind).map(|mark| view! { <sup>{mark}</sup> });
        let cell = self::cell((row, *cell), day.date, painter, names);
        let number = day.date.day();
        Some(view! { <span aria-hidden="true">{number}</span> {mark} {cell} }.into_any())
    }));
    let mut weeks = Vec::new();
    let mut cells = cells.into_iter().peekable();
    while cells.peek().is_some() {
        let mut week: Vec<AnyView> = cells.by_ref().take(7).map(|cell| view! { <td>{cell}</td> }.into_any()).collect();
        week.resize_with(7, || view! { <td></td> }.into_any());
        weeks.push(view! { <tr>{week}</tr> });
    }
    let caption = t_string!(i18n, roster_edit.person_caption, name = row.name.as_str());
    let protected = row.protected.then(|| {
        view! { <Badge tone=Tone::Wait label=t_string!(i18n, roster_edit.protected)/> }
    });
    Some(
        view! {
            <Pager
                title=row.name.clone()
                detail=row.place.clone()
                label=t_string!(i18n, roster_edit.people)
                previous=(way(at + count - 1), t_string!(i18n, roster_edit.previous_person))
                next=(way(at + 1), t_string!(i18n, roster_edit.next_person))
            />
            {protected}
            <table class="month sheet-month" on:keydown=on_arrow>
                <caption class="hidden-text">{caption}</caption>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{weeks}</tbody>
            </table>
        }
        .into_any(),
    )
}

/// A cell that can be painted is a button of the form: a tap without a script paints it with the brush that
/// is chosen. One that can't only says what it holds.
fn cell((row, cell): (&SheetRow, SheetCell), date: NaiveDate, painter: Painter, names: Names) -> AnyView {
    let i18n = use_i18n();
    let at = (row.person, date);
    let plan = move || painter.shown(at, cell);
    let home = row.home;
    // Only what is not their usual window is worth the room.
    let elsewhere = move || painter.window_shown(at, cell).filter(|window| Some(*window) != home);
    let is_drafted = move || {
        let moved = matches!(plan(), Plan::Shift(_)) && painter.window_shown(at, cell) != cell.window;
        plan() != cell.published || moved
    };
    let short = move || {
        let code = elsewhere().and_then(|window| names.with_value(|names| names.windows.get(&window).cloned()));
        let code = code.map(|(_, code)| view! { <small>{code}</small> });
        view! {
            {short(plan(), names)}
            {code}
        }
    };
    let tone = move || match plan() {
        _ if is_drafted() => "wait",
        Plan::Shift(_) => "info",
        Plan::Rest | Plan::Unscheduled => "neutral",
    };
    let who = format!("{} {}", row.name, when::date(date, i18n.get_locale_untracked()));
    let label = move || {
        let window = elsewhere().and_then(|window| names.with_value(|names| names.windows.get(&window).cloned()));
        let drafted = is_drafted().then(|| t_string!(i18n, roster_edit.drafted_cell).to_owned());
        let words = [Some(who.clone()), Some(long(plan(), names)), window.map(|(label, _)| label), drafted];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    if !(row.editable && cell.open) {
        return view! {
            <span class="cell" data-tone=tone>
                <span aria-hidden="true">{short}</span>
                <span class="hidden-text">{label}</span>
            </span>
        }
        .into_any();
    }
    view! {
        <button
            type="submit"
            class="cell"
            name="cells"
            value=format!("{}/{date}", row.person)
            aria-label=label
            data-tone=tone
            on:pointerdown=move |event| painter.on_down(at, cell, &event)
            on:pointerenter=move |_| painter.on_enter(at, cell)
            on:click=move |event| painter.on_click(at, cell, &event)
        >
            {short}
        </button>
    }
    .into_any()
}

fn short(plan: Plan, names: Names) -> String {
    match plan {
        Plan::Shift(shift) => {
            names.with_value(|names| names.shifts.get(&shift).map(|(_, short)| short.clone())).unwrap_or_default()
        }
        Plan::Rest => domain::roster::OFF.to_owned(),
        Plan::Unscheduled => "–".to_owned(),
    }
}

/// What a cell says, in full.
fn long(plan: Plan, names: Names) -> String {
    let i18n = use_i18n();
    match plan {
        Plan::Shift(shift) => {
            names.with_value(|names| names.shifts.get(&shift).map(|(name, _)| name.clone())).unwrap_or_default()
        }
        Plan::Rest => t_string!(i18n, roster.rest).to_owned(),
        Plan::Unscheduled => t_string!(i18n, roster.unscheduled).to_owned(),
    }
}
