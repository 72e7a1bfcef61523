//! Lists that are shown a page at a time.

use std::str::FromStr;

use domain::problem::Problem;
use leptos::prelude::*;

use crate::{
    error::AppError,
    i18n::{t_string, use_i18n},
    kit::{ButtonKind, ButtonLink, Way},
};

/// The key in the address with which a page is asked for; one that means nothing leads nowhere.
///
/// # Errors
/// [`Problem::NotFound`] for what is no key.
pub(crate) fn key<K: FromStr>(asked: Option<String>) -> Result<Option<K>, AppError> {
    asked.map(|key| key.parse()).transpose().map_err(|_| Problem::NotFound.into())
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
