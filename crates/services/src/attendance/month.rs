use chrono::{Days, NaiveDate};
use domain::{
    attendance::{DayResult, MonthView, month_totals},
    calendar::last_of_month,
    ids::PersonId,
    policy::{Action, Denied},
    time::{check_years, hall_midnight},
};
use store::repo::{accounts::find_person, attendance as repo};

use super::{Attendance, close::first_of};
use crate::{caller::Caller, error::Result};

impl Attendance {
    /// A person's month, given by any date in it; without a person, my own. A locked month is shown as it was
    /// locked. Else days that were judged stand as they were judged, and the others are judged as of now.
    pub async fn month(&self, caller: &Caller, person: Option<PersonId>, month: NaiveDate) -> Result<MonthView> {
        let person = person.unwrap_or(caller.actor.person);
        self.check_person(caller, Action::AttendanceView, person).await?;
        let (first, last) = bounds(month)?;
        let (db, now) = (self.0.db.read(), self.0.clock.now());
        let record = find_person(db, person).await?.ok_or(Denied)?;
        let (from, to) = (first - Days::new(1), last + Days::new(1));
        let calendar = self.calendar().current().await?;
        let sheet = repo::find_sheets(db, &[person], first).await?.remove(&person);
        let days = match sheet {
            Some((_, sheet)) => sheet.days,
            None => {
                let mut days = self.days_of(db, &calendar, &[person], (first, last), now).await?;
                days.remove(&person).unwrap_or_default()
            }
        };
        let results: Vec<DayResult> = days.iter().filter_map(|day| day.result.clone()).collect();
        let records = repo::list_punches(db, person, hall_midnight(from), hall_midnight(to + Days::new(1))).await?;
        let punches = records.into_iter().map(|record| record.view);
        let adjustments = repo::list_adjustments(db, &[person], (first, last)).await?;
        Ok(MonthView {
            as_of: now,
            person,
            name: record.name,
            month: first,
            calendar: calendar.stamp(first),
            totals: month_totals(&results),
            punches: punches.filter(|punch| (first..=last).contains(&punch.date())).collect(),
            days,
            standing: self.standing(db, caller, (person, record.hall), first).await?,
            corrections: self.corrections_of(db, person, (first, last)).await?,
            adjustments: adjustments.into_iter().map(|(_, line)| line).collect(),
            recounts: repo::list_recounts(db, person, first, last).await?,
        })
    }
}

/// The first and last date of the month that a date lies in.
pub(super) fn bounds(date: NaiveDate) -> Result<(NaiveDate, NaiveDate)> {
    check_years("month", date)?;
    let first = first_of(date);
    Ok((first, last_of_month(first)))
}
