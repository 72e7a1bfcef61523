use domain::ids::PersonId;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{audit_lines::audit_lines, audit_words, people_api::audit_about};
use crate::{
    address,
    i18n::{t_string, use_i18n},
    kit::SectionHeader,
    pages,
    shown::shown,
    wire::reading,
};

/// Who did what to a person's account, and when: newest first, a page at a time.
#[component]
pub(super) fn PersonAudit(id: PersonId) -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let after = Memo::new(move |_| query.read().get("audit"));
    let page =
        reading(move || after.get(), move |after| async move { audit_about(id, address::named_if_any(after)?).await });
    view! {
        <SectionHeader title=t_string!(i18n, people.audit)/>
        {shown(page, 3, move |page| {
            let path = format!("/people/{id}");
            audit_lines(page, audit_words::words, (pages::start(query, "audit", &path), &format!("{path}?audit=")))
        })}
    }
}
