use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{
    attendance::{DayFacts, Timetable, day_result, settles_at},
    calendar::WorkCalendar,
    ids::PersonId,
    time::{hall_date, hall_midnight},
};
use store::{
    Tx,
    repo::attendance::{self as repo, DayResultRecord},
};

use super::{Attendance, JUDGED_DAYS, by_person};
use crate::{
    error::{Error, Result},
    leave::leave_days,
};

/// People judged in one transaction: few enough that punches hardly wait for it on SQLite.
const BATCH: usize = 100;

impl Attendance {
    /// Judges the days that are over and keeps the results. A day is over when its last slot is, and the
    /// date itself, since a punch on a day off may come as late as midnight. Run again, it finds nothing.
    pub(crate) async fn close_days(&self) -> Result<()> {
        let now = self.0.clock.now();
        let today = hall_date(now);
        for date in (today - JUDGED_DAYS).iter_days().take_while(|date| *date < today) {
            let people = repo::find_unjudged(self.0.db.read(), date).await?;
            for people in people.chunks(BATCH) {
                self.close_day(date, people.to_vec(), now).await?;
            }
        }
        Ok(())
    }

    async fn close_day(&self, date: NaiveDate, people: Vec<PersonId>, now: DateTime<Utc>) -> Result<()> {
        let calendar = self.calendar().current().await?;
        // What is judged is read in the same transaction: a roster imported meanwhile must not be passed over.
        self.0
            .db
            .write((self.clone(), calendar, people), move |tx, (me, calendar, people)| {
                Box::pin(async move {
                    let judged = me.judge_people(tx, calendar, people, date, now).await?;
                    Ok::<_, Error>(repo::create_day_results(tx, &judged, now).await?)
                })
            })
            .await
    }

    async fn judge_people(
        &self,
        tx: &Tx,
        calendar: &WorkCalendar,
        people: &[PersonId],
        date: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Vec<DayResultRecord>> {
        let (from, to) = (date - Days::new(1), date + Days::new(1));
        let duties = self.roster().duties_of(tx, calendar, people, from, to).await?;
        let punches = repo::list_marks(tx, people, hall_midnight(from), hall_midnight(to + Days::new(1))).await?;
        let punches = by_person(punches);
        let leave = leave_days(tx, people, date, date).await?;
        let mut judged = Vec::with_capacity(people.len());
        for (person, duties) in duties {
            let timetable = Timetable::new(&duties);
            let over = settles_at(date, &timetable).max(hall_midnight(to));
            let Some(duty) = duties.iter().find(|duty| duty.date == date).filter(|_| over <= now) else { continue };
            let facts = DayFacts {
                duty,
                timetable: &timetable,
                punches: punches.get(&person).map(Vec::as_slice).unwrap_or_default(),
                on_leave: leave.on(person, date),
                calendar: calendar.stamp(date),
            };
            judged.push(DayResultRecord { person, result: day_result(&facts, now) });
        }
        Ok(judged)
    }
}
