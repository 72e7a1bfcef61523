use chrono::NaiveDate;
use domain::{
    attendance::DayLog,
    ids::HallId,
    org::HallRow,
    policy::{Action, Place},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{
    day_api::log_of_day,
    day_form::day_form,
    day_log_rows::{alarm_row, cover_row, outing_row},
};
use crate::{
    address,
    error::AppError,
    i18n::{t_string, use_i18n},
    kit::{Card, CardSpace, EmptyState, PageHeader, Pager, Rows, RowsSection, SectionHeader, Stat, Stats, Tone},
    org::hall_choice::{hall_links, halls_to_show},
    refresh, session,
    shown::shown,
    when,
    wire::reading,
};

/// `/attendance/day/{hall}?date=`: what the windows of a hall went through on a day; without a hall at my own or the
/// first that I may look into, without a date today.
pub(crate) fn day_log_page() -> AnyView {
    let i18n = use_i18n();
    let (params, query, returned) = (use_params_map(), use_query_map(), refresh::on_return());
    let date = move || query.read().get("date").filter(|date| !date.is_empty());
    let read = reading(
        move || (params.read().get("hall"), date(), returned.get()),
        |(hall, date, _)| async move { read(hall, date).await },
    );
    let back = ("/board".to_owned(), t_string!(i18n, common.tab_board).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, day_log.title) back/>
        {shown(read, 8, |(halls, log)| body(halls, &log))}
    }
    .into_any()
}

async fn read(hall: Option<String>, date: Option<String>) -> Result<(Vec<HallRow>, DayLog), AppError> {
    let date = address::named_if_any(date)?;
    let (halls, hall) = halls_to_show(hall).await?;
    let log = log_of_day(hall, date).await?;
    Ok((halls, log))
}

/// The address of a day; without a hall or a date as the page has it.
pub(crate) fn path(hall: impl Into<Option<HallId>>, date: Option<NaiveDate>) -> String {
    let hall: Option<HallId> = hall.into();
    let hall = hall.map(|hall| format!("/{hall}")).unwrap_or_default();
    let date = date.map(|date| format!("?date={date}")).unwrap_or_default();
    format!("/attendance/day{hall}{date}")
}

fn body(halls: Vec<HallRow>, log: &DayLog) -> AnyView {
    let i18n = use_i18n();
    let (hall, date) = (log.hall, log.date);
    let as_of = t_string!(i18n, common.as_of, time = when::time(log.as_of));
    let next = date.succ_opt().filter(|_| !log.is_today);
    let next = next.map(|next| (path(hall, Some(next)), t_string!(i18n, roster.next_day_link)));
    view! {
        <p class="muted small">{format!("{} · {as_of}", log.hall_name)}</p>
        {hall_links(halls, hall, &|hall| path(hall, Some(date)))}
        <Pager
            title=when::full_date(date, i18n.get_locale_untracked())
            label=t_string!(i18n, roster.periods)
            previous=(path(hall, date.pred_opt()), t_string!(i18n, roster.previous_day))
            next=next
        />
        <div class="panes">
            <div class="stack pane-stay">{figures(log)} {which_day(log)} {downloads(log)}</div>
            <div class="stack">{lists(log)}</div>
        </div>
    }
    .into_any()
}

/// The day in four figures.
fn figures(log: &DayLog) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let totals = log.totals();
    let tone = |any: bool, tone: Tone| Signal::stored(any.then_some(tone));
    view! {
        <Card>
            <Stats>
                <Stat
                    label=t_string!(i18n, day_log.outings)
                    value=totals.outings.to_string()
                    unit=t_string!(i18n, day_log.times).to_owned()
                />
                <Stat
                    label=t_string!(i18n, day_log.covered)
                    value=totals.covered.to_string()
                    unit=t_string!(i18n, day_log.times).to_owned()
                />
                <Stat
                    label=t_string!(i18n, day_log.overdue)
                    value=totals.overdue.to_string()
                    unit=t_string!(i18n, day_log.times).to_owned()
                    tone=tone(totals.overdue > 0, Tone::Wait)
                />
                <Stat
                    label=t_string!(i18n, day_log.empty_windows)
                    value=totals.empty_minutes.to_string()
                    unit=t_string!(i18n, day_log.minutes_unit).to_owned()
                    tone=tone(totals.empty_minutes > 0, Tone::Danger)
                />
            </Stats>
        </Card>
    }
}

/// The way to another day.
fn which_day(log: &DayLog) -> AnyView {
    let label = t_string!(use_i18n(), day_log.which_day);
    let form = day_form(path(log.hall, None), None, label, log.date.to_string());
    view! { <div class="screen-only">{form}</div> }.into_any()
}

/// The day as files, for those who may take a hall's attendance away. Plain links: the browser saves them.
fn downloads(log: &DayLog) -> Option<AnyView> {
    let i18n = use_i18n();
    let place = session::me().map(|me| Place::hall(me.actor.agency, log.hall))?;
    if !session::may_at(Action::AttendanceExport, &place) {
        return None;
    }
    let (excel, csv) = (t_string!(i18n, timesheet.excel), t_string!(i18n, timesheet.csv));
    let file = |name: &str, title: &'static str, detail: &'static str| {
        let href = format!("/downloads/attendance/day/{}/{name}?hall={}", log.date, log.hall);
        view! {
            <li>
                <a class="row" href=href download="" rel="external">
                    <span class="row-body">
                        <span class="row-text">
                            <span class="row-title">{title}</span>
                            <span class="row-detail">{detail}</span>
                        </span>
                    </span>
                </a>
            </li>
        }
    };
    let rows = [
        file("log.xlsx", t_string!(i18n, day_log.title), excel),
        file("outings.csv", t_string!(i18n, day_log.outings), csv),
        file("covers.csv", t_string!(i18n, day_log.covers), csv),
        file("alarms.csv", t_string!(i18n, inday.alarms), csv),
    ]
    .collect_view();
    Some(
        view! {
            <section class="stack-s screen-only">
                <SectionHeader title=t_string!(i18n, timesheet.downloads)/>
                <Card space=CardSpace::Flush>
                    <Rows>{rows}</Rows>
                </Card>
            </section>
        }
        .into_any(),
    )
}

fn lists(log: &DayLog) -> AnyView {
    let i18n = use_i18n();
    if log.outings.is_empty() && log.alarms.is_empty() {
        return view! {
            <EmptyState
                glyph=icondata_lu::LuCircleCheck
                title=t_string!(i18n, day_log.empty)
                text=t_string!(i18n, day_log.empty_text).to_owned()
            />
        }
        .into_any();
    }
    let section = |title: &'static str, rows: Vec<AnyView>| {
        (!rows.is_empty()).then(|| {
            let note = t_string!(i18n, timesheet.count, n = rows.len());
            view! { <RowsSection title=title note=note>{rows}</RowsSection> }
        })
    };
    let alarms = log.alarms.iter().map(|alarm| alarm_row(alarm, log.as_of)).collect();
    let outings = log.outings.iter().map(|logged| outing_row(logged, log.as_of)).collect();
    let covers = log.covers().map(cover_row).collect();
    view! {
        {section(t_string!(i18n, inday.alarms), alarms)}
        {section(t_string!(i18n, day_log.outings), outings)}
        {section(t_string!(i18n, day_log.covers), covers)}
    }
    .into_any()
}
