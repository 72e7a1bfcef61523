use domain::{
    accounts::{AuditPage, AuditView},
    ids::{AuditId, PersonId},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{audit_words, people_api::audit_about};
use crate::{
    i18n::{t_string, use_i18n},
    kit::{Card, CardSpace, EmptyState, ListRow, Rows, SectionHeader},
    pages,
    shown::shown,
    when,
    wire::reading,
};

/// Who did what to a person's account, and when: newest first, a page at a time.
#[component]
pub(super) fn PersonAudit(id: PersonId) -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let after = Memo::new(move |_| query.with(|query| query.get("audit")?.parse::<AuditId>().ok()));
    let page = reading(move || after.get(), move |after| audit_about(id, after));
    view! {
        <SectionHeader title=t_string!(i18n, people.audit)/>
        {shown(page, 3, move |page| lines(id, page, after.get_untracked().is_some()))}
    }
}

fn lines(id: PersonId, page: AuditPage, later: bool) -> AnyView {
    let i18n = use_i18n();
    if page.lines.is_empty() {
        return view! { <EmptyState glyph=icondata_lu::LuScrollText title=t_string!(i18n, people.no_audit)/> }
            .into_any();
    }
    let rows = page.lines.into_iter().map(line).collect_view();
    let start = later.then(|| format!("/people/{id}"));
    let next = page.next.map(|next| (format!("/people/{id}?audit={next}"), t_string!(i18n, people.audit_more)));
    view! {
        <Card space=CardSpace::Flush>
            <Rows>{rows}</Rows>
        </Card>
        {pages::ways(start, next)}
    }
    .into_any()
}

fn line(line: AuditView) -> AnyView {
    let i18n = use_i18n();
    let at = when::moment(line.at, i18n.get_locale_untracked());
    let actor = line.actor.unwrap_or_else(|| t_string!(i18n, people.audit_operator).to_owned());
    let more = audit_words::more(i18n, &line.action, &line.detail).unwrap_or_default();
    let detail: Vec<String> = [more, at, actor, line.address].into_iter().filter(|part| !part.is_empty()).collect();
    view! { <ListRow title=audit_words::act(i18n, &line.action) detail=detail.join(" · ")/> }.into_any()
}
