//! Overtime that was approved for a day, and what of it was worked by the punches.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{DayFacts, PunchMark, Timetable};
use crate::{calendar::OvertimeClass, roster::Compensation, time::hall_date};

/// Overtime that was approved for a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApprovedOvertime {
    /// How long, in minutes.
    pub minutes: i32,
    /// What it is made good with.
    pub compensation: Compensation,
    /// What it costs, by the day (劳动法 44).
    pub class: OvertimeClass,
}

/// What of it was worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkedOvertime {
    /// Minutes that were approved.
    pub approved: i32,
    /// Minutes that count: those shown by the punches, and no more than were approved.
    pub minutes: i32,
    /// What it is made good with.
    pub compensation: Compensation,
    /// What it costs, by the day.
    pub class: OvertimeClass,
}

impl WorkedOvertime {
    /// Minutes of time off that it earns.
    pub fn time_off(&self) -> i32 {
        if self.compensation == Compensation::TimeOff { self.minutes } else { 0 }
    }
}

/// What of a day's approved overtime was worked.
pub(super) fn worked_overtime(facts: &DayFacts<'_>) -> Option<WorkedOvertime> {
    let ApprovedOvertime { minutes: approved, compensation, class } = facts.overtime?;
    let minutes = minutes_beyond(facts.duty.date, facts.timetable, facts.punches).min(approved);
    Some(WorkedOvertime { approved, minutes, compensation, class })
}

/// The whole minutes between a day's first punch and its last that lie outside its shift, from the first
/// slot's time to the last one's as they were rostered. Breaks are not taken off: what was approved bounds it.
fn minutes_beyond(date: NaiveDate, timetable: &Timetable, punches: &[PunchMark]) -> i32 {
    let shown = shown_punches(date, timetable, punches);
    let Some((first, last)) = shown.first().zip(shown.last()).map(|(first, last)| (first.at, last.at)) else {
        return 0;
    };
    let inside = rostered_span(date, timetable)
        .map_or(0, |(begins, ends)| (last.min(ends) - first.max(begins)).num_milliseconds().max(0));
    let beyond = (last - first).num_milliseconds() - inside;
    i32::try_from(beyond / 60_000).unwrap_or(i32::MAX)
}

/// The punches of a day that show somebody there, in the order of time; one that a lead still has to look at shows
/// nothing yet.
pub(super) fn shown_punches(date: NaiveDate, timetable: &Timetable, punches: &[PunchMark]) -> Vec<PunchMark> {
    let tells = |punch: &&PunchMark| !punch.needs_review && is_of_day(date, timetable, punch.at);
    let mut shown: Vec<PunchMark> = punches.iter().filter(tells).copied().collect();
    shown.sort_unstable_by_key(|punch| punch.at);
    shown
}

/// Whether a punch at an instant belongs to a date: by its slot, or, where it belongs to none, by its date at the hall.
pub(super) fn is_of_day(date: NaiveDate, timetable: &Timetable, at: DateTime<Utc>) -> bool {
    timetable.locate(at).map_or_else(|| hall_date(at), |slot| slot.work_date) == date
}

/// From the first slot's time of a day to the last one's, as rostered.
pub(super) fn rostered_span(date: NaiveDate, timetable: &Timetable) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let rostered = || timetable.slots_on(date).map(|slot| slot.rostered);
    rostered().min().zip(rostered().max())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        attendance::day_result,
        calendar::{CalendarStamp, CalendarStatus},
        ids::PunchId,
        leave::DayLeave,
        roster::{
            Assignment, Duty,
            samples::{clock, date, duty, office, works},
        },
    };

    fn day() -> NaiveDate {
        date(2026, 11, 28)
    }

    fn mark(minute: i64) -> PunchMark {
        PunchMark { id: PunchId::new(), at: clock(day(), 0, minute), needs_review: false }
    }

    fn worked(duty: &Duty, approved: i32, punches: &[PunchMark]) -> i32 {
        let timetable = Timetable::new(std::slice::from_ref(duty));
        let (compensation, class) = (Compensation::TimeOff, OvertimeClass::RestDay);
        let facts = DayFacts {
            duty,
            timetable: &timetable,
            punches,
            on_leave: &DayLeave::default(),
            overtime: Some(ApprovedOvertime { minutes: approved, compensation, class }),
            calendar: CalendarStamp { version: 1, status: CalendarStatus::Published },
        };
        let overtime = day_result(&facts, clock(day(), 72, 0)).overtime.unwrap();
        assert_eq!((overtime.approved, overtime.time_off()), (approved, overtime.minutes));
        overtime.minutes
    }

    #[test]
    fn on_a_day_off_all_between_the_first_punch_and_the_last_counts() {
        let off = duty(day(), Assignment::Rest);
        let (nine, one) = (mark(9 * 60), mark(13 * 60 + 5));
        assert_eq!(worked(&off, 480, &[]), 0, "who did not come has worked nothing");
        assert_eq!(worked(&off, 480, &[nine]), 0, "nor does one punch show for how long");
        assert_eq!(worked(&off, 480, &[one, nine]), 245);
        assert_eq!(worked(&off, 240, &[nine, one]), 240, "no more than was approved");
        let unseen = PunchMark { needs_review: true, ..one };
        assert_eq!(worked(&off, 480, &[nine, unseen]), 0, "till a lead has looked at it");
        assert_eq!(worked(&off, 480, &[nine, mark(25 * 60)]), 0, "the next day's is not this one's");
    }

    #[test]
    fn beside_a_shift_only_what_lies_outside_it_counts() {
        let office = works(day(), office());
        let (arrives, leaves) = (mark(8 * 60 + 30), mark(17 * 60 + 30));
        assert_eq!(worked(&office, 120, &[arrives, leaves]), 0);
        assert_eq!(worked(&office, 120, &[arrives, leaves, mark(19 * 60)]), 90);
        assert_eq!(worked(&office, 120, &[mark(7 * 60 + 50), leaves]), 40);
        assert_eq!(worked(&office, 120, &[mark(18 * 60), mark(19 * 60)]), 60);
    }

    proptest! {
        #[test]
        fn it_is_never_more_than_was_approved_nor_than_the_day_took(
            approved in 1..660i32,
            minutes in prop::collection::vec(0..1440i64, 0..8),
            off in any::<bool>(),
        ) {
            let duty = if off { duty(day(), Assignment::Rest) } else { works(day(), office()) };
            let punches: Vec<PunchMark> = minutes.iter().copied().map(mark).collect();
            let counted = worked(&duty, approved, &punches);
            let took = minutes.iter().max().zip(minutes.iter().min()).map_or(0, |(last, first)| last - first);
            prop_assert!((0..=approved).contains(&counted) && i64::from(counted) <= took);
        }
    }
}
