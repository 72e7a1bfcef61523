//! Words of what was done to a hall, or set for the whole agency.

use domain::accounts::AuditView;
use leptos_i18n::I18nContext;

use crate::{
    approvals::routes_words,
    i18n::{Locale, t_string},
    when,
};

/// What an audit line says was done to a hall or for the agency, and what else it says, where that can be put into words.
/// Of an act that this release does not know it is told that there was one.
pub(super) fn words(i18n: I18nContext<Locale>, line: &AuditView) -> (&'static str, Option<String>) {
    let more = match line.action.as_str() {
        "approvals.set_routes" => request_kind(i18n, &line.detail),
        "calendar.import" => year(i18n, &line.detail),
        action => more(i18n.get_locale_untracked(), action, &line.detail),
    };
    (act(i18n, &line.action), more)
}

fn act(i18n: I18nContext<Locale>, action: &str) -> &'static str {
    match action {
        "org.create_hall" => t_string!(i18n, audit.org_create_hall),
        "org.change_hall" => t_string!(i18n, audit.org_change_hall),
        "org.close_hall" => t_string!(i18n, audit.org_close_hall),
        "org.create_zone" => t_string!(i18n, audit.org_create_zone),
        "org.change_zone" => t_string!(i18n, audit.org_change_zone),
        "org.close_zone" => t_string!(i18n, audit.org_close_zone),
        "org.create_window" => t_string!(i18n, audit.org_create_window),
        "org.change_window" => t_string!(i18n, audit.org_change_window),
        "org.close_window" => t_string!(i18n, audit.org_close_window),
        "org.create_post" => t_string!(i18n, audit.org_create_post),
        "org.change_post" => t_string!(i18n, audit.org_change_post),
        "org.close_post" => t_string!(i18n, audit.org_close_post),
        "org.set_fence" => t_string!(i18n, audit.org_set_fence),
        "org.remove_fence" => t_string!(i18n, audit.org_remove_fence),
        "accounts.import_staff" => t_string!(i18n, audit.accounts_import_staff),
        "approvals.set_routes" => t_string!(i18n, audit.approvals_set_routes),
        "approvals.set_hours" => t_string!(i18n, audit.approvals_set_hours),
        "attendance.set_rules" => t_string!(i18n, audit.attendance_set_rules),
        "attendance.set_presence" => t_string!(i18n, audit.attendance_set_presence),
        "attendance.make_screen" => t_string!(i18n, audit.attendance_make_screen),
        "attendance.end_screen" => t_string!(i18n, audit.attendance_end_screen),
        "attendance.export" => t_string!(i18n, audit.attendance_export),
        "attendance.confirm_month" => t_string!(i18n, audit.attendance_confirm_month),
        "attendance.lock_month" => t_string!(i18n, audit.attendance_lock_month),
        "attendance.erase_positions" => t_string!(i18n, audit.attendance_erase_positions),
        "calendar.import" => t_string!(i18n, audit.calendar_import),
        "leave.confirm_province" => t_string!(i18n, audit.leave_confirm_province),
        "leave.publish_version" => t_string!(i18n, audit.leave_publish_version),
        "notices.add_robot" => t_string!(i18n, audit.notices_add_robot),
        "notices.change_robot" => t_string!(i18n, audit.notices_change_robot),
        "notices.pause_robot" => t_string!(i18n, audit.notices_pause_robot),
        "notices.resume_robot" => t_string!(i18n, audit.notices_resume_robot),
        "notices.remove_robot" => t_string!(i18n, audit.notices_remove_robot),
        "notices.test_robot" => t_string!(i18n, audit.notices_test_robot),
        "notices.robot_dead" => t_string!(i18n, audit.notices_robot_dead),
        "roster.import" => t_string!(i18n, audit.roster_import),
        "roster.import_patterns" => t_string!(i18n, audit.roster_import_patterns),
        "roster.import_shifts" => t_string!(i18n, audit.roster_import_shifts),
        "roster.add_shift" => t_string!(i18n, audit.roster_add_shift),
        "roster.replace_shift" => t_string!(i18n, audit.roster_replace_shift),
        "roster.retire_shift" => t_string!(i18n, audit.roster_retire_shift),
        "roster.take_back_shift" => t_string!(i18n, audit.roster_take_back_shift),
        "roster.set_week" => t_string!(i18n, audit.roster_set_week),
        "roster.end_week" => t_string!(i18n, audit.roster_end_week),
        "roster.publish" => t_string!(i18n, audit.roster_publish),
        "roster.set_demand" => t_string!(i18n, audit.roster_set_demand),
        "roster.require_certification" => t_string!(i18n, audit.roster_require_certification),
        "roster.set_time_off_months" => t_string!(i18n, audit.roster_set_time_off_months),
        _ => t_string!(i18n, audit.other),
    }
}

/// Of which requests the routes are.
fn request_kind(i18n: I18nContext<Locale>, detail: &str) -> Option<String> {
    Some(routes_words::kind(i18n, detail.split(',').next()?.parse().ok()?).to_owned())
}

/// Of which year the calendar is.
fn year(i18n: I18nContext<Locale>, detail: &str) -> Option<String> {
    Some(t_string!(i18n, calendar.year, year = detail.split(' ').next()?))
}

/// What it was called then, or which month it was. All other details are written for who reads the database.
fn more(locale: Locale, action: &str, detail: &str) -> Option<String> {
    match action {
        "org.create_hall"
        | "org.change_hall"
        | "org.close_hall"
        | "org.create_zone"
        | "org.change_zone"
        | "org.close_zone"
        | "org.create_window"
        | "org.change_window"
        | "org.close_window"
        | "org.create_post"
        | "org.change_post"
        | "org.close_post"
        | "org.set_fence"
        | "org.remove_fence"
        | "attendance.make_screen"
        | "attendance.end_screen"
        | "notices.add_robot"
        | "notices.change_robot"
        | "notices.pause_robot"
        | "notices.resume_robot"
        | "notices.remove_robot"
        | "notices.robot_dead"
        | "roster.retire_shift" => Some(detail.to_owned()),
        "roster.publish" => Some(when::month(when::month_of_code(detail.split(':').next()?)?, locale)),
        "attendance.confirm_month" | "attendance.lock_month" => Some(when::month(detail.parse().ok()?, locale)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_months_are_told_and_nothing_else() {
        let told = |action, detail| more(Locale::zh_CN, action, detail);
        assert_eq!(told("org.set_fence", "大门 100 m").as_deref(), Some("大门 100 m"));
        assert_eq!(told("roster.publish", "2026-12: 30 days of 5 people").as_deref(), Some("2026年12月"));
        assert_eq!(told("attendance.lock_month", "2026-10-01").as_deref(), Some("2026年10月"));
        assert_eq!(told("attendance.set_presence", "{}"), None);
        assert_eq!(told("roster.publish", ""), None);
    }
}
