//! What the windows of a hall went through on a day (当日记录): who left for a while and who stood in, and which windows
//! were empty.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{OutingView, VacancyTaken};
use crate::{
    ids::HallId,
    problem::{FieldReason, Problem},
    time::{check_years, hall_midnight},
};

/// An outing, with who was told that it took longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedOuting {
    /// The outing, over or not.
    pub outing: OutingView,
    /// When the lead was told that it took longer.
    pub told_at: Option<DateTime<Utc>>,
    /// When the supervisor was told, too.
    pub passed_on_at: Option<DateTime<Utc>>,
}

/// Who stood in for whom, where, and from when to when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoverSession<'a> {
    /// 姓名 of who stood in.
    pub by: &'a str,
    /// 姓名 of who was out.
    pub covered: &'a str,
    /// The window's code and name.
    pub window: &'a str,
    /// From then.
    pub from: DateTime<Utc>,
    /// Till then; nothing while it lasts, and where the return was never said.
    pub to: Option<DateTime<Utc>>,
}

impl LoggedOuting {
    /// Whether its person left.
    pub const fn left(&self) -> bool {
        self.outing.left_at.is_some()
    }

    /// Whole minutes out; nothing while it lasts, and where the return was never said.
    pub fn minutes(&self) -> Option<i32> {
        Some(minutes(self.outing.left_at?, self.outing.back_at?))
    }

    /// The session of who stood in, if anybody did.
    pub fn cover(&self) -> Option<CoverSession<'_>> {
        let OutingView { name, window, cover, left_at, back_at, .. } = &self.outing;
        Some(CoverSession { by: cover.as_deref()?, covered: name, window, from: (*left_at)?, to: *back_at })
    }
}

impl CoverSession<'_> {
    /// Whole minutes of it, once it is over.
    pub fn minutes(&self) -> Option<i32> {
        Some(minutes(self.from, self.to?))
    }
}

/// An alarm of an empty window, over or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedAlarm {
    /// The window's code and name.
    pub window: String,
    /// Empty since then.
    pub since: DateTime<Utc>,
    /// When the lead was told.
    pub raised_at: DateTime<Utc>,
    /// Who has taken it in hand last.
    pub taken: Option<VacancyTaken>,
    /// When the supervisor was told.
    pub escalated_at: Option<DateTime<Utc>>,
    /// When somebody was there again, or the shift was over.
    pub ended_at: Option<DateTime<Utc>>,
}

impl LoggedAlarm {
    /// Whole minutes that the window was empty, so far or till its end.
    pub fn minutes(&self, as_of: DateTime<Utc>) -> i32 {
        minutes(self.since, self.ended_at.unwrap_or(as_of))
    }
}

/// A day of a hall, or of the part of it that the reader looks after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayLog {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// The hall.
    pub hall: HallId,
    /// Its name.
    pub hall_name: String,
    /// The day.
    pub date: NaiveDate,
    /// Whether it is today: then there is no later one.
    pub is_today: bool,
    /// Outings that were asked for on the day, in that order.
    pub outings: Vec<LoggedOuting>,
    /// Alarms that were raised on the day, in that order.
    pub alarms: Vec<LoggedAlarm>,
}

/// A day in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayTotals {
    /// Outings for which somebody left.
    pub outings: usize,
    /// Of these, with somebody who stood in.
    pub covered: usize,
    /// Of these, longer than was asked for.
    pub overdue: usize,
    /// Alarms of empty windows.
    pub alarms: usize,
    /// Minutes of empty windows, over all alarms.
    pub empty_minutes: i32,
}

impl DayLog {
    /// The sessions of those who stood in, in the order in which they were asked for.
    pub fn covers(&self) -> impl Iterator<Item = CoverSession<'_>> {
        self.outings.iter().filter_map(LoggedOuting::cover)
    }

    /// The day in figures.
    pub fn totals(&self) -> DayTotals {
        DayTotals {
            outings: self.outings.iter().filter(|logged| logged.left()).count(),
            covered: self.covers().count(),
            overdue: self.outings.iter().filter(|logged| logged.outing.minutes_over(self.as_of).is_some()).count(),
            alarms: self.alarms.len(),
            empty_minutes: self.alarms.iter().map(|alarm| alarm.minutes(self.as_of)).sum(),
        }
    }
}

