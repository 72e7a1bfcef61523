//! Words of overtime.

use domain::{
    calendar::OvertimeClass,
    roster::{Compensation, OvertimeFacts, OvertimeFlag},
};
use leptos_i18n::I18nContext;

use super::duration;
use crate::{
    i18n::{Locale, t_string, use_i18n},
    punctuation, when,
};

type I18n = I18nContext<Locale>;

/// A kind of day, by what overtime on it costs.
pub(crate) fn class(i18n: I18n, class: OvertimeClass) -> &'static str {
    match class {
        OvertimeClass::Workday => t_string!(i18n, overtime.workday),
        OvertimeClass::RestDay => t_string!(i18n, overtime.rest_day),
        OvertimeClass::Holiday => t_string!(i18n, overtime.holiday),
    }
}

/// What should be looked at.
pub(crate) fn flag(i18n: I18n, flag: OvertimeFlag) -> &'static str {
    match flag {
        OvertimeFlag::MonthOvertime => t_string!(i18n, overtime.flag_month),
        OvertimeFlag::NoRestDay => t_string!(i18n, overtime.flag_no_rest_day),
        OvertimeFlag::PeriodTotal => t_string!(i18n, overtime.flag_period),
        OvertimeFlag::Protected => t_string!(i18n, overtime.flag_protected),
        OvertimeFlag::DayOver => t_string!(i18n, overtime.flag_day_over),
        OvertimeFlag::OnLeave => t_string!(i18n, overtime.flag_on_leave),
    }
}

/// `11月28日 周六（休息日）`.
pub(super) fn day(i18n: I18n, facts: &OvertimeFacts) -> String {
    let locale = i18n.get_locale_untracked();
    punctuation::aside(locale, &when::date(facts.date, locale), class(i18n, facts.class))
}

/// `11月28日 周六 · 4 小时`.
pub(crate) fn extent(i18n: I18n, facts: &OvertimeFacts) -> String {
    format!("{} · {}", when::date(facts.date, i18n.get_locale_untracked()), duration(facts.minutes))
}

/// Pay, and how much of it, or time off.
pub(super) fn made_good(i18n: I18n, facts: &OvertimeFacts) -> String {
    match facts.compensation {
        Compensation::Pay => t_string!(i18n, swap.paid, n = facts.class.percent()),
        Compensation::TimeOff => t_string!(i18n, swap.time_off).to_owned(),
    }
}

/// What the punches showed.
pub(super) fn worked(minutes: i32) -> String {
    let i18n = use_i18n();
    let text = if minutes > 0 { duration(minutes) } else { t_string!(i18n, worktime.worked_none).to_owned() };
    format!("{} {text}", t_string!(i18n, worktime.worked))
}
