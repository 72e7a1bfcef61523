//! Everything there is to do, beyond the five tabs.

use domain::policy::Action;
use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    kit::{Glyph, Icon, ListRow, PageHeader, RowsSection},
    session::may_anywhere,
};

/// `/services`: the way to every page that this person may use.
pub(crate) fn hub_page() -> AnyView {
    let i18n = use_i18n();
    view! {
        <PageHeader title=t_string!(i18n, common.tab_services)/>
        {section(t_string!(i18n, hub.mine), mine())}
        {section(t_string!(i18n, hub.hall), hall())}
        {section(t_string!(i18n, hub.administration), agency().into_iter().chain(rostering()))}
    }
    .into_any()
}

/// A way to a page.
struct Way {
    href: &'static str,
    glyph: Glyph,
    title: &'static str,
    text: &'static str,
    /// What one must be allowed to do somewhere; everybody may go where nothing is named.
    needs: Option<Action>,
}

/// The ways that this person may go; nothing when there are none.
fn section(title: &'static str, ways: impl IntoIterator<Item = Way>) -> Option<AnyView> {
    let rows: Vec<AnyView> = ways.into_iter().filter(|way| way.needs.is_none_or(may_anywhere)).map(row).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <RowsSection title=title>{rows}</RowsSection>
        }
        .into_any()
    })
}

fn row(way: Way) -> AnyView {
    let glyph = way.glyph;
    view! {
        <ListRow
            title=way.title
            detail=way.text.to_owned()
            href=way.href.to_owned()
            leading=move || view! { <Icon glyph/> }
        />
    }
    .into_any()
}

fn mine() -> [Way; 10] {
    let i18n = use_i18n();
    [
        Way {
            href: "/notices",
            glyph: icondata_lu::LuBell,
            title: t_string!(i18n, notices.title),
            text: t_string!(i18n, notices.way_text),
            needs: None,
        },
        Way {
            href: "/roster",
            glyph: icondata_lu::LuCalendarRange,
            title: t_string!(i18n, hub.my_roster),
            text: t_string!(i18n, hub.my_roster_text),
            needs: None,
        },
        Way {
            href: "/attendance",
            glyph: icondata_lu::LuCalendarDays,
            title: t_string!(i18n, hub.my_attendance),
            text: t_string!(i18n, hub.my_attendance_text),
            needs: None,
        },
        Way {
            href: "/outing",
            glyph: icondata_lu::LuDoorOpen,
            title: t_string!(i18n, inday.outing),
            text: t_string!(i18n, inday.outing_text),
            needs: None,
        },
        Way {
            href: "/patrol",
            glyph: icondata_lu::LuFootprints,
            title: t_string!(i18n, inday.patrol),
            text: t_string!(i18n, inday.patrol_text),
            needs: None,
        },
        Way {
            href: "/leave",
            glyph: icondata_lu::LuCalendarHeart,
            title: t_string!(i18n, leave.title),
            text: t_string!(i18n, leave.hub_text),
            needs: None,
        },
        Way {
            href: "/approvals",
            glyph: icondata_lu::LuStamp,
            title: t_string!(i18n, common.tab_approvals),
            text: t_string!(i18n, hub.approvals_text),
            needs: None,
        },
        Way {
            href: "/limits",
            glyph: icondata_lu::LuCalendarClock,
            title: t_string!(i18n, limits.title),
            text: t_string!(i18n, limits.way_text),
            needs: None,
        },
        Way {
            href: "/leave/balance",
            glyph: icondata_lu::LuTreePalm,
            title: t_string!(i18n, leave_balance.title),
            text: t_string!(i18n, hub.leave_balance_text),
            needs: None,
        },
        Way {
            href: "/leave/rules",
            glyph: icondata_lu::LuScale,
            title: t_string!(i18n, leave_balance.rules),
            text: t_string!(i18n, leave_balance.rules_text),
            needs: None,
        },
    ]
}

