//! Words of `roster`.

use domain::{
    calendar::DayKind,
    roster::{Assignment, Duty, Shift},
};
use leptos_i18n::I18nContext;

use crate::{
    i18n::{Locale, t_string},
    kit::Tone,
    when,
};

type I18n = I18nContext<Locale>;

/// Minutes in a day.
const DAY: i32 = 24 * 60;

/// What a day is beyond its weekday, where that is worth saying.
pub(crate) fn day_kind(i18n: I18n, kind: DayKind) -> Option<&'static str> {
    match kind {
        DayKind::MakeUpWorkday => Some(t_string!(i18n, roster.make_up_workday)),
        DayKind::StatutoryHoliday(_) => Some(t_string!(i18n, roster.statutory_holiday)),
        DayKind::AdjustedRest => Some(t_string!(i18n, roster.adjusted_rest)),
        DayKind::Workday | DayKind::RestDay => None,
    }
}

/// The same in one character, as printed calendars have it: 班 or 休.
pub(crate) fn day_mark(i18n: I18n, kind: DayKind) -> Option<String> {
    match kind {
        DayKind::MakeUpWorkday => Some(t_string!(i18n, roster.mark_work).to_owned()),
        DayKind::StatutoryHoliday(_) | DayKind::AdjustedRest => Some(t_string!(i18n, roster.mark_off).to_owned()),
        DayKind::Workday | DayKind::RestDay => None,
    }
}

/// What is to be done on a day: the shift's name, 休息 or 无排班.
pub(crate) fn assignment(i18n: I18n, duty: &Duty) -> String {
    match &duty.assignment {
        Assignment::Shift(shift) => shift.name.clone(),
        Assignment::Rest => t_string!(i18n, roster.rest).to_owned(),
        Assignment::Unscheduled => t_string!(i18n, roster.unscheduled).to_owned(),
    }
}

/// The same for the cell of a month; nothing where nobody has said anything.
pub(crate) fn cell(i18n: I18n, duty: &Duty) -> String {
    match &duty.assignment {
        Assignment::Shift(shift) => shift.short.clone(),
        Assignment::Rest => t_string!(i18n, roster.rest).to_owned(),
        Assignment::Unscheduled => String::new(),
    }
}

/// Its colour: a day of work stands out among days off.
pub(crate) const fn tone(duty: &Duty) -> Tone {
    match duty.assignment {
        Assignment::Shift(_) => Tone::Info,
        Assignment::Rest | Assignment::Unscheduled => Tone::Neutral,
    }
}

/// When a shift's punches are due, in pairs: `08:30–12:00 · 13:30–17:30`.
pub(crate) fn times(i18n: I18n, shift: &Shift) -> String {
    let due = |minutes: i32| {
        let time = when::minute_of_day(minutes);
        if minutes < DAY { time } else { t_string!(i18n, roster.next_day, time = time) }
    };
    let pair = |slots: &[domain::roster::Slot]| slots.iter().map(|slot| due(slot.due)).collect::<Vec<_>>().join("–");
    shift.slots.chunks(2).map(pair).collect::<Vec<_>>().join(" · ")
}
