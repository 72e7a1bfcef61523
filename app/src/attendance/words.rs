//! Words of `attendance`.

use domain::{
    attendance::{
        ClaimDoubt, CodeVerdict, DayResult, DayStatus, FenceVerdict, NoPosition, Proof, PunchAction, PunchFlag,
        PunchSource, PunchView, SlotOutcome, SlotResult, Verdict,
    },
    leave::Measure,
    roster::SlotKind,
};
use leptos_i18n::I18nContext;

use crate::{
    i18n::{Locale, t_string},
    kit::Tone,
    leave::words as leave_words,
    when,
};

type I18n = I18nContext<Locale>;

/// What the button says.
pub(super) fn action(i18n: I18n, action: PunchAction) -> &'static str {
    match action {
        PunchAction::ClockIn => t_string!(i18n, attendance.clock_in),
        PunchAction::ClockOut => t_string!(i18n, attendance.clock_out),
        PunchAction::Punch => t_string!(i18n, attendance.punch),
    }
}

/// A slot's name by its place in the day: 上班, 午间签退, 午后签到, 下班.
pub(super) fn slot_of(i18n: I18n, slot: &SlotResult, slots: &[SlotResult]) -> &'static str {
    let is = |other: Option<&SlotResult>| other.is_some_and(|other| other.seq == slot.seq);
    match (slot.kind, is(slots.first()), is(slots.last())) {
        (SlotKind::In, true, _) => t_string!(i18n, attendance.slot_first_in),
        (SlotKind::In, false, _) => t_string!(i18n, attendance.slot_in),
        (SlotKind::Out, _, true) => t_string!(i18n, attendance.slot_last_out),
        (SlotKind::Out, _, false) => t_string!(i18n, attendance.slot_out),
    }
}

/// A verdict's word and colour.
pub(super) fn verdict(i18n: I18n, verdict: Verdict) -> (&'static str, Tone) {
    match verdict {
        Verdict::Normal => (t_string!(i18n, attendance.verdict_normal), Tone::Ok),
        Verdict::Late => (t_string!(i18n, attendance.verdict_late), Tone::Danger),
        Verdict::LeftEarly => (t_string!(i18n, attendance.verdict_left_early), Tone::Danger),
        Verdict::OutOfFence => (t_string!(i18n, attendance.verdict_out_of_fence), Tone::Danger),
        Verdict::PositionUnknown => (t_string!(i18n, attendance.verdict_position_unknown), Tone::Wait),
        Verdict::Extra => (t_string!(i18n, attendance.verdict_extra), Tone::Neutral),
        Verdict::TimeUnknown => (t_string!(i18n, attendance.verdict_time_unknown), Tone::Wait),
        Verdict::TooEarly => (t_string!(i18n, attendance.verdict_too_early), Tone::Wait),
        Verdict::OutsideSlots => (t_string!(i18n, attendance.verdict_outside_slots), Tone::Wait),
        Verdict::NoRoster => (t_string!(i18n, attendance.verdict_no_roster), Tone::Neutral),
    }
}

/// What a slot came to: word and colour.
pub(super) fn outcome(i18n: I18n, outcome: SlotOutcome) -> (String, Tone) {
    match outcome {
        SlotOutcome::Pending => (t_string!(i18n, attendance.outcome_pending).to_owned(), Tone::Neutral),
        SlotOutcome::OnTime => (t_string!(i18n, attendance.verdict_normal).to_owned(), Tone::Ok),
        SlotOutcome::Late(minutes) => (t_string!(i18n, attendance.late_minutes, n = minutes), Tone::Danger),
        SlotOutcome::LeftEarly(minutes) => (t_string!(i18n, attendance.early_minutes, n = minutes), Tone::Danger),
        SlotOutcome::Missing => (t_string!(i18n, attendance.outcome_missing).to_owned(), Tone::Wait),
        SlotOutcome::Excused => (t_string!(i18n, attendance.outcome_excused).to_owned(), Tone::Info),
    }
}

/// Lateness or leaving early in minutes, for the sentence under the answer.
pub(super) fn minutes(i18n: I18n, punch: &PunchView) -> Option<String> {
    let n = punch.judgement.minutes;
    match punch.judgement.time {
        domain::attendance::TimeVerdict::Late => Some(t_string!(i18n, attendance.late_minutes, n = n)),
        domain::attendance::TimeVerdict::LeftEarly => Some(t_string!(i18n, attendance.early_minutes, n = n)),
        _ => None,
    }
}

/// That a punch arrived after it was made, with both times; of those that somebody tapped.
pub(super) fn arrived(i18n: I18n, punch: &PunchView) -> Option<String> {
    if !matches!(punch.source, PunchSource::App | PunchSource::Form) {
        return None;
    }
    let (made, arrived) = (when::time(punch.at), when::moment(punch.arrived_at?, i18n.get_locale_untracked()));
    Some(t_string!(i18n, attendance.arrived_later, made = made, arrived = arrived))
}

/// Why its time waits for the lead, and what happens then.
pub(super) fn doubt(i18n: I18n, punch: &PunchView) -> Option<String> {
    let text = match punch.judgement.doubt? {
        ClaimDoubt::NoTicket => t_string!(i18n, attendance.doubt_no_ticket),
        ClaimDoubt::ClockChanged => t_string!(i18n, attendance.doubt_clock_changed),
        ClaimDoubt::TooLate => t_string!(i18n, attendance.doubt_too_late),
    };
    Some(text.to_owned())
}

