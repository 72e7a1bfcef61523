//! Words for what shows that somebody was at the hall, and for what might be asked about it.

use domain::attendance::{CodeVerdict, FenceVerdict, NoPosition, Proof, PunchFlag, PunchView};
use leptos_i18n::I18nContext;

use super::inday_words;
use crate::{
    i18n::{Locale, t_string},
    when,
};

type I18n = I18nContext<Locale>;

/// What the position means and what can be done about it; nothing when it is in order.
pub(super) fn place(i18n: I18n, place: FenceVerdict) -> Option<String> {
    match place {
        FenceVerdict::Inside { .. } | FenceVerdict::Proved { .. } => None,
        FenceVerdict::Outside { distance_m, .. } => Some(t_string!(i18n, attendance.place_outside, n = distance_m)),
        FenceVerdict::Inaccurate { accuracy_m, .. } => {
            Some(t_string!(i18n, attendance.place_inaccurate, n = accuracy_m))
        }
        FenceVerdict::NoFence => Some(t_string!(i18n, attendance.place_no_fence).to_owned()),
        FenceVerdict::NoPosition { reason } => Some(
            match reason {
                NoPosition::Denied => t_string!(i18n, attendance.place_denied),
                NoPosition::Unavailable => t_string!(i18n, attendance.place_unavailable),
                NoPosition::Timeout | NoPosition::Stale => t_string!(i18n, attendance.place_timeout),
                NoPosition::NotAsked => t_string!(i18n, attendance.place_not_asked),
                NoPosition::NoConsent => t_string!(i18n, timesheet.place_no_consent),
            }
            .to_owned(),
        ),
    }
}

/// Where a punch was made, as a fact of the record.
pub(super) fn place_fact(i18n: I18n, place: FenceVerdict) -> String {
    match place {
        FenceVerdict::Inside { distance_m, .. } => t_string!(i18n, attendance.place_inside_fact, n = distance_m),
        FenceVerdict::Outside { distance_m, .. } => t_string!(i18n, attendance.place_outside_fact, n = distance_m),
        FenceVerdict::Inaccurate { accuracy_m, .. } => {
            t_string!(i18n, attendance.place_inaccurate_fact, n = accuracy_m)
        }
        FenceVerdict::NoFence => t_string!(i18n, attendance.place_no_fence_fact).to_owned(),
        FenceVerdict::Proved { proof } => match proof {
            Proof::HallCode => t_string!(i18n, attendance.proved_hall_code),
            Proof::Witness => t_string!(i18n, attendance.proved_witness),
            Proof::Paper => t_string!(i18n, attendance.proved_paper),
            Proof::Correction => t_string!(i18n, attendance.proved_correction),
        }
        .to_owned(),
        FenceVerdict::NoPosition { reason } => match reason {
            NoPosition::Denied => t_string!(i18n, attendance.place_denied_fact),
            NoPosition::Unavailable => t_string!(i18n, attendance.place_unavailable_fact),
            NoPosition::Timeout | NoPosition::Stale => t_string!(i18n, attendance.place_timeout_fact),
            NoPosition::NotAsked => t_string!(i18n, attendance.place_not_asked_fact),
            NoPosition::NoConsent => t_string!(i18n, timesheet.place_no_consent_fact),
        }
        .to_owned(),
    }
}

/// What came of the hall's code, where the person should know: one that held needs no word here.
pub(super) fn code(i18n: I18n, code: Option<CodeVerdict>) -> Option<String> {
    let text = match code? {
        CodeVerdict::Accepted => return None,
        CodeVerdict::Stale => t_string!(i18n, presence.code_stale),
        CodeVerdict::Wrong => t_string!(i18n, presence.code_wrong),
        CodeVerdict::Used => t_string!(i18n, presence.code_used),
        CodeVerdict::TooManyTries => t_string!(i18n, presence.code_too_many),
        CodeVerdict::TimeUnknown => t_string!(i18n, presence.code_time_unknown),
    };
    Some(text.to_owned())
}

/// Who has seen the person at the hall.
pub(super) fn witness(i18n: I18n, punch: &PunchView) -> Option<String> {
    let witness = punch.witness.as_ref()?;
    let said = t_string!(i18n, presence.witnessed, by = witness.by.as_str(), time = when::time(witness.at));
    let late = witness.late.as_ref().map(|late| inday_words::late(i18n, late));
    Some([Some(said), late].into_iter().flatten().collect::<Vec<_>>().join(t_string!(i18n, presence.comma)))
}

/// A flag in a word.
pub(super) fn flag(i18n: I18n, flag: PunchFlag) -> &'static str {
    match flag {
        PunchFlag::NewDevice => t_string!(i18n, presence.flag_new_device),
        PunchFlag::Travel => t_string!(i18n, presence.flag_travel),
        PunchFlag::SameCoordinates => t_string!(i18n, presence.flag_same_coordinates),
        PunchFlag::CodeElsewhere => t_string!(i18n, presence.flag_code_elsewhere),
    }
}

/// All flags of a punch in a line.
pub(super) fn flags(i18n: I18n, flags: &[PunchFlag]) -> Option<String> {
    let words: Vec<&str> = flags.iter().map(|which| flag(i18n, *which)).collect();
    (!words.is_empty()).then(|| t_string!(i18n, presence.flags, list = words.join(t_string!(i18n, presence.comma))))
}
