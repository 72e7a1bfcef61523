//! Words for what becomes of leave after it was asked for: a new calendar, its beginning, its end.

use chrono::NaiveDate;
use domain::leave::{HandoverBrief, HandoverPart, Hours, LeaveKind, Measure, RecountView};
use leptos_i18n::I18nContext;

use super::{
    request_words,
    words::{self, measured},
};
use crate::{
    i18n::{Locale, t_string},
    when,
};

type I18n = I18nContext<Locale>;

/// `您的年假由 6 个工作日变为 5 个工作日`, and what came of it.
pub(crate) fn recounted(
    i18n: I18n,
    leave: Option<LeaveKind>,
    measure: Measure,
    (was, now): (i32, i32),
) -> (String, Option<String>) {
    let locale = i18n.get_locale_untracked();
    let leave = leave.map_or_else(|| t_string!(i18n, leave_after.some_leave), |kind| words::kind(locale, kind));
    let cost = |units| match measure {
        Measure::HalfDays if units == words::ONE_DAY => t_string!(i18n, leave_after.workday).to_owned(),
        Measure::HalfDays => t_string!(i18n, leave_after.workdays, n = words::day_count(units)),
        Measure::Minutes => measured(locale, measure, units),
    };
    let title = t_string!(i18n, leave_after.recounted, leave = leave, was = cost(was), now = cost(now));
    (title, Some(change(i18n, measure, now - was)))
}

/// `已退回 1 天`, `又扣 1 天`.
fn change(i18n: I18n, measure: Measure, change: i32) -> String {
    let n = measured(i18n.get_locale_untracked(), measure, change.abs());
    if change < 0 {
        t_string!(i18n, leave_after.given_back, n = n)
    } else {
        t_string!(i18n, leave_after.taken_more, n = n)
    }
}

/// That leave costs more by a new calendar than is left: one's own, or somebody's.
pub(crate) fn short(i18n: I18n, by: Option<&str>) -> (String, Option<String>) {
    match by {
        None => (
            t_string!(i18n, leave_after.short_own).to_owned(),
            Some(t_string!(i18n, leave_after.short_own_text).to_owned()),
        ),
        Some(by) => (
            t_string!(i18n, leave_after.short_of, by = by),
            Some(t_string!(i18n, leave_after.short_of_text).to_owned()),
        ),
    }
}

/// A line of what new versions of the calendar have changed: what, and when.
pub(crate) fn recount(i18n: I18n, kind: LeaveKind, recount: &RecountView) -> (String, String) {
    let cause = recount.cause;
    let title = t_string!(i18n, leave_after.recount, year = cause.year, version = cause.version);
    let at = when::moment(recount.at, i18n.get_locale_untracked());
    (title, format!("{} · {at}", change(i18n, kind.measure(), recount.change)))
}

/// Whose word it is.
pub(crate) fn part(i18n: I18n, part: HandoverPart) -> &'static str {
    match part {
        HandoverPart::Giver => t_string!(i18n, leave_after.giver),
        HandoverPart::Receiver => t_string!(i18n, leave_after.receiver),
        HandoverPart::Witness => t_string!(i18n, leave_after.witness),
    }
}

/// How far a list is: `3 项，已接收 1 项，等接收人确认`.
pub(crate) fn brief(i18n: I18n, brief: HandoverBrief) -> String {
    let (items, taken) = (brief.items, brief.taken);
    match brief.waits_for {
        None => t_string!(i18n, leave_after.brief_done, items = items),
        Some(who) => t_string!(i18n, leave_after.brief, items = items, taken = taken, who = part(i18n, who)),
    }
}

/// That leave begins tomorrow: one's own, or one that one covers.
pub(crate) fn begins(
    i18n: I18n,
    by: Option<&str>,
    (from, hours): (NaiveDate, Option<Hours>),
) -> (String, Option<String>) {
    let from = when::date(from, i18n.get_locale_untracked());
    let title = match by {
        None => t_string!(i18n, leave_after.begins_own).to_owned(),
        Some(by) => t_string!(i18n, leave_after.begins_cover, by = by),
    };
    let text = match (by, hours.map(request_words::hours)) {
        (None, None) => t_string!(i18n, leave_after.begins_own_text, from = from),
        (Some(_), None) => t_string!(i18n, leave_after.begins_cover_text, from = from),
        (None, Some(hours)) => t_string!(i18n, leave_hours.begins_own_text, from = from, hours = hours),
        (Some(_), Some(hours)) => t_string!(i18n, leave_hours.begins_cover_text, from = from, hours = hours),
    };
    (title, Some(text))
}

