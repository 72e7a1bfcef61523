use chrono::{Datelike, Months, NaiveDate};
use domain::{
    attendance::{DayResult, DayStatus, MonthDay, MonthTotals, MonthView},
    calendar::CalendarStatus,
    ids::PersonId,
    policy::Action,
    roster::Assignment,
    time::hall_date,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map, use_query_map};

use super::{api::month, close_api::AcceptMonth, month_day, month_sheet::sheet, month_standing, month_words, words};
use crate::{
    address,
    error::AppError,
    forms::{self, QueryForm},
    i18n::{t_string, use_i18n},
    kit::{
        self, Badge, Banner, Button, ButtonKind, Card, CardSpace, EmptyState, ListRow, MonthGrid, PageHeader, Pager,
        Rows, SectionHeader, Stat, Stats, Tone, Unfolded,
    },
    outbox::{Keeping, outbox},
    refresh, roster, session,
    shown::shown,
    when,
    wire::reading,
};

/// `/attendance` and `/attendance/{yyyy-mm}`: my month, or with `?person=` that of somebody I may see.
pub(crate) fn month_page() -> AnyView {
    let i18n = use_i18n();
    let (params, query, returned) = (use_params_map(), use_query_map(), refresh::on_return());
    let asked = move || (query.read().get("person"), params.read().get("month"));
    let last = refresh::Last::new();
    let accept = Keeping::<AcceptMonth>::new();
    let (accepted, settled) = (forms::successes(accept.action), outbox().settlements());
    let read = reading(
        move || (asked(), (returned.get(), accepted.get(), settled.get())),
        move |(asked, _)| async move {
            let (person, date) = from_address(asked.clone())?;
            last.instead(&asked, month(person, date).await)
        },
    );
    last.follow(asked, read);
    Unfolded::<NaiveDate>::provide();
    open_linked_day();
    let others = query.read_untracked().get("person").is_some() && session::may_anywhere(Action::BoardView);
    let header = if others {
        let back = ("/board".to_owned(), t_string!(i18n, common.tab_board).to_owned());
        view! { <PageHeader title=t_string!(i18n, common.tab_attendance) back/> }.into_any()
    } else {
        view! { <PageHeader title=t_string!(i18n, common.tab_attendance)/> }.into_any()
    };
    view! {
        {header}
        {shown(read, 7, move |month| body(&month, accept))}
    }
    .into_any()
}

/// What an address asks for; one that means nothing leads nowhere.
fn from_address(
    (person, code): (Option<String>, Option<String>),
) -> Result<(Option<PersonId>, Option<NaiveDate>), AppError> {
    Ok((address::named_if_any(person)?, address::month_if_any(code)?))
}

/// Unfolds the day that the address names, if it is on the page already: following `#d-24` scrolls to a day, but
/// leaves it folded.
fn open_linked_day() {
    let hash = use_location().hash;
    Effect::new(move |_| {
        let id = hash.get().trim_start_matches('#').to_owned();
        if let Some(day) = document().get_element_by_id(&id)
            && day.tag_name() == "DETAILS"
        {
            let _ = day.set_attribute("open", "");
        }
    });
}

fn body(month: &MonthView, accept: Keeping<AcceptMonth>) -> AnyView {
    let i18n = use_i18n();
    let freshness = if session::me().is_some_and(|me| me.actor.person == month.person) {
        refresh::as_of(month.as_of)
    } else {
        let time = when::time(month.as_of);
        Signal::stored(t_string!(i18n, attendance.whose_month, name = month.name.as_str(), time = time))
    };
    let mine = session::me().is_some_and(|me| me.actor.person == month.person);
    let provisional = month.calendar.status == CalendarStatus::Provisional;
    view! {
        <p class="muted small">{freshness}</p>
        {provisional
            .then(|| view! { <Banner tone=Tone::Info text=t_string!(i18n, attendance.provisional)/> })}
        <div class="panes screen-only">
            <div class="stack pane-stay">
                {grid(month)}
                {totals(&month.totals)}
                {month_standing::card(month, accept)}
                {mine.then(ask_correction)}
            </div>
            <div class="stack">
                {month_standing::changes(month)}
                {lists(month)}
            </div>
        </div>
        {sheet(month)}
    }
    .into_any()
}

/// The way to a correction of any day, as a plain form: it works without a script.
fn ask_correction() -> AnyView {
    let i18n = use_i18n();
    view! {
        <QueryForm action="/attendance/correction">
            <div class="actions">
                <Button
                    label=t_string!(i18n, timesheet.correction)
                    kind=ButtonKind::Secondary
                    glyph=icondata_lu::LuPencilLine
                />
            </div>
        </QueryForm>
    }
    .into_any()
}

