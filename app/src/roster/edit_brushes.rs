//! What the sheet is painted with: a shift, a day off, what is published, a cycle of days, or a window.

use domain::roster::{Brush, CYCLE_BRUSH, MAX_CYCLE, OWN_POST, RosterSheet, WINDOW_BRUSH};
use leptos::{ev::KeyboardEvent, prelude::*};

use super::edit_painter::Painter;
use crate::{
    i18n::{t_string, use_i18n},
    kit::{Choice, Field, Select},
    words,
};

pub(super) fn brushes(sheet: &RosterSheet, painter: Painter) -> AnyView {
    let i18n = use_i18n();
    let named = sheet.brushes.iter().filter_map(|id| sheet.shifts.iter().find(|shift| shift.id == *id));
    let brush = |code: String, label: String| {
        let value = code.clone();
        let chosen = painter.brush.get_untracked() == code;
        view! {
            <label class="brush">
                <input
                    type="radio"
                    name="brush"
                    value=value
                    checked=chosen
                    // Else a browser that loads the page again chooses what was chosen before, and tells nobody.
                    autocomplete="off"
                    on:change=move |_| painter.brush.set(code.clone())
                    on:keydown=keep_enter
                />
                <span>{label}</span>
            </label>
        }
    };
    let shifts = named.map(|shift| brush(Brush::Shift(shift.id).code(), shift.name.clone())).collect_view();
    view! {
        <fieldset class="brushes">
            <legend>{t_string!(i18n, roster_edit.brush)}</legend>
            <div class="line">
                {shifts}
                {brush(Brush::Rest.code(), t_string!(i18n, roster.rest).to_owned())}
                {brush(Brush::Clear.code(), t_string!(i18n, roster_edit.clear).to_owned())}
                {brush(CYCLE_BRUSH.to_owned(), t_string!(i18n, told.cycle).to_owned())}
                {(!sheet.windows.is_empty())
                    .then(|| brush(WINDOW_BRUSH.to_owned(), t_string!(i18n, roster_edit.window).to_owned()))}
            </div>
            <p class="muted small">{t_string!(i18n, roster_edit.brush_hint)}</p>
            {cycle_field(painter)}
            {(!sheet.windows.is_empty()).then(|| window_field(sheet, painter))}
        </fieldset>
    }
    .into_any()
}

/// The cycle, in the short names that the cells show. Without a script it always stands there, and is sent along.
fn cycle_field(painter: Painter) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let fault = move || painter.cycle_fault.get().map(|reason| words::reason(locale, reason).to_owned());
    view! {
        <div on:keydown=keep_enter>
            <Field
                label=t_string!(i18n, told.cycle_days)
                name="cycle"
                id="roster-cycle"
                model=painter.cycle
                hint=t_string!(i18n, told.cycle_hint).to_owned()
                error=Signal::derive(fault)
                max_length=u16::try_from(MAX_CYCLE * 4).unwrap_or(u16::MAX)
            />
        </div>
    }
    .into_any()
}

/// The window to send people to, or back from it.
fn window_field(sheet: &RosterSheet, painter: Painter) -> AnyView {
    let i18n = use_i18n();
    let windows = sheet.windows.iter().map(|at| Choice::new(at.window.to_string(), at.label.clone()));
    let own = Choice::new(OWN_POST, t_string!(i18n, shifts.own_post));
    let choices: Vec<Choice> = windows.chain([own]).collect();
    view! {
        <Select
            label=t_string!(i18n, shifts.window_brush)
            name="window"
            id="roster-window"
            choices=Signal::stored(choices)
            model=painter.window
            hint=t_string!(i18n, shifts.window_brush_hint).to_owned()
        />
    }
    .into_any()
}

/// In a form it would press the first button: paint the first cell.
fn keep_enter(event: KeyboardEvent) {
    if event.key() == "Enter" {
        event.prevent_default();
    }
}
