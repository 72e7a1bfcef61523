use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ApprovedOvertime, PunchMark, RULE_VERSION, SlotWindow, Timetable, WorkedOvertime, away::minutes_within,
    counted_punch, worked::worked_overtime,
};
use crate::{
    calendar::{CalendarStamp, DayKind},
    coded::coded_enum,
    ids::PunchId,
    leave::DayLeave,
    roster::{Assignment, Duty, SlotKind},
    time::{hall_date, hall_midnight},
};

/// Everything a day's result follows from.
#[derive(Clone, Copy, Debug)]
pub struct DayFacts<'a> {
    /// The day's duty.
    pub duty: &'a Duty,
    /// The person's slots, of the dates around it too.
    pub timetable: &'a Timetable,
    /// The person's punches around the date, in any order.
    pub punches: &'a [PunchMark],
    /// Their granted leave of the day, by which the timetable was fitted.
    pub on_leave: &'a DayLeave,
    /// Overtime that was approved for the day.
    pub overtime: Option<ApprovedOvertime>,
    /// The calendar that was used.
    pub calendar: CalendarStamp,
}

coded_enum! {
    /// What a day came to.
    pub enum DayStatus {
        /// Not over yet.
        Pending = "pending",
        /// Every slot punched in time.
        OnTime = "on_time",
        /// 迟到.
        Late = "late",
        /// 早退.
        LeftEarly = "left_early",
        /// 迟到 and 早退.
        LateAndEarly = "late_and_early",
        /// 缺卡: some slots without a punch, whatever the others came to.
        MissingPunch = "missing_punch",
        /// No punch at all on a day with a shift. Whether that is 旷工 is for people to decide.
        Absent = "absent",
        /// 休息.
        Rest = "rest",
        /// 法定节假日.
        Holiday = "holiday",
        /// A day off on which the person punched all the same.
        WorkedRest = "worked_rest",
        /// 请假.
        OnLeave = "on_leave",
        /// 无排班.
        Unscheduled = "unscheduled",
    }
}

/// What a slot came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotOutcome {
    /// No punch yet, and still time.
    Pending,
    /// In time.
    OnTime,
    /// Arrived so many minutes late.
    Late(i32),
    /// Left so many minutes early.
    LeftEarly(i32),
    /// No punch, and the window is over.
    Missing,
    /// On leave: nothing was due.
    Excused,
}

/// A slot of a day and what it came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotResult {
    /// The slot's place in the shift, from 1.
    pub seq: i16,
    /// Arriving or leaving.
    pub kind: SlotKind,
    /// When it was due.
    pub due: DateTime<Utc>,
    /// The punch that counts.
    pub punch: Option<PunchMark>,
    /// What it came to.
    pub outcome: SlotOutcome,
}

/// A day's result (考勤日结果), derived from facts alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayResult {
    /// The work-date.
    pub date: NaiveDate,
    /// What the day came to; [`DayStatus::Pending`] till [`settles_at`].
    pub status: DayStatus,
    /// Its slots, in order, as far as they can be judged.
    pub slots: Vec<SlotResult>,
    /// Punches of this calendar date that belong to no slot of any day.
    pub outside: Vec<PunchId>,
    /// Minutes late, over all arrivals.
    pub late_minutes: i32,
    /// Minutes left early, over all departures.
    pub early_minutes: i32,
    /// Slots without a punch.
    pub missing: i32,
    /// Minutes of the shift on leave, from each arrival to its departure as rostered; none of them is late or
    /// early, too.
    #[serde(default)]
    pub leave_minutes: i32,
    /// Overtime that was approved for it, with what of it was worked.
    #[serde(default)]
    pub overtime: Option<WorkedOvertime>,
    /// Whether a punch that counts was not shown to be at the hall, and a lead has to look at it.
    pub needs_review: bool,
    /// [`RULE_VERSION`] that made it.
    pub rule_version: i16,
    /// The version of the calendar year it was made with.
    pub calendar_version: i32,
}

/// The rules that first counted minutes on leave.
const COUNTS_LEAVE: i16 = 4;

/// The rules that first counted overtime.
const COUNTS_OVERTIME: i16 = 5;

impl DayResult {
    /// Minutes of the shift on leave; nothing where it was judged by rules that did not count them.
    pub fn counted_leave(&self) -> Option<i32> {
        (self.rule_version >= COUNTS_LEAVE).then_some(self.leave_minutes)
    }

    /// Minutes of overtime that were worked; nothing where it was judged by rules that did not count them.
    pub fn counted_overtime(&self) -> Option<i32> {
        let worked = self.overtime.map_or(0, |overtime| overtime.minutes);
        (self.rule_version >= COUNTS_OVERTIME).then_some(worked)
    }
}

