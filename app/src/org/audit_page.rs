use domain::{ids::HallId, problem::Problem};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{api::hall_audit, audit_path, audit_words};
use crate::{
    accounts::audit_lines,
    error::AppError,
    i18n::{t_string, use_i18n},
    kit::PageHeader,
    pages,
    shown::shown,
    wire::reading,
};

/// `/org/{hall}/audit`: who did what to a hall and what is in it, and when: newest first, a page at a time.
pub(crate) fn audit_page() -> AnyView {
    let i18n = use_i18n();
    let (params, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| (params.read().get("hall"), query.read().get("after")));
    let read =
        reading(move || asked.get(), |(hall, after)| async move { hall_audit(parse(hall)?, pages::key(after)?).await });
    let back = move || {
        let hall = params.read().get("hall").unwrap_or_default();
        (format!("/org/{hall}"), t_string!(i18n, org.title).to_owned())
    };
    view! {
        {move || view! { <PageHeader title=t_string!(i18n, people.audit) back=back()/> }}
        {shown(read, 6, move |page| {
            let (hall, after) = asked.get_untracked();
            let path = hall.and_then(|hall| hall.parse().ok()).map(audit_path).unwrap_or_default();
            let start = after.map(|_| path.clone());
            audit_lines(page, audit_words::words, (start, &format!("{path}?after=")))
        })}
    }
    .into_any()
}

fn parse(hall: Option<String>) -> Result<HallId, AppError> {
    hall.and_then(|id| id.parse().ok()).ok_or_else(|| Problem::NotFound.into())
}
