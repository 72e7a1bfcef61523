use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{
    AttendanceError, AttendanceRules, CorrectedSlot, DayResult, MAX_REASON, PunchMark, SlotOutcome, SlotResult,
    SlotWindow, Timetable,
    corrected::{puts_overtime_right, time_beyond},
    counted_punch,
};
use crate::{
    coded::coded_enum,
    ids::{ApprovalId, PhotoId, PunchId},
    problem::{FieldErrors, FieldReason, Problem},
    roster::SlotKind,
    time::{hall_midnight, minute_of},
};

coded_enum! {
    /// What is wrong with the slot that a correction (补卡) is asked for. Routes may depend on it.
    pub enum CorrectionCause {
        /// 缺卡: there is no punch.
        Missing = "missing",
        /// 迟到.
        Late = "late",
        /// 早退.
        LeftEarly = "left_early",
        /// 待核实: the punch was not shown to be at the hall.
        Unproved = "unproved",
    }
}

impl CorrectionCause {
    /// What a correction could put right about a slot, if anything.
    pub fn of(slot: &SlotResult) -> Option<Self> {
        match slot.outcome {
            SlotOutcome::Missing => Some(Self::Missing),
            SlotOutcome::Late(_) => Some(Self::Late),
            SlotOutcome::LeftEarly(_) => Some(Self::LeftEarly),
            SlotOutcome::Pending | SlotOutcome::OnTime | SlotOutcome::Excused => {
                slot.punch.is_some_and(|punch| punch.needs_review).then_some(Self::Unproved)
            }
        }
    }
}

/// Asks that a slot, or an end of approved overtime, count as punched at a time. The punches that are there stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionCommand {
    /// Made with the form: sent twice, it is one request.
    pub id: ApprovalId,
    /// The version of a request of mine that is changed; none for a new one.
    #[serde(default)]
    pub version: Option<i32>,
    /// The work-date.
    pub date: NaiveDate,
    /// Which punch of it.
    pub slot: CorrectedSlot,
    /// The time on the hall's wall clock, `HH:MM`.
    pub time: String,
    /// What happened.
    pub reason: String,
    /// Photos that show it, handed in with the form.
    #[serde(default)]
    pub photos: Vec<PhotoId>,
}

/// What a request is held against.
#[derive(Clone, Copy, Debug)]
pub struct CorrectionFacts<'a> {
    /// The person's slots around the date.
    pub timetable: &'a Timetable,
    /// The person's punches around the date.
    pub punches: &'a [PunchMark],
    /// What the day came to so far.
    pub day: &'a DayResult,
    /// Other requests of this person for days of this month that wait or were approved.
    pub used: i32,
    /// The day on which it was first asked: what is sent back may be changed after the last day to ask.
    pub asked_on: NaiveDate,
    /// The hall's settings.
    pub rules: &'a AttendanceRules,
}

/// The last day on which a correction of a day can be asked for.
pub fn correction_until(date: NaiveDate, rules: &AttendanceRules) -> NaiveDate {
    date + Days::new(u64::try_from(rules.correction_days).unwrap_or_default())
}

/// Whether there is something about a slot that a correction could put right.
pub fn may_correct(slot: &SlotResult) -> bool {
    CorrectionCause::of(slot).is_some()
}

/// The instant that a time on the wall, `HH:MM`, means for a slot: after midnight it is the next day's.
///
/// # Errors
/// Malformed, or out of range where the slot isn't open at that time.
pub fn time_in_slot(slot: &SlotWindow, time: &str) -> Result<DateTime<Utc>, FieldReason> {
    times_near(slot.work_date, time)?.into_iter().find(|at| slot.contains(*at)).ok_or(FieldReason::OutOfRange)
}

/// The instants that a time on the wall, `HH:MM`, can mean for a date: on the day itself, the next, the one before.
pub(super) fn times_near(date: NaiveDate, time: &str) -> Result<[DateTime<Utc>; 3], FieldReason> {
    let of_day = TimeDelta::minutes(minute_of(time)?.into());
    let day = TimeDelta::days(1);
    let midnight = hall_midnight(date);
    Ok([midnight, midnight + day, midnight - day].map(|midnight| midnight + of_day))
}