/// When a day can be judged: after the true end of its last slot, or where there is none, after the date.
pub fn settles_at(date: NaiveDate, timetable: &Timetable) -> DateTime<Utc> {
    timetable.span_of(date).map_or_else(|| hall_midnight(date + Days::new(1)), |(_, end)| end)
}

/// A day's result as of now. The same facts give the same result, in whatever order punches arrived.
pub fn day_result(facts: &DayFacts<'_>, now: DateTime<Utc>) -> DayResult {
    let date = facts.duty.date;
    let slots: Vec<SlotResult> = facts.timetable.slots_on(date).map(|window| slot_result(window, facts, now)).collect();
    let mut outside: Vec<&PunchMark> = facts
        .punches
        .iter()
        .filter(|punch| hall_date(punch.at) == date && facts.timetable.locate(punch.at).is_none())
        .collect();
    outside.sort_by_key(|punch| (punch.at, punch.id));
    let sum = |minutes: fn(SlotOutcome) -> i32| slots.iter().map(|slot| minutes(slot.outcome)).sum();
    let mut result = DayResult {
        date,
        status: DayStatus::Pending,
        late_minutes: sum(|outcome| if let SlotOutcome::Late(minutes) = outcome { minutes } else { 0 }),
        early_minutes: sum(|outcome| if let SlotOutcome::LeftEarly(minutes) = outcome { minutes } else { 0 }),
        missing: sum(|outcome| i32::from(outcome == SlotOutcome::Missing)),
        leave_minutes: leave_minutes(date, facts.timetable),
        overtime: worked_overtime(facts),
        needs_review: slots.iter().any(|slot| slot.punch.is_some_and(|punch| punch.needs_review)),
        outside: outside.into_iter().map(|punch| punch.id).collect(),
        slots,
        rule_version: RULE_VERSION,
        calendar_version: facts.calendar.version,
    };
    if now >= settles_at(date, facts.timetable) {
        result.status = status(facts, &result);
    }
    result
}

fn leave_minutes(date: NaiveDate, timetable: &Timetable) -> i32 {
    let slots: Vec<&SlotWindow> = timetable.slots_on(date).collect();
    let pairs = slots.windows(2).filter(|pair| pair[0].kind == SlotKind::In);
    let minutes: i64 = pairs.map(|pair| minutes_within(&pair[0].leave, (pair[0].rostered, pair[1].rostered))).sum();
    i32::try_from(minutes).unwrap_or(i32::MAX)
}

fn slot_result(window: &SlotWindow, facts: &DayFacts<'_>, now: DateTime<Utc>) -> SlotResult {
    let punch = counted_punch(window, facts.punches).copied();
    let outcome = match (punch, window.kind) {
        _ if window.excused => SlotOutcome::Excused,
        (None, _) if now < window.end => SlotOutcome::Pending,
        (None, _) => SlotOutcome::Missing,
        (Some(punch), kind) => match (window.minutes_off(punch.at), kind) {
            (0, _) => SlotOutcome::OnTime,
            (minutes, SlotKind::In) => SlotOutcome::Late(minutes),
            (minutes, SlotKind::Out) => SlotOutcome::LeftEarly(minutes),
        },
    };
    SlotResult { seq: window.seq, kind: window.kind, due: window.due, punch, outcome }
}

fn status(facts: &DayFacts<'_>, result: &DayResult) -> DayStatus {
    match &facts.duty.assignment {
        // A day off inside a leave stays a day off.
        Assignment::Unscheduled if facts.on_leave.is_whole() && facts.duty.day_kind.is_workday() => DayStatus::OnLeave,
        Assignment::Unscheduled => DayStatus::Unscheduled,
        Assignment::Rest if !result.outside.is_empty() => DayStatus::WorkedRest,
        Assignment::Rest if matches!(facts.duty.day_kind, DayKind::StatutoryHoliday(_)) => DayStatus::Holiday,
        Assignment::Rest => DayStatus::Rest,
        Assignment::Shift(_) if facts.on_leave.is_whole() => DayStatus::OnLeave,
        Assignment::Shift(_) => worked_status(result),
    }
}

fn worked_status(result: &DayResult) -> DayStatus {
    let mut due = result.slots.iter().filter(|slot| slot.outcome != SlotOutcome::Excused).peekable();
    if due.peek().is_none() && !result.slots.is_empty() {
        return DayStatus::OnLeave;
    }
    if due.all(|slot| slot.outcome == SlotOutcome::Missing) {
        return DayStatus::Absent;
    }
    match (result.missing, result.late_minutes, result.early_minutes) {
        (0, 0, 0) => DayStatus::OnTime,
        (0, _, 0) => DayStatus::Late,
        (0, 0, _) => DayStatus::LeftEarly,
        (0, _, _) => DayStatus::LateAndEarly,
        _ => DayStatus::MissingPunch,
    }
}

#[cfg(test)]
mod tests;
