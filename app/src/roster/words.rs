//! Words of `roster`.

use chrono::NaiveDate;
use domain::{
    calendar::DayKind,
    roster::{Assignment, Duty, FindingView, Half, PlanName, RosterRule, Shift, Slot},
};
use leptos_i18n::I18nContext;

use crate::{
    citations::cite,
    i18n::{Locale, t_string},
    kit::Tone,
    punctuation, when,
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
    let due = |slot: &Slot| clock(i18n, slot.due);
    let pair = |slots: &[Slot]| slots.iter().map(due).collect::<Vec<_>>().join("–");
    shift.slots.chunks(2).map(pair).collect::<Vec<_>>().join(" · ")
}

/// A time of a work-date, which may lie on the day before or after it.
pub(crate) fn clock(i18n: I18n, minutes: i32) -> String {
    let time = when::wall_time(minutes);
    match minutes {
        ..0 => t_string!(i18n, shifts.day_before, time = time),
        0..DAY => time,
        DAY.. => t_string!(i18n, roster.next_day, time = time),
    }
}

/// What a day was or is to be.
pub(crate) fn plan_name(i18n: I18n, plan: &PlanName) -> String {
    match plan {
        PlanName::Shift(name) => name.clone(),
        PlanName::Rest => t_string!(i18n, roster.rest).to_owned(),
        PlanName::Unscheduled => t_string!(i18n, roster.unscheduled).to_owned(),
    }
}

/// 上午 or 下午.
pub(crate) fn half(i18n: I18n, half: Half) -> &'static str {
    match half {
        Half::Morning => t_string!(i18n, roster_edit.morning),
        Half::Afternoon => t_string!(i18n, roster_edit.afternoon),
    }
}

/// Who breaks a rule, or where, and when.
pub(crate) fn finding_title(i18n: I18n, found: &FindingView) -> String {
    let locale = i18n.get_locale_untracked();
    let finding = &found.finding;
    let days = if finding.from == finding.to {
        when::date(finding.from, locale)
    } else {
        format!("{} – {}", when::day(finding.from, locale), when::day(finding.to, locale))
    };
    let half = finding.half.map(|half| self::half(i18n, half).to_owned());
    let who = found.name.clone().or_else(|| found.window.clone());
    who.into_iter().chain([days]).chain(half).collect::<Vec<_>>().join(" · ")
}

/// Which rule, by how much, and the law behind it where it may be told.
pub(crate) fn finding_detail(i18n: I18n, found: &FindingView) -> String {
    let finding = &found.finding;
    // Full hours are exact enough to act on, and never less than what is meant.
    let hours = finding.amount.div_euclid(60) + i32::from(finding.amount % 60 > 0);
    let text = match finding.rule {
        RosterRule::NoRestDay => t_string!(i18n, roster_edit.no_rest_day).to_owned(),
        RosterRule::MonthOvertime => t_string!(i18n, roster_edit.month_overtime, n = hours),
        RosterRule::PeriodTotal => t_string!(i18n, roster_edit.period_total, n = hours),
        RosterRule::ProtectedNight => t_string!(i18n, roster_edit.protected_night).to_owned(),
        RosterRule::ProtectedOvertime => t_string!(i18n, roster_edit.protected_overtime).to_owned(),
        RosterRule::Overlap => t_string!(i18n, roster_edit.overlap).to_owned(),
        RosterRule::OnLeave => t_string!(i18n, roster_edit.on_leave).to_owned(),
        RosterRule::NotCertified => {
            let window = found.window.as_deref().unwrap_or_default();
            t_string!(i18n, roster_edit.not_certified, window = window)
        }
        RosterRule::ShortRest => t_string!(i18n, roster_edit.short_rest, n = finding.amount / 60),
        RosterRule::Uncovered => t_string!(i18n, roster_edit.missing, n = finding.amount),
    };
    let locale = i18n.get_locale_untracked();
    match &found.basis {
        Some(basis) => punctuation::aside(locale, &text, &cite(locale, basis)),
        None => text,
    }
}

/// Approved overtime is taken back: mine by the lead, or somebody's by themselves.
pub(crate) fn overtime_cancelled(i18n: I18n, by: Option<&str>, date: NaiveDate) -> (String, Option<String>) {
    let title = match by {
        Some(by) => t_string!(i18n, worktime.overtime_withdrawn, by = by),
        None => t_string!(i18n, worktime.overtime_cancelled).to_owned(),
    };
    (title, Some(when::date(date, i18n.get_locale_untracked())))
}

/// Time off of mine has expired and is paid.
pub(crate) fn time_off_paid(i18n: I18n, earned_on: NaiveDate) -> (String, Option<String>) {
    let date = when::date(earned_on, i18n.get_locale_untracked());
    let text = t_string!(i18n, worktime.time_off_paid_text, date = date);
    (t_string!(i18n, worktime.time_off_paid).to_owned(), Some(text))
}
