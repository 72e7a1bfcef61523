use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc};
use serde::{Deserialize, Serialize};

use super::{
    AttendanceError, AttendanceRules, DayResult, MAX_REASON, PunchMark, SlotOutcome, SlotResult, SlotWindow, Timetable,
    counted_punch,
};
use crate::{
    coded::coded_enum,
    ids::{CorrectionId, PhotoId, PunchId},
    photos::PhotoView,
    problem::{FieldErrors, FieldReason, Problem},
    roster::SlotKind,
    time::{hall_date, hall_midnight},
};

coded_enum! {
    /// How a request for a correction (补卡) stands.
    pub enum CorrectionState {
        /// The lead has to decide.
        Asked = "asked",
        /// Approved: there is a punch.
        Approved = "approved",
        /// Rejected.
        Rejected = "rejected",
        /// Taken back by who asked.
        Withdrawn = "withdrawn",
    }
}

coded_enum! {
    /// What somebody does about a request for a correction.
    pub enum CorrectionAct {
        /// The lead approves.
        Approve = "approve",
        /// The lead rejects, and says why.
        Reject = "reject",
        /// Who asked takes it back.
        Withdraw = "withdraw",
    }
}

impl CorrectionState {
    /// The state after an act; only what is asked can be acted on.
    pub const fn after(self, act: CorrectionAct) -> Result<Self, AttendanceError> {
        match (self, act) {
            (Self::Asked, CorrectionAct::Approve) => Ok(Self::Approved),
            (Self::Asked, CorrectionAct::Reject) => Ok(Self::Rejected),
            (Self::Asked, CorrectionAct::Withdraw) => Ok(Self::Withdrawn),
            _ => Err(AttendanceError::Settled),
        }
    }
}

/// Asks that a slot count as punched at a time. The punches that are there stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionCommand {
    /// Made with the form: sent twice, it is one request.
    pub id: CorrectionId,
    /// The work-date.
    pub date: NaiveDate,
    /// The slot's place in the shift, from 1.
    pub slot: i16,
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
    /// Requests of this person for days of this month that wait or were approved.
    pub used: i32,
    /// The hall's settings.
    pub rules: &'a AttendanceRules,
}

/// The last day on which a correction of a day can be asked for.
pub fn correction_until(date: NaiveDate, rules: &AttendanceRules) -> NaiveDate {
    date + Days::new(u64::try_from(rules.correction_days).unwrap_or_default())
}

/// Whether there is something about a slot that a correction could put right.
pub fn may_correct(slot: &SlotResult) -> bool {
    let faulty = matches!(slot.outcome, SlotOutcome::Missing | SlotOutcome::Late(_) | SlotOutcome::LeftEarly(_));
    faulty || slot.punch.is_some_and(|punch| punch.needs_review)
}

/// The instant that a time on the wall, `HH:MM`, means for a slot: after midnight it is the next day's.
///
/// # Errors
/// Malformed, or out of range where the slot isn't open at that time.
pub fn time_in_slot(slot: &SlotWindow, time: &str) -> Result<DateTime<Utc>, FieldReason> {
    let time = NaiveTime::parse_from_str(time.trim(), "%H:%M").map_err(|_| FieldReason::Malformed)?;
    let of_day = TimeDelta::minutes(i64::from(time.hour() * 60 + time.minute()));
    let day = TimeDelta::days(1);
    let midnight = hall_midnight(slot.work_date);
    let near = [midnight, midnight + day, midnight - day].map(|midnight| midnight + of_day);
    near.into_iter().find(|at| slot.contains(*at)).ok_or(FieldReason::OutOfRange)
}

