use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::away::{self, Span};
use crate::{
    leave::DayLeave,
    roster::{Duty, SlotKind},
    time::{hall_date, hall_midnight},
};

/// A slot of a person's shift on a date, with the time that is its own after cutting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotWindow {
    /// The date the shift belongs to.
    pub work_date: NaiveDate,
    /// The slot's place in the shift, from 1.
    pub seq: i16,
    /// Arriving or leaving.
    pub kind: SlotKind,
    /// When the punch is due: as rostered, but for leave by the hour around it.
    pub due: DateTime<Utc>,
    /// When it would be due without any leave.
    pub rostered: DateTime<Utc>,
    /// Whether it is on leave: nothing is owed.
    #[serde(default)]
    pub excused: bool,
    /// Minutes of lateness, or of leaving early, that are let pass.
    pub grace: i32,
    /// From here, included, a punch belongs to the slot.
    pub start: DateTime<Utc>,
    /// From here on it doesn't any more: the slot's true end.
    pub end: DateTime<Utc>,
    /// Leave in its window, and between it and the slot with which it makes a pair; in order, none touching.
    #[serde(default)]
    pub leave: Vec<Span>,
}

impl SlotWindow {
    /// Whether a punch at this instant belongs to the slot.
    pub fn contains(&self, at: DateTime<Utc>) -> bool {
        self.start <= at && at < self.end
    }

    /// Minutes late or too early beyond the grace, else 0. Minutes are those of the clock on the wall:
    /// 08:30:59 still is 08:30. Once the grace is used up, all minutes from the due time count, but for those
    /// on leave.
    pub fn minutes_off(&self, at: DateTime<Utc>) -> i32 {
        let after = (at - self.due).num_milliseconds().div_euclid(60_000);
        let reached = self.due + TimeDelta::minutes(after);
        let (off, between) = match self.kind {
            SlotKind::In => (after, (self.due, reached)),
            SlotKind::Out => (-after, (reached, self.due)),
        };
        let off = off - away::minutes_within(&self.leave, between);
        if off > i64::from(self.grace) { i32::try_from(off).unwrap_or(i32::MAX) } else { 0 }
    }
}

/// A person's slots over some dates, each with a window of its own: no instant belongs to two.
///
/// Which day and slot a punch belongs to follows from these windows, never from its calendar date: the departure of a
/// night shift belongs to the evening before. Where the configured windows of two neighbours overlap, within a shift
/// or between two, the overlap is cut midway between the two due times, so that a punch belongs to the due
/// time it is nearer to; where the midpoint lies outside the overlap, the overlap is nearer to one due time
/// altogether and goes there. The middle minute goes to the earlier slot. If one shift ends at the minute
/// the next begins, that minute is the departure's, and the arrival is due the minute after.
///
/// Leave moves due times and windows first ([`SlotWindow::rostered`] keeps what the roster says).
///
/// To be right about a date, a timetable must also hold the date before and the date after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timetable {
    windows: Vec<SlotWindow>,
}

impl Timetable {
    /// Cuts the windows of some duties of somebody who is not on leave.
    pub fn new(duties: &[Duty]) -> Self {
        Self::with_leave(duties, |_| DayLeave::default())
    }

    /// Fits the slots of some duties to the leave of their dates, and cuts their windows.
    pub fn with_leave(duties: &[Duty], leave: impl Fn(NaiveDate) -> DayLeave) -> Self {
        let leave: Vec<(NaiveDate, DayLeave)> = duties.iter().map(|duty| (duty.date, leave(duty.date))).collect();
        let hours: Vec<Span> = leave.iter().flat_map(|(date, leave)| away::hours(*date, leave)).collect();
        let fitted = duties.iter().zip(&leave).flat_map(|(duty, (date, leave))| {
            let mut slots: Vec<SlotWindow> = configured(duty).collect();
            away::fit(&mut slots, &away::halves(*date, leave), &hours);
            slots
        });
        let mut windows: Vec<SlotWindow> = fitted.collect();
        windows.sort_by_key(|window| (window.due, window.work_date, window.seq));
        for i in 1..windows.len() {
            if let [.., earlier, later] = &mut windows[..=i] {
                cut(earlier, later);
            }
        }
        Self { windows }
    }