/// From when to when a day's log reaches, the end not included.
///
/// # Errors
/// `date` out of range: a day to come, or one before there was anything to log.
pub fn log_span(date: NaiveDate, today: NaiveDate) -> Result<(DateTime<Utc>, DateTime<Utc>), Problem> {
    check_years("date", date)?;
    if date > today {
        return Err(Problem::field("date", FieldReason::OutOfRange));
    }
    Ok((hall_midnight(date), hall_midnight(date + Days::new(1))))
}

fn minutes(from: DateTime<Utc>, to: DateTime<Utc>) -> i32 {
    i32::try_from((to - from).num_minutes()).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        attendance::OutingState,
        ids::{OutingId, PersonId},
        roster::samples::{clock, date},
    };

    fn day() -> NaiveDate {
        date(2026, 11, 24)
    }

    fn at(minute: i64) -> DateTime<Utc> {
        clock(day(), 9, minute)
    }

    fn outing(state: OutingState, left: Option<i64>, back: Option<i64>, cover: Option<&str>) -> LoggedOuting {
        let outing = OutingView {
            id: OutingId::new(),
            person: PersonId::new(),
            name: "张敏".to_owned(),
            window: "A01 综合受理".to_owned(),
            reason: "取材料".to_owned(),
            minutes: 15,
            state,
            version: 3,
            asked_at: at(0),
            left_at: left.map(at),
            back_at: back.map(at),
            cover: cover.map(ToOwned::to_owned),
            late: Vec::new(),
            acts: Vec::new(),
        };
        LoggedOuting { outing, told_at: None, passed_on_at: None }
    }

    fn alarm(since: i64, ended: Option<i64>) -> LoggedAlarm {
        LoggedAlarm {
            window: "A02 社保".to_owned(),
            since: at(since),
            raised_at: at(since + 5),
            taken: None,
            escalated_at: None,
            ended_at: ended.map(at),
        }
    }

    #[test]
    fn who_stood_in_did_so_from_the_leaving_to_the_return() {
        let back = outing(OutingState::Back, Some(2), Some(20), Some("刘洋"));
        let session = back.cover().unwrap();
        assert_eq!((session.by, session.covered, session.minutes()), ("刘洋", "张敏", Some(18)));
        assert_eq!(outing(OutingState::Out, Some(2), None, Some("刘洋")).cover().unwrap().minutes(), None);
        assert_eq!(outing(OutingState::Out, Some(2), None, None).cover(), None);
        assert_eq!(outing(OutingState::Withdrawn, None, None, None).cover(), None);
    }

    #[test]
    fn a_day_is_added_up() {
        let log = DayLog {
            as_of: at(60),
            hall: HallId::new(),
            hall_name: "大厅".to_owned(),
            date: day(),
            is_today: true,
            outings: vec![
                outing(OutingState::Back, Some(2), Some(20), Some("刘洋")),
                outing(OutingState::Back, Some(2), Some(10), None),
                outing(OutingState::Out, Some(30), None, Some("陈静")),
                outing(OutingState::Withdrawn, None, None, None),
                // Nobody knows how long: the return was never said.
                outing(OutingState::Lapsed, Some(0), None, None),
            ],
            alarms: vec![alarm(0, Some(12)), alarm(50, None)],
        };
        let expected = DayTotals { outings: 4, covered: 2, overdue: 2, alarms: 2, empty_minutes: 22 };
        assert_eq!(log.totals(), expected);
        assert_eq!(log.covers().map(|session| session.by).collect::<Vec<_>>(), ["刘洋", "陈静"]);
    }

    #[test]
    fn there_is_no_log_of_a_day_to_come() {
        let refused = Err(Problem::field("date", FieldReason::OutOfRange));
        assert_eq!(log_span(day(), day()), Ok((clock(day(), 0, 0), clock(day(), 24, 0))));
        assert_eq!(log_span(date(2026, 11, 25), day()), refused);
        assert_eq!(log_span(NaiveDate::MIN, day()), refused);
        assert_eq!(log_span(NaiveDate::MAX, day()), refused);
    }
}
