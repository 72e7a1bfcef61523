use chrono::{Months, NaiveDate};
use domain::{
    attendance::{MonthAct, MonthCloseView, MonthState},
    policy::Action,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{
    close_api::{ActOnMonth, month_close},
    close_blocks::blocks,
    month_words,
};
use crate::{
    address,
    error::AppError,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        Badge, Button, Card, CardSpace, ConfirmButton, Fact, Facts, FormError, ListRow, PageHeader, Pager, Rows,
        SectionHeader,
    },
    refresh, session,
    shown::shown,
    when,
    wire::reading,
};

/// `/attendance/close/{yyyy-mm}?hall=`: a hall's month, what keeps it from being locked, and its downloads.
pub(crate) fn close_page() -> AnyView {
    let i18n = use_i18n();
    let (params, query, returned) = (use_params_map(), use_query_map(), refresh::on_return());
    let asked = move || (query.read().get("hall"), params.read().get("month"));
    let act = ServerAction::<ActOnMonth>::new();
    let (acted, progressed) = (forms::successes(act), RwSignal::new(0_u32));
    let read = reading(
        move || (asked(), (acted.get(), returned.get(), progressed.get())),
        |((hall, month), _)| read(hall, month),
    );
    let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, timesheet.close) back/>
        <FormError message=forms::message(forms::refusal(act))/>
        {shown(read, 5, move |close| body(&close, act, progressed))}
    }
    .into_any()
}

async fn read(hall: Option<String>, month: Option<String>) -> Result<MonthCloseView, AppError> {
    month_close(address::named_if_any(hall)?, address::month_if_any(month)?).await
}

fn body(close: &MonthCloseView, act: ServerAction<ActOnMonth>, progressed: RwSignal<u32>) -> AnyView {
    let i18n = use_i18n();
    let as_of = t_string!(i18n, common.as_of, time = when::time(close.as_of));
    view! {
        {head(close)}
        <div class="panes">
            <div class="stack pane-stay">
                {standing(close)}
                {(close.state == MonthState::Closing).then(|| progress(close, progressed))}
                {people(close)}
                {close.acts.iter().map(|which| form(close, *which, act)).collect_view()}
                {downloads(close)}
            </div>
            <div class="stack">{blocks(close)}</div>
        </div>
        <p class="muted small">{as_of}</p>
    }
    .into_any()
}

fn head(close: &MonthCloseView) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let title = format!("{} · {}", close.hall_name, when::month(close.month, i18n.get_locale_untracked()));
    let hall = close.hall;
    let href = |month: Option<NaiveDate>| {
        month.map(|month| format!("/attendance/close/{}?hall={hall}", when::month_code(month))).unwrap_or_default()
    };
    let previous = href(close.month.checked_sub_months(Months::new(1)));
    let next = href(close.month.checked_add_months(Months::new(1)));
    view! {
        <Pager
            title=title
            label=t_string!(i18n, attendance.months)
            previous=(previous, t_string!(i18n, attendance.previous_month))
            next=(next, t_string!(i18n, attendance.next_month))
        />
    }
}

fn standing(close: &MonthCloseView) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let (tone, word) = month_words::state(i18n, close.state);
    let accepted = t_string!(i18n, timesheet.accepted_of, n = close.accepted, of = close.people);
    let by = |settled: &Option<(String, chrono::DateTime<chrono::Utc>)>| match settled {
        Some((name, at)) => format!("{name} · {}", when::moment(*at, locale)),
        None => t_string!(i18n, timesheet.not_yet).to_owned(),
    };
    let (confirmed, locked) = (by(&close.confirmed), by(&close.locked));
    view! {
        <Card>
            <div class="line line-apart">
                <h3>{t_string!(i18n, timesheet.standing)}</h3>
                <Badge tone=tone label=word/>
            </div>
            <Facts>
                <Fact label=t_string!(i18n, timesheet.accepted)>{accepted}</Fact>
                <Fact label=t_string!(i18n, timesheet.hall_confirmed)>{confirmed}</Fact>
                <Fact label=t_string!(i18n, timesheet.locked_by)>{locked}</Fact>
            </Facts>
        </Card>
    }
}

