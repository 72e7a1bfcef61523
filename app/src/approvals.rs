//! What waits for my decision, what I have decided, one request on its way; who decides in my place.

pub mod api;
mod deciding;
pub mod hours_api;
pub mod hours_page;
pub mod inbox_page;
pub(crate) mod progress;
pub mod request_page;
pub mod routes_api;
mod routes_fields;
pub mod routes_page;
pub(crate) mod routes_words;
pub mod rules_page;
pub(crate) mod scope_fields;
pub(crate) mod side_forms;
pub(crate) mod words;

use domain::ids::ApprovalId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The request that the address names; nothing where it names none.
pub(crate) fn id_in_path() -> Memo<Option<ApprovalId>> {
    let params = use_params_map();
    Memo::new(move |_| params.read().get_str("id")?.parse().ok())
}
