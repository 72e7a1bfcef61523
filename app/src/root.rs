//! The document, the router and all routes.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    Lazy, SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

use crate::{
    bundles::{
        ApprovalPage, ApprovalRoutesPage, ApprovalRulesPage, ApprovalsPage, AttendanceRulesPage, BoardPage, ClosePage,
        CorrectionPage, CorrectionRequestPage, FeedPage, FencesPage, HallDayPage, HallPage, HandoverPage, HintsPage, HubPage, InvitePage,
        KioskPage, LearningPage, LeaveBalancePage, LeaveFormPage, LeaveRequestPage, LeaveRequestsPage, LeaveRulesPage,
        LeaveTeamPage, MePage, MonthPage, MyRosterPage, NoticesPage, OfflinePage, OrgPage, OutingPage, OvertimePage,
        PaperPage, PatrolNewPage, PatrolPage, PatrolRecordPage, PeoplePage, PersonFormPage, PostPage, PresencePage,
        ReviewPage, RosterEditPage, RosterImportPage, RosterRequestsPage, RosterReviewPage, RosterRulesPage,
        SignInPage, StaffImportPage, SwapPage, TodayPage, UndeliveredPage, WindowPage, ZonePage,
    },
    frame::{Frame, NotFound, PageFocus},
    i18n::I18nContextProvider,
    outbox, session,
};

/// The whole document, rendered on the server only.
#[cfg(feature = "ssr")]
pub fn shell(options: LeptosOptions) -> impl IntoView {
    use leptos_meta::{HashedStylesheet, MetaTags};

    use crate::preferences::ssr::{language, large_text};

    crate::request::set_content_policy();
    view! {
        <!DOCTYPE html>
        <html lang=language() data-text=large_text().then_some("large")>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="description" content="政务服务大厅窗口人员的考勤、排班与在岗"/>
                <meta name="theme-color" content="#f5f4f0" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#101615" media="(prefers-color-scheme: dark)"/>
                <HashedStylesheet options=options.clone() id="style"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <link rel="icon" href="/icons/mark.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/icons/apple-touch-icon.png"/>
                <AutoReload options=options.clone()/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
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
    say_when_awake();
    view! {
        <I18nContextProvider ssr_lang_header_getter=language_getter()>
            <Title text="在岗"/>
            <Router>
                <PageFocus/>
                <Routes fallback=NotFound>
                    <Route path=path!("/sign-in") view={Lazy::<SignInPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/invite/:token") view={Lazy::<InvitePage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/kiosk/:hall") view={Lazy::<KioskPage>::new()} ssr=SsrMode::Async/>
                    <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                        <Route path=path!("/") view={Lazy::<TodayPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/attendance/review") view={Lazy::<ReviewPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/attendance/correction") view={Lazy::<CorrectionPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/attendance/correction/:id") view={Lazy::<CorrectionRequestPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/attendance/paper") view={Lazy::<PaperPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/attendance/rules") view={Lazy::<AttendanceRulesPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/attendance/close/:month?") view={Lazy::<ClosePage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/attendance/:month?") view={Lazy::<MonthPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/outing") view={Lazy::<OutingPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/patrol") view={Lazy::<PatrolPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/patrol/new") view={Lazy::<PatrolNewPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/patrol/:record") view={Lazy::<PatrolRecordPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/board") view={Lazy::<BoardPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/roster") view={Lazy::<MyRosterPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/roster/day/:date?") view={Lazy::<HallDayPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/roster/import") view={Lazy::<RosterImportPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/roster/edit/:month?") view={Lazy::<RosterEditPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/roster/publish/:month") view={Lazy::<RosterReviewPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/roster/rules") view={Lazy::<RosterRulesPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/roster/feed") view={Lazy::<FeedPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/roster/swap") view={Lazy::<SwapPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/roster/overtime") view={Lazy::<OvertimePage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/roster/requests") view={Lazy::<RosterRequestsPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/leave/balance") view={Lazy::<LeaveBalancePage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/leave/rules") view={Lazy::<LeaveRulesPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/notices") view={Lazy::<NoticesPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/notices/undelivered") view={Lazy::<UndeliveredPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/services") view={Lazy::<HubPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/learning") view={Lazy::<LearningPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/approvals") view={Lazy::<ApprovalsPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/approvals/rules") view={Lazy::<ApprovalRulesPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/approvals/routes") view={Lazy::<ApprovalRoutesPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/approvals/:id") view={Lazy::<ApprovalPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/leave") view={Lazy::<LeaveRequestsPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/leave/new") view={Lazy::<LeaveFormPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/leave/team") view={Lazy::<LeaveTeamPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/leave/:id/handover") view={Lazy::<HandoverPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/leave/:id") view={Lazy::<LeaveRequestPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/me") view={Lazy::<MePage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/me/notifications") view={Lazy::<HintsPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/me/offline") view={Lazy::<OfflinePage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/people/new") view={Lazy::<PersonFormPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/people/import") view={Lazy::<StaffImportPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/people/:id/edit") view={Lazy::<PersonFormPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/people/:id?") view={Lazy::<PeoplePage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/org/new") view={Lazy::<HallPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/org/fences") view={Lazy::<FencesPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/org/:hall/presence") view={Lazy::<PresencePage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/org/:hall/edit") view={Lazy::<HallPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/org/:hall/zones/:zone") view={Lazy::<ZonePage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/org/:hall/windows/:window") view={Lazy::<WindowPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/org/:hall/posts/:post") view={Lazy::<PostPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/org/:hall?") view={Lazy::<OrgPage>::new()} ssr=SsrMode::Async/>
                    </ParentRoute>
                </Routes>
            </Router>
        </I18nContextProvider>
    }
}

/// Marks the document once its buttons answer, for tests and for whoever looks at a slow phone.
fn say_when_awake() {
    Effect::new(|_| {
        if let Some(html) = document().document_element() {
            let _ = html.set_attribute("data-hydrated", "");
        }
    });
}

/// On the server the language is the phone's choice; in the browser it is read off the document.
fn language_getter() -> leptos_use::UseLocalesOptions {
    let options = leptos_use::UseLocalesOptions::default();
    #[cfg(feature = "ssr")]
    let options = options.ssr_lang_header_getter(|| Some(crate::preferences::ssr::language()));
    options
}
