//! How a person's month stands, and what of it was changed afterwards.

use domain::{
    attendance::{AcceptMonthCommand, AdjustmentCause, AdjustmentView, DaySummary, MonthView, RecountView},
    ids::ActId,
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::{close_api::AcceptMonth, month_words, words};
use crate::{
    forms::{self, ActionForm},
    i18n::{t_string, use_i18n},
    kit::{Badge, Button, Card, CardSpace, FormError, ListRow, Rows, SectionHeader},
    outbox::{Keeping, Write, is_waiting, kept_region, unless_waiting},
    punctuation, session, when,
};

/// Confirmed by whom, locked when; and the button by which a person confirms their own.
pub(super) fn card(month: &MonthView, accept: Keeping<AcceptMonth>) -> AnyView {
    let i18n = use_i18n();
    let standing = &month.standing;
    let (tone, word) = month_words::state(i18n, standing.state);
    let lines = lines(month).into_iter().map(|line| view! { <p class="muted small">{line}</p> }).collect_view();
    let mine = session::me().is_some_and(|me| me.actor.person == month.person);
    let form = (mine && standing.state.is_open() && standing.accepted_at.is_none()).then(|| form(month, accept));
    view! {
        <Card>
            <div class="line line-apart">
                <h3>{t_string!(i18n, timesheet.standing)}</h3>
                <Badge tone=tone label=word/>
            </div>
            {lines}
            {form}
        </Card>
    }
    .into_any()
}

/// Who has confirmed it when, and when it was locked.
pub(super) fn lines(month: &MonthView) -> Vec<String> {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let standing = &month.standing;
    let accepted = standing.accepted_at.map(|at| t_string!(i18n, timesheet.accepted_at, at = when::moment(at, locale)));
    let lapsed = standing.lapsed.then(|| t_string!(i18n, timesheet.lapsed).to_owned());
    let confirmed = standing.confirmed.as_ref().map(|(name, at)| {
        t_string!(i18n, timesheet.confirmed_at, name = name.as_str(), at = when::moment(*at, locale))
    });
    let locked = standing.locked_at.map(|at| t_string!(i18n, timesheet.locked_at, at = when::moment(at, locale)));
    [accepted, lapsed, confirmed, locked].into_iter().flatten().collect()
}

/// What is confirmed is what stands here, so the form says when that was read.
fn form(month: &MonthView, accept: Keeping<AcceptMonth>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let over = when::moment(month.standing.over_at, locale);
    let may = month.standing.may_accept;
    let hint = if may {
        t_string!(i18n, timesheet.accept_text).to_owned()
    } else {
        t_string!(i18n, timesheet.accept_later, at = over)
    };
    let (first, seen_at) = (month.month, month.as_of);
    let (hint, subject) = (StoredValue::new(hint), StoredValue::new(when::month(first, locale)));
    let on_submit = move |event: SubmitEvent| {
        accept.submit_about(&event, subject, |command| {
            Write::AcceptMonth(AcceptMonthCommand { id: ActId::new(), ..command })
        });
    };
    let waits = is_waiting(move |write| matches!(write, Write::AcceptMonth(command) if command.month == first));
    let form = unless_waiting(waits, move || {
        view! {
            <ActionForm action=accept.action attr:class="stack-s" on:submit:capture=on_submit>
                <input type="hidden" name="command[id]" value=ActId::new().to_string()/>
                <input type="hidden" name="command[month]" value=first.to_string()/>
                <input type="hidden" name="command[seen_at]" value=seen_at.to_rfc3339()/>
                <p class="muted small">{hint.get_value()}</p>
                <div class="actions">
                    <Button
                        label=t_string!(i18n, timesheet.accept_month)
                        glyph=icondata_lu::LuCheck
                        busy=accept.is_busy()
                        disabled=Signal::stored(!may)
                    />
                </div>
            </ActionForm>
        }
        .into_any()
    });
    view! {
        <FormError message=forms::message(accept.refusal())/>
        {kept_region(accept, t_string!(i18n, offline_acts.kept_month))}
        {form}
    }
    .into_any()
}

/// A day as it is told in a line: 缺卡 1 次, 迟到 9 分钟.
fn summary(day: DaySummary) -> String {
    let i18n = use_i18n();
    let minutes = [
        (day.late_minutes > 0).then(|| t_string!(i18n, attendance.late_minutes, n = day.late_minutes)),
        (day.early_minutes > 0).then(|| t_string!(i18n, attendance.early_minutes, n = day.early_minutes)),
        (day.missing > 0).then(|| t_string!(i18n, timesheet.missing_n, n = day.missing)),
        day.leave_minutes.filter(|minutes| *minutes > 0).map(|minutes| words::leave_minutes(i18n, minutes)),
        day.overtime_minutes.filter(|minutes| *minutes > 0).map(|minutes| words::overtime_minutes(i18n, minutes)),
    ];
    let minutes: Vec<String> = minutes.into_iter().flatten().collect();
    let word = words::day(i18n, day.status).0;
    if minutes.is_empty() {
        return word.to_owned();
    }
    let locale = i18n.get_locale_untracked();
    punctuation::aside(locale, word, &punctuation::list(locale, &minutes))
}

fn cause(cause: AdjustmentCause) -> &'static str {
    let i18n = use_i18n();
    match cause {
        AdjustmentCause::Correction => t_string!(i18n, attendance.proved_correction),
        AdjustmentCause::LatePunch => t_string!(i18n, timesheet.cause_late_punch),
        AdjustmentCause::Decision => t_string!(i18n, timesheet.cause_decision),
        AdjustmentCause::Paper => t_string!(i18n, attendance.proved_paper),
        AdjustmentCause::Leave => t_string!(i18n, worktime.cause_leave),
        AdjustmentCause::Roster => t_string!(i18n, worktime.cause_roster),
        AdjustmentCause::Calendar => t_string!(i18n, worktime.cause_calendar),
    }
}