/// The way to what there is to answer for.
fn people(close: &MonthCloseView) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let href = format!("/attendance/close/{}/people?hall={}", when::month_code(close.month), close.hall);
    let detail = t_string!(i18n, timesheet.people_way).to_owned();
    view! {
        <Card space=CardSpace::Flush>
            <Rows>
                <ListRow title=t_string!(i18n, timesheet.people) detail=Signal::stored(Some(detail)) href=href/>
            </Rows>
        </Card>
    }
}

/// Sheets written so far. The page asks again every few seconds; without a script by the link.
fn progress(close: &MonthCloseView, progressed: RwSignal<u32>) -> impl IntoView + use<> {
    let i18n = use_i18n();
    #[cfg(feature = "hydrate")]
    {
        let again =
            set_timeout_with_handle(move || progressed.update(|count| *count += 1), std::time::Duration::from_secs(3));
        on_cleanup(move || {
            if let Ok(again) = again {
                again.clear();
            }
        });
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = progressed;
    let line = t_string!(i18n, timesheet.written_of, n = close.written, of = close.people);
    let again = format!("/attendance/close/{}?hall={}", when::month_code(close.month), close.hall);
    let (max, value) = (close.people.max(1).to_string(), close.written.to_string());
    view! {
        <Card>
            <label class="stack-s">
                <span>{line}</span>
                <progress max=max value=value></progress>
            </label>
            <noscript>
                <a href=again>{t_string!(i18n, timesheet.look_again)}</a>
            </noscript>
        </Card>
    }
}

fn form(close: &MonthCloseView, which: MonthAct, act: ServerAction<ActOnMonth>) -> AnyView {
    let i18n = use_i18n();
    let control = match which {
        MonthAct::Confirm => view! {
            <p class="muted small">{t_string!(i18n, timesheet.confirm_text)}</p>
            <div class="actions">
                <Button label=t_string!(i18n, timesheet.confirm_month) glyph=icondata_lu::LuCheck busy=act.pending()/>
            </div>
        }
        .into_any(),
        MonthAct::Lock => view! {
            <ConfirmButton
                label=t_string!(i18n, timesheet.lock_month)
                question=t_string!(i18n, timesheet.lock_question)
                confirm=t_string!(i18n, timesheet.lock_confirm)
                glyph=icondata_lu::LuLock
                busy=act.pending()
            />
        }
        .into_any(),
    };
    let (hall, month, version) = (close.hall.to_string(), close.month.to_string(), close.version.to_string());
    view! {
        <ActionForm action=act attr:class="stack-s">
            <input type="hidden" name="hall" value=hall/>
            <input type="hidden" name="month" value=month/>
            <input type="hidden" name="version" value=version/>
            <input type="hidden" name="act" value=which.code()/>
            {control}
        </ActionForm>
    }
    .into_any()
}

/// Files for pay and for the hall's records. Plain links: the browser saves them.
fn downloads(close: &MonthCloseView) -> Option<AnyView> {
    let i18n = use_i18n();
    if !session::may_anywhere(Action::AttendanceExport) {
        return None;
    }
    let href =
        |file: &str| format!("/downloads/attendance/{}/{file}?hall={}", when::month_code(close.month), close.hall);
    let file = |name: &str, title: &'static str, detail: &'static str| {
        view! {
            <li>
                <a class="row" href=href(name) download="" rel="external">
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
    let (excel, csv) = (t_string!(i18n, timesheet.excel), t_string!(i18n, timesheet.csv));
    let (sheets, punches) = (t_string!(i18n, timesheet.month_sheets), t_string!(i18n, timesheet.raw_punches));
    let rows = [
        file("sheets.xlsx", sheets, excel),
        file("sheets.csv", sheets, csv),
        file("days.csv", t_string!(i18n, worktime.days_file), csv),
        file("adjustments.csv", t_string!(i18n, worktime.adjustments_file), csv),
        file("punches.xlsx", punches, excel),
        file("punches.csv", punches, csv),
    ]
    .collect_view();
    Some(
        view! {
            <SectionHeader title=t_string!(i18n, timesheet.downloads)/>
            <Card space=CardSpace::Flush>
                <Rows>{rows}</Rows>
            </Card>
        }
        .into_any(),
    )
}
