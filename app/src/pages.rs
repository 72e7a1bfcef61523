//! Lists that are shown a page at a time.

use leptos::prelude::*;
use leptos_router::params::ParamsMap;

use crate::{
    i18n::{t_string, use_i18n},
    kit::{ButtonKind, ButtonLink, Way},
};

/// The way back to the start of a list at `path`, where the address asks with `key` for a later page of it.
pub(crate) fn start(query: Memo<ParamsMap>, key: &str, path: &str) -> Option<String> {
    query.with_untracked(|query| query.get_str(key).map(|_| path.to_owned()))
}

/// The end of a page: back to the start of the list, where this is a later one, and on to the next, where there is one.
pub(crate) fn ways(start: Option<String>, next: Option<Way>) -> Option<AnyView> {
    let i18n = use_i18n();
    if start.is_none() && next.is_none() {
        return None;
    }
    let start = start.map(|href| {
        view! { <ButtonLink href=href label=t_string!(i18n, common.first_page) kind=ButtonKind::Quiet/> }
    });
    let next = next.map(|(href, label)| view! { <ButtonLink href=href label=label kind=ButtonKind::Secondary/> });
    Some(
        view! {
            <nav class="actions" aria-label=t_string!(i18n, common.pages)>
                {start}
                {next}
            </nav>
        }
        .into_any(),
    )
}
