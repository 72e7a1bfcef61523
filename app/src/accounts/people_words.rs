//! Words of the screens about people.

use domain::accounts::StaffColumn;
use leptos_i18n::I18nContext;

use crate::i18n::{Locale, t_string};

/// What an audit line says was done. A word that this release does not know is shown as it is stored.
pub(super) fn audit_action(i18n: I18nContext<Locale>, action: &str) -> String {
    let known = match action {
        "accounts.sign_in" => t_string!(i18n, people.audit_sign_in),
        "accounts.sign_out" => t_string!(i18n, people.audit_sign_out),
        "accounts.sign_out_all" => t_string!(i18n, people.audit_sign_out_all),
        "accounts.add_passkey" => t_string!(i18n, people.audit_add_passkey),
        "accounts.remove_passkey" => t_string!(i18n, people.audit_remove_passkey),
        "accounts.change_password" => t_string!(i18n, people.audit_change_password),
        "accounts.invite" => t_string!(i18n, people.audit_invite),
        "accounts.create_person" => t_string!(i18n, people.audit_create_person),
        "accounts.change_person" => t_string!(i18n, people.audit_change_person),
        "accounts.end_employment" => t_string!(i18n, people.audit_end_employment),
        "accounts.reveal_id_number" => t_string!(i18n, people.audit_reveal_id_number),
        "accounts.appoint" => t_string!(i18n, people.audit_appoint),
        "accounts.end_appointment" => t_string!(i18n, people.audit_end_appointment),
        "org.set_holder" => t_string!(i18n, people.audit_set_holder),
        "org.end_holder" => t_string!(i18n, people.audit_end_holder),
        _ => return action.to_owned(),
    };
    known.to_owned()
}

/// A column of a staff list. The file's own header in Chinese.
pub(super) fn column(i18n: I18nContext<Locale>, column: StaffColumn) -> &'static str {
    match column {
        StaffColumn::SignInName => t_string!(i18n, people.column_sign_in_name),
        StaffColumn::Name => t_string!(i18n, people.column_name),
        StaffColumn::Phone => t_string!(i18n, people.phone),
        StaffColumn::IdNumber => t_string!(i18n, people.id_number),
        StaffColumn::Post => t_string!(i18n, people.column_post),
        StaffColumn::Window => t_string!(i18n, people.column_window),
        StaffColumn::Side => t_string!(i18n, people.column_side),
        StaffColumn::Lead => t_string!(i18n, people.column_lead),
        StaffColumn::HiredOn => t_string!(i18n, people.hired_on),
        StaffColumn::ServiceFrom => t_string!(i18n, people.service_from),
    }
}
