use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use domain::{
    attendance::{DayFacts, DayResult, MonthDay, MonthView, PunchMark, Timetable, day_result, month_totals},
    calendar::last_of_month,
    ids::PersonId,
    policy::{Action, Denied},
    problem::{FieldReason, Problem},
    time::{hall_date, hall_midnight},
};
use store::repo::{accounts::find_person, attendance as repo};

use super::Attendance;
use crate::{caller::Caller, error::Result, leave::leave_days};

impl Attendance {
    /// A person's month, given by any date in it; without a person, my own. Days that were judged stand as
    /// they were judged; the others are judged as of now.
    pub async fn month(&self, caller: &Caller, person: Option<PersonId>, month: NaiveDate) -> Result<MonthView> {
        let person = person.unwrap_or(caller.actor.person);
        self.check_person(caller, Action::AttendanceView, person).await?;
        let (first, last) = bounds(month)?;
        let (db, now) = (self.0.db.read(), self.0.clock.now());
        let name = find_person(db, person).await?.ok_or(Denied)?.name;
        let (from, to) = (first - Days::new(1), last + Days::new(1));
        let calendar = self.calendar().current().await?;
        let mut duties = self.roster().duties_of(db, &calendar, &[person], from, to).await?;
        let duties = duties.remove(&person).unwrap_or_default();
        let timetable = Timetable::new(&duties);
        let leave = leave_days(db, &[person], first, last).await?;
        let records = repo::list_punches(db, person, hall_midnight(from), hall_midnight(to + Days::new(1))).await?;
        let punches: Vec<PunchMark> = records.iter().filter_map(repo::PunchRecord::mark).collect();
        let stored = repo::find_day_results(db, person, first, last).await?;
        let mut stored: BTreeMap<NaiveDate, DayResult> = stored.into_iter().map(|day| (day.date, day)).collect();
        let days: Vec<MonthDay> = duties
            .into_iter()
            .filter(|duty| (first..=last).contains(&duty.date))
            .map(|duty| {
                let facts = DayFacts {
                    duty: &duty,
                    timetable: &timetable,
                    punches: &punches,
                    on_leave: leave.on(person, duty.date),
                    calendar: calendar.stamp(duty.date),
                };
                let begun = duty.date <= hall_date(now);
                let result = stored.remove(&duty.date).or_else(|| begun.then(|| day_result(&facts, now)));
                MonthDay { duty, result }
            })
            .collect();
        let results: Vec<DayResult> = days.iter().filter_map(|day| day.result.clone()).collect();
        let punches = records.into_iter().map(|record| record.view);
        Ok(MonthView {
            as_of: now,
            person,
            name,
            month: first,
            calendar: calendar.stamp(first),
            totals: month_totals(&results),
            punches: punches.filter(|punch| (first..=last).contains(&punch.date())).collect(),
            days,
        })
    }
}

/// The first and last date of the month that a date lies in.
fn bounds(date: NaiveDate) -> Result<(NaiveDate, NaiveDate)> {
    let out_of_range = || Problem::field("month", FieldReason::OutOfRange);
    let first = date.with_day(1).filter(|first| (2000..2100).contains(&first.year())).ok_or_else(out_of_range)?;
    Ok((first, last_of_month(first)))
}
