use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use domain::{
    attendance::{AdjustmentCause, DayStatus, DaySummary, MonthState, Timetable, settles_at},
    calendar::WorkCalendar,
    ids::PersonId,
    time::{hall_date, hall_midnight},
};
use store::{
    Tx,
    repo::attendance::{self as repo, CloseRecord, DayResultRecord, RecountRecord},
};

use super::{Attendance, JUDGED_DAYS};
use crate::{
    accounts::halls_of,
    error::{Error, Result},
    jobs::each,
};

/// People judged, or reminded, in one transaction: few enough that punches hardly wait for it, on SQLite everybody's,
/// on PostgreSQL those of the judged.
pub(super) const BATCH: usize = 100;

impl Attendance {
    /// Judges the days that are over and keeps the results, and judges again those whose facts have changed.
    /// A day is over when its last slot is, and the date itself, since a punch on a day off may come as late as
    /// midnight. Run again, it finds nothing.
    pub(crate) async fn close_days(&self) -> Result<()> {
        let now = self.0.clock.now();
        let (today, db) = (hall_date(now), self.0.db.read());
        let first = today - JUDGED_DAYS;
        let mut dates = repo::list_stale_dates(db, first).await?;
        dates.extend(first.iter_days().take_while(|date| *date < today));
        each(dates, |date| self.close_date(date, now)).await
    }

    async fn close_date(&self, date: NaiveDate, now: DateTime<Utc>) -> Result<()> {
        let people = repo::find_unjudged(self.0.db.read(), date).await?;
        let batches: Vec<Vec<PersonId>> = people.chunks(BATCH).map(<[PersonId]>::to_vec).collect();
        each(batches, |people| self.close_day(date, people, now)).await
    }

    /// Judges a day of some people, if it is over.
    pub(super) async fn close_day(&self, date: NaiveDate, people: Vec<PersonId>, now: DateTime<Utc>) -> Result<()> {
        // What is judged is read in the same transaction: a roster or a calendar imported meanwhile must not be passed
        // over.
        self.0
            .db
            .write((self.clone(), people), move |tx, (me, people)| {
                Box::pin(async move {
                    let calendar = me.calendar().held_in(tx).await?;
                    // Nor must a fact that is on its way: either it is judged, or it finds the day judged and has it
                    // judged again.
                    repo::lock_punches_of(tx, people).await?;
                    let judged = me.judge_people(tx, &calendar, people, date, now).await?;
                    let changed = recounts(tx, &judged, date).await?;
                    repo::create_day_results(tx, &judged, now).await?;
                    me.earn_time_off(tx, &judged).await?;
                    let people: Vec<PersonId> = changed.iter().map(|day| day.person).collect();
                    me.miss_no_more(tx, &people, date).await?;
                    me.tell_missing(tx, &judged, date, now).await?;
                    if !changed.is_empty() {
                        repo::create_recounts(tx, &changed, now).await?;
                        reopen_month(tx, &changed, first_of(date), now).await?;
                    }
                    Ok::<_, Error>(())
                })
            })
            .await
    }

    /// What of judged days is made good with time off is earned by them.
    pub(super) async fn earn_time_off(&self, tx: &Tx, judged: &[DayResultRecord]) -> Result<()> {
        let earned = judged.iter().filter_map(|record| {
            let minutes = record.result.overtime.map_or(0, |overtime| overtime.time_off());
            (minutes > 0).then_some((record.person, record.result.date, minutes))
        });
        self.roster().earn_time_off(tx, &earned.collect::<Vec<_>>()).await
    }

    async fn judge_people(
        &self,
        tx: &Tx,
        calendar: &WorkCalendar,
        people: &[PersonId],
        date: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Vec<DayResultRecord>> {
        let facts = self.facts(tx, calendar, people, date, date).await?;
        let over = |timetable: &Timetable| settles_at(date, timetable).max(hall_midnight(date + Days::new(1))) <= now;
        let over = facts.into_iter().filter(|(_, facts)| over(&facts.timetable));
        let judged = over
            .filter_map(|(person, facts)| Some(DayResultRecord { person, result: facts.result(date, calendar, now)? }));
        Ok(judged.collect())
    }
}

/// The first of the month that a date lies in.
pub(super) fn first_of(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

/// Which of some people's days were judged before and have come out differently.
async fn recounts(tx: &Tx, judged: &[DayResultRecord], date: NaiveDate) -> Result<Vec<RecountRecord>> {
    let people: Vec<PersonId> = judged.iter().map(|record| record.person).collect();
    let before = repo::find_stale_results(tx, &people, date, date).await?;
    let before: BTreeMap<PersonId, (DaySummary, Option<AdjustmentCause>)> =
        before.iter().map(|(record, cause)| (record.person, (DaySummary::of(&record.result), *cause))).collect();
    let changed = judged.iter().filter_map(|record| {
        let ((before, cause), after) = (*before.get(&record.person)?, DaySummary::of(&record.result));
        let changed = before.differs(&after) && before.status != DayStatus::Pending;
        changed.then_some(RecountRecord { person: record.person, date, before, after, cause })
    });
    Ok(changed.collect())
}

/// What people and their hall have said about a month no longer holds when days of it come out differently.
async fn reopen_month(tx: &Tx, changed: &[RecountRecord], month: NaiveDate, now: DateTime<Utc>) -> Result<()> {
    let people: Vec<PersonId> = changed.iter().map(|changed| changed.person).collect();
    repo::lapse_acceptances(tx, &people, month, now).await?;
    for hall in halls_of(tx, &people).await? {
        let record = repo::find_close(tx, hall, month).await?;
        if record.state == MonthState::Confirmed {
            let (state, version) = (MonthState::Open, record.version + 1);
            repo::put_close(tx, &CloseRecord { state, version, confirmed: None, ..record }).await?;
        }
    }
    Ok(())
}
