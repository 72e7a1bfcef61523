//! Words of children and of the leave that each of their years gives.

use domain::leave::{ChildState, ChildView, ChildYear, birthday};
use leptos_i18n::I18nContext;

use super::words::{Derived, days, derived, province};
use crate::{
    i18n::{Locale, t_string, td_string},
    kit::Tone,
    when,
};

/// Which child it is: by its birth date, while that is kept.
pub(super) fn title(locale: Locale, child: &ChildView) -> String {
    match child.born_on {
        Some(date) => td_string!(locale, leave_child.born, date = when::full_date(date, locale)),
        None => td_string!(locale, leave_child.forgotten).to_owned(),
    }
}

/// How it stands: word and colour.
pub(super) fn state(locale: Locale, state: ChildState) -> (&'static str, Tone) {
    match state {
        ChildState::Declared => (td_string!(locale, leave_child.state_declared), Tone::Wait),
        ChildState::Confirmed => (td_string!(locale, leave_child.state_confirmed), Tone::Ok),
        ChildState::Refused => (td_string!(locale, leave_child.state_refused), Tone::Danger),
        ChildState::TakenBack => (td_string!(locale, leave_child.state_taken_back), Tone::Neutral),
        ChildState::Grown => (td_string!(locale, leave_child.state_grown), Tone::Neutral),
    }
}

/// How the leave for a child is derived, line by line, with where it is written.
pub(super) fn derivation(locale: Locale, child: &ChildView) -> Vec<Derived> {
    let (Some(born_on), Some(first)) = (child.born_on, child.years.first()) else { return Vec::new() };
    let whose = province(locale, first.province);
    let text = td_string!(locale, leave_child.step_age, province = whose, age = first.until_age, days = first.days);
    let mut lines = vec![derived(locale, text, &first.source)];
    lines.extend(child.years.iter().map(|year| Derived { text: self::year(locale, year), article: None }));
    let date = when::full_date(birthday(born_on, first.until_age), locale);
    let text = td_string!(locale, leave_child.step_ends, date = date, age = first.until_age);
    lines.push(derived(locale, text, &first.source));
    lines
}

fn year(locale: Locale, year: &ChildYear) -> String {
    let (from, to) = (when::full_date(year.from, locale), when::full_date(year.to, locale));
    let granted = days(locale, year.granted);
    if year.granted > year.days * 2 {
        let (age, days) = (year.age, year.days);
        td_string!(locale, leave_child.step_kept, from = from, to = to, age = age, days = days, granted = granted)
    } else {
        td_string!(locale, leave_child.step_year, from = from, to = to, age = year.age, granted = granted)
    }
}

/// Somebody has told of a child, and I can confirm it.
pub(crate) fn declared(i18n: I18nContext<Locale>, by: &str) -> (String, Option<String>) {
    (t_string!(i18n, leave_child.notice, by = by), Some(t_string!(i18n, leave_child.notice_text).to_owned()))
}
