//! Words of a month as a whole.

use domain::{
    attendance::{MonthState, MonthTotals},
    leave::Measure,
};
use leptos_i18n::I18nContext;

use crate::{
    i18n::{Locale, t_string},
    kit::Tone,
    leave::words as leave_words,
};

type I18n = I18nContext<Locale>;

/// How a month stands: colour and word.
pub(super) fn state(i18n: I18n, state: MonthState) -> (Tone, &'static str) {
    match state {
        MonthState::Open => (Tone::Neutral, t_string!(i18n, timesheet.state_open)),
        MonthState::Confirmed => (Tone::Info, t_string!(i18n, timesheet.state_confirmed)),
        MonthState::Closing => (Tone::Wait, t_string!(i18n, timesheet.state_closing)),
        MonthState::Locked => (Tone::Ok, t_string!(i18n, timesheet.state_locked)),
    }
}

/// A month's figure with its words.
pub(super) struct Figure {
    pub(super) label: &'static str,
    pub(super) value: String,
    pub(super) unit: &'static str,
    /// Where there are any.
    pub(super) tone: Option<Tone>,
}

/// What is told of a month as a whole; minutes of leave and overtime only where there are any.
pub(super) fn figures(i18n: I18n, totals: &MonthTotals) -> Vec<Figure> {
    let figure = |unit, label, count: i32, tone| Figure {
        label,
        value: count.to_string(),
        unit,
        tone: (count > 0).then_some(tone),
    };
    let days = |label, count, tone| figure(t_string!(i18n, attendance.days), label, count, tone);
    let times = |label, count, tone| figure(t_string!(i18n, attendance.times), label, count, tone);
    let length = |label, minutes: i32| {
        let value = leave_words::measured(i18n.get_locale_untracked(), Measure::Minutes, minutes);
        (minutes > 0).then_some(Figure { label, value, unit: "", tone: Some(Tone::Info) })
    };
    let late_or_early = totals.late_count + totals.early_count;
    let counts = [
        days(t_string!(i18n, attendance.shift_days), totals.shift_days, Tone::Neutral),
        days(t_string!(i18n, attendance.attended_days), totals.attended_days, Tone::Neutral),
        times(t_string!(i18n, attendance.late_and_early), late_or_early, Tone::Danger),
        times(t_string!(i18n, attendance.missing_slots), totals.missing_slots, Tone::Wait),
        days(t_string!(i18n, attendance.absent_days), totals.absent_days, Tone::Danger),
        days(t_string!(i18n, attendance.leave_days), totals.leave_days, Tone::Info),
    ];
    let lengths = [
        length(t_string!(i18n, worktime.leave_minutes), totals.leave_minutes),
        length(t_string!(i18n, worktime.overtime), totals.overtime()),
        length(t_string!(i18n, worktime.time_off_earned), totals.time_off_earned),
    ];
    counts.into_iter().chain(lengths.into_iter().flatten()).collect()
}

/// A month in one line: of how many days that were to be worked how many were, and whatever else there is any of.
pub(super) fn line(i18n: I18n, totals: &MonthTotals) -> String {
    let (attended, of, days) = (totals.attended_days, totals.shift_days, t_string!(i18n, attendance.days));
    let attended = format!("{} {attended}/{of} {days}", t_string!(i18n, attendance.attended_days));
    let others = figures(i18n, totals).into_iter().skip(2).filter(|figure| figure.tone.is_some());
    let phrase = |Figure { label, value, unit, .. }: Figure| format!("{label} {value} {unit}").trim_end().to_owned();
    // A figure stays with its word where the line breaks.
    let phrases = [attended].into_iter().chain(others.map(phrase)).map(|phrase| phrase.replace(' ', "\u{a0}"));
    phrases.collect::<Vec<_>>().join(" · ")
}
