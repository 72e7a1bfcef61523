//! Words of what was done about a person.

use domain::{accounts::AuditView, policy::Role};
use leptos_i18n::I18nContext;

use crate::{
    i18n::{Locale, t_string},
    when, words,
};

/// What an audit line says was done, and what else it says, where that can be put into words.
pub(super) fn words(i18n: I18nContext<Locale>, line: &AuditView) -> (&'static str, Option<String>) {
    (act(i18n, &line.action), more(i18n, &line.action, &line.detail))
}

/// Of an act that this release does not know it is told that there was one: its own word is for who reads the database.
fn act(i18n: I18nContext<Locale>, action: &str) -> &'static str {
    match action {
        "accounts.sign_out_all" => t_string!(i18n, audit.accounts_sign_out_all),
        "accounts.add_passkey" => t_string!(i18n, audit.accounts_add_passkey),
        "accounts.remove_passkey" => t_string!(i18n, audit.accounts_remove_passkey),
        "accounts.change_password" => t_string!(i18n, audit.accounts_change_password),
        "accounts.invite" => t_string!(i18n, audit.accounts_invite),
        "accounts.accept_invite" => t_string!(i18n, audit.accounts_accept_invite),
        "accounts.create_person" => t_string!(i18n, audit.accounts_create_person),
        "accounts.change_person" => t_string!(i18n, audit.accounts_change_person),
        "accounts.end_employment" => t_string!(i18n, audit.accounts_end_employment),
        "accounts.reveal_id_number" => t_string!(i18n, audit.accounts_reveal_id_number),
        "accounts.appoint" => t_string!(i18n, audit.accounts_appoint),
        "accounts.end_appointment" => t_string!(i18n, audit.accounts_end_appointment),
        "org.set_holder" => t_string!(i18n, audit.org_set_holder),
        "org.end_holder" => t_string!(i18n, audit.org_end_holder),
        "approvals.declare_relative" => t_string!(i18n, audit.approvals_declare_relative),
        "approvals.withdraw_relative" => t_string!(i18n, audit.approvals_withdraw_relative),
        "approvals.delegate" => t_string!(i18n, audit.approvals_delegate),
        "approvals.end_delegation" => t_string!(i18n, audit.approvals_end_delegation),
        "attendance.accept_month" => t_string!(i18n, audit.attendance_accept_month),
        "attendance.location_consent" => t_string!(i18n, audit.attendance_location_consent),
        "attendance.ask_correction" => t_string!(i18n, audit.attendance_ask_correction),
        "attendance.correct" => t_string!(i18n, audit.attendance_correct),
        "attendance.undo_correction" => t_string!(i18n, audit.attendance_undo_correction),
        "attendance.withdraw_correction" => t_string!(i18n, audit.attendance_withdraw_correction),
        "attendance.decide" => t_string!(i18n, audit.attendance_decide),
        "attendance.witness" => t_string!(i18n, audit.attendance_witness),
        "attendance.flags_seen" => t_string!(i18n, audit.attendance_flags_seen),
        "attendance.ask_outing" => t_string!(i18n, audit.attendance_ask_outing),
        "attendance.outing" => t_string!(i18n, audit.attendance_outing),
        "attendance.record_patrol" => t_string!(i18n, audit.attendance_record_patrol),
        "attendance.explain_patrol" => t_string!(i18n, audit.attendance_explain_patrol),
        "attendance.decide_patrol" => t_string!(i18n, audit.attendance_decide_patrol),
        "leave.adjust" => t_string!(i18n, audit.leave_adjust),
        "leave.carry_over" => t_string!(i18n, audit.leave_carry_over),
        "leave.ask_carry" => t_string!(i18n, leave_year_end.audit_ask_carry),
        "leave.answer_carry" => t_string!(i18n, leave_year_end.audit_answer_carry),
        "leave.waive" => t_string!(i18n, leave_year_end.audit_waive),
        "leave.answer_cover" => t_string!(i18n, audit.leave_answer_cover),
        "leave.name_cover" => t_string!(i18n, leave_cover.audit_name_cover),
        "leave.refuse_papers" => t_string!(i18n, leave_cover.audit_refuse_papers),
        "leave.check_papers" => t_string!(i18n, audit.leave_check_papers),
        "leave.rule_papers" => t_string!(i18n, audit.leave_rule_papers),
        "leave.view_proof" => t_string!(i18n, audit.leave_view_proof),
        "photos.attach" => t_string!(i18n, audit.photos_attach),
        "photos.take_back" => t_string!(i18n, audit.photos_take_back),
        "roster.ask_swap" => t_string!(i18n, audit.roster_ask_swap),
        "roster.certify" => t_string!(i18n, audit.roster_certify),
        "roster.end_certification" => t_string!(i18n, audit.roster_end_certification),
        "roster.create_feed" => t_string!(i18n, audit.roster_create_feed),
        "roster.revoke_feed" => t_string!(i18n, audit.roster_revoke_feed),
        "roster.record_permit" => t_string!(i18n, audit.roster_record_permit),
        "roster.withdraw_permit" => t_string!(i18n, audit.roster_withdraw_permit),
        "roster.record_protection" => t_string!(i18n, audit.roster_record_protection),
        "roster.withdraw_protection" => t_string!(i18n, audit.roster_withdraw_protection),
        "attendance.outing_seen" => t_string!(i18n, audit.attendance_outing_seen),
        "attendance.outing_overdue" => t_string!(i18n, audit.attendance_outing_overdue),
        "attendance.pass_on_overdue" => t_string!(i18n, audit.attendance_pass_on_overdue),
        "leave.declare_child" => t_string!(i18n, audit.leave_declare_child),
        "leave.settle_child" => t_string!(i18n, audit.leave_settle_child),
        "roster.pay_out_time_off" => t_string!(i18n, audit.roster_pay_out_time_off),
        _ => t_string!(i18n, audit.other),
    }
}

/// What else an audit line says, where that can be put into words: which role, where, from or until when; what somebody
/// made who was invited. Its details are written for who reads the database.
fn more(i18n: I18nContext<Locale>, action: &str, detail: &str) -> Option<String> {
    if action == "accounts.accept_invite" {
        let by_passkey = detail == "passkey";
        let made = if by_passkey { t_string!(i18n, audit.made_passkey) } else { t_string!(i18n, audit.made_password) };
        return Some(made.to_owned());
    }
    if !matches!(action, "accounts.appoint" | "accounts.end_appointment") {
        return None;
    }
    let (role, rest) = detail.split_once(", ")?;
    let (scope, day) = rest.rsplit_once(", ")?;
    let role = words::role(i18n.get_locale_untracked(), Role::from_code(role)?);
    let day = day.rsplit(' ').next()?.parse().ok()?;
    Some(format!("{role} · {scope} · {}", when::date(day, i18n.get_locale_untracked())))
}
