//! A page whose code has not come: without a network, where the service worker does not keep it yet.

use std::time::Duration;

use leptos::{prelude::*, wasm_split::SplitLoaderError};
use send_wrapper::SendWrapper;

use crate::{
    i18n::{t_string, use_i18n},
    in_browser::pause,
    kit::PageHeader,
    shown::not_here,
    taking_over::is_awake,
};

const PAUSE: Duration = Duration::from_secs(5);

/// Fetches a page's code. That of the first page is tried for until it comes: the server's markup stands there and
/// works without, and can't be taken over by anything else. What comes later says itself that it is not there.
pub(crate) async fn fetch<F>(load: impl Fn() -> F)
where
    F: Future<Output = Result<(), SplitLoaderError>>,
{
    while load().await.is_err() && !is_awake() {
        pause(PAUSE).await;
    }
}

/// Stands in a page's place until its code has come; it is tried for again at a tap, and when the network is back.
pub(crate) fn page<F>(load: impl Fn() -> F + Send + 'static) -> AnyView
where
    F: Future<Output = Result<AnyView, SplitLoaderError>> + 'static,
{
    let (missing, busy, tries) = (RwSignal::new(true), RwSignal::new(false), RwSignal::new(0_u32));
    let retry = move || {
        if missing.get_untracked() && !busy.get_untracked() {
            busy.set(true);
            tries.update(|tries| *tries += 1);
        }
    };
    let page = move || {
        // It has just failed when this is first shown.
        let coming = (tries.get() > 0).then(|| SendWrapper::new(load()));
        Suspend::new(async move {
            let page = coming?.await.ok();
            busy.set(false);
            if page.is_some() {
                missing.set(false);
            }
            page
        })
    };
    view! {
        {move || missing.get().then(|| card(busy, retry))}
        {page}
    }
    .into_any()
}

fn card(busy: RwSignal<bool>, retry: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let i18n = use_i18n();
    view! {
        <PageHeader title=t_string!(i18n, common.unfetched)/>
        {not_here(t_string!(i18n, common.unfetched_title), busy, retry)}
    }
    .into_any()
}
