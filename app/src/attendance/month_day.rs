use chrono::{Datelike, NaiveDate, TimeDelta};
use domain::attendance::{DayResult, DayStatus, MonthDay, MonthView, PunchView, lacks_overtime, may_correct};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{correction_rows, slots::stops, words};
use crate::{
    i18n::{t_string, use_i18n},
    kit::{Badge, ButtonKind, ButtonLink, Fold, Tone, Unfolded},
    leave::request_words,
    roster, session, when,
};

/// From here on the phone's clock is so far off that both times are told.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(2);

/// The id of a day's row.
pub(super) fn anchor(date: NaiveDate) -> String {
    format!("d-{}", date.day())
}

/// Whether a day is to be unfolded: as it was, or because the address names it.
fn is_unfolded(date: NaiveDate) -> bool {
    let linked = use_location().hash.get_untracked();
    Unfolded::of_page().has(&date) || linked.trim_start_matches('#') == anchor(date)
}

/// Whether there is more to tell about a day than its cell does: slots that came due, overtime, or punches.
pub(super) fn has_detail(day: &MonthDay, punches: &[PunchView]) -> bool {
    day.result.as_ref().is_some_and(|result| !result.slots.is_empty() || result.overtime.is_some())
        || of_day(day.duty.date, punches).next().is_some()
}

fn of_day(date: NaiveDate, punches: &[PunchView]) -> impl Iterator<Item = &PunchView> {
    punches.iter().filter(move |punch| punch.date() == date)
}

/// A day in a line, which unfolds into its slots and punches. A native disclosure: no script needed.
pub(super) fn row(day: &MonthDay, month: &MonthView) -> AnyView {
    let i18n = use_i18n();
    let (date, punches) = (day.duty.date, month.punches.as_slice());
    let result = day.result.as_ref();
    let (word, tone) = words::day(i18n, result.map_or(DayStatus::Pending, |result| result.status));
    let times: Vec<String> = of_day(date, punches).map(|punch| when::time(punch.at)).collect();
    let line = [roster::words::assignment(i18n, &day.duty), times.join(" ")];
    let line = line.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let review = result.is_some_and(|result| result.needs_review);
    let slots = result.filter(|result| !result.slots.is_empty()).map(|result| stops(&result.slots, None));
    let leave_minutes = result
        .filter(|result| result.leave_minutes > 0)
        .map(|result| view! { <p class="muted small">{words::leave_minutes(i18n, result.leave_minutes)}</p> });
    let overtime = result
        .and_then(DayResult::counted_overtime)
        .filter(|minutes| *minutes > 0)
        .map(|minutes| view! { <p class="muted small">{words::overtime_minutes(i18n, minutes)}</p> });
    let records = of_day(date, punches).map(record).collect_view();
    let leave = request_words::leave_badge(i18n, &day.leave);
    let corrections = corrections(day, month);
    let day_kind = roster::words::day_kind(i18n, day.duty.day_kind);
    let day_kind = day_kind.map(|kind| view! { <p class="muted small">{kind}</p> });
    let badges = move || {
        let review = review.then(|| view! { <Badge tone=Tone::Wait label=t_string!(i18n, attendance.needs_review)/> });
        view! { <Badge tone=tone label=word/> {review} }
    };
    let unfolded = Unfolded::of_page();
    view! {
        <li>
            <Fold
                title=when::date(date, i18n.get_locale_untracked())
                detail=Some(line).filter(|line| !line.is_empty())
                open=is_unfolded(date)
                end=badges
                attr:id=anchor(date)
                on:toggle=move |event| unfolded.note(date, &event)
            >
                {day_kind}
                {leave}
                {leave_minutes}
                {overtime}
                {slots}
                {(!times.is_empty())
                    .then(|| view! {
                        <h3 class="small strong">{t_string!(i18n, attendance.punches)}</h3>
                        <ul class="stack-s">{records}</ul>
                    })}
                {corrections}
            </Fold>
        </li>
    }
    .into_any()
}

/// What was asked for about a day, and for one's own day the way to ask.
fn corrections(day: &MonthDay, month: &MonthView) -> AnyView {
    let i18n = use_i18n();
    let date = day.duty.date;
    let mine = session::me().is_some_and(|me| me.actor.person == month.person);
    let faulty = day.result.as_ref().is_some_and(|day| day.slots.iter().any(may_correct) || lacks_overtime(day));
    let asked = month.corrections.iter().filter(|request| request.date == date);
    let asked: Vec<AnyView> = asked
        .map(|request| view! { <li class="stack-s">{correction_rows::content(request, mine)}</li> }.into_any())
        .collect();
    let heading = (!asked.is_empty()).then(|| {
        view! { <h3 class="small strong">{t_string!(i18n, timesheet.corrections)}</h3> }
    });
    view! {
        {heading}
        <ul class="stack-s">{asked}</ul>
        {(mine && faulty && month.standing.locked_at.is_none() && date >= month.standing.correct_from)
            .then(|| view! {
                <div class="actions">
                    <ButtonLink
                        href=format!("/attendance/correction?date={date}")
                        label=t_string!(i18n, timesheet.correction)
                        kind=ButtonKind::Secondary
                        glyph=icondata_lu::LuPencilLine
                    />
                </div>
            })}
    }
    .into_any()
}

/// A punch as it was recorded.
pub(super) fn record(punch: &PunchView) -> AnyView {
    let i18n = use_i18n();
    let badges = punch
        .verdicts()
        .into_iter()
        .map(|verdict| {
            let (word, tone) = words::verdict(i18n, verdict);
            view! { <Badge tone=tone label=word/> }
        })
        .collect_view();
    let device = punch
        .device_at
        .filter(|device| (punch.at - *device).abs() > CLOCKS_DIFFER && punch.arrived_at.is_none())
        .map(|device| t_string!(i18n, attendance.device_time, time = when::time(device)));
    let reason = punch.reason.as_deref().map(|reason| t_string!(i18n, attendance.reason_given, reason = reason));
    let facts = [
        words::minutes(i18n, punch),
        words::arrived(i18n, punch),
        Some(words::place_fact(i18n, punch.place())),
        words::witness(i18n, punch),
        words::code(i18n, punch.code),
        words::doubt(i18n, punch),
        device,
        reason,
        words::decision(i18n, punch),
        words::flags(i18n, &punch.flags),
    ];
    view! {
        <li>
            <p class="line">
                <strong>{when::time(punch.at)}</strong>
                {badges}
            </p>
            {facts.into_iter().flatten().map(|fact| view! { <p class="muted small">{fact}</p> }).collect_view()}
        </li>
    }
    .into_any()
}
