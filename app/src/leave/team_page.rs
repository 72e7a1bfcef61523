use chrono::{Datelike, NaiveDate};
use domain::{
    leave::{CoverState, TeamAway, TeamView},
    org::HallRow,
    time::hall_date,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{after_words, request_words, team_api::team_leave, team_table::table};
use crate::{
    address,
    error::AppError,
    i18n::{t_string, use_i18n},
    kit::{
        Badge, Card, CardSpace, EmptyState, ListRow, MonthDay, MonthGrid, PageHeader, Rows, SectionHeader, TabLink,
        Tabs, Tone,
    },
    org::hall_choice::{hall_choice, halls_to_show},
    refresh,
    roster::{api::Span, period_head, words as roster_words},
    shown::shown,
    when,
    wire::reading,
};

/// `/leave/team`: who is away this week, or with `?view=month` this month; `at=` names a date in another one.
pub(crate) fn team_page() -> AnyView {
    let i18n = use_i18n();
    let (query, returned) = (use_query_map(), refresh::on_return());
    let span = Memo::new(move |_| match query.read().get_str("view") {
        Some("month") => Span::Month,
        _ => Span::Week,
    });
    let read = reading(
        move || (query.read().get("hall"), span.get(), query.read().get("at"), returned.get()),
        |(hall, span, at, _)| read(hall, span, at),
    );
    let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, leave_team.title) back/>
        {shown(read, 7, |(halls, span, team)| body(halls, span, &team))}
    }
    .into_any()
}

async fn read(
    hall: Option<String>,
    span: Span,
    at: Option<String>,
) -> Result<(Vec<HallRow>, Span, TeamView), AppError> {
    let at = address::named_if_any(at)?;
    let (halls, hall) = halls_to_show(hall).await?;
    let team = team_leave(Some(hall), span, at).await?;
    Ok((halls, span, team))
}

fn address(span: Span, team: &TeamView, at: NaiveDate) -> String {
    let view = if span == Span::Month { "month" } else { "week" };
    format!("/leave/team?view={view}&at={at}&hall={}", team.hall)
}

fn body(halls: Vec<HallRow>, span: Span, team: &TeamView) -> AnyView {
    let i18n = use_i18n();
    let Some(first) = team.days.first().map(|day| day.date) else { return ().into_any() };
    let to = team.days.last().map_or(first, |day| day.date);
    let as_of = t_string!(i18n, common.as_of, time = when::time(team.as_of));
    let tab = |its: Span, label| TabLink::new(address(its, team, first), label, span == its);
    let tabs =
        vec![tab(Span::Week, t_string!(i18n, leave_team.week)), tab(Span::Month, t_string!(i18n, leave_team.month))];
    let shown = match span {
        Span::Week => view! {
            <div class="stack">{days(team)} {table(team)}</div>
        }
        .into_any(),
        Span::Month => {
            let (grid, list) = (grid(team, first), list(&team.away));
            view! {
                <div class="panes">
                    <Card space=CardSpace::Snug>{grid}</Card>
                    <div class="stack">{list}</div>
                </div>
            }
            .into_any()
        }
    };
    view! {
        <div class="stack team">
            <p class="muted small">{format!("{} · {as_of}", team.hall_name)}</p>
            {hall_choice(halls, team.hall, "/leave/team")}
            <Tabs label=t_string!(i18n, leave_team.views) items=Signal::stored(tabs)/>
            {period_head(span, (first, to), |at| address(span, team, at))}
            {shown}
        </div>
    }
    .into_any()
}

