//! Which punch of a day a correction is about: a slot's, or the begin or the end of approved overtime, which has none.

use std::{
    fmt::{Display, Formatter},
    str::FromStr,
};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Correction, CorrectionCause, DayResult, DayStatus, PunchMark, Timetable,
    correction::times_near,
    worked::{is_of_day, rostered_span, shown_punches},
};
use crate::{coded::UnknownCode, problem::FieldReason, roster::SlotKind};

/// Which punch of a day a correction is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Written", try_from = "Written")]
pub enum CorrectedSlot {
    /// A slot, by its place in the shift, from 1.
    Slot(i16),
    /// Where approved overtime outside the shift began, or ended.
    Overtime(SlotKind),
}

/// On the wire a slot is its number, as it always was, so that what waits on phones stays the same request; forms send
/// everything as text.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Number(i16),
    Text(String),
}

const OVERTIME: &str = "overtime_";

impl Display for CorrectedSlot {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Slot(seq) => write!(f, "{seq}"),
            Self::Overtime(kind) => write!(f, "{OVERTIME}{}", kind.code()),
        }
    }
}

impl FromStr for CorrectedSlot {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        match text.strip_prefix(OVERTIME) {
            Some(kind) => kind.parse().map(Self::Overtime),
            None => text.parse().map(Self::Slot).map_err(|_| UnknownCode),
        }
    }
}

impl From<CorrectedSlot> for Written {
    fn from(slot: CorrectedSlot) -> Self {
        match slot {
            CorrectedSlot::Slot(seq) => Self::Number(seq),
            CorrectedSlot::Overtime(_) => Self::Text(slot.to_string()),
        }
    }
}

impl TryFrom<Written> for CorrectedSlot {
    type Error = UnknownCode;

    fn try_from(written: Written) -> Result<Self, UnknownCode> {
        match written {
            Written::Number(seq) => Ok(Self::Slot(seq)),
            Written::Text(text) => text.parse(),
        }
    }
}

/// Whether less of a day's approved overtime is shown by its punches than was approved. Not before the day is over:
/// until then it can still be punched.
pub fn lacks_overtime(day: &DayResult) -> bool {
    day.status != DayStatus::Pending && day.overtime.is_some_and(|overtime| overtime.minutes < overtime.approved)
}

/// The instant that a time on the wall, `HH:MM`, means for overtime of a date: one that counts for the date, before its
/// shift or after it.
pub(super) fn time_beyond(
    timetable: &Timetable,
    date: NaiveDate,
    kind: SlotKind,
    time: &str,
) -> Result<DateTime<Utc>, FieldReason> {
    let fits = |at: &DateTime<Utc>| is_of_day(date, timetable, *at) && is_beyond(timetable, date, kind, *at);
    times_near(date, time)?.into_iter().find(fits).ok_or(FieldReason::OutOfRange)
}

fn is_beyond(timetable: &Timetable, date: NaiveDate, kind: SlotKind, at: DateTime<Utc>) -> bool {
    rostered_span(date, timetable).is_none_or(|(begins, ends)| match kind {
        SlotKind::In => at < begins,
        SlotKind::Out => at > ends,
    })
}

