//! Clocking in and out, days and months, the on-duty board.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{
    attendance::{AdjustmentCause, DayResult, DayStatus, PunchMark, dates_around},
    ids::PersonId,
    leave::Period,
    time::{hall_date, hall_midnight},
};
use store::{
    Tx,
    repo::attendance::{self as repo, EarlierPunch},
};

use crate::{Core, approvals::Approvals, calendar::Calendar, error::Result, roster::Roster};

mod adjust;
mod alarms;
mod answering;
mod board;
mod close;
mod code;
mod consent;
mod correction_moves;
mod correction_reads;
mod corrections;
mod day_log;
mod day_log_file;
mod decide;
mod evidence;
mod explain;
mod export;
mod export_rows;
mod facts;
mod flagging;
mod late;
mod lock;
mod month;
mod months;
mod outing_acts;
mod outings;
mod paper_entry;
mod papers;
mod patrol;
mod patrol_acts;
mod post_team;
mod presence;
mod proved;
mod punch;
mod recording;
mod reminders;
mod rules;
mod sheets;
mod tap;
mod ticket;
mod today;
mod vacancies;
mod whereabouts;
mod witness;

pub use day_log_file::{DayFile, day_file};
pub use export::{AttendanceFile, FileForm, attendance_file};
pub(crate) use punch::Attempt;

/// How far back days are judged and kept; an older day that was not, is judged whenever it is looked at.
pub(crate) const JUDGED_DAYS: Days = Days::new(40);

/// Punches, a person's day and month, who is at which window.
#[derive(Clone)]
pub struct Attendance(pub(crate) Arc<Core>);

impl Attendance {
    fn approvals(&self) -> Approvals {
        Approvals(self.0.clone())
    }

    fn roster(&self) -> Roster {
        Roster(self.0.clone())
    }

    fn calendar(&self) -> Calendar {
        Calendar(self.0.clone())
    }

    /// Minutes of overtime that a person has worked on some dates, as far as those are judged.
    pub(crate) async fn counted_overtime(
        &self,
        db: &impl store::Connection,
        person: PersonId,
        dates: &[NaiveDate],
    ) -> Result<BTreeMap<NaiveDate, i32>> {
        let judged = repo::find_results_on(db, person, dates).await?;
        let worked = |result: &DayResult| Some((result.date, result.overtime?.minutes));
        Ok(judged.iter().filter(|result| result.status != DayStatus::Pending).filter_map(worked).collect())
    }

    /// Has some people's dates, both included, judged again, and keeps why. A shift's windows are cut against
    /// those of its neighbours, so the days around are too. Locked months stay. Called before rows that refer to these
    /// people are written: such a row holds its person, and who judges them could wait for it while this waits for
    /// them.
    pub(crate) async fn reopen_days(
        &self,
        tx: &Tx,
        people: &[PersonId],
        (from, to): (NaiveDate, NaiveDate),
        cause: AdjustmentCause,
    ) -> Result<()> {
        let (from, to) = (from - Days::new(1), to + Days::new(1));
        // Nobody has judged days to come, and no clock-in has to wait for their roster.
        if hall_date(self.0.clock.now()) < from {
            return Ok(());
        }
        // Whoever judges them just now has stored what is to be marked, or waits and sees what has changed.
        repo::lock_punches_of(tx, people).await?;
        Ok(repo::mark_stale(tx, people, (from, to), cause).await?)
    }

    /// Has everybody's days of a year judged again, because its calendar has changed; locked months stay.
    pub(crate) async fn reopen_year(&self, tx: &Tx, year: i32) -> Result<()> {
        let day = |month, day| NaiveDate::from_ymd_opt(year, month, day);
        let Some((first, last)) = day(1, 1).zip(day(12, 31)) else { return Ok(()) };
        let around = (first - Days::new(1), last + Days::new(1));
        Ok(repo::mark_all_stale(tx, around, AdjustmentCause::Calendar).await?)
    }
}

/// Whether somebody has punched in the halves of the days that a period takes, today's included.
pub(crate) async fn has_punched(
    db: &impl store::Connection,
    person: PersonId,
    period: Period,
    today: NaiveDate,
) -> Result<bool> {
    let (from, last) = (period.from, period.to.min(today));
    if last < from {
        return Ok(false);
    }
    let marks = repo::list_marks(db, &[person], hall_midnight(from), hall_midnight(last + Days::new(1))).await?;
    let inside = |at: DateTime<Utc>| {
        let date = hall_date(at);
        period.on(date).covers((at - hall_midnight(date)).num_minutes())
    };
    Ok(marks.iter().any(|punch| inside(punch.mark.at)))
}

/// Punches by whose they are.
fn by_person(punches: Vec<EarlierPunch>) -> BTreeMap<PersonId, Vec<PunchMark>> {
    let mut people = BTreeMap::<PersonId, Vec<PunchMark>>::new();
    for punch in punches {
        people.entry(punch.person).or_default().push(punch.mark);
    }
    people
}
