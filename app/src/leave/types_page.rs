use domain::{
    leave::{LeaveTypeRow, LeaveTypesView},
    org::HallRow,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{type_words, types_api::leave_types, words};
use crate::{
    error::AppError,
    i18n::{t_string, use_i18n},
    kit::{Badge, Card, CardSpace, ListRow, PageHeader, Rows, Tone},
    org::hall_choice::{hall_choice, halls_to_show},
    refresh,
    shown::shown,
    when,
    wire::reading,
};

/// `/leave/types?hall=`: every kind of leave with the rule in force and what comes next.
pub(crate) fn leave_types_page() -> AnyView {
    let i18n = use_i18n();
    let (query, returned) = (use_query_map(), refresh::on_return());
    let read = reading(move || (query.read().get("hall"), returned.get()), |(hall, _)| read(hall));
    let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, leave_types.title) back/>
        {shown(read, 8, |(halls, view)| body(halls, &view))}
    }
    .into_any()
}

async fn read(hall: Option<String>) -> Result<(Vec<HallRow>, LeaveTypesView), AppError> {
    let (halls, hall) = halls_to_show(hall).await?;
    Ok((halls, leave_types(Some(hall)).await?))
}

fn body(halls: Vec<HallRow>, view: &LeaveTypesView) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let applies = match view.confirmed {
        Some((province, from)) => {
            let (province, from) = (words::province(locale, province), when::full_date(from, locale));
            t_string!(i18n, leave_balance.province, province = province, from = from)
        }
        None => t_string!(i18n, leave_types.national).to_owned(),
    };
    let line = format!("{} · {applies}", view.hall_name);
    let rows = view.rows.iter().map(|row| type_row(view, row)).collect_view();
    let rules = format!("/leave/rules?hall={}", view.hall);
    view! {
        {hall_choice(halls, view.hall, "/leave/types")}
        <p class="muted">{t_string!(i18n, leave_types.text)}</p>
        <Card space=CardSpace::Flush>
            <Rows>
                <ListRow title=t_string!(i18n, leave_types.province_rules) detail=line href=rules/>
            </Rows>
        </Card>
        <Card space=CardSpace::Flush>
            <Rows>{rows}</Rows>
        </Card>
    }
    .into_any()
}

fn type_row(view: &LeaveTypesView, row: &LeaveTypeRow) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let kind = row.now.kind;
    let detail = type_words::brief(i18n, &row.now);
    let href = format!("/leave/types/{}?hall={}", kind.code(), view.hall);
    let version = type_words::version(i18n, row.now.version);
    let next = row.next.as_ref().map(|(from, _)| {
        let label = t_string!(i18n, leave_types.next, date = when::full_date(*from, locale));
        view! { <Badge tone=Tone::Wait label=label/> }
    });
    view! {
        <ListRow title=words::kind(locale, kind) detail=detail href=href>
            <Badge tone=Tone::Neutral label=version/>
            {next}
        </ListRow>
    }
    .into_any()
}
