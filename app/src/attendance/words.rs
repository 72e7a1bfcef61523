//! Words of `attendance`.

use domain::{
    attendance::{
        ClaimDoubt, DayResult, DayStatus, MonthState, MonthTotals, PunchAction, PunchSource, PunchView, SlotOutcome,
        SlotResult, Verdict,
    },
    leave::Measure,
    roster::SlotKind,
};
use leptos_i18n::I18nContext;

pub(super) use super::proof_words::{code, flag, flags, place, place_fact, witness};
use crate::{
    i18n::{Locale, t_string},
    kit::Tone,
    leave::words as leave_words,
    punctuation, when,
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
        Some(reason) => punctuation::of(i18n.get_locale_untracked(), &word, reason),
        None => word,
    })
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
    let remarks: Vec<String> = result.slots.iter().filter_map(remark).chain(leave).chain(review).collect();
    (!remarks.is_empty()).then(|| remarks.join(" · "))
}

/// How much of a shift was leave.
pub(super) fn leave_minutes(i18n: I18n, minutes: i32) -> String {
    let length = leave_words::measured(i18n.get_locale_untracked(), Measure::Minutes, minutes);
    t_string!(i18n, leave_hours.leave_minutes, length = length)
}

/// How a month stands: colour and word.
pub(super) fn month_state(i18n: I18n, state: MonthState) -> (Tone, &'static str) {
    match state {
        MonthState::Open => (Tone::Neutral, t_string!(i18n, timesheet.state_open)),
        MonthState::Confirmed => (Tone::Info, t_string!(i18n, timesheet.state_confirmed)),
        MonthState::Closing => (Tone::Wait, t_string!(i18n, timesheet.state_closing)),
        MonthState::Locked => (Tone::Ok, t_string!(i18n, timesheet.state_locked)),
    }
}

/// A month's figure with its words.
pub(super) struct Figure {
    pub(super) label: &'static str,
    pub(super) count: i32,
    pub(super) unit: &'static str,
    /// Where there are any.
    pub(super) tone: Tone,
}

/// What is told of a month as a whole.
pub(super) fn figures(i18n: I18n, totals: &MonthTotals) -> [Figure; 6] {
    let days = |label, count, tone| Figure { label, count, unit: t_string!(i18n, attendance.days), tone };
    let times = |label, count, tone| Figure { label, count, unit: t_string!(i18n, attendance.times), tone };
    let late_or_early = totals.late_count + totals.early_count;
    [
        days(t_string!(i18n, attendance.shift_days), totals.shift_days, Tone::Neutral),
        days(t_string!(i18n, attendance.attended_days), totals.attended_days, Tone::Neutral),
        times(t_string!(i18n, attendance.late_and_early), late_or_early, Tone::Danger),
        times(t_string!(i18n, attendance.missing_slots), totals.missing_slots, Tone::Wait),
        days(t_string!(i18n, attendance.absent_days), totals.absent_days, Tone::Danger),
        days(t_string!(i18n, attendance.leave_days), totals.leave_days, Tone::Info),
    ]
}
