//! The first screen on a day of which nothing could be read yet: what an earlier reading foresees of it.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{DayFacts, Timetable, TodayPost, TodayView, dates_around, day_result, due_slot};
use crate::{
    calendar::{CalendarStamp, WorkCalendar},
    leave::DayLeave,
    roster::{Assignment, Duty, DutySource},
    time::hall_date,
};

/// How far ahead of its own date a reading foresees the roster: over a festival's break.
pub const DAYS_AHEAD: Days = Days::new(7);

/// A day around a reading, as it was planned then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedDay {
    /// What was to be done.
    pub duty: Duty,
    /// Whether the calendar behind it was published.
    pub calendar: CalendarStamp,
    /// Where the person was to work.
    pub post: Option<TodayPost>,
    /// When of it was granted leave.
    pub leave: DayLeave,
}

impl PlannedDay {
    /// A date of which nothing was read: no shift, in a plain week.
    fn unread(date: NaiveDate) -> Self {
        let weeks = WorkCalendar::default();
        let (day_kind, assignment, source) = (weeks.day_kind(date), Assignment::Unscheduled, DutySource::Nothing);
        let duty = Duty { date, day_kind, assignment, post: None, source };
        Self { duty, calendar: weeks.stamp(date), post: None, leave: DayLeave::default() }
    }
}

impl TodayView {
    /// The view of the work-date that it is at `now`, where that is a later one than the view's own: for a phone
    /// that could not read since, so that nobody stands before yesterday's shift. It says what was planned when it
    /// was read ([`TodayView::as_of`] stays) and which slot is open now; how things stood then is left out, but for
    /// punches of the very date. Beyond [`DAYS_AHEAD`] it is a day of which nothing is known:
    /// [`TodayView::is_planned`].
    pub fn foreseen_at(&self, now: DateTime<Utc>) -> Option<Self> {
        let (from, to) = dates_around(now);
        let around = self.plan.iter().filter(|day| (from..=to).contains(&day.duty.date));
        let duties: Vec<Duty> = around.map(|day| day.duty.clone()).collect();
        let leave = |date| self.plan.iter().find(|day| day.duty.date == date).map(|day| day.leave.clone());
        let timetable = Timetable::with_leave(&duties, |date| leave(date).unwrap_or_default());
        let date = timetable.work_date_at(now);
        if date <= self.duty.date {
            return None;
        }
        let (day, timetable) = match self.planned_on(date) {
            Some(day) => (day.clone(), timetable),
            None => (PlannedDay::unread(date), Timetable::default()),
        };
        let PlannedDay { duty, calendar, post, leave } = day;
        let facts =
            DayFacts { duty: &duty, timetable: &timetable, punches: &[], on_leave: &leave, overtime: None, calendar };
        // Judged as of the reading: a punch of today's that it can't know may wait in the outbox, or be recorded
        // already, so that no slot is called missed.
        let (due, result) = (due_slot(&timetable, &[], now), day_result(&facts, self.as_of));
        let punches = self.punches.iter().filter(|punch| hall_date(punch.at) == hall_date(now)).cloned().collect();
        Some(Self {
            duty,
            calendar,
            post,
            leave,
            due,
            result,
            punches,
            outings: None,
            missed: None,
            back: None,
            ..self.clone()
        })
    }

    /// Whether the roster of its work-date was read at all.
    pub fn is_planned(&self) -> bool {
        self.planned_on(self.duty.date).is_some()
    }

    /// Days that are further ahead are there for the windows of those before them alone.
    fn planned_on(&self, date: NaiveDate) -> Option<&PlannedDay> {
        let last = hall_date(self.as_of) + DAYS_AHEAD;
        self.plan.iter().find(|day| day.duty.date == date && date <= last)
    }
}

#[cfg(test)]
mod tests;