fn grid(month: &MonthView) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let title = when::month(month.month, locale);
    let caption = t_string!(i18n, attendance.month_caption, month = title.as_str());
    let first_weekday = month.month.weekday().num_days_from_monday() as usize;
    let today = hall_date(month.as_of);
    let days: Vec<kit::MonthDay> = month.days.iter().map(|day| cell(day, month, today)).collect();
    let mine = session::me().is_some_and(|me| me.actor.person == month.person);
    let href = |date: Option<NaiveDate>| {
        let code = when::month_code(date.unwrap_or(month.month));
        if mine { format!("/attendance/{code}") } else { format!("/attendance/{code}?person={}", month.person) }
    };
    let previous = href(month.month.checked_sub_months(Months::new(1)));
    let next = href(month.month.checked_add_months(Months::new(1)));
    view! {
        <Card space=CardSpace::Snug>
            <Pager
                title=title
                label=t_string!(i18n, attendance.months)
                previous=(previous, t_string!(i18n, attendance.previous_month))
                next=(next, t_string!(i18n, attendance.next_month))
            />
            <MonthGrid
                caption=caption
                weekdays=Signal::stored(when::weekdays(locale))
                first_weekday=Signal::stored(first_weekday)
                days=Signal::stored(days)
            />
        </Card>
    }
}

/// A day's cell: what it came to, or on days to come, what is planned.
fn cell(day: &MonthDay, month: &MonthView, today: NaiveDate) -> kit::MonthDay {
    let i18n = use_i18n();
    let date = day.duty.date;
    let judged = day.result.as_ref().filter(|result| result.status != DayStatus::Pending);
    let (label, tone) = match judged {
        Some(result) => (words::day_cell(i18n, result).to_owned(), words::judged(i18n, result).1),
        None => (roster::words::cell(i18n, &day.duty), Tone::Neutral),
    };
    kit::MonthDay {
        number: date.day(),
        label,
        tone,
        mark: roster::words::day_mark(i18n, day.duty.day_kind),
        today: date == today,
        href: month_day::has_detail(day, &month.punches).then(|| format!("#{}", month_day::anchor(date))),
    }
}

fn needs_look(result: &DayResult) -> bool {
    let faulty = matches!(
        result.status,
        DayStatus::Late | DayStatus::LeftEarly | DayStatus::LateAndEarly | DayStatus::MissingPunch | DayStatus::Absent
    );
    faulty || result.needs_review
}

fn totals(totals: &MonthTotals) -> impl IntoView + use<> {
    let stat = |figure: month_words::Figure| {
        let unit = Some(figure.unit.to_owned()).filter(|unit| !unit.is_empty());
        view! {
            <Stat
                label=figure.label
                value=figure.value
                unit=Signal::stored(unit)
                tone=Signal::stored(figure.tone)
            />
        }
    };
    let stats = month_words::figures(use_i18n(), totals).into_iter().map(stat).collect_view();
    view! {
        <Card>
            <Stats>{stats}</Stats>
        </Card>
    }
}

/// The days that want a look, then every day with something to show, the latest first.
fn lists(month: &MonthView) -> AnyView {
    let i18n = use_i18n();
    let told: Vec<&MonthDay> =
        month.days.iter().rev().filter(|day| month_day::has_detail(day, &month.punches)).collect();
    if told.is_empty() {
        let planned = month.days.iter().any(|day| day.duty.assignment != Assignment::Unscheduled);
        return (!planned)
            .then(|| {
                view! {
                    <EmptyState
                        glyph=icondata_lu::LuCalendarOff
                        title=t_string!(i18n, attendance.empty_month)
                        text=t_string!(i18n, attendance.empty_month_text).to_owned()
                    />
                }
            })
            .into_any();
    }
    let wanting: Vec<_> =
        month.days.iter().rev().filter_map(|day| day.result.as_ref()).filter(|r| needs_look(r)).collect();
    let count = t_string!(i18n, attendance.day_count, n = wanting.len());
    let wanting = (!wanting.is_empty()).then(|| wanting.into_iter().map(wanting_row).collect_view());
    let all = told.into_iter().map(|day| month_day::row(day, month)).collect_view();
    view! {
        {wanting
            .map(|wanting| {
                view! {
                    <SectionHeader title=t_string!(i18n, attendance.needs_look) note=count/>
                    <Card space=CardSpace::Flush>
                        <Rows>{wanting}</Rows>
                    </Card>
                }
            })}
        <SectionHeader title=t_string!(i18n, attendance.all_days)/>
        <Card space=CardSpace::Flush>
            <Rows>{all}</Rows>
        </Card>
    }
    .into_any()
}

fn wanting_row(result: &DayResult) -> AnyView {
    let i18n = use_i18n();
    let date = when::date(result.date, i18n.get_locale_untracked());
    let (word, tone) = words::judged(i18n, result);
    view! {
        <ListRow
            title=date
            detail=Signal::stored(words::remarks(i18n, result))
            href=format!("#{}", month_day::anchor(result.date))
        >
            <Badge tone=tone label=word/>
        </ListRow>
    }
    .into_any()
}
