//! What waits for my decision, and what I have decided.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    i18n::{t_string, use_i18n},
    kit::{EmptyState, PageHeader, TabLink, Tabs},
};

/// `/approvals`, and with `?view=decided` the decided ones. There are none of either yet.
pub(crate) fn approvals_page() -> AnyView {
    let i18n = use_i18n();
    let query = use_query_map();
    let decided = Memo::new(move |_| query.read().get_str("view") == Some("decided"));
    let tabs = move || {
        vec![
            TabLink::new("/approvals", t_string!(i18n, approvals.to_decide), !decided.get()),
            TabLink::new("/approvals?view=decided", t_string!(i18n, approvals.decided), decided.get()),
        ]
    };
    let none = move || {
        if decided.get() { t_string!(i18n, approvals.none_decided) } else { t_string!(i18n, approvals.none_to_decide) }
    };
    view! {
        <PageHeader title=t_string!(i18n, common.tab_approvals)/>
        <Tabs label=t_string!(i18n, approvals.views) items=Signal::derive(tabs)/>
        <EmptyState glyph=icondata_lu::LuStamp title=none/>
    }
    .into_any()
}
