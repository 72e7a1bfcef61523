//! What forms show of their action's answer, and where they lead.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::{error::AppError, i18n::use_i18n, words};

mod action;
mod draft;
mod query;

pub use action::{ActionForm, Posted, ServerAction, refused_before, typed_before};
pub use draft::{Laid, draft_until, kept_draft, kept_draft_if};
pub use query::QueryForm;

/// Why the action last refused, if it did.
pub fn refusal<S: Posted>(action: ServerAction<S>) -> Signal<Option<AppError>> {
    Signal::derive(move || {
        action.value().with(|value| value.as_ref().and_then(|answer| answer.as_ref().err()).cloned())
    })
}

/// The refusal in words, for the top of the form.
pub fn message(refusal: Signal<Option<AppError>>) -> Signal<Option<String>> {
    let i18n = use_i18n();
    Signal::derive(move || refusal.with(|error| error.as_ref().map(|error| error.text(i18n))))
}

/// What is wrong with one field, by the field's own name.
pub fn at(refusal: Signal<Option<AppError>>, field: impl Into<String>) -> Signal<Option<String>> {
    let (locale, field) = (use_i18n().get_locale_untracked(), field.into());
    Signal::derive(move || {
        let reason = refusal.with(|error| error.as_ref().and_then(|error| error.at(&field)))?;
        Some(words::reason(locale, reason).to_owned())
    })
}

/// Counts the action's successes. What depends on them reads again after each, but not after a refusal:
/// that would throw away what was typed.
pub fn successes<S: Posted>(action: ServerAction<S>) -> Memo<u32> {
    successes_if(action, |_| true)
}

/// The same of those answers that mean it: a form can be told, too, what stands against it.
pub fn successes_if<S: Posted>(action: ServerAction<S>, means_it: fn(&S::Output) -> bool) -> Memo<u32> {
    Memo::new(move |count: Option<&u32>| {
        let done = action.value().with(|value| matches!(value, Some(Ok(output)) if means_it(output)));
        count.copied().unwrap_or_default() + u32::from(done)
    })
}

/// Of two actions of a page only the last one speaks: when it is called, what came of the other goes.
pub fn last_speaks<A: Posted, B: Posted>(one: ServerAction<A>, other: ServerAction<B>) {
    Effect::new(move |_| {
        if one.pending().get() {
            other.clear();
        }
    });
    Effect::new(move |_| {
        if other.pending().get() {
            one.clear();
        }
    });
}

/// Goes on to another page when the action has succeeded. Without a script the server function does it.
pub fn go_when_done<S: Posted>(action: ServerAction<S>, path: impl Fn(&S::Output) -> String + 'static) {
    let navigate = use_navigate();
    Effect::new(move |_| {
        let next = action.value().with(|value| match value {
            Some(Ok(output)) => Some(path(output)),
            _ => None,
        });
        if let Some(next) = next {
            navigate(&next, leptos_router::NavigateOptions::default());
        }
    });
}
