use chrono::{Datelike, NaiveDate};
use domain::{
    ids::ApprovalId,
    policy::Action,
    roster::{Assignment, OpenShiftView, RosterDay, RosterView, SwapPage},
    time::hall_date,
};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use super::{
    api::{Span, my_roster},
    assignment_badge,
    edit_api::AcknowledgeRoster,
    news, open_rows,
    period_head::period_head,
    requests_api::{ClaimShift, open_shifts},
    swap_api::{AnswerSwap, my_swaps},
    swap_rows,
    ways::hall_ways,
    words,
};
use crate::{
    address,
    error::AppError,
    forms::{self, QueryForm},
    i18n::{t_string, use_i18n},
    kit::{
        Badge, Button, ButtonKind, ButtonLink, Card, CardSpace, EmptyState, ListRow, MonthDay, MonthGrid, PageHeader,
        Rows, SectionHeader, TabLink, Tabs, Tone,
    },
    leave::request_words,
    outbox::{Keeping, outbox},
    pages, refresh, session,
    shown::shown,
    when,
    wire::reading,
};

/// `/roster`: my week, or with `?view=month` my month; `at=` names a date in another one. Below it my swaps, with
/// `swaps=` earlier ones.
pub(crate) fn my_roster_page() -> AnyView {
    let i18n = use_i18n();
    let (query, returned) = (use_query_map(), refresh::on_return());
    let span = Memo::new(move |_| match query.read().get_str("view") {
        Some("month") => Span::Month,
        _ => Span::Week,
    });
    let asked = move || query.with(|query| (span.get(), query.get("at"), query.get("swaps")));
    let last = refresh::Last::new();
    let (acknowledge, act) = (Keeping::<AcknowledgeRoster>::new(), Keeping::<AnswerSwap>::new());
    let claim = Keeping::<ClaimShift>::new();
    let (seen, acted, claimed) =
        (forms::successes(acknowledge.action), forms::successes(act.action), forms::successes(claim.action));
    let settled = outbox().settlements();
    let read = reading(
        move || (asked(), (returned.get(), settled.get(), seen.get(), acted.get(), claimed.get())),
        move |(asked, _)| async move {
            let (span, at, swaps) = asked.clone();
            let (at, swaps) = (address::named_if_any(at)?, address::named_if_any(swaps)?);
            last.instead(&asked, load(span, at, swaps).await)
        },
    );
    last.follow(asked, read);
    let tabs = move || {
        let tab = |href, label, its| TabLink::new(href, label, span.get() == its);
        vec![
            tab("/roster", t_string!(i18n, roster.this_week), Span::Week),
            tab("/roster?view=month", t_string!(i18n, roster.this_month), Span::Month),
        ]
    };
    view! {
        <PageHeader title=t_string!(i18n, roster.title)/>
        <Tabs label=t_string!(i18n, roster.views) items=Signal::derive(tabs)/>
        {shown(read, 7, move |(span, roster, swaps, open)| {
            view! {
                {news::card(&roster.news, acknowledge)}
                {body(span, &roster)}
                {ways()}
                {open_rows::claimable(&open, claim)}
                {own_swaps(&swaps, &query.read_untracked(), act)}
            }
            .into_any()
        })}
    }
    .into_any()
}

/// Everything that the page shows.
type Loaded = (Span, RosterView, SwapPage, Vec<OpenShiftView>);

async fn load(span: Span, at: Option<NaiveDate>, swaps: Option<ApprovalId>) -> Result<Loaded, AppError> {
    Ok((span, my_roster(span, at).await?, my_swaps(swaps).await?, open_shifts().await?))
}

fn body(span: Span, roster: &RosterView) -> AnyView {
    let as_of = refresh::as_of(roster.as_of);
    let days = match span {
        Span::Week => view! {
            <div class="stack">{head(span, roster)} {list(roster)}</div>
        }
        .into_any(),
        Span::Month => {
            let (head, grid) = (head(span, roster), grid(roster));
            view! {
                <div class="panes">
                    <Card space=CardSpace::Snug>{head} {grid}</Card>
                    {list(roster)}
                </div>
            }
            .into_any()
        }
    };
    view! {
        {days}
        <p class="muted small">{as_of}</p>
    }
    .into_any()
}

/// To a new swap, and for those who plan, to the editor and what it plans with.
fn ways() -> AnyView {
    let i18n = use_i18n();
    let edit = session::may_anywhere(Action::RosterEdit).then(|| {
        view! {
            <ButtonLink
                href="/roster/edit"
                label=t_string!(i18n, roster_edit.title)
                kind=ButtonKind::Secondary
                glyph=icondata_lu::LuCalendarCog
            />
        }
    });
    view! {
        <QueryForm action="/roster/swap">
            <div class="actions">
                <Button
                    label=t_string!(i18n, swap.title)
                    kind=ButtonKind::Secondary
                    glyph=icondata_lu::LuArrowLeftRight
                />
                <ButtonLink
                    href="/roster/overtime"
                    label=t_string!(i18n, swap.overtime)
                    kind=ButtonKind::Secondary
                    glyph=icondata_lu::LuHourglass
                />
                <ButtonLink
                    href="/roster/feed"
                    label=t_string!(i18n, timesheet.feed)
                    kind=ButtonKind::Secondary
                    glyph=icondata_lu::LuCalendarPlus
                />
                {edit}
                {hall_ways(None)}
            </div>
        </QueryForm>
    }
    .into_any()
}

