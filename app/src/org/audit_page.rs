use domain::accounts::AuditPage;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{
    api::{agency_audit, hall_audit},
    audit_path, audit_words, hall_path,
};
use crate::{
    accounts::audit_lines,
    address,
    error::AppError,
    i18n::{t_string, use_i18n},
    kit::PageHeader,
    pages,
    shown::shown,
    wire::reading,
};

/// `/org/{hall}/audit`: who did what to a hall and what is in it, and when: newest first, a page at a time. `/org/audit`
/// is the same of what was set for the whole agency.
pub(crate) fn audit_page() -> AnyView {
    let i18n = use_i18n();
    let (params, query) = (use_params_map(), use_query_map());
    let hall = Memo::new(move |_| params.read().get("hall"));
    let read = reading(move || (hall.get(), query.read().get("after")), |(hall, after)| read(hall, after));
    let header = move || match hall.get() {
        Some(hall) => {
            let back = (hall_path(hall.parse().ok()), t_string!(i18n, org.title).to_owned());
            view! { <PageHeader title=t_string!(i18n, people.audit) back/> }
        }
        None => {
            let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
            view! { <PageHeader title=t_string!(i18n, audit.agency) back/> }
        }
    };
    view! {
        {header}
        {shown(read, 6, move |page| {
            let path = audit_path(hall.get_untracked().and_then(|hall| hall.parse().ok()));
            audit_lines(page, audit_words::words, (pages::start(query, "after", &path), &format!("{path}?after=")))
        })}
    }
    .into_any()
}

async fn read(hall: Option<String>, after: Option<String>) -> Result<AuditPage, AppError> {
    let after = address::named_if_any(after)?;
    match address::named_if_any(hall)? {
        Some(hall) => hall_audit(hall, after).await,
        None => agency_audit(after).await,
    }
}
