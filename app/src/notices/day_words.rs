//! What notices of the day at the windows say, and of what waits for whoever plans it: a heading, and a line.

use chrono::{DateTime, NaiveDate, Utc};
use leptos_i18n::I18nContext;

use crate::{
    i18n::{Locale, t_string},
    when,
};

type I18n = I18nContext<Locale>;

/// A heading, and a line where there is more to say.
type Words = (String, Option<String>);

fn date(i18n: I18n, date: NaiveDate) -> String {
    when::date(date, i18n.get_locale_untracked())
}

pub(super) fn punch_decided(i18n: I18n, accepted: bool, on: NaiveDate) -> Words {
    if accepted {
        return (t_string!(i18n, notices.punch_accepted).to_owned(), Some(date(i18n, on)));
    }
    let text = t_string!(i18n, notices.punch_refused_text, date = date(i18n, on));
    (t_string!(i18n, notices.punch_refused).to_owned(), Some(text))
}

pub(super) fn shift_soon(i18n: I18n, on: NaiveDate, shift: &str, due: DateTime<Utc>) -> Words {
    let title = t_string!(i18n, told.shift_soon, time = when::time(due));
    (title, Some(t_string!(i18n, told.shift_soon_text, date = date(i18n, on), shift = shift)))
}

pub(super) fn punch_missing(i18n: I18n, on: NaiveDate, missing: i32) -> Words {
    let title = t_string!(i18n, told.punch_missing, date = date(i18n, on), n = missing);
    (title, Some(t_string!(i18n, told.punch_missing_text).to_owned()))
}

pub(super) fn outing_asked(i18n: I18n, by: &str, window: &str, minutes: i32) -> Words {
    let text = t_string!(i18n, told.outing_asked_text, window = window, n = minutes);
    (t_string!(i18n, told.outing_asked, by = by), Some(text))
}

pub(super) fn outing_covered(i18n: I18n, by: &str) -> Words {
    (t_string!(i18n, told.outing_covered, by = by), Some(t_string!(i18n, told.outing_covered_text).to_owned()))
}

pub(super) fn patrol_found(i18n: I18n) -> Words {
    (t_string!(i18n, told.patrol_found).to_owned(), Some(t_string!(i18n, told.patrol_found_text).to_owned()))
}

pub(super) fn patrol_explained(i18n: I18n, by: &str) -> Words {
    (t_string!(i18n, told.patrol_explained, by = by), Some(t_string!(i18n, told.patrol_explained_text).to_owned()))
}

pub(super) fn patrol_decided(i18n: I18n, upheld: bool) -> Words {
    let title = if upheld { t_string!(i18n, told.patrol_upheld) } else { t_string!(i18n, told.patrol_dismissed) };
    (title.to_owned(), Some(t_string!(i18n, told.patrol_decided_text).to_owned()))
}

pub(super) fn shift_claimed(i18n: I18n, by: &str, on: NaiveDate) -> Words {
    (t_string!(i18n, told.shift_claimed, by = by), Some(date(i18n, on)))
}

pub(super) fn shift_given(i18n: I18n, on: NaiveDate, shift: &str, window: &str) -> Words {
    let text = t_string!(i18n, told.shift_given_text, date = date(i18n, on), shift = shift, window = window);
    (t_string!(i18n, told.shift_given).to_owned(), Some(text))
}

pub(super) fn shift_gone(i18n: I18n, on: NaiveDate) -> Words {
    let text = t_string!(i18n, told.shift_gone_text, date = date(i18n, on));
    (t_string!(i18n, told.shift_gone).to_owned(), Some(text))
}
