//! What notices of requests say.

use chrono::NaiveDate;
use domain::approvals::{ApprovalKind, FlowState};
use leptos_i18n::I18nContext;

use crate::{
    i18n::{Locale, t_string},
    when,
};

type I18n = I18nContext<Locale>;
type Words = (String, Option<String>);

pub(super) fn settled(i18n: I18n, what: ApprovalKind, state: FlowState) -> Words {
    let title = match (what, state) {
        (_, FlowState::Returned) => t_string!(i18n, notices.request_returned),
        // Who was asked is told as well: the request is not theirs.
        (ApprovalKind::Swap, FlowState::Approved) => t_string!(i18n, told.swap_approved),
        (ApprovalKind::Swap, FlowState::Expired) => t_string!(i18n, told.swap_expired),
        (ApprovalKind::Swap, _) => t_string!(i18n, told.swap_rejected),
        (_, FlowState::Approved) => t_string!(i18n, notices.request_approved),
        (_, FlowState::Expired) => t_string!(i18n, notices.request_expired),
        _ => t_string!(i18n, notices.request_rejected),
    };
    (title.to_owned(), Some(t_string!(i18n, notices.request_text).to_owned()))
}

pub(super) fn copied(i18n: I18n, by: &str) -> Words {
    (t_string!(i18n, notices.request_copied, by = by), None)
}

pub(super) fn commented(i18n: I18n, by: &str, own: bool) -> Words {
    let title =
        if own { t_string!(i18n, notices.commented_own, by = by) } else { t_string!(i18n, notices.commented, by = by) };
    (title, None)
}

pub(super) fn delegated(i18n: I18n, by: &str, (from, to): (NaiveDate, NaiveDate)) -> Words {
    let locale = i18n.get_locale_untracked();
    let (from, to) = (when::date(from, locale), when::date(to, locale));
    (t_string!(i18n, notices.delegated, by = by), Some(t_string!(i18n, notices.delegated_text, from = from, to = to)))
}
