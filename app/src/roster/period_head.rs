use chrono::{Days, Months, NaiveDate};
use leptos::prelude::*;

use super::api::Span;
use crate::{
    i18n::{t_string, use_i18n},
    kit::Pager,
    when,
};

/// The week or month that is shown, and the ways to the one before and the one after: `address` of a date in it.
pub(crate) fn period_head(
    span: Span,
    (first, last): (NaiveDate, NaiveDate),
    address: impl Fn(NaiveDate) -> String,
) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let (title, previous, next, back, on) = match span {
        Span::Week => (
            format!("{} – {}", when::day(first, locale), when::day(last, locale)),
            t_string!(i18n, roster.previous_week),
            t_string!(i18n, roster.next_week),
            first.checked_sub_days(Days::new(7)),
            first.checked_add_days(Days::new(7)),
        ),
        Span::Month => (
            when::month(first, locale),
            t_string!(i18n, roster.previous_month),
            t_string!(i18n, roster.next_month),
            first.checked_sub_months(Months::new(1)),
            first.checked_add_months(Months::new(1)),
        ),
    };
    let href = |date: Option<NaiveDate>| address(date.unwrap_or(first));
    view! {
        <Pager
            title=title
            label=t_string!(i18n, roster.periods)
            previous=(href(back), previous)
            next=(href(on), next)
        />
    }
    .into_any()
}