    /// The slot a punch at this instant belongs to.
    pub fn locate(&self, at: DateTime<Utc>) -> Option<&SlotWindow> {
        self.windows.iter().find(|window| window.contains(at))
    }

    /// The slots of a work-date, in order.
    pub fn slots_on(&self, date: NaiveDate) -> impl Iterator<Item = &SlotWindow> {
        self.windows.iter().filter(move |window| window.work_date == date)
    }

    /// The first slot that opens after an instant.
    pub fn next_after(&self, at: DateTime<Utc>) -> Option<&SlotWindow> {
        self.windows.iter().find(|window| window.start > at)
    }

    /// Where a work-date's slots begin and end; `None` on a day without slots.
    pub fn span_of(&self, date: NaiveDate) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        Some((self.slots_on(date).next()?.start, self.slots_on(date).last()?.end))
    }

    /// The work-date a person is in: that of the shift under way (after midnight still yesterday's night
    /// shift), else the date at the hall.
    pub fn work_date_at(&self, at: DateTime<Utc>) -> NaiveDate {
        let under_way = |date: &NaiveDate| self.span_of(*date).is_some_and(|(start, end)| start <= at && at < end);
        self.windows.iter().map(|window| window.work_date).find(under_way).unwrap_or_else(|| hall_date(at))
    }
}

/// The dates whose shifts can reach a moment, from the first to the last: what [`Timetable`] wants of them.
pub fn dates_around(now: DateTime<Utc>) -> (NaiveDate, NaiveDate) {
    (hall_date(now) - Days::new(2), hall_date(now) + Days::new(2))
}

/// A duty's slots with their windows as configured.
fn configured(duty: &Duty) -> impl Iterator<Item = SlotWindow> {
    let work_date = duty.date;
    let midnight = hall_midnight(work_date);
    let at = move |minute: i32| midnight + TimeDelta::minutes(minute.into());
    duty.shift().map(|shift| shift.slots.as_slice()).unwrap_or_default().iter().map(move |slot| SlotWindow {
        work_date,
        seq: slot.seq,
        kind: slot.kind,
        due: at(slot.due),
        rostered: at(slot.due),
        excused: false,
        grace: slot.grace,
        start: at(slot.opens),
        end: at(slot.closes) + TimeDelta::minutes(1),
        leave: Vec::new(),
    })
}

