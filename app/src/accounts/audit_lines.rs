//! Lines of the audit trail, whatever they are about.

use domain::accounts::{AuditPage, AuditView};
use leptos::prelude::*;
use leptos_i18n::I18nContext;

use crate::{
    i18n::{Locale, t_string, use_i18n},
    kit::{Card, CardSpace, EmptyState, ListRow, Rows},
    pages, when,
};

/// What a line says was done, and what else it says that can be put into words.
type Words = fn(I18nContext<Locale>, &AuditView) -> (&'static str, Option<String>);

/// A page of the trail, with the way back to its start, where this is a later one; `next` is the address of another page
/// up to its key.
pub(crate) fn audit_lines(page: AuditPage, words: Words, (start, next): (Option<String>, &str)) -> AnyView {
    let i18n = use_i18n();
    if page.lines.is_empty() {
        let text = t_string!(i18n, people.no_audit_text).to_owned();
        return view! { <EmptyState glyph=icondata_lu::LuScrollText title=t_string!(i18n, people.no_audit) text/> }
            .into_any();
    }
    let rows = page.lines.into_iter().map(|each| line(each, words)).collect_view();
    let next = page.next.map(|key| (format!("{next}{key}"), t_string!(i18n, people.audit_more)));
    view! {
        <Card space=CardSpace::Flush>
            <Rows>{rows}</Rows>
        </Card>
        {pages::ways(start, next)}
    }
    .into_any()
}

fn line(line: AuditView, words: Words) -> AnyView {
    let i18n = use_i18n();
    let (act, more) = words(i18n, &line);
    let at = when::moment(line.at, i18n.get_locale_untracked());
    // The operator's lines say that they come from the command line; what the program does comes from nowhere.
    let nobody =
        if line.address.is_empty() { t_string!(i18n, audit.by_itself) } else { t_string!(i18n, people.audit_operator) };
    // Nobody's address is that of the command line: said already.
    let (actor, address) = match line.actor {
        Some(actor) => (actor, line.address),
        None => (nobody.to_owned(), String::new()),
    };
    let parts = [more.unwrap_or_default(), at, actor, address];
    let detail: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    view! { <ListRow title=act detail=detail.join(" · ")/> }.into_any()
}
