//! Which pages are fetched together, beside what all need: the door, today, what everybody uses, and the
//! office's screens. One bundle a page would be smaller
//! each, but the code that pages share is cut into a file for every combination of them.

use leptos::prelude::*;
#[cfg(feature = "hydrate")]
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use leptos_router::ChooseView;

#[cfg(feature = "hydrate")]
use crate::{taking_over, unfetched};

macro_rules! bundle {
    ($(#[$about:meta])* $which:ident, $load:ident, $fetch:ident { $($page:ident => $view:path),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy)]
        pub(crate) enum $which {
            $($page),+
        }

        impl $which {
            fn view(self) -> AnyView {
                match self {
                    $(Self::$page => $view()),+
                }
            }
        }

        // Not Leptos's own `lazy`, which panics where the bundle can't be fetched.
        #[cfg(feature = "hydrate")]
        #[wasm_split($load, wasm_split_path = ::leptos::wasm_split, preload($fetch), fallible)]
        fn $load(page: $which) -> Result<AnyView, SplitLoaderError> {
            Ok(page.view())
        }

        /// One type a bundle, and not one a page as with `LazyRoute`: the router is compiled once a type.
        impl ChooseView for $which {
            #[cfg(feature = "hydrate")]
            async fn choose(self) -> AnyView {
                match $load(self).await {
                    Ok(page) => page,
                    Err(_) => unfetched::page(move || $load(self)),
                }
            }

            /// On the server every page is there; it tells the browser what to fetch for this one.
            #[cfg(not(feature = "hydrate"))]
            async fn choose(self) -> AnyView {
                crate::waking::fetch_along(stringify!($load));
                self.view()
            }

            async fn preload(&self) {
                #[cfg(feature = "hydrate")]
                {
                    unfetched::fetch($fetch).await;
                    taking_over::breathe().await;
                }
            }
        }
    };
}

bundle! {
    /// Coming in.
    DoorPage, door_pages, fetch_door_pages {
        SignIn => crate::accounts::sign_in_page::sign_in_page,
        Invite => crate::accounts::invite_page::invite_page,
    }
}

bundle! {
    /// What most open the app for.
    DayPage, day_pages, fetch_day_pages {
        Today => crate::attendance::today_page::today_page,
    }
}

bundle! {
    /// What everybody uses.
    StaffPage, staff_pages, fetch_staff_pages {
        Me => crate::accounts::me_page::me_page,
        Offline => crate::outbox::page::offline_page,
        Review => crate::attendance::review_page::review_page,
        Month => crate::attendance::month_page::month_page,
        Outing => crate::attendance::outing_page::outing_page,
        Patrol => crate::attendance::patrol_page::patrol_page,
        PatrolNew => crate::attendance::patrol_new_page::patrol_new_page,
        PatrolRecord => crate::attendance::patrol_record_page::patrol_record_page,
        Correction => crate::attendance::correction_page::correction_page,
        CorrectionRequest => crate::attendance::correction_request_page::correction_request_page,
        Paper => crate::attendance::paper_page::paper_page,
        MyRoster => crate::roster::my_page::my_roster_page,
        Hub => crate::hub::hub_page,
        Learning => crate::training::learning_page,
        Approvals => crate::approvals::inbox_page::inbox_page,
        Limits => crate::calendar::limits_page::limits_page,
        ApprovalRules => crate::approvals::rules_page::rules_page,
        Approval => crate::approvals::request_page::request_page,
        LeaveRequests => crate::leave::requests_page::requests_page,
        LeaveForm => crate::leave::request_form_page::request_form_page,
        LeaveRequest => crate::leave::request_page::request_page,
        LeaveTeam => crate::leave::team_page::team_page,
        Handover => crate::leave::handover_page::handover_page,
        Board => crate::attendance::board_page::board_page,
        DayLog => crate::attendance::day_log_page::day_log_page,
        HallDay => crate::roster::day_page::hall_day_page,
        Overtime => crate::roster::overtime_page::overtime_page,
        OvertimeRequest => crate::roster::overtime_request_page::overtime_request_page,
        Feed => crate::roster::feed_page::feed_page,
        Swap => crate::roster::swap_page::swap_page,
        SwapRequest => crate::roster::swap_request_page::swap_request_page,
        LeaveBalance => crate::leave::balance_page::leave_balance_page,
        LeaveRules => crate::leave::rules_page::leave_rules_page,
        Notices => crate::notices::notices_page::notices_page,
        Hints => crate::notices::hints_page::hints_page,
        RosterRequests => crate::roster::requests_page::roster_requests_page,
    }
}

bundle! {
    /// HR's and supervisors' screens.
    OfficePage, office_pages, fetch_office_pages {
        Close => crate::attendance::close_page::close_page,
        ClosePeople => crate::attendance::close_people_page::close_people_page,
        ApprovalHours => crate::approvals::hours_page::hours_page,
        ApprovalRoutes => crate::approvals::routes_page::routes_page,
        AttendanceRules => crate::attendance::rules_page::attendance_rules_page,
        Org => crate::org::org_page::org_page,
        Zone => crate::org::zone_page::zone_page,
        Window => crate::org::window_page::window_page,
        Post => crate::org::post_page::post_page,
        Fences => crate::org::fences_page::fences_page,
        Hall => crate::org::hall_page::hall_page,
        Audit => crate::org::audit_page::audit_page,
        Presence => crate::attendance::presence_page::presence_page,
        Kiosk => crate::attendance::kiosk_page::kiosk_page,
        RosterEdit => crate::roster::edit_page::roster_edit_page,
        RosterReview => crate::roster::review_page::roster_review_page,
        RosterRules => crate::roster::rules_page::roster_rules_page,
        Shifts => crate::roster::shifts_page::shifts_page,
        Weeks => crate::roster::weeks_page::weeks_page,
        RosterImport => crate::roster::import_page::roster_import_page,
        StaffImport => crate::accounts::staff_import_page::staff_import_page,
        PersonForm => crate::accounts::person_form::person_form_page,
        People => crate::accounts::people_page::people_page,
        LeaveTypes => crate::leave::types_page::leave_types_page,
        LeaveType => crate::leave::type_page::leave_type_page,
        LeaveTypeForm => crate::leave::type_form_page::leave_type_form_page,
        Undelivered => crate::notices::undelivered_page::undelivered_page,
        CalendarYears => crate::calendar::years_page::years_page,
        Robots => crate::notices::robots_page::robots_page,
    }
}
