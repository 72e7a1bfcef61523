use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{api::hall_audit, audit_path, audit_words};
use crate::{
    accounts::audit_lines,
    address,
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
    let read = reading(
        move || asked.get(),
        |(hall, after)| async move { hall_audit(address::named(hall)?, address::named_if_any(after)?).await },
    );
    let back = move || {
        let hall = params.read().get("hall").unwrap_or_default();
        (format!("/org/{hall}"), t_string!(i18n, org.title).to_owned())
    };
    view! {
        {move || view! { <PageHeader title=t_string!(i18n, people.audit) back=back()/> }}
        {shown(read, 6, move |page| {
            let path = asked.get_untracked().0.and_then(|hall| hall.parse().ok()).map(audit_path).unwrap_or_default();
            audit_lines(page, audit_words::words, (pages::start(query, "after", &path), &format!("{path}?after=")))
        })}
    }
    .into_any()
}
