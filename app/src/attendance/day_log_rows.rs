//! What a hall's day log says of an outing, of who stood in, and of an empty window.

use chrono::{DateTime, Utc};
use domain::attendance::{CoverSession, LoggedAlarm, LoggedOuting};
use leptos::prelude::*;

use super::{
    inday_words as words,
    outing_cards::{late_lines, line},
};
use crate::{
    i18n::{t_string, use_i18n},
    kit::{Badge, ListRow, Tone},
    when,
};

/// `09:10–09:25`; without an end, that there is none.
fn span(from: DateTime<Utc>, to: Option<DateTime<Utc>>) -> String {
    let to = to.map_or_else(|| t_string!(use_i18n(), day_log.open_end).to_owned(), when::time);
    format!("{}–{to}", when::time(from))
}

/// Who, when, why, who stood in, and who was told that it took longer.
pub(super) fn outing_row(logged: &LoggedOuting, as_of: DateTime<Utc>) -> AnyView {
    let i18n = use_i18n();
    let outing = &logged.outing;
    let (tone, word) = words::outing(i18n, outing);
    let times = outing.left_at.map_or_else(|| when::time(outing.asked_at), |left| span(left, outing.back_at));
    let told = logged.told_at.map(|at| t_string!(i18n, day_log.told_lead, time = when::time(at)));
    let passed_on = logged.passed_on_at.map(|at| t_string!(i18n, inday.escalated, time = when::time(at)));
    let lines = [Some(line(outing, as_of)), told, passed_on].into_iter().flatten();
    let detail: Vec<String> = lines.chain(late_lines(&outing.late)).collect();
    view! {
        <ListRow title=format!("{} · {times}", outing.name) detail=detail.join("\n")>
            <Badge tone=tone label=word/>
        </ListRow>
    }
    .into_any()
}

/// Who stood in for whom, where, and how long.
pub(super) fn cover_row(session: CoverSession<'_>) -> AnyView {
    let i18n = use_i18n();
    let minutes = session.minutes().map(|n| t_string!(i18n, inday.minutes, n = n));
    let covers = t_string!(i18n, inday.board_covers, name = session.covered);
    let detail = [Some(session.window.to_owned()), Some(span(session.from, session.to)), minutes];
    let detail: Vec<String> = detail.into_iter().flatten().collect();
    view! { <ListRow title=format!("{} · {covers}", session.by) detail=detail.join(" · ")/> }.into_any()
}

/// Which window, how long it was empty, who was told and who took it in hand.
pub(super) fn alarm_row(alarm: &LoggedAlarm, as_of: DateTime<Utc>) -> AnyView {
    let i18n = use_i18n();
    let empty = t_string!(i18n, inday.minutes, n = alarm.minutes(as_of));
    let raised = t_string!(i18n, day_log.told_lead, time = when::time(alarm.raised_at));
    let taken = alarm.taken.as_ref().map(|taken| {
        let (by, note) = (taken.by.as_str(), taken.note.as_str());
        t_string!(i18n, inday.taken, by = by, time = when::time(taken.at), note = note)
    });
    let passed_on = alarm.escalated_at.map(|at| t_string!(i18n, inday.escalated, time = when::time(at)));
    let first = format!("{} · {empty}", span(alarm.since, alarm.ended_at));
    let detail: Vec<String> = [Some(first), Some(raised), taken, passed_on].into_iter().flatten().collect();
    let (tone, word) = match alarm.ended_at {
        Some(_) => (Tone::Neutral, t_string!(i18n, day_log.ended)),
        None => (Tone::Danger, t_string!(i18n, inday.empty_window)),
    };
    view! {
        <ListRow title=alarm.window.clone() detail=detail.join("\n")>
            <Badge tone=tone label=word/>
        </ListRow>
    }
    .into_any()
}