/// An adjustment in a line, for paper.
pub(super) fn adjustment_line(line: &AdjustmentView) -> String {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let day = line.adjustment;
    let change = t_string!(i18n, timesheet.from_to, before = summary(day.before), after = summary(day.after));
    let booked = when::month(line.month, locale);
    let detail = t_string!(i18n, timesheet.booked_in, month = booked, cause = cause(day.cause));
    format!("{} · {change} · {detail}", when::full_date(day.date, locale))
}

/// What has changed after the lock, or when days were judged again.
pub(super) fn changes(month: &MonthView) -> Option<AnyView> {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let change = |before: DaySummary, after: DaySummary| {
        t_string!(i18n, timesheet.from_to, before = summary(before), after = summary(after))
    };
    let adjustment = |line: &AdjustmentView| {
        let day = line.adjustment;
        let title = format!("{} · {}", when::full_date(day.date, locale), change(day.before, day.after));
        let booked = when::month(line.month, locale);
        let detail = t_string!(i18n, timesheet.booked_in, month = booked, cause = cause(day.cause));
        view! { <ListRow title=title detail=detail/> }
    };
    let recount = |day: &RecountView| {
        let title = format!("{} · {}", when::date(day.date, locale), change(day.before, day.after));
        let at = t_string!(i18n, timesheet.recounted_at, at = when::moment(day.at, locale));
        let detail = [Some(at), day.cause.map(|why| cause(why).to_owned())];
        let detail = detail.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        view! { <ListRow title=title detail=detail/> }
    };
    let adjustments = month.adjustments.iter().map(adjustment).collect_view();
    let recounts = month.recounts.iter().map(recount).collect_view();
    (!month.adjustments.is_empty() || !month.recounts.is_empty()).then(|| {
        view! {
            <SectionHeader title=t_string!(i18n, timesheet.changes)/>
            <Card space=CardSpace::Flush>
                <Rows>
                    {adjustments}
                    {recounts}
                </Rows>
            </Card>
        }
        .into_any()
    })
}
