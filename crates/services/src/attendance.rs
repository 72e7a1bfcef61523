//! Clocking in and out, days and months, the on-duty board.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{attendance::PunchMark, ids::PersonId, time::hall_date};
use store::{
    Tx,
    repo::attendance::{self as repo, EarlierPunch},
};

use crate::{Core, calendar::Calendar, error::Result, roster::Roster};

mod board;
mod close;
mod code;
mod decide;
mod explain;
mod flagging;
mod month;
mod outing_acts;
mod outings;
mod patrol;
mod patrol_acts;
mod presence;
mod punch;
mod ticket;
mod today;
mod vacancies;
mod witness;

/// How far back days are judged and kept; an older day that was not, is judged whenever it is looked at.
pub(crate) const JUDGED_DAYS: Days = Days::new(40);

/// Punches, a person's day and month, who is at which window.
#[derive(Clone)]
pub struct Attendance(pub(crate) Arc<Core>);

impl Attendance {
    fn roster(&self) -> Roster {
        Roster(self.0.clone())
    }

    fn calendar(&self) -> Calendar {
        Calendar(self.0.clone())
    }

    /// Forgets the results of some people's dates, both included, because the roster has changed there; they
    /// are judged again. A shift's windows are cut against those of its neighbours, so the days around go too.
    pub(crate) async fn reopen_days(&self, tx: &Tx, people: &[PersonId], from: NaiveDate, to: NaiveDate) -> Result<()> {
        repo::remove_day_results(tx, people, from - Days::new(1), to + Days::new(1)).await?;
        Ok(())
    }
}

/// Whether a person is on approved leave for the whole of a date. Leave is not recorded yet: nobody is.
pub(crate) fn on_leave(_person: PersonId, _date: NaiveDate) -> bool {
    false
}

/// The dates whose shifts can reach a moment, as [`domain::attendance::Timetable`] wants them.
fn dates_around(now: DateTime<Utc>) -> (NaiveDate, NaiveDate) {
    (hall_date(now) - Days::new(2), hall_date(now) + Days::new(2))
}

/// Punches by whose they are.
fn by_person(punches: Vec<EarlierPunch>) -> BTreeMap<PersonId, Vec<PunchMark>> {
    let mut people = BTreeMap::<PersonId, Vec<PunchMark>>::new();
    for punch in punches {
        people.entry(punch.person).or_default().push(punch.mark);
    }
    people
}
