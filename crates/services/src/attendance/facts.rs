//! What people's days follow from, read once for many of them.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{
    attendance::{ApprovedOvertime, DayFacts, DayResult, MonthDay, PunchMark, Timetable, day_result},
    calendar::WorkCalendar,
    ids::PersonId,
    leave::DayLeave,
    roster::Duty,
    time::{hall_date, hall_midnight},
};
use store::{Connection, repo::attendance as repo};

use super::{Attendance, by_person};
use crate::{error::Result, leave::leave_days};

/// A person's duties, leave and punches over some dates.
pub(super) struct PersonFacts {
    leave: BTreeMap<NaiveDate, DayLeave>,
    overtime: BTreeMap<NaiveDate, ApprovedOvertime>,
    pub(super) duties: Vec<Duty>,
    pub(super) timetable: Timetable,
    pub(super) punches: Vec<PunchMark>,
}

impl PersonFacts {
    /// What a date comes to as of now; nothing for a date that the facts do not reach.
    pub(super) fn result(&self, date: NaiveDate, calendar: &WorkCalendar, now: DateTime<Utc>) -> Option<DayResult> {
        let duty = self.duties.iter().find(|duty| duty.date == date)?;
        let nothing = DayLeave::default();
        let facts = DayFacts {
            duty,
            timetable: &self.timetable,
            punches: &self.punches,
            on_leave: self.leave.get(&date).unwrap_or(&nothing),
            overtime: self.overtime.get(&date).copied(),
            calendar: calendar.stamp(date),
        };
        Some(day_result(&facts, now))
    }

    /// Whether the person is on leave on a date, or on a part of it.
    pub(super) fn is_on_leave(&self, date: NaiveDate) -> bool {
        self.leave.get(&date).is_some_and(DayLeave::is_any)
    }

    /// The days from one to another, both included: those that were judged as they were judged, the others as
    /// of now, and those to come without a result.
    fn days(
        mut self,
        (from, to): (NaiveDate, NaiveDate),
        mut judged: BTreeMap<NaiveDate, DayResult>,
        calendar: &WorkCalendar,
        now: DateTime<Utc>,
    ) -> Vec<MonthDay> {
        let today = hall_date(now);
        let asked = |date: NaiveDate| from <= date && date <= to;
        let result = |date: NaiveDate| {
            let as_of_now = || if date <= today { self.result(date, calendar, now) } else { None };
            judged.remove(&date).or_else(|| if asked(date) { as_of_now() } else { None })
        };
        let results: Vec<Option<DayResult>> = self.duties.iter().map(|duty| duty.date).map(result).collect();
        let days = self.duties.into_iter().zip(results).filter(|(duty, _)| asked(duty.date)).map(|(duty, result)| {
            let leave = self.leave.remove(&duty.date).unwrap_or_default();
            MonthDay { duty, result, leave }
        });
        days.collect()
    }
}

impl Attendance {
    /// The facts of some people's days from one date to another, both included. Read with a day to either
    /// side, since a shift's windows are cut against those of its neighbours.
    pub(super) async fn facts(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        people: &[PersonId],
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<BTreeMap<PersonId, PersonFacts>> {
        self.facts_with(db, calendar, people, (from, to), Some(from)).await
    }

    /// The same with the punches from one date on only, or with none.
    async fn facts_with(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        people: &[PersonId],
        (from, to): (NaiveDate, NaiveDate),
        punches_from: Option<NaiveDate>,
    ) -> Result<BTreeMap<PersonId, PersonFacts>> {
        let (from, to) = (from - Days::new(1), to + Days::new(1));
        let duties = self.roster().duties_of(db, calendar, people, from, to).await?;
        let punches = match punches_from.map(|first| hall_midnight(first - Days::new(1))) {
            Some(since) => repo::list_marks(db, people, since, hall_midnight(to + Days::new(1))).await?,
            None => Vec::new(),
        };
        let mut punches = by_person(punches);
        let leave = leave_days(db, people, from, to).await?;
        let mut overtime = self.roster().approved_overtime(db, calendar, people, (from, to)).await?;
        let facts = duties.into_iter().map(|(person, duties)| {
            let timetable = leave.timetable(person, &duties);
            let punches = punches.remove(&person).unwrap_or_default();
            let leave = duties.iter().map(|duty| (duty.date, leave.on(person, duty.date))).collect();
            let overtime = overtime.remove(&person).unwrap_or_default();
            (person, PersonFacts { leave, overtime, duties, timetable, punches })
        });
        Ok(facts.collect())
    }

    /// The days of some people from one date to another, both included.
    pub(super) async fn days_of(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        people: &[PersonId],
        (from, to): (NaiveDate, NaiveDate),
        now: DateTime<Utc>,
    ) -> Result<BTreeMap<PersonId, Vec<MonthDay>>> {
        let mut judged = BTreeMap::<PersonId, BTreeMap<NaiveDate, DayResult>>::new();
        for record in repo::find_day_results(db, people, from, to).await? {
            judged.entry(record.person).or_default().insert(record.result.date, record.result);
        }
        // Punches are by far the most of it, and decide only about days that are not judged: of a month that is being
        // closed none, of the one that is under way today's.
        let all_judged = |date: &NaiveDate| {
            people.iter().all(|person| judged.get(person).is_some_and(|days| days.contains_key(date)))
        };
        let open = from.iter_days().take_while(|date| *date <= to.min(hall_date(now))).find(|date| !all_judged(date));
        let facts = self.facts_with(db, calendar, people, (from, to), open).await?;
        let days = facts.into_iter().map(|(person, facts)| {
            let judged = judged.remove(&person).unwrap_or_default();
            (person, facts.days((from, to), judged, calendar, now))
        });
        Ok(days.collect())
    }
}
