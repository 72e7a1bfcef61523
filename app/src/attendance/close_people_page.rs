use domain::attendance::{MonthPeople, MonthPerson};
use leptos::prelude::*;
use leptos_router::{
    hooks::{use_params_map, use_query_map},
    params::ParamsMap,
};

use super::{close_api::people_of_month, month_words};
use crate::{
    address,
    error::AppError,
    i18n::{t_string, use_i18n},
    kit::{Badge, EmptyState, ListRow, PageHeader, RowsSection, Tone},
    pages, refresh,
    shown::shown,
    when,
    wire::reading,
};

/// `/attendance/close/{yyyy-mm}/people?hall=`: what a hall's month comes to for each of its people, before somebody
/// answers for it.
pub(crate) fn close_people_page() -> AnyView {
    let i18n = use_i18n();
    let (params, query, returned) = (use_params_map(), use_query_map(), refresh::on_return());
    let asked = Memo::new(move |_| {
        let (hall, after) = query.with(|query| (query.get("hall"), query.get("after")));
        (params.read().get("month"), hall, after)
    });
    let read = reading(move || (asked.get(), returned.get()), |(asked, _)| read(asked));
    let back = move || {
        let (month, hall, _) = asked.get_untracked();
        let mut query = ParamsMap::new();
        if let Some(hall) = hall {
            query.insert("hall", hall);
        }
        format!("/attendance/close/{}{}", month.unwrap_or_default(), query.to_query_string())
    };
    let back = (back(), t_string!(i18n, timesheet.close).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, timesheet.people) back/>
        {shown(read, 7, move |page| list(&page, asked.get_untracked().2.is_some()))}
    }
    .into_any()
}

async fn read((month, hall, after): (Option<String>, Option<String>, Option<String>)) -> Result<MonthPeople, AppError> {
    people_of_month(address::named(hall)?, address::month(month)?, after).await
}

fn list(page: &MonthPeople, later: bool) -> AnyView {
    let i18n = use_i18n();
    let title = format!("{} · {}", page.hall_name, when::month(page.month, i18n.get_locale_untracked()));
    if page.rows.is_empty() {
        return view! {
            <EmptyState
                glyph=icondata_lu::LuUsers
                title=t_string!(i18n, timesheet.nobody)
                text=t_string!(i18n, timesheet.nobody_text).to_owned()
            />
        }
        .into_any();
    }
    let address = |after: Option<&str>| {
        let mut query = ParamsMap::new();
        query.insert("hall", page.hall.to_string());
        if let Some(after) = after {
            query.insert("after", after.to_owned());
        }
        format!("/attendance/close/{}/people{}", when::month_code(page.month), query.to_query_string())
    };
    let rows = page.rows.iter().map(|row| person_row(page, row)).collect_view();
    let start = later.then(|| address(None));
    let next = page.next.as_deref().map(|next| (address(Some(next)), t_string!(i18n, common.more)));
    let as_of = t_string!(i18n, common.as_of, time = when::time(page.as_of));
    view! {
        <RowsSection title=title>{rows}</RowsSection>
        {pages::ways(start, next)}
        <p class="muted small">{as_of}</p>
    }
    .into_any()
}

/// The way to a person's days, with what they come to.
fn person_row(page: &MonthPeople, row: &MonthPerson) -> AnyView {
    let i18n = use_i18n();
    let title = format!("{} · {}", row.name, row.sign_in_name);
    let (tone, word) = if row.accepted {
        (Tone::Ok, t_string!(i18n, timesheet.person_accepted))
    } else {
        (Tone::Neutral, t_string!(i18n, timesheet.person_open))
    };
    let href = format!("/attendance/{}?person={}", when::month_code(page.month), row.person);
    let detail = Signal::stored(Some(month_words::line(i18n, &row.totals)));
    view! {
        <ListRow title=title detail=detail href=href>
            <Badge tone=tone label=word/>
        </ListRow>
    }
    .into_any()
}