fn hall() -> [Way; 8] {
    let i18n = use_i18n();
    [
        Way {
            href: "/board",
            glyph: icondata_lu::LuLayoutGrid,
            title: t_string!(i18n, common.tab_board),
            text: t_string!(i18n, hub.board_text),
            needs: Some(Action::BoardView),
        },
        Way {
            href: "/leave/team",
            glyph: icondata_lu::LuCalendarRange,
            title: t_string!(i18n, leave_team.title),
            text: t_string!(i18n, leave_team.hub_text),
            needs: Some(Action::LeaveTeam),
        },
        Way {
            href: "/attendance/review",
            glyph: icondata_lu::LuClipboardCheck,
            title: t_string!(i18n, attendance.review),
            text: t_string!(i18n, hub.review_text),
            needs: Some(Action::PunchDecide),
        },
        Way {
            href: "/attendance/paper",
            glyph: icondata_lu::LuNotebookPen,
            title: t_string!(i18n, timesheet.paper),
            text: t_string!(i18n, timesheet.paper_way),
            needs: Some(Action::PaperConfirm),
        },
        Way {
            href: "/attendance/close",
            glyph: icondata_lu::LuCalendarCheck,
            title: t_string!(i18n, timesheet.close),
            text: t_string!(i18n, timesheet.close_way),
            needs: Some(Action::MonthView),
        },
        Way {
            href: "/roster/day",
            glyph: icondata_lu::LuClipboardList,
            title: t_string!(i18n, roster.hall_day),
            text: t_string!(i18n, hub.hall_day_text),
            needs: Some(Action::RosterView),
        },
        Way {
            href: "/roster/edit",
            glyph: icondata_lu::LuCalendarCog,
            title: t_string!(i18n, roster_edit.title),
            text: t_string!(i18n, hub.roster_edit_text),
            needs: Some(Action::RosterEdit),
        },
        Way {
            href: "/roster/requests",
            glyph: icondata_lu::LuArrowLeftRight,
            title: t_string!(i18n, swap.requests),
            text: t_string!(i18n, hub.requests_text),
            needs: Some(Action::ShiftGive),
        },
    ]
}

/// What is set up for people, places and the whole agency.
fn agency() -> [Way; 9] {
    let i18n = use_i18n();
    [
        Way {
            href: "/people",
            glyph: icondata_lu::LuUsers,
            title: t_string!(i18n, hub.people),
            text: t_string!(i18n, hub.people_text),
            needs: Some(Action::PeopleView),
        },
        Way {
            href: "/org",
            glyph: icondata_lu::LuBuilding2,
            title: t_string!(i18n, hub.org),
            text: t_string!(i18n, hub.org_text),
            needs: Some(Action::OrgView),
        },
        Way {
            href: "/org/fences",
            glyph: icondata_lu::LuMapPinned,
            title: t_string!(i18n, hub.fences),
            text: t_string!(i18n, hub.fences_text),
            needs: Some(Action::FenceEdit),
        },
        Way {
            href: "/people/import",
            glyph: icondata_lu::LuUserPlus,
            title: t_string!(i18n, hub.import_people),
            text: t_string!(i18n, hub.import_people_text),
            needs: Some(Action::PeopleEdit),
        },
        Way {
            href: "/org/calendar",
            glyph: icondata_lu::LuCalendarSync,
            title: t_string!(i18n, calendar.title),
            text: t_string!(i18n, calendar.way_text),
            needs: Some(Action::CalendarImport),
        },
        Way {
            href: "/approvals/routes",
            glyph: icondata_lu::LuRoute,
            title: t_string!(i18n, routes.title),
            text: t_string!(i18n, routes.hub_text),
            needs: Some(Action::ApprovalRoutes),
        },
        Way {
            href: "/org/audit",
            glyph: icondata_lu::LuScrollText,
            title: t_string!(i18n, audit.agency),
            text: t_string!(i18n, audit.agency_text),
            needs: Some(Action::AuditView),
        },
        Way {
            href: "/leave/types",
            glyph: icondata_lu::LuTags,
            title: t_string!(i18n, leave_types.title),
            text: t_string!(i18n, leave_types.way_text),
            needs: Some(Action::LeaveTypesView),
        },
        Way {
            href: "/attendance/rules",
            glyph: icondata_lu::LuSlidersHorizontal,
            title: t_string!(i18n, timesheet.rules),
            text: t_string!(i18n, timesheet.rules_way),
            needs: Some(Action::AttendanceRules),
        },
    ]
}

/// What rosters are made of, and what reached nobody.
fn rostering() -> [Way; 5] {
    let i18n = use_i18n();
    [
        Way {
            href: "/roster/rules",
            glyph: icondata_lu::LuListChecks,
            title: t_string!(i18n, roster_edit.rules),
            text: t_string!(i18n, hub.rules_text),
            needs: Some(Action::RosterRules),
        },
        Way {
            href: "/roster/shifts",
            glyph: icondata_lu::LuClock,
            title: t_string!(i18n, shifts.title),
            text: t_string!(i18n, shifts.way_text),
            needs: Some(Action::RosterImport),
        },
        Way {
            href: "/roster/weeks",
            glyph: icondata_lu::LuCalendarRange,
            title: t_string!(i18n, weeks.title),
            text: t_string!(i18n, weeks.way_text),
            needs: Some(Action::RosterImport),
        },
        Way {
            href: "/roster/import",
            glyph: icondata_lu::LuFileSpreadsheet,
            title: t_string!(i18n, roster.import),
            text: t_string!(i18n, hub.import_roster_text),
            needs: Some(Action::RosterImport),
        },
        Way {
            href: "/notices/undelivered",
            glyph: icondata_lu::LuBellOff,
            title: t_string!(i18n, hints.undelivered),
            text: t_string!(i18n, hints.undelivered_way),
            needs: Some(Action::UndeliveredView),
        },
    ]
}
