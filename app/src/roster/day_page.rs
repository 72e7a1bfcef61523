use chrono::NaiveDate;
use domain::{
    org::HallRow,
    roster::{HallDayRow, HallDayView},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{api::hall_day, assignment_badge, words};
use crate::{
    address,
    error::AppError,
    i18n::{t_string, use_i18n},
    kit::{Avatar, Badge, EmptyState, ListRow, PageHeader, Pager, RowsSection, Tone},
    leave::request_words,
    org::hall_choice::{hall_choice, halls_to_show},
    shown::shown,
    when,
    wire::reading,
};

/// `/roster/day` and `/roster/day/{date}`: who works which shift at a hall, window by window.
pub(crate) fn hall_day_page() -> AnyView {
    let i18n = use_i18n();
    let (params, query) = (use_params_map(), use_query_map());
    let read = reading(move || (query.read().get("hall"), params.read().get("date")), |(hall, date)| read(hall, date));
    let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, roster.hall_day) back/>
        {shown(read, 8, |(halls, day)| body(halls, &day))}
    }
    .into_any()
}

/// The day at the hall that is asked for, or at the first that I may look into.
async fn read(hall: Option<String>, date: Option<String>) -> Result<(Vec<HallRow>, HallDayView), AppError> {
    let date = address::named_if_any(date)?;
    let (halls, hall) = halls_to_show(hall).await?;
    let day = hall_day(hall, date).await?;
    Ok((halls, day))
}

fn body(halls: Vec<HallRow>, day: &HallDayView) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let as_of = t_string!(i18n, common.as_of, time = when::time(day.as_of));
    let name = halls.iter().find(|hall| hall.id == day.hall).map(|hall| hall.name.clone());
    let line: Vec<String> = name.into_iter().chain([as_of]).collect();
    let on_duty = day.rows.iter().filter(|row| row.duty.shift().is_some()).count();
    let href = |date: Option<NaiveDate>| format!("/roster/day/{}?hall={}", date.unwrap_or(day.date), day.hall);
    let path = format!("/roster/day/{}", day.date);
    view! {
        <p class="muted small">{line.join(" · ")}</p>
        {hall_choice(halls, day.hall, &path)}
        <Pager
            title=when::date(day.date, locale)
            label=t_string!(i18n, roster.periods)
            previous=(href(day.date.pred_opt()), t_string!(i18n, roster.previous_day))
            next=(href(day.date.succ_opt()), t_string!(i18n, roster.next_day_link))
        />
        <p>{t_string!(i18n, roster.on_duty_count, n = on_duty)}</p>
        {places(&day.rows)}
    }
    .into_any()
}

/// The rows come in the order of windows: those of one place stand together.
fn places(rows: &[HallDayRow]) -> AnyView {
    let i18n = use_i18n();
    if rows.is_empty() {
        return view! {
            <EmptyState
                glyph=icondata_lu::LuUsers
                title=t_string!(i18n, roster.day_empty)
                text=t_string!(i18n, roster.day_empty_text).to_owned()
            />
        }
        .into_any();
    }
    let place = |rows: &[HallDayRow]| {
        let name = rows.first().and_then(|row| row.place.clone());
        let name = name.unwrap_or_else(|| t_string!(i18n, roster.nowhere).to_owned());
        let people = rows.iter().map(person).collect_view();
        view! {
            <RowsSection title=name>{people}</RowsSection>
        }
        .into_any()
    };
    let places = rows.chunk_by(|a, b| a.place == b.place).map(place).collect_view();
    view! { <div class="tiles">{places}</div> }.into_any()
}

fn person(row: &HallDayRow) -> AnyView {
    let i18n = use_i18n();
    let name = row.name.clone();
    let times = row.duty.shift().map(|shift| words::times(i18n, shift));
    let badge = assignment_badge(&row.duty);
    let leave = request_words::day_leave(i18n, &row.leave);
    view! {
        <ListRow
            title=row.name.clone()
            detail=Signal::stored(times)
            leading=move || view! { <Avatar name=name/> }
        >
            {leave.map(|word| view! { <Badge tone=Tone::Info label=word glyph=icondata_lu::LuCalendarX/> })}
            {badge}
        </ListRow>
    }
    .into_any()
}
