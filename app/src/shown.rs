//! What a page reads, on the page: its outline while it is on its way, then what it says, or why there is nothing.

use std::{future::Future, pin::Pin, sync::Arc};

use leptos::prelude::*;

use crate::{
    error::AppError,
    i18n::{t_string, use_i18n},
    kit::{FormError, PageHeader, Skeleton},
    wire::Reading,
};

/// Shows what is read. Until it has come first, an outline of some rows; while it is read anew, what was there before;
/// if it can't be read, why.
pub fn shown<T>(read: Reading<T>, rows: usize, body: impl Fn(T) -> AnyView + Send + Sync + 'static) -> AnyView
where
    T: Clone + Send + Sync + 'static,
{
    shown_or(read, rows, body, |error| nothing(&error))
}

/// [`shown`], with words of its own for what can't be read.
pub fn shown_or<T>(
    read: Reading<T>,
    rows: usize,
    body: impl Fn(T) -> AnyView + Send + Sync + 'static,
    nothing: impl Fn(AppError) -> AnyView + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + Send + Sync + 'static,
{
    let answer = Arc::new(move |answer| match answer {
        Ok(value) => body(value),
        Err(error) => nothing(error),
    });
    let next = move || -> Content {
        let answer = answer.clone();
        Box::pin(async move { answer(read.await) })
    };
    frame(rows, Box::new(next))
}

/// Why there is nothing. The page's status says it, too, where no reading has failed: what an address names may be
/// missing from what was read.
pub fn nothing(error: &AppError) -> AnyView {
    #[cfg(feature = "ssr")]
    crate::request::page_lacks(error);
    let message = error.text(use_i18n());
    view! { <FormError message/> }.into_any()
}

/// A page's header with why there is nothing below it, for pages whose own header tells what was read.
pub fn nothing_under(title: &'static str, back: (String, String), error: &AppError) -> AnyView {
    view! {
        <PageHeader title back/>
        {nothing(error)}
    }
    .into_any()
}

type Content = Pin<Box<dyn Future<Output = AnyView> + Send>>;

/// Of one type for all that is read, so that waiting for it is compiled once.
fn frame(rows: usize, next: Box<dyn Fn() -> Content + Send + Sync>) -> AnyView {
    let i18n = use_i18n();
    view! {
        <Transition fallback=move || view! { <Skeleton label=t_string!(i18n, common.loading) rows/> }>
            {move || Suspend::new(next())}
        </Transition>
    }
    .into_any()
}
