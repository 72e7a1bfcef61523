//! The ways to what a hall's roster is made of, and to what came of it: shifts, usual weeks, the log of a day.

use domain::{ids::HallId, policy::Action};
use leptos::prelude::*;

use super::{shifts_path, weeks_path};
use crate::{
    attendance::day_log_page,
    i18n::{t_string, use_i18n},
    kit::{ButtonKind, ButtonLink},
    org, session,
};

/// Those that the viewer may go at a hall; without one, at any of theirs, where the page shows the first.
pub(crate) fn hall_ways(hall: Option<HallId>) -> AnyView {
    let i18n = use_i18n();
    let may = |action| hall.map_or_else(|| session::may_anywhere(action), |hall| org::may(action, hall));
    let set = may(Action::RosterImport).then(|| {
        view! {
            <ButtonLink
                href=shifts_path(hall)
                label=t_string!(i18n, shifts.title)
                kind=ButtonKind::Secondary
                glyph=icondata_lu::LuClock
            />
            <ButtonLink
                href=weeks_path(hall)
                label=t_string!(i18n, weeks.title)
                kind=ButtonKind::Secondary
                glyph=icondata_lu::LuCalendarRange
            />
        }
    });
    // Leads look into their zone of their own hall.
    let leads = || hall.is_some_and(|hall| session::me().is_some_and(|me| me.actor.hall == Some(hall)));
    let log = may(Action::DayLogView) || leads() && session::may_anywhere(Action::DayLogView);
    let log = log.then(|| {
        view! {
            <ButtonLink
                href=day_log_page::path(hall, None)
                label=t_string!(i18n, day_log.title)
                kind=ButtonKind::Secondary
                glyph=icondata_lu::LuHistory
            />
        }
    });
    view! { {set} {log} }.into_any()
}
