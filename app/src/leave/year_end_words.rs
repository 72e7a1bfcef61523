//! Words for what is said of annual leave that is not taken in its year.

use leptos_i18n::I18nContext;

use crate::i18n::{Locale, t_string};

type I18n = I18nContext<Locale>;

/// I am asked whether the rest of a year may be taken in the next.
pub(crate) fn carry_asked(i18n: I18n, year: i32) -> (String, Option<String>) {
    let text = t_string!(i18n, leave_year_end.notice_asked_text, year = year, next = year + 1);
    (t_string!(i18n, leave_year_end.asked).to_owned(), Some(text))
}

/// Somebody has said whether it may.
pub(crate) fn carry_answered(i18n: I18n, by: &str, yes: bool) -> (String, Option<String>) {
    if yes {
        (t_string!(i18n, leave_year_end.notice_agreed, by = by), None)
    } else {
        (t_string!(i18n, leave_year_end.notice_declined, by = by), None)
    }
}

/// HR has recorded what I do without.
pub(crate) fn waiver_recorded(i18n: I18n) -> (String, Option<String>) {
    let text = t_string!(i18n, leave_year_end.notice_waiver_text).to_owned();
    (t_string!(i18n, leave_year_end.notice_waiver).to_owned(), Some(text))
}