/// What a sound request comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Arriving or leaving.
    pub kind: SlotKind,
    /// What is wrong.
    pub cause: CorrectionCause,
    /// The punch that counts there so far.
    pub original: Option<PunchMark>,
    /// When the punch is to count.
    pub at: DateTime<Utc>,
}

impl CorrectionCommand {
    /// What it comes to, if the request may be made now.
    ///
    /// # Errors
    /// Wrong fields by name; else [`AttendanceError::TooLate`], [`AttendanceError::NothingToCorrect`] or
    /// [`AttendanceError::NoneLeft`].
    pub fn proposed(&self, facts: &CorrectionFacts<'_>, now: DateTime<Utc>) -> Result<Correction, Problem> {
        let at = self.instant(facts).transpose();
        let known = if matches!(at, Ok(None)) { Err(FieldReason::Unknown) } else { Ok(()) };
        let at = at.and_then(|at| if at.is_some_and(|at| at > now) { Err(FieldReason::OutOfRange) } else { Ok(at) });
        let mut errors = FieldErrors::default();
        let known = errors.take("slot", known);
        let at = errors.take("time", at).flatten();
        let reason = errors.take("reason", sound_reason(&self.reason));
        let (Some(()), Some(at), Some(())) = (known, at, reason) else { return Err(errors.into()) };
        if facts.asked_on > correction_until(self.date, facts.rules) {
            return Err(AttendanceError::TooLate.into());
        }
        let wanted = puts_right(facts.timetable, facts.punches, facts.day, (self.slot, at));
        let Some(correction) = wanted else {
            return Err(AttendanceError::NothingToCorrect.into());
        };
        if facts.used >= facts.rules.correction_limit {
            return Err(AttendanceError::NoneLeft.into());
        }
        Ok(correction)
    }

    /// When the time asked for was; nothing where the day has no such slot, or no such overtime.
    fn instant(&self, facts: &CorrectionFacts<'_>) -> Option<Result<DateTime<Utc>, FieldReason>> {
        match self.slot {
            CorrectedSlot::Slot(seq) => {
                let slot = facts.timetable.slots_on(self.date).find(|slot| slot.seq == seq)?;
                Some(time_in_slot(slot, &self.time))
            }
            CorrectedSlot::Overtime(kind) => {
                facts.day.overtime?;
                Some(time_beyond(facts.timetable, self.date, kind, &self.time))
            }
        }
    }
}

/// What is wrong with a day there, if a punch at this time would put it right.
pub fn puts_right(
    timetable: &Timetable,
    punches: &[PunchMark],
    day: &DayResult,
    (slot, at): (CorrectedSlot, DateTime<Utc>),
) -> Option<Correction> {
    let seq = match slot {
        CorrectedSlot::Slot(seq) => seq,
        CorrectedSlot::Overtime(kind) => return puts_overtime_right(timetable, punches, day, (kind, at)),
    };
    let window = timetable.slots_on(day.date).find(|window| window.seq == seq)?;
    let result = day.slots.iter().find(|result| result.seq == seq)?;
    let cause = CorrectionCause::of(result)?;
    counts(window, punches, at).then_some(Correction { kind: result.kind, cause, original: result.punch, at })
}

/// A reason that was given and is not too long.
pub(super) fn sound_reason(reason: &str) -> Result<(), FieldReason> {
    match reason.trim().chars().count() {
        0 => Err(FieldReason::Required),
        n if n > usize::from(MAX_REASON) => Err(FieldReason::TooLong),
        _ => Ok(()),
    }
}