/// What a punch at this time would put right about the begin or the end of a day's approved overtime: it must reach
/// farther than those that are there. One punch alone is taken for the other end.
pub(super) fn puts_overtime_right(
    timetable: &Timetable,
    punches: &[PunchMark],
    day: &DayResult,
    (kind, at): (SlotKind, DateTime<Utc>),
) -> Option<Correction> {
    let shown = shown_punches(day.date, timetable, punches);
    let end = match kind {
        SlotKind::In => shown.first().filter(|first| first.at <= at),
        SlotKind::Out => shown.last().filter(|last| last.at >= at),
    };
    let reaches_farther = end.is_none() && is_beyond(timetable, day.date, kind, at);
    (lacks_overtime(day) && reaches_farther).then(|| {
        let before = if kind == SlotKind::In { shown.first() } else { shown.last() };
        let original = before.filter(|_| shown.len() > 1).copied();
        Correction { kind, cause: CorrectionCause::Missing, original, at }
    })
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;
    use crate::{
        attendance::{ApprovedOvertime, AttendanceError, DayFacts, day_result, puts_right},
        calendar::{CalendarStamp, CalendarStatus, OvertimeClass},
        ids::PunchId,
        leave::DayLeave,
        roster::{
            Assignment, Compensation, Duty,
            samples::{clock, date, duty, night, office, works},
        },
    };

    const BEGIN: CorrectedSlot = CorrectedSlot::Overtime(SlotKind::In);
    const END: CorrectedSlot = CorrectedSlot::Overtime(SlotKind::Out);

    fn day() -> NaiveDate {
        date(2026, 11, 28)
    }

    fn mark(minute: i64) -> PunchMark {
        PunchMark { id: PunchId::new(), at: clock(day(), 0, minute), needs_review: false }
    }

    fn result(duty: &Duty, approved: Option<i32>, punches: &[PunchMark], hours: i64) -> (Timetable, DayResult) {
        let timetable = Timetable::new(std::slice::from_ref(duty));
        let (compensation, class) = (Compensation::TimeOff, OvertimeClass::RestDay);
        let overtime = approved.map(|minutes| ApprovedOvertime { minutes, compensation, class });
        let calendar = CalendarStamp { version: 1, status: CalendarStatus::Published };
        let on_leave = &DayLeave::default();
        let facts = DayFacts { duty, timetable: &timetable, punches, on_leave, overtime, calendar };
        let result = day_result(&facts, clock(day(), hours, 0));
        (timetable, result)
    }

    const NOTHING: Result<Option<i64>, AttendanceError> = Err(AttendanceError::NothingToCorrect);

    /// If it would be put right: the minute of the punch that stands there now.
    fn asked(
        duty: &Duty,
        punches: &[PunchMark],
        slot: CorrectedSlot,
        minute: i64,
    ) -> Result<Option<i64>, AttendanceError> {
        let (timetable, day) = result(duty, Some(240), punches, 72);
        let midnight = clock(day.date, 0, 0);
        let right = puts_right(&timetable, punches, &day, (slot, midnight + TimeDelta::minutes(minute)));
        let right = right.ok_or(AttendanceError::NothingToCorrect)?;
        Ok(right.original.map(|punch| (punch.at - midnight).num_minutes()))
    }

    #[test]
    fn it_is_written_as_before_and_read_from_a_form() {
        for (slot, text) in [(CorrectedSlot::Slot(2), "2"), (BEGIN, "overtime_in"), (END, "overtime_out")] {
            assert_eq!((slot.to_string().as_str(), text.parse()), (text, Ok(slot)));
        }
        for wrong in ["", "overtime_", "overtime_on", "first"] {
            assert_eq!(wrong.parse::<CorrectedSlot>(), Err(UnknownCode), "{wrong}");
        }
    }

    #[test]
    fn on_a_day_off_the_end_that_was_forgotten_can_be_put_right() {
        let off = duty(day(), Assignment::Rest);
        let (nine, one) = (mark(9 * 60), mark(13 * 60));
        assert_eq!(asked(&off, &[nine], END, 13 * 60), Ok(None));
        assert_eq!(asked(&off, &[nine], END, 8 * 60), NOTHING, "before it began");
        assert_eq!(asked(&off, &[one], BEGIN, 9 * 60), Ok(None));
        assert_eq!(asked(&off, &[], BEGIN, 9 * 60), Ok(None), "both were forgotten");
        assert_eq!(asked(&off, &[nine, mark(11 * 60)], END, 13 * 60), Ok(Some(11 * 60)), "left too early");
        assert_eq!(asked(&off, &[nine, one], END, 14 * 60), NOTHING, "nothing is lacking");
        let unseen = PunchMark { needs_review: true, ..one };
        assert_eq!(asked(&off, &[nine, unseen], END, 12 * 60), Ok(None), "what nobody has looked at shows nothing");
    }

    #[test]
    fn beside_a_shift_it_lies_outside_the_shift() {
        let office = works(day(), office());
        let punched = [mark(8 * 60 + 25), mark(17 * 60 + 30)];
        assert_eq!(asked(&office, &punched, END, 19 * 60), Ok(Some(17 * 60 + 30)));
        assert_eq!(asked(&office, &punched, BEGIN, 7 * 60), Ok(Some(8 * 60 + 25)));
        assert_eq!(asked(&office, &punched[..1], END, 17 * 60), NOTHING);
    }

    #[test]
    fn without_overtime_and_before_the_day_is_over_there_is_nothing_to_put_right() {
        let off = duty(day(), Assignment::Rest);
        for (approved, hours, lacks) in [(Some(240), 24, true), (Some(240), 23, false), (None, 72, false)] {
            assert_eq!(lacks_overtime(&result(&off, approved, &[], hours).1), lacks, "{approved:?} {hours}");
        }
    }

    #[test]
    fn a_time_means_the_instant_that_counts_for_the_day() {
        let off = Timetable::new(&[duty(day(), Assignment::Rest)]);
        assert_eq!(time_beyond(&off, day(), SlotKind::Out, "13:00"), Ok(clock(day(), 13, 0)));
        let office = Timetable::new(&[works(day(), office())]);
        assert_eq!(time_beyond(&office, day(), SlotKind::Out, "16:00"), Err(FieldReason::OutOfRange));
        assert_eq!(time_beyond(&office, day(), SlotKind::Out, "4"), Err(FieldReason::Malformed));
        let night = Timetable::new(&[works(day(), night())]);
        assert_eq!(time_beyond(&night, day(), SlotKind::Out, "08:00"), Ok(clock(day(), 32, 0)), "the morning after");
    }

    proptest! {
        #[test]
        fn what_is_put_right_loses_no_minute_and_exceeds_no_approval(
            approved in 1..660i32,
            minutes in prop::collection::vec((0..1440i64, any::<bool>()), 0..6),
            (off, end) in any::<(bool, bool)>(),
            at in 0..1440i64,
        ) {
            let duty = if off { duty(day(), Assignment::Rest) } else { works(day(), office()) };
            let mut punches: Vec<PunchMark> =
                minutes.iter().map(|(minute, needs_review)| PunchMark { needs_review: *needs_review, ..mark(*minute) }).collect();
            let (timetable, before) = result(&duty, Some(approved), &punches, 72);
            let asked = (if end { END } else { BEGIN }, clock(day(), 0, at));
            let Some(right) = puts_right(&timetable, &punches, &before, asked) else { return Ok(()) };
            punches.push(PunchMark { at: right.at, ..mark(0) });
            let (_, after) = result(&duty, Some(approved), &punches, 72);
            let worked = |day: &DayResult| day.overtime.map_or(0, |overtime| overtime.minutes);
            prop_assert!(worked(&before) <= worked(&after) && worked(&after) <= approved);
            // The same is not put right twice.
            prop_assert_eq!(puts_right(&timetable, &punches, &after, asked), None);
        }
    }
}
