//! Which pages are fetched together, beside what all need: the door, today, what everybody uses, and the
//! office's screens. One bundle a page would be smaller
//! each, but the code that pages share is cut into a file for every combination of them.

use leptos::prelude::*;
use leptos_router::LazyRoute;

macro_rules! bundle {
    ($(#[$about:meta])* $which:ident, $load:ident, $preload:ident { $($page:ident => $view:path),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy)]
        enum $which {
            $($page),+
        }

        #[lazy]
        fn $load(page: $which) -> AnyView {
            match page {
                $($which::$page => $view()),+
            }
        }

        $(
            /// The route of the page of this name.
            pub(crate) struct $page;

            impl LazyRoute for $page {
                fn data() -> Self {
                    Self
                }

                async fn view(_this: Self) -> AnyView {
                    $load($which::$page).await
                }

                async fn preload() {
                    #[cfg(target_arch = "wasm32")]
                    $preload().await;
                }
            }
        )+
    };
}

bundle! {
    /// Coming in.
    DoorPage, door_pages, __preload_door_pages {
        SignInPage => crate::accounts::sign_in_page::sign_in_page,
        InvitePage => crate::accounts::invite_page::invite_page,
    }
}

bundle! {
    /// What most open the app for.
    DayPage, day_pages, __preload_day_pages {
        TodayPage => crate::attendance::today_page::today_page,
    }
}

bundle! {
    /// What everybody uses.
    #[expect(clippy::enum_variant_names, reason = "they are called what their pages are called")]
    StaffPage, staff_pages, __preload_staff_pages {
        MePage => crate::accounts::me_page::me_page,
        OfflinePage => crate::outbox::page::offline_page,
        ReviewPage => crate::attendance::review_page::review_page,
        MonthPage => crate::attendance::month_page::month_page,
        OutingPage => crate::attendance::outing_page::outing_page,
        PatrolPage => crate::attendance::patrol_page::patrol_page,
        PatrolNewPage => crate::attendance::patrol_new_page::patrol_new_page,
        PatrolRecordPage => crate::attendance::patrol_record_page::patrol_record_page,
        CorrectionPage => crate::attendance::correction_page::correction_page,
        CorrectionRequestPage => crate::attendance::correction_request_page::correction_request_page,
        PaperPage => crate::attendance::paper_page::paper_page,
        MyRosterPage => crate::roster::my_page::my_roster_page,
        HubPage => crate::hub::hub_page,
        LearningPage => crate::training::learning_page,
        ApprovalsPage => crate::approvals::inbox_page::inbox_page,
        ApprovalRulesPage => crate::approvals::rules_page::rules_page,
        ApprovalPage => crate::approvals::request_page::request_page,
        LeaveRequestsPage => crate::leave::requests_page::requests_page,
        LeaveFormPage => crate::leave::request_form_page::request_form_page,
        LeaveRequestPage => crate::leave::request_page::request_page,
        LeaveTeamPage => crate::leave::team_page::team_page,
        HandoverPage => crate::leave::handover_page::handover_page,
        BoardPage => crate::attendance::board_page::board_page,
        HallDayPage => crate::roster::day_page::hall_day_page,
        OvertimePage => crate::roster::overtime_page::overtime_page,
        FeedPage => crate::roster::feed_page::feed_page,
        SwapPage => crate::roster::swap_page::swap_page,
        LeaveBalancePage => crate::leave::balance_page::leave_balance_page,
        LeaveRulesPage => crate::leave::rules_page::leave_rules_page,
        NoticesPage => crate::notices::notices_page::notices_page,
        HintsPage => crate::notices::hints_page::hints_page,
        RosterRequestsPage => crate::roster::requests_page::roster_requests_page,
    }
}

bundle! {
    /// HR's and supervisors' screens.
    #[expect(clippy::enum_variant_names, reason = "they are called what their pages are called")]
    OfficePage, office_pages, __preload_office_pages {
        ClosePage => crate::attendance::close_page::close_page,
        ApprovalRoutesPage => crate::approvals::routes_page::routes_page,
        AttendanceRulesPage => crate::attendance::rules_page::attendance_rules_page,
        OrgPage => crate::org::org_page::org_page,
        ZonePage => crate::org::zone_page::zone_page,
        WindowPage => crate::org::window_page::window_page,
        PostPage => crate::org::post_page::post_page,
        FencesPage => crate::org::fences_page::fences_page,
        HallPage => crate::org::hall_page::hall_page,
        PresencePage => crate::attendance::presence_page::presence_page,
        KioskPage => crate::attendance::kiosk_page::kiosk_page,
        RosterEditPage => crate::roster::edit_page::roster_edit_page,
        RosterReviewPage => crate::roster::review_page::roster_review_page,
        RosterRulesPage => crate::roster::rules_page::roster_rules_page,
        RosterImportPage => crate::roster::import_page::roster_import_page,
        StaffImportPage => crate::accounts::staff_import_page::staff_import_page,
        PersonFormPage => crate::accounts::person_form::person_form_page,
        PeoplePage => crate::accounts::people_page::people_page,
        UndeliveredPage => crate::notices::undelivered_page::undelivered_page,
    }
}