/// That something is handed over which waits for the reader, or is not done.
pub(crate) fn handover_open(i18n: I18n, by: &str) -> (String, Option<String>) {
    (
        t_string!(i18n, leave_after.handover_waits, by = by),
        Some(t_string!(i18n, leave_after.handover_waits_text).to_owned()),
    )
}

/// That a leave is over and nobody came.
pub(crate) fn overstayed(i18n: I18n, by: Option<&str>, date: NaiveDate) -> (String, Option<String>) {
    let date = when::date(date, i18n.get_locale_untracked());
    match by {
        None => (
            t_string!(i18n, leave_after.overstayed_own).to_owned(),
            Some(t_string!(i18n, leave_after.overstayed_own_text, date = date)),
        ),
        Some(by) => (
            t_string!(i18n, leave_after.overstayed_of, by = by),
            Some(t_string!(i18n, leave_after.overstayed_of_text, date = date)),
        ),
    }
}

/// Who leads has named me to cover.
pub(crate) fn cover_assigned(i18n: I18n, by: &str, from: NaiveDate) -> (String, Option<String>) {
    (t_string!(i18n, leave_cover.assigned, by = by), Some(cover_from(i18n, from)))
}

/// I need not cover any more.
pub(crate) fn cover_released(i18n: I18n, by: &str, from: NaiveDate) -> (String, Option<String>) {
    (t_string!(i18n, leave_cover.released, by = by), Some(cover_from(i18n, from)))
}

fn cover_from(i18n: I18n, from: NaiveDate) -> String {
    t_string!(i18n, leave_cover.from, from = when::date(from, i18n.get_locale_untracked()))
}

/// A leave needs somebody who covers: my own, or one of somebody whom I lead.
pub(crate) fn cover_wanted(i18n: I18n, by: Option<&str>) -> (String, Option<String>) {
    match by {
        None => (
            t_string!(i18n, leave_cover.wanted_own).to_owned(),
            Some(t_string!(i18n, leave_cover.wanted_own_text).to_owned()),
        ),
        Some(by) => (
            t_string!(i18n, leave_cover.wanted_of, by = by),
            Some(t_string!(i18n, leave_cover.wanted_of_text).to_owned()),
        ),
    }
}

/// Somebody whom I lead is back.
pub(crate) fn came_back(i18n: I18n, by: &str, date: NaiveDate) -> (String, Option<String>) {
    let date = when::date(date, i18n.get_locale_untracked());
    (t_string!(i18n, leave_cover.came_back, by = by), Some(t_string!(i18n, leave_cover.came_back_text, date = date)))
}

/// Papers for my leave are due soon.
pub(crate) fn papers_due(i18n: I18nContext<Locale>, due_on: NaiveDate) -> (String, Option<String>) {
    let day = when::date(due_on, i18n.get_locale_untracked());
    (t_string!(i18n, notices.papers_due).to_owned(), Some(t_string!(i18n, notices.papers_due_text, day = day)))
}

/// They can't be used.
pub(crate) fn papers_refused(i18n: I18n, due_on: NaiveDate) -> (String, Option<String>) {
    let day = when::date(due_on, i18n.get_locale_untracked());
    (
        t_string!(i18n, leave_cover.papers_refused).to_owned(),
        Some(t_string!(i18n, leave_cover.papers_refused_text, day = day)),
    )
}

/// They have not come in time.
pub(crate) fn papers_overdue(i18n: I18nContext<Locale>) -> (String, Option<String>) {
    (t_string!(i18n, notices.papers_overdue).to_owned(), Some(t_string!(i18n, notices.papers_overdue_text).to_owned()))
}

/// Those of somebody whom I lead have not come in time.
pub(crate) fn papers_missing(i18n: I18nContext<Locale>, by: &str) -> (String, Option<String>) {
    (t_string!(i18n, notices.papers_missing, by = by), Some(t_string!(i18n, notices.papers_missing_text).to_owned()))
}

/// What follows was decided.
pub(crate) fn papers_ruled(i18n: I18nContext<Locale>, excused: bool) -> (String, Option<String>) {
    if excused {
        return (t_string!(i18n, notices.papers_excused).to_owned(), None);
    }
    let text = t_string!(i18n, notices.papers_unexcused_text).to_owned();
    (t_string!(i18n, notices.papers_unexcused).to_owned(), Some(text))
}
