//! What somebody else decides on: one kind of request or one place, where it is not all.

use domain::{approvals::ApprovalKind, policy::Scope};
use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    kit::{Choice, Select},
};

/// A field of the form: its name, what stands in it, and what is wrong with it.
pub(crate) type ScopeField = (&'static str, String, Signal<Option<String>>);

/// The kind and the place; the first choice of each is all.
pub(crate) fn scope_fields(places: &[(Scope, String)], kind: ScopeField, place: ScopeField) -> AnyView {
    let i18n = use_i18n();
    let all = Choice::new("", t_string!(i18n, approvals_more.kind_all));
    let kinds = ApprovalKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind_name(*kind)));
    let kinds: Vec<Choice> = std::iter::once(all).chain(kinds).collect();
    let all = Choice::new("", t_string!(i18n, approvals_more.place_all));
    let places = places.iter().map(|(place, name)| Choice::new(place.to_string(), name.clone()));
    let places: Vec<Choice> = std::iter::once(all).chain(places).collect();
    let select = |label: &'static str, choices: Vec<Choice>, (name, value, error): ScopeField| {
        view! { <Select label=label name=name choices=Signal::stored(choices) value=value error=error/> }
    };
    view! {
        <div class="field-pair">
            {select(t_string!(i18n, approvals_more.kind), kinds, kind)}
            {select(t_string!(i18n, approvals_more.place), places, place)}
        </div>
    }
    .into_any()
}

/// What a kind of request is called.
pub(crate) fn kind_name(kind: ApprovalKind) -> &'static str {
    let i18n = use_i18n();
    match kind {
        ApprovalKind::Leave => t_string!(i18n, approvals_more.kind_leave),
        ApprovalKind::Correction => t_string!(i18n, approvals_more.kind_correction),
        ApprovalKind::Overtime => t_string!(i18n, overtime.kind),
        ApprovalKind::Swap => t_string!(i18n, swap.kind),
    }
}
