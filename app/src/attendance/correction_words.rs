//! Words of corrections.

use domain::attendance::{CorrectedSlot, CorrectionCard, CorrectionCause, CorrectionFlag};
use domain::roster::SlotKind;
use leptos_i18n::I18nContext;

use crate::{
    i18n::{Locale, t_string},
    when,
};

type I18n = I18nContext<Locale>;

/// What is wrong with a slot.
pub(crate) fn cause(i18n: I18n, cause: CorrectionCause) -> &'static str {
    match cause {
        CorrectionCause::Missing => t_string!(i18n, corrections.cause_missing),
        CorrectionCause::Late => t_string!(i18n, corrections.cause_late),
        CorrectionCause::LeftEarly => t_string!(i18n, corrections.cause_left_early),
        CorrectionCause::Unproved => t_string!(i18n, corrections.cause_unproved),
    }
}

/// What should be looked at.
pub(crate) fn flag(i18n: I18n, flag: CorrectionFlag) -> &'static str {
    match flag {
        CorrectionFlag::InOrder => t_string!(i18n, corrections.flag_in_order),
        CorrectionFlag::MonthLocked => t_string!(i18n, corrections.flag_month_locked),
        CorrectionFlag::OnLeave => t_string!(i18n, corrections.flag_on_leave),
        CorrectionFlag::PhotoUsedBefore => t_string!(i18n, corrections.flag_photo_used_before),
    }
}

/// What a slot is called where its day is not at hand.
pub(crate) fn kind(i18n: I18n, kind: SlotKind) -> &'static str {
    match kind {
        SlotKind::In => t_string!(i18n, attendance.clock_in),
        SlotKind::Out => t_string!(i18n, attendance.clock_out),
    }
}

/// What the punch is called that a correction is about.
pub(crate) fn punch(i18n: I18n, slot: CorrectedSlot, of: SlotKind) -> &'static str {
    match slot {
        CorrectedSlot::Overtime(end) => overtime_end(i18n, end),
        CorrectedSlot::Slot(_) => kind(i18n, of),
    }
}

/// The begin or the end of overtime.
pub(crate) fn overtime_end(i18n: I18n, end: SlotKind) -> &'static str {
    match end {
        SlotKind::In => t_string!(i18n, corrections.overtime_begin),
        SlotKind::Out => t_string!(i18n, corrections.overtime_end),
    }
}

/// `11月24日 周二 上班打卡 · 补为 08:20`.
pub(crate) fn extent(i18n: I18n, card: &CorrectionCard) -> String {
    let day = when::date(card.date, i18n.get_locale_untracked());
    let punch = format!("{day} {}", punch(i18n, card.slot, card.kind));
    t_string!(i18n, corrections.extent, punch = punch, time = when::time(card.at))
}