impl CorrectionCommand {
    /// When the punch is to count, if the request may be made now.
    ///
    /// # Errors
    /// Wrong fields by name; else [`AttendanceError::TooLate`], [`AttendanceError::NothingToCorrect`] or
    /// [`AttendanceError::NoneLeft`].
    pub fn proposed(&self, facts: &CorrectionFacts<'_>, now: DateTime<Utc>) -> Result<DateTime<Utc>, Problem> {
        let slot = facts.timetable.slots_on(self.date).find(|slot| slot.seq == self.slot);
        let at = slot.map(|slot| time_in_slot(slot, &self.time)).transpose();
        let at = at.and_then(|at| if at.is_some_and(|at| at > now) { Err(FieldReason::OutOfRange) } else { Ok(at) });
        let mut errors = FieldErrors::default();
        let known = errors.take("slot", slot.ok_or(FieldReason::Unknown));
        let at = errors.take("time", at).flatten();
        let reason = errors.take("reason", sound_reason(&self.reason));
        let (Some(slot), Some(at), Some(())) = (known, at, reason) else { return Err(errors.into()) };
        if hall_date(now) > correction_until(self.date, facts.rules) {
            return Err(AttendanceError::TooLate.into());
        }
        let faulty = facts.day.slots.iter().any(|result| result.seq == self.slot && may_correct(result));
        if !faulty || !counts(slot, facts.punches, at) {
            return Err(AttendanceError::NothingToCorrect.into());
        }
        if facts.used >= facts.rules.correction_limit {
            return Err(AttendanceError::NoneLeft.into());
        }
        Ok(at)
    }
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

/// A request as it is seen, by who asked and by who decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionView {
    /// The request.
    pub id: CorrectionId,
    /// Counts its changes.
    pub version: i32,
    /// 姓名 of who asks.
    pub name: String,
    /// The work-date.
    pub date: NaiveDate,
    /// The slot's place in the shift.
    pub slot: i16,
    /// Arriving or leaving.
    pub kind: SlotKind,
    /// When it is to count as punched.
    pub at: DateTime<Utc>,
    /// The punch that counted before, if there was one.
    pub original_at: Option<DateTime<Utc>>,
    /// What happened.
    pub reason: String,
    /// How it stands.
    pub state: CorrectionState,
    /// What was said with the refusal.
    pub answer: Option<String>,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// 姓名 of who settled it, and when.
    pub settled: Option<(String, DateTime<Utc>)>,
    /// 姓名 of those who can decide it, while it waits.
    pub deciders: Vec<String>,
    /// What the viewer can do about it.
    pub acts: Vec<CorrectionAct>,
    /// Photos that show what happened, for who asked and who decides.
    pub photos: Vec<PhotoView>,
}

/// What can be put right about a day, for the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionForm {
    /// The work-date.
    pub date: NaiveDate,
    /// All slots of the day: their names follow from their places.
    pub slots: Vec<SlotResult>,
    /// Those of them that a request can be made for.
    pub open: Vec<i16>,
    /// Requests left this month.
    pub left: i32,
    /// The last day to ask on.
    pub until: NaiveDate,
    /// Whether that day is past.
    pub too_late: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        attendance::{DayFacts, day_result},
        calendar::{CalendarStamp, CalendarStatus},
        leave::DayLeave,
        roster::samples::{clock, date, night, office, works},
    };

    fn command(slot: i16, time: &str) -> CorrectionCommand {
        let reason = "手机没电".to_owned();
        CorrectionCommand {
            id: CorrectionId::new(),
            date: date(2026, 11, 24),
            slot,
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
        let facts =
            DayFacts { duty: &duty, timetable: &timetable, punches: &punches, on_leave: DayLeave::default(), calendar };
        let now = clock(day, hours, 0);
        let result = day_result(&facts, now);
        let rules = AttendanceRules::default();
        let facts = CorrectionFacts { timetable: &timetable, punches: &punches, day: &result, used, rules: &rules };
        command.proposed(&facts, now).map(drop)
    }

    #[test]
    fn only_what_was_asked_is_decided_and_once() {
        for act in CorrectionAct::ALL {
            assert!(CorrectionState::Asked.after(*act).is_ok());
            for settled in [CorrectionState::Approved, CorrectionState::Rejected, CorrectionState::Withdrawn] {
                assert_eq!(settled.after(*act), Err(AttendanceError::Settled));
            }
        }
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
        let cases = [
            (command(9, "08:28"), "slot", FieldReason::Unknown),
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
