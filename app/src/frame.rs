//! What surrounds every page: the five tabs, banners, and where the focus goes.

use leptos::prelude::*;
use leptos_router::{components::Outlet, hooks::use_location};

use crate::{
    focus,
    i18n::{t_string, use_i18n},
    kit::{EmptyState, NavBar, NavItem, PageHeader},
    notices::{ringing, unread::Unread},
    outbox::OutboxNotice,
    read_ahead, session,
    taking_over::in_turns,
    update::UpdateBanner,
};

/// Tabs, banners and the page between them.
#[component]
pub fn Frame() -> impl IntoView {
    let i18n = use_i18n();
    let unread = Unread::provide();
    ringing::renew();
    read_ahead::start();
    focus::keep();
    let tab = |href, label: &'static str, glyph| {
        // The inbox is among the services.
        let count = if href == "/services" { unread.count() } else { Signal::stored(0) };
        NavItem { href, label: Signal::stored(label.to_owned()), glyph, count }
    };
    let today = tab("/", t_string!(i18n, common.tab_today), icondata_lu::LuHouse);
    let services = tab("/services", t_string!(i18n, common.tab_services), icondata_lu::LuClipboardList);
    let me = tab("/me", t_string!(i18n, common.tab_me), icondata_lu::LuUserRound);
    let items = if session::leads() {
        let approvals = tab("/approvals", t_string!(i18n, common.tab_approvals), icondata_lu::LuStamp);
        let board = tab("/board", t_string!(i18n, common.tab_board), icondata_lu::LuLayoutGrid);
        vec![today, approvals, board, services, me]
    } else {
        let attendance = tab("/attendance", t_string!(i18n, common.tab_attendance), icondata_lu::LuCalendarDays);
        let learning = tab("/learning", t_string!(i18n, common.tab_learning), icondata_lu::LuGraduationCap);
        vec![today, attendance, services, learning, me]
    };
    let tabs = move || {
        view! {
            <NavBar
                label=t_string!(i18n, common.navigation)
                brand=t_string!(i18n, common.product)
                items=Signal::stored(items)
            />
        }
        .into_any()
    };
    view! {
        <a class="skip" href="#main">
            {t_string!(i18n, common.skip)}
        </a>
        <div class="shell">
            {in_turns(move || tabs)}
            <main class="page page-wide" id="main">
                <div class="banners" aria-live="polite">
                    <UpdateBanner/>
                    <OutboxNotice/>
                </div>
                <Outlet/>
            </main>
        </div>
    }
}

/// After a navigation the focus goes to the new page's heading, so that a screen reader starts there and
/// the keyboard goes on from there. Not on the first page: there the browser decides.
#[component]
pub fn PageFocus() -> impl IntoView {
    let path = use_location().pathname;
    Effect::new(move |first: Option<()>| {
        path.track();
        if first.is_some() {
            request_animation_frame(|| {
                if let Ok(Some(heading)) = document().query_selector("h1[tabindex]") {
                    use leptos::wasm_bindgen::JsCast;
                    if let Some(heading) = heading.dyn_ref::<leptos::web_sys::HtmlElement>() {
                        let _ = heading.focus();
                    }
                }
            });
        }
    });
}

/// An address that leads nowhere.
#[component]
pub fn NotFound() -> impl IntoView {
    let i18n = use_i18n();
    #[cfg(feature = "ssr")]
    if let Some(options) = use_context::<leptos_axum::ResponseOptions>() {
        options.set_status(http::StatusCode::NOT_FOUND);
    }
    view! {
        <main class="door" id="main">
            <PageHeader title=t_string!(i18n, common.not_found) back=("/".to_owned(), t_string!(i18n, common.tab_today).to_owned())/>
            <EmptyState
                glyph=icondata_lu::LuMapPinOff
                title=t_string!(i18n, common.not_found_title)
                text=t_string!(i18n, common.not_found_text).to_owned()
            />
        </main>
    }
}
