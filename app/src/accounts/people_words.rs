//! Words of the screens about people.

use domain::accounts::StaffColumn;
use leptos_i18n::I18nContext;

use crate::i18n::{Locale, t_string};

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
        StaffColumn::ContinuousFrom => t_string!(i18n, people.continuous_from),
    }
}
