//! The document, and what surrounds all pages.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{Router, Routes};

use crate::{
    frame::{NotFound, PageFocus},
    i18n::{I18nContextProvider, t_string, use_i18n},
    outbox,
    routes::routes,
    session,
};

/// The whole document, rendered on the server only.
#[cfg(feature = "ssr")]
pub fn shell(options: LeptosOptions, code: std::sync::Arc<crate::Code>) -> impl IntoView {
    use leptos_meta::{HashedStylesheet, MetaTags};

    use crate::{fallen::fallen, preferences::ssr::large_text, waking::waking};

    crate::request::set_content_policy();
    let waking = waking(&code);
    provide_context(code);
    // The provider of the words says which language the document is in.
    view! {
        <!DOCTYPE html>
        <html data-text=large_text().then_some("large")>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="description" content="政务服务大厅窗口人员的考勤、排班与在岗"/>
                <meta name="theme-color" content="#f6f5f1" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#0f1514" media="(prefers-color-scheme: dark)"/>
                <HashedStylesheet options=options.clone() id="style"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <link rel="icon" href="/icons/mark.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/icons/apple-touch-icon.png"/>
                <AutoReload options/>
                // The page is read before its code has come, and its forms work without.
                {waking}
                <MetaTags/>
            </head>
            <body>
                <App/>
                {fallen()}
            </body>
        </html>
    }
}

/// Everything inside the document.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    session::provide();
    outbox::provide();
    view! {
        <I18nContextProvider ssr_lang_header_getter=language_getter()>
            <ProductTitle/>
            <Router>
                <PageFocus/>
                <Routes fallback=NotFound children=ToChildren::to_children(routes)/>
            </Router>
        </I18nContextProvider>
    }
}

/// What the tab says on pages without a heading of their own there, such as the door.
#[component]
fn ProductTitle() -> impl IntoView {
    let i18n = use_i18n();
    // In another language the page is another one.
    view! { <Title text=t_string!(i18n, common.product)/> }
}

/// On the server the language is the phone's choice; in the browser it is read off the document.
fn language_getter() -> leptos_use::UseLocalesOptions {
    let options = leptos_use::UseLocalesOptions::default();
    #[cfg(feature = "ssr")]
    let options = options.ssr_lang_header_getter(|| Some(crate::preferences::ssr::language()));
    options
}