fn own_swaps(page: &SwapPage, query: &ParamsMap, act: Keeping<AnswerSwap>) -> Option<AnyView> {
    let i18n = use_i18n();
    let address = |swaps: Option<ApprovalId>| {
        let asked = ["view", "at"].into_iter().filter_map(|key| Some((key, query.get(key)?)));
        let swaps = swaps.map(|swaps| ("swaps", swaps.to_string()));
        let query: ParamsMap = asked.chain(swaps).collect();
        format!("/roster{}#swaps", query.to_query_string())
    };
    let start = query.get_str("swaps").map(|_| address(None));
    let next = page.next.map(|before| (address(Some(before)), t_string!(i18n, common.earlier)));
    (!page.swaps.is_empty() || start.is_some()).then(|| {
        view! {
            <SectionHeader title=t_string!(i18n, swap.mine) attr:id="swaps"/>
            {swap_rows::own_cards(&page.swaps, act)}
            {pages::ways(start, next)}
        }
        .into_any()
    })
}

fn head(span: Span, roster: &RosterView) -> AnyView {
    let view = if span == Span::Month { "view=month&" } else { "" };
    period_head(span, (roster.from, roster.to), |at| format!("/roster?{view}at={at}"))
}

fn grid(roster: &RosterView) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let today = hall_date(roster.as_of);
    let caption = t_string!(i18n, roster.month_caption, month = when::month(roster.from, locale));
    let cell = |day: &RosterDay| MonthDay {
        number: day.duty.date.day(),
        label: words::cell(i18n, &day.duty),
        tone: words::tone(&day.duty),
        mark: words::day_mark(i18n, day.duty.day_kind),
        today: day.duty.date == today,
        href: None,
    };
    view! {
        <MonthGrid
            caption=caption
            weekdays=Signal::stored(when::weekdays(locale))
            first_weekday=Signal::stored(roster.from.weekday().num_days_from_monday() as usize)
            days=Signal::stored(roster.days.iter().map(cell).collect::<Vec<_>>())
        />
    }
}

fn list(roster: &RosterView) -> AnyView {
    let i18n = use_i18n();
    if roster.days.iter().all(|day| day.duty.assignment == Assignment::Unscheduled) {
        return view! {
            <EmptyState
                glyph=icondata_lu::LuCalendarOff
                title=t_string!(i18n, roster.empty)
                text=t_string!(i18n, roster.empty_text).to_owned()
            />
        }
        .into_any();
    }
    let today = hall_date(roster.as_of);
    let changed = news::changed(&roster.news);
    let rows = roster.days.iter().map(|day| {
        let date = day.duty.date;
        row(day, date == today, changed.contains(&date))
    });
    let rows = rows.collect_view();
    view! {
        <Card space=CardSpace::Flush>
            <Rows>{rows}</Rows>
        </Card>
    }
    .into_any()
}

/// A day: the shift's hours, the window and who else is there.
fn row(day: &RosterDay, today: bool, changed: bool) -> AnyView {
    let i18n = use_i18n();
    let times = day.duty.shift().map(|shift| words::times(i18n, shift));
    let partner = day.partner.as_deref().map(|name| t_string!(i18n, roster.with, name = name));
    let working = day.duty.shift().is_some();
    let place = [day.window.clone(), partner].into_iter().flatten().filter(|_| working);
    let kind = words::day_kind(i18n, day.duty.day_kind).map(ToOwned::to_owned);
    let detail: Vec<String> = times.into_iter().chain(place).chain(kind).collect();
    let detail = (!detail.is_empty()).then(|| detail.join(" · "));
    let badge = assignment_badge(&day.duty);
    let leave = request_words::day_leave(i18n, &day.leave);
    let date = when::date(day.duty.date, i18n.get_locale_untracked());
    let title = if today { format!("{date} · {}", t_string!(i18n, roster.today)) } else { date };
    view! {
        <ListRow
            title=title
            detail=Signal::stored(detail)
            current=Signal::stored(today)
        >
            {changed.then(|| view! { <Badge tone=Tone::Wait label=t_string!(i18n, roster_edit.changed)/> })}
            {leave.map(|word| view! { <Badge tone=Tone::Info label=word glyph=icondata_lu::LuCalendarX/> })}
            {badge}
        </ListRow>
    }
    .into_any()
}
