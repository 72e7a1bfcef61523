//! What a hall or a part of it was called before, and in which zones a window was.

use domain::org::FormerName;
use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    when,
};

/// A line for each name, the latest first; nothing for what was always called so.
pub(super) fn former_names(former: &[FormerName]) -> Option<AnyView> {
    let i18n = use_i18n();
    lines(former, |name, until| t_string!(i18n, org.former_name, name = name, until = until))
}

/// A line for each zone, the latest first; nothing for a window that was always in the same.
pub(super) fn former_zones(former: &[FormerName]) -> Option<AnyView> {
    let i18n = use_i18n();
    lines(former, |name, until| t_string!(i18n, org.former_zone, name = name, until = until))
}

fn lines(former: &[FormerName], told: impl Fn(&str, String) -> String) -> Option<AnyView> {
    let i18n = use_i18n();
    let line = |former: &FormerName| {
        let until = when::full_date(former.until, i18n.get_locale_untracked());
        let text = told(&former.name, until);
        view! { <p class="muted small">{text}</p> }
    };
    (!former.is_empty()).then(|| view! { <div>{former.iter().map(line).collect_view()}</div> }.into_any())
}
