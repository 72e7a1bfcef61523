//! What a zone or window was called before.

use domain::org::FormerName;
use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    when,
};

/// A line for each, the latest first; nothing for what was always called so.
pub(super) fn former_names(former: &[FormerName]) -> Option<AnyView> {
    let i18n = use_i18n();
    let line = |former: &FormerName| {
        let until = when::full_date(former.until, i18n.get_locale_untracked());
        let text = t_string!(i18n, org.former_name, name = former.name.as_str(), until = until);
        view! { <p class="muted small">{text}</p> }
    };
    (!former.is_empty()).then(|| view! { <div>{former.iter().map(line).collect_view()}</div> }.into_any())
}