/// The week, day by day: who is away, and where too few are left.
fn days(team: &TeamView) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let day = |(nth, day): (usize, &domain::leave::TeamDay)| {
        let away: Vec<&TeamAway> = team.away_on(day.date).collect();
        let kind = roster_words::day_kind(i18n, day.kind);
        let title = match kind {
            Some(kind) => format!("{} · {kind}", when::date(day.date, locale)),
            None => when::date(day.date, locale),
        };
        let gaps = team.gaps_on(nth).map(|(window, half, missing)| {
            let half = request_words::half(i18n, half);
            let title = t_string!(i18n, leave_team.gap, window = window.label.as_str(), half = half, n = missing);
            view! {
                <ListRow title=title>
                    <Badge tone=Tone::Danger label=t_string!(i18n, leave_team.short)/>
                </ListRow>
            }
        });
        let gaps = gaps.collect_view();
        let rows = away.iter().map(|away| row(away)).collect_view();
        let shown = if rows.is_empty() && gaps.is_empty() {
            view! { <p class="muted small">{t_string!(i18n, leave_team.nobody)}</p> }.into_any()
        } else {
            view! {
                <Card space=CardSpace::Flush>
                    <Rows>{rows} {gaps}</Rows>
                </Card>
            }
            .into_any()
        };
        view! {
            <section class="stack-s">
                <SectionHeader title=title/>
                {shown}
            </section>
        }
    };
    let days = team.days.iter().enumerate().map(day).collect_view();
    view! { <div class="tiles">{days}</div> }.into_any()
}

/// The month: how many are away on each day, and whether too few are left anywhere.
fn grid(team: &TeamView, first: NaiveDate) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let today = hall_date(team.as_of);
    let cell = |(nth, day): (usize, &domain::leave::TeamDay)| {
        let (away, gaps) = (team.away_on(day.date).count(), team.gaps_on(nth).count());
        let (label, tone) = match (gaps, away) {
            (0, 0) => (String::new(), Tone::Neutral),
            (0, n) => (t_string!(i18n, leave_team.cell_away, n = n), Tone::Info),
            (n, _) => (t_string!(i18n, leave_team.cell_short, n = n), Tone::Danger),
        };
        MonthDay {
            number: day.date.day(),
            label,
            tone,
            mark: roster_words::day_mark(i18n, day.kind),
            today: day.date == today,
            href: Some(address(Span::Week, team, day.date)),
        }
    };
    let cells: Vec<MonthDay> = team.days.iter().enumerate().map(cell).collect();
    view! {
        <MonthGrid
            caption=t_string!(i18n, leave_team.caption, month = when::month(first, locale))
            weekdays=Signal::stored(when::weekdays(locale))
            first_weekday=Signal::stored(first.weekday().num_days_from_monday() as usize)
            days=Signal::stored(cells)
        />
        <p class="muted small">{t_string!(i18n, leave_team.legend)}</p>
    }
    .into_any()
}

fn list(away: &[TeamAway]) -> AnyView {
    let i18n = use_i18n();
    if away.is_empty() {
        return view! {
            <EmptyState
                glyph=icondata_lu::LuCalendarCheck
                title=t_string!(i18n, leave_team.empty)
                text=t_string!(i18n, leave_team.empty_text).to_owned()
            />
        }
        .into_any();
    }
    let rows = away.iter().map(row).collect_view();
    view! {
        <Card space=CardSpace::Flush>
            <Rows>{rows}</Rows>
        </Card>
    }
    .into_any()
}

/// Somebody's leave: where, when, what for as far as it may be known, who covers, how it stands.
fn row(away: &TeamAway) -> AnyView {
    let i18n = use_i18n();
    let side = away.side.map(|side| t_string!(i18n, attendance.side, side = side.letter()));
    let kind = away
        .kind
        .map_or_else(|| t_string!(i18n, leave.day_leave).to_owned(), |kind| request_words::kind(i18n, kind).to_owned());
    let cover = away.cover.as_ref().map(|cover| match cover.state {
        CoverState::Confirmed => t_string!(i18n, leave.covered_by, name = cover.name.as_str()),
        CoverState::Asked | CoverState::Declined => t_string!(i18n, leave_team.cover_open, name = cover.name.as_str()),
    });
    let handover = away.handover.filter(|brief| brief.waits_for.is_some());
    let handover =
        handover.map(|brief| format!("{} {}", t_string!(i18n, leave_after.handover), after_words::brief(i18n, brief)));
    let period = request_words::period(i18n, away.period);
    let parts = [away.window.clone(), side, Some(kind), Some(period), cover, handover];
    let detail = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let (tone, word) = if away.granted {
        (Tone::Ok, t_string!(i18n, leave_team.granted))
    } else {
        (Tone::Wait, t_string!(i18n, leave_team.waiting))
    };
    view! {
        <ListRow title=away.name.clone() detail=detail href=format!("/leave/{}", away.request)>
            <Badge tone=tone label=word/>
        </ListRow>
    }
    .into_any()
}
