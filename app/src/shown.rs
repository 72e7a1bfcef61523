//! What a page reads, on the page: its outline while it is on its way, then what it says, or why there is nothing.

use std::{
    future::{Future, IntoFuture},
    pin::Pin,
    sync::Arc,
};

use leptos::{prelude::*, tachys::reactive_graph::OwnedView};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    error::AppError,
    i18n::{t_string, use_i18n},
    kit::{Button, EmptyState, FormError, PageHeader, Skeleton},
    wire::Reading,
};

/// Shows what is read. Until it has come first, an outline of some rows; while it is read anew, what was there before;
/// if it can't be read, why.
pub fn shown<T>(read: Reading<T>, rows: usize, body: impl Fn(T) -> AnyView + Send + Sync + 'static) -> AnyView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
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
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    let again = Again::new(move || read.refetch());
    let answer = Arc::new(move |answer| match answer {
        Ok(value) => body(value),
        Err(error) => nothing(error),
    });
    let next = move || -> Content {
        let (answer, again) = (answer.clone(), again.clone());
        Box::pin(async move {
            let read = read.await;
            lasting(&again, || answer(read))
        })
    };
    frame(rows, Box::new(next))
}

/// Waits for an answer and shows it, inside a page's own `Transition`; [`shown`] is all of that.
pub fn awaited<T>(
    again: &Again,
    answer: impl IntoFuture<Output = T, IntoFuture: Send + 'static> + Send + 'static,
    show: impl FnOnce(T) -> AnyView + Send + 'static,
) -> Suspend<AnyView>
where
    T: Send + 'static,
{
    let again = again.clone();
    Suspend::new(async move {
        let answer = answer.await;
        lasting(&again, || show(answer))
    })
}

/// Builds an answer so that it lasts until the next one stands in its place. Leptos ends the signals of what it is about
/// to replace before it waits for that, and while a slow network keeps it waiting a tap on what is still there would find
/// them gone, which ends the whole page.
fn lasting(again: &Again, answer: impl FnOnce() -> AnyView) -> AnyView {
    let build = || {
        provide_context(again.clone());
        answer()
    };
    // The effect that waits for the next answer is the current owner; what is around it stays.
    let Some(around) = Owner::current().and_then(|waiting| waiting.parent()) else { return build() };
    let owner = around.child();
    let view = owner.with(build);
    OwnedView::new_with_owner(view, owner).into_any()
}

/// Why there is nothing. The page's status says it, too, where no reading has failed: what an address names may be
/// missing from what was read. Where the server was not reached, it can be asked again.
pub fn nothing(error: &AppError) -> AnyView {
    #[cfg(feature = "ssr")]
    crate::request::page_lacks(error);
    let i18n = use_i18n();
    match use_context::<Again>() {
        Some(Again(ask)) if *error == AppError::Unreachable => {
            let busy = RwSignal::new(false);
            let retry = move || {
                busy.set(true);
                ask();
            };
            not_here(t_string!(i18n, common.unread_title), busy, retry)
        }
        _ => view! { <FormError message=error.text(i18n)/> }.into_any(),
    }
}

/// A page's header with why there is nothing below it, for pages whose own header tells what was read.
pub fn nothing_under(title: &'static str, back: (String, String), error: &AppError) -> AnyView {
    view! {
        <PageHeader title back/>
        {nothing(error)}
    }
    .into_any()
}

/// Asks the server once more.
#[derive(Clone)]
pub struct Again(Arc<dyn Fn() + Send + Sync>);

impl Again {
    /// By this.
    pub fn new(ask: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(ask))
    }
}

/// Stands where something is missing that the network has not brought. It is tried for again at a tap, and when the
/// network is back.
pub(crate) fn not_here(
    title: &'static str,
    busy: RwSignal<bool>,
    retry: impl Fn() + Clone + Send + Sync + 'static,
) -> AnyView {
    let i18n = use_i18n();
    let by_itself = retry.clone();
    Effect::new(move |_| {
        let retry = by_itself.clone();
        let online = window_event_listener_untyped("online", move |_| retry());
        on_cleanup(move || online.remove());
    });
    view! {
        <EmptyState glyph=icondata_lu::LuCloudDownload title text=t_string!(i18n, common.not_here).to_owned()>
            <Button
                label=t_string!(i18n, common.try_again)
                glyph=icondata_lu::LuRefreshCw
                button_type="button"
                busy=busy
                on:click=move |_| retry()
            />
        </EmptyState>
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