/// Parts two neighbours by due time, as [`Timetable`] tells.
fn cut(earlier: &mut SlotWindow, later: &mut SlotWindow) {
    if later.start >= earlier.end {
        return;
    }
    let between = (later.due - earlier.due).num_minutes();
    let after_middle = earlier.due + TimeDelta::minutes(between / 2 + 1);
    // Not `clamp`, which panics where a window lies wholly before its neighbour's.
    let at = after_middle.min(earlier.end).max(later.start);
    earlier.end = at;
    later.start = at;
    later.due = later.due.max(at);
    later.end = later.end.max(at + TimeDelta::minutes(1));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::{
        Assignment,
        samples::{clock, date, duty, four, night, shift, works},
    };

    fn slot_at(timetable: &Timetable, at: DateTime<Utc>) -> Option<(NaiveDate, i16)> {
        timetable.locate(at).map(|slot| (slot.work_date, slot.seq))
    }

    /// 8–12 with an hour on either side. The last minute of a window is wholly in it.
    #[test]
    fn a_window_runs_to_the_end_of_its_last_minute() {
        let day = date(2026, 11, 24);
        let timetable = Timetable::new(&[works(day, shift(&[(700, 800, 900, 0), (1100, 1200, 1300, 0)]))]);
        let second = TimeDelta::seconds(1);
        assert_eq!(slot_at(&timetable, clock(day, 7, 0)), Some((day, 1)));
        assert_eq!(slot_at(&timetable, clock(day, 7, 0) - second), None);
        assert_eq!(slot_at(&timetable, clock(day, 10, 0)), None);
        assert_eq!(slot_at(&timetable, clock(day, 13, 1) - second), Some((day, 2)));
        assert_eq!(slot_at(&timetable, clock(day, 13, 1)), None);
    }

    #[test]
    fn a_night_shifts_departure_belongs_to_the_evening_before() {
        let day = date(2026, 11, 24);
        let next = day.succ_opt().unwrap();
        let timetable = Timetable::new(&[
            duty(day.pred_opt().unwrap(), Assignment::Unscheduled),
            works(day, night()),
            duty(next, Assignment::Rest),
        ]);
        assert_eq!(slot_at(&timetable, clock(day, 23, 0)), Some((day, 1)));
        assert_eq!(slot_at(&timetable, clock(next, 1, 30)), Some((day, 1)));
        assert_eq!(slot_at(&timetable, clock(next, 7, 0)), Some((day, 2)));
        for none in [clock(day, 7, 0), clock(next, 23, 0), clock(day, -1, 0)] {
            assert_eq!(slot_at(&timetable, none), None, "{none}");
        }
        assert_eq!(timetable.work_date_at(clock(next, 4, 0)), day);
        assert_eq!(timetable.work_date_at(clock(next, 9, 1)), next);
    }

    #[test]
    fn within_a_shift_the_overlap_is_cut_midway_between_the_due_times() {
        let day = date(2026, 11, 24);
        let timetable = Timetable::new(&[works(day, four())]);
        // Due 12:00 and 13:30, so the middle minute is 12:45 and still belongs to the departure.
        assert_eq!(slot_at(&timetable, clock(day, 12, 45)), Some((day, 2)));
        assert_eq!(slot_at(&timetable, clock(day, 12, 46)), Some((day, 3)));
    }

    #[test]
    fn an_overlap_on_one_side_of_the_middle_goes_wholly_to_the_nearer_due_time() {
        let day = date(2026, 11, 24);
        let near_out = Timetable::new(&[works(day, shift(&[(700, 800, 930, 0), (900, 1200, 1300, 0)]))]);
        assert_eq!(slot_at(&near_out, clock(day, 9, 30)), Some((day, 1)));
        assert_eq!(slot_at(&near_out, clock(day, 9, 31)), Some((day, 2)));
        let near_in = Timetable::new(&[works(day, shift(&[(700, 800, 1130, 0), (1100, 1200, 1300, 0)]))]);
        assert_eq!(slot_at(&near_in, clock(day, 10, 59)), Some((day, 1)));
        assert_eq!(slot_at(&near_in, clock(day, 11, 0)), Some((day, 2)));
    }

    #[test]
    fn between_two_shifts_the_overlap_is_cut_as_well() {
        let day = date(2026, 11, 24);
        let next = day.succ_opt().unwrap();
        // The night shift ends at 07:00, open to 09:00; the next begins at 10:00, open from 08:00.
        let late = shift(&[(800, 1000, 1100, 0), (1700, 1800, 2000, 0)]);
        let timetable = Timetable::new(&[works(day, night()), works(next, late)]);
        assert_eq!(slot_at(&timetable, clock(next, 8, 30)), Some((day, 2)));
        assert_eq!(slot_at(&timetable, clock(next, 8, 31)), Some((next, 1)));
    }

    #[test]
    fn where_shifts_touch_both_due_times_keep_a_minute() {
        let day = date(2026, 11, 24);
        let next = day.succ_opt().unwrap();
        let timetable = Timetable::new(&[works(day, night()), works(next, shift(&[(600, 700, 700, 0)]))]);
        assert_eq!(slot_at(&timetable, clock(next, 7, 0)), Some((day, 2)));
        let arrival = timetable.locate(clock(next, 7, 1)).unwrap();
        assert_eq!((arrival.work_date, arrival.due), (next, clock(next, 7, 1)));
        assert_eq!(arrival.minutes_off(clock(next, 7, 1)), 0);
    }

    #[test]
    fn grace_lets_minutes_pass_and_then_all_count() {
        let day = date(2026, 11, 24);
        let timetable = Timetable::new(&[works(day, shift(&[(630, 830, 1100, 5), (1500, 1730, 2300, 5)]))]);
        let off = |hours, minutes, seconds| {
            let at = clock(day, hours, minutes) + TimeDelta::seconds(seconds);
            timetable.locate(at).unwrap().minutes_off(at)
        };
        assert_eq!([off(8, 0, 0), off(8, 30, 59), off(8, 35, 59), off(8, 36, 0)], [0, 0, 0, 6]);
        assert_eq!([off(17, 24, 59), off(17, 25, 0), off(17, 30, 0), off(22, 0, 0)], [6, 0, 0, 0]);
    }
}