/// Whether a punch at this time would be the one that counts for the slot.
fn counts(slot: &SlotWindow, punches: &[PunchMark], at: DateTime<Utc>) -> bool {
    let new = PunchMark { id: PunchId::new(), at, needs_review: false };
    let all: Vec<PunchMark> = punches.iter().copied().chain([new]).collect();
    counted_punch(slot, &all).is_some_and(|counted| counted.id == new.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        attendance::{DayFacts, day_result},
        calendar::{CalendarStamp, CalendarStatus},
        leave::DayLeave,
        roster::samples::{clock, date, night, office, works},
        time::hall_date,
    };

    fn command(slot: i16, time: &str) -> CorrectionCommand {
        let reason = "手机没电".to_owned();
        CorrectionCommand {
            id: ApprovalId::new(),
            version: None,
            date: date(2026, 11, 24),
            slot: CorrectedSlot::Slot(slot),
            time: time.to_owned(),
            reason,
            photos: vec![],
        }
    }

    /// Asks on a day whose punches were made at these times, so many hours after its midnight.
    fn ask(command: &CorrectionCommand, punches: &[(i64, i64)], used: i32, hours: i64) -> Result<(), Problem> {
        let day = date(2026, 11, 24);
        let duty = works(day, office());
        let timetable = Timetable::new(std::slice::from_ref(&duty));
        let punches: Vec<PunchMark> = punches
            .iter()
            .map(|(hour, minute)| PunchMark { id: PunchId::new(), at: clock(day, *hour, *minute), needs_review: false })
            .collect();
        let calendar = CalendarStamp { version: 1, status: CalendarStatus::Published };
        let facts = DayFacts {
            duty: &duty,
            timetable: &timetable,
            punches: &punches,
            on_leave: &DayLeave::default(),
            overtime: None,
            calendar,
        };
        let now = clock(day, hours, 0);
        let result = day_result(&facts, now);
        let rules = AttendanceRules::default();
        let asked_on = hall_date(now);
        let facts =
            CorrectionFacts { timetable: &timetable, punches: &punches, day: &result, used, asked_on, rules: &rules };
        command.proposed(&facts, now).map(drop)
    }

    #[test]
    fn a_fault_can_be_put_right_and_what_is_in_order_can_not() {
        let out_of_order = Problem::from(AttendanceError::NothingToCorrect);
        assert_eq!(ask(&command(1, "08:28"), &[], 0, 30), Ok(()));
        assert_eq!(ask(&command(1, "08:28"), &[(8, 50)], 0, 30), Ok(()), "late");
        assert_eq!(ask(&command(1, "08:55"), &[(8, 50)], 0, 30), Err(out_of_order.clone()), "later still");
        assert_eq!(ask(&command(1, "08:28"), &[(8, 20)], 0, 30), Err(out_of_order.clone()), "in time");
        assert_eq!(ask(&command(2, "17:40"), &[], 0, 16), Err(Problem::field("time", FieldReason::OutOfRange)));
    }

    #[test]
    fn there_is_a_last_day_and_a_number_a_month() {
        let rules = AttendanceRules::default();
        let days = i64::from(rules.correction_days);
        assert_eq!(ask(&command(1, "08:28"), &[], rules.correction_limit - 1, 24 * (days + 1) - 1), Ok(()));
        let late = ask(&command(1, "08:28"), &[], 0, 24 * (days + 1));
        assert_eq!(late, Err(AttendanceError::TooLate.into()));
        let many = ask(&command(1, "08:28"), &[], rules.correction_limit, 30);
        assert_eq!(many, Err(AttendanceError::NoneLeft.into()));
    }

    #[test]
    fn wrong_fields_are_named() {
        let overtime = CorrectedSlot::Overtime(SlotKind::Out);
        let cases = [
            (command(9, "08:28"), "slot", FieldReason::Unknown),
            (CorrectionCommand { slot: overtime, ..command(1, "19:00") }, "slot", FieldReason::Unknown),
            (command(1, "25:00"), "time", FieldReason::Malformed),
            (command(1, "13:00"), "time", FieldReason::OutOfRange),
            (CorrectionCommand { reason: " ".into(), ..command(1, "08:28") }, "reason", FieldReason::Required),
        ];
        for (command, field, reason) in cases {
            assert_eq!(ask(&command, &[], 0, 30), Err(Problem::field(field, reason)), "{command:?}");
        }
    }

    #[test]
    fn after_midnight_a_time_belongs_to_the_night_before() {
        let day = date(2026, 11, 24);
        let timetable = Timetable::new(&[works(day, night())]);
        let departure = timetable.slots_on(day).last().unwrap();
        assert_eq!(time_in_slot(departure, "07:00"), Ok(clock(day, 31, 0)));
    }
}
