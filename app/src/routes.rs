//! Which page answers at which address.

use std::sync::Arc;

use leptos::tachys::view::iterators::StaticVec;
use leptos_router::{
    ChooseView, NestedRoute, PossibleRouteMatch, SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    path,
};

use crate::{
    bundles::{DayPage, DoorPage, OfficePage, StaffPage},
    frame::Frame,
};

/// All routes: pages that fill the screen alone, and those inside the app's frame.
pub fn routes() -> StaticVec<AnyNestedRoute> {
    let framed = NestedRoute::new(path!(""), Frame).ssr_mode(SsrMode::Async).child(framed());
    StaticVec::from(vec![
        page(path!("/sign-in"), DoorPage::SignIn),
        page(path!("/invite/:token"), DoorPage::Invite),
        page(path!("/kiosk/:hall"), OfficePage::Kiosk),
        framed.into_any_nested_route(),
    ])
}

/// An address that also fits another's parameter stands before it.
fn framed() -> StaticVec<AnyNestedRoute> {
    StaticVec::from(vec![
        page(path!("/"), DayPage::Today),
        page(path!("/attendance/review"), StaffPage::Review),
        page(path!("/attendance/correction"), StaffPage::Correction),
        page(path!("/attendance/correction/:id"), StaffPage::CorrectionRequest),
        page(path!("/attendance/paper"), StaffPage::Paper),
        page(path!("/attendance/rules"), OfficePage::AttendanceRules),
        page(path!("/attendance/close/:month/people"), OfficePage::ClosePeople),
        page(path!("/attendance/close/:month?"), OfficePage::Close),
        page(path!("/attendance/day/:hall?"), StaffPage::DayLog),
        page(path!("/attendance/:month?"), StaffPage::Month),
        page(path!("/outing"), StaffPage::Outing),
        page(path!("/patrol"), StaffPage::Patrol),
        page(path!("/patrol/new"), StaffPage::PatrolNew),
        page(path!("/patrol/:record"), StaffPage::PatrolRecord),
        page(path!("/board"), StaffPage::Board),
        page(path!("/roster"), StaffPage::MyRoster),
        page(path!("/roster/day/:date?"), StaffPage::HallDay),
        page(path!("/roster/import"), OfficePage::RosterImport),
        page(path!("/roster/edit/:month?"), OfficePage::RosterEdit),
        page(path!("/roster/publish/:month"), OfficePage::RosterReview),
        page(path!("/roster/rules"), OfficePage::RosterRules),
        page(path!("/roster/shifts"), OfficePage::Shifts),
        page(path!("/roster/weeks"), OfficePage::Weeks),
        page(path!("/roster/feed"), StaffPage::Feed),
        page(path!("/roster/swap"), StaffPage::Swap),
        page(path!("/roster/swap/:id"), StaffPage::SwapRequest),
        page(path!("/roster/overtime"), StaffPage::Overtime),
        page(path!("/roster/overtime/:id"), StaffPage::OvertimeRequest),
        page(path!("/roster/requests"), StaffPage::RosterRequests),
        page(path!("/leave/balance"), StaffPage::LeaveBalance),
        page(path!("/leave/rules"), StaffPage::LeaveRules),
        page(path!("/notices"), StaffPage::Notices),
        page(path!("/notices/undelivered"), OfficePage::Undelivered),
        page(path!("/services"), StaffPage::Hub),
        page(path!("/learning"), StaffPage::Learning),
        page(path!("/approvals"), StaffPage::Approvals),
        page(path!("/approvals/rules"), StaffPage::ApprovalRules),
        page(path!("/limits"), StaffPage::Limits),
        page(path!("/approvals/routes"), OfficePage::ApprovalRoutes),
        page(path!("/approvals/hours"), OfficePage::ApprovalHours),
        page(path!("/approvals/:id"), StaffPage::Approval),
        page(path!("/leave"), StaffPage::LeaveRequests),
        page(path!("/leave/new"), StaffPage::LeaveForm),
        page(path!("/leave/team"), StaffPage::LeaveTeam),
        page(path!("/leave/types"), OfficePage::LeaveTypes),
        page(path!("/leave/types/:kind"), OfficePage::LeaveType),
        page(path!("/leave/types/:kind/new"), OfficePage::LeaveTypeForm),
        page(path!("/leave/:id/handover"), StaffPage::Handover),
        page(path!("/leave/:id"), StaffPage::LeaveRequest),
        page(path!("/me"), StaffPage::Me),
        page(path!("/me/notifications"), StaffPage::Hints),
        page(path!("/me/offline"), StaffPage::Offline),
        page(path!("/people/new"), OfficePage::PersonForm),
        page(path!("/people/import"), OfficePage::StaffImport),
        page(path!("/people/:id/edit"), OfficePage::PersonForm),
        page(path!("/people/:id?"), OfficePage::People),
        page(path!("/org/new"), OfficePage::Hall),
        page(path!("/org/fences"), OfficePage::Fences),
        page(path!("/org/calendar"), OfficePage::CalendarYears),
        page(path!("/org/audit"), OfficePage::Audit),
        page(path!("/org/:hall/presence"), OfficePage::Presence),
        page(path!("/org/:hall/robots"), OfficePage::Robots),
        page(path!("/org/:hall/audit"), OfficePage::Audit),
        page(path!("/org/:hall/edit"), OfficePage::Hall),
        page(path!("/org/:hall/zones/:zone"), OfficePage::Zone),
        page(path!("/org/:hall/windows/:window"), OfficePage::Window),
        page(path!("/org/:hall/posts/:post"), OfficePage::Post),
        page(path!("/org/:hall?"), OfficePage::Org),
    ])
}

/// Rendered whole before it is sent, so that it can be used without a script.
fn page(path: impl PossibleRouteMatch + Send + Sync + 'static, page: impl ChooseView) -> AnyNestedRoute {
    let path: Arc<dyn PossibleRouteMatch + Send + Sync> = Arc::new(path);
    NestedRoute::new(path, page).ssr_mode(SsrMode::Async).into_any_nested_route()
}