/// What a lead made of it.
pub(super) fn decision(i18n: I18n, punch: &PunchView) -> Option<String> {
    let decision = punch.decision.as_ref()?;
    if punch.source == PunchSource::Correction && !decision.accepted {
        return Some(t_string!(i18n, corrections.approval_undone, by = decision.by.as_str()));
    }
    let word = if decision.accepted {
        t_string!(i18n, attendance.decided_accepted, by = decision.by.as_str())
    } else {
        t_string!(i18n, attendance.decided_refused, by = decision.by.as_str())
    };
    Some(match &decision.reason {
        Some(reason) => format!("{word}：{reason}"),
        None => word,
    })
}

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
    Some(t_string!(i18n, presence.witnessed, by = witness.by.as_str(), time = when::time(witness.at)))
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

/// What a day came to: word and colour.
pub(super) fn day(i18n: I18n, status: DayStatus) -> (&'static str, Tone) {
    match status {
        DayStatus::Pending => (t_string!(i18n, attendance.status_pending), Tone::Neutral),
        DayStatus::OnTime => (t_string!(i18n, attendance.status_on_time), Tone::Ok),
        DayStatus::Late => (t_string!(i18n, attendance.status_late), Tone::Danger),
        DayStatus::LeftEarly => (t_string!(i18n, attendance.status_left_early), Tone::Danger),
        DayStatus::LateAndEarly => (t_string!(i18n, attendance.status_late_and_early), Tone::Danger),
        DayStatus::MissingPunch => (t_string!(i18n, attendance.status_missing), Tone::Wait),
        DayStatus::Absent => (t_string!(i18n, attendance.status_absent), Tone::Danger),
        DayStatus::Rest => (t_string!(i18n, roster.rest), Tone::Neutral),
        DayStatus::Holiday => (t_string!(i18n, roster.statutory_holiday), Tone::Neutral),
        DayStatus::WorkedRest => (t_string!(i18n, attendance.status_worked_rest), Tone::Info),
        DayStatus::OnLeave => (t_string!(i18n, attendance.status_on_leave), Tone::Info),
        DayStatus::Unscheduled => (t_string!(i18n, attendance.status_unscheduled), Tone::Neutral),
    }
}

/// What a day wants looked at most: a day in order but for a punch to be checked waits for that.
pub(super) fn judged(i18n: I18n, result: &DayResult) -> (&'static str, Tone) {
    match day(i18n, result.status) {
        (_, Tone::Ok) if result.needs_review => (t_string!(i18n, attendance.needs_review), Tone::Wait),
        told => told,
    }
}

/// The same in two characters, for the cell of a month.
pub(super) fn day_cell(i18n: I18n, result: &DayResult) -> &'static str {
    match result.status {
        DayStatus::OnTime if result.needs_review => t_string!(i18n, attendance.cell_review),
        DayStatus::Late | DayStatus::LateAndEarly => t_string!(i18n, attendance.cell_late),
        DayStatus::LeftEarly => t_string!(i18n, attendance.cell_left_early),
        DayStatus::MissingPunch => t_string!(i18n, attendance.missing_slots),
        DayStatus::Holiday => t_string!(i18n, attendance.cell_holiday),
        DayStatus::WorkedRest => t_string!(i18n, attendance.cell_worked_rest),
        DayStatus::Unscheduled => t_string!(i18n, attendance.cell_unscheduled),
        DayStatus::OnLeave => t_string!(i18n, attendance.leave_days),
        other => day(i18n, other).0,
    }
}

/// What went wrong on a day, slot by slot; nothing when all is in order, or all is missing.
pub(super) fn remarks(i18n: I18n, result: &DayResult) -> Option<String> {
    if result.status == DayStatus::Absent {
        return None;
    }
    let remark = |slot: &SlotResult| {
        let name = slot_of(i18n, slot, &result.slots);
        match (slot.outcome, slot.punch) {
            (SlotOutcome::Late(_) | SlotOutcome::LeftEarly(_), Some(punch)) => {
                let outcome = outcome(i18n, slot.outcome).0;
                let time = when::time(punch.at);
                Some(t_string!(i18n, attendance.slot_remark, time = time, slot = name, outcome = outcome))
            }
            (SlotOutcome::Missing, _) => Some(t_string!(i18n, attendance.slot_missing, slot = name)),
            _ => None,
        }
    };
    let review = result.needs_review.then(|| t_string!(i18n, attendance.needs_review).to_owned());
    let partly = result.leave_minutes > 0 && result.status != DayStatus::OnLeave;
    let leave = partly.then(|| leave_minutes(i18n, result.leave_minutes));
    let worked = result.overtime.filter(|overtime| overtime.minutes > 0);
    let overtime = worked.map(|overtime| overtime_minutes(i18n, overtime.minutes));
    let remarks: Vec<String> =
        result.slots.iter().filter_map(remark).chain(leave).chain(overtime).chain(review).collect();
    (!remarks.is_empty()).then(|| remarks.join(" · "))
}

/// How much of a shift was leave.
pub(super) fn leave_minutes(i18n: I18n, minutes: i32) -> String {
    let length = leave_words::measured(i18n.get_locale_untracked(), Measure::Minutes, minutes);
    t_string!(i18n, leave_hours.leave_minutes, length = length)
}

/// How much overtime was worked.
pub(super) fn overtime_minutes(i18n: I18n, minutes: i32) -> String {
    let length = leave_words::measured(i18n.get_locale_untracked(), Measure::Minutes, minutes);
    t_string!(i18n, worktime.overtime_of_day, length = length)
}
