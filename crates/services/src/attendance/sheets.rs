//! Everybody's month at a hall: as locked, or as it stands.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    attendance::{Adjustment, MonthDay, MonthPeople, MonthPerson, MonthSheet},
    ids::{HallId, PersonId},
    policy::Action,
};
use store::repo::attendance::{self as repo, RosteredPerson};

use super::{Attendance, month::bounds};
use crate::{caller::Caller, error::Result, org::hall_name};

/// People on one page of the list.
const PAGE: usize = 50;

/// A person's month at a hall.
pub(super) struct PersonMonth {
    pub(super) person: RosteredPerson,
    pub(super) sheet: MonthSheet,
    /// Lines that adjust months before and are booked in this one, with when they were made.
    pub(super) adjustments: Vec<(Adjustment, DateTime<Utc>)>,
    /// Minutes of expired time off that are paid with this month.
    pub(super) paid_out: i32,
}

impl Attendance {
    /// What a hall's month comes to for each of its people, some at a time by 工号: what is looked through before it is
    /// confirmed. A locked month is as it was locked.
    pub async fn month_people(
        &self,
        caller: &Caller,
        hall: HallId,
        month: NaiveDate,
        after: Option<&str>,
    ) -> Result<MonthPeople> {
        let db = self.0.db.read();
        caller.check(Action::MonthView, &self.hall_place(db, hall).await?)?;
        let (first, _) = bounds(month)?;
        // One more than a page tells whether there is another.
        let mut months = self.sheets_after(hall, first, after, PAGE as u64 + 1).await?;
        let more = months.len() > PAGE;
        months.truncate(PAGE);
        let next = months.last().filter(|_| more).map(|last| last.person.sign_in_name.clone());
        let people: Vec<PersonId> = months.iter().map(|month| month.person.id).collect();
        let accepted: BTreeSet<PersonId> = repo::find_accepted(db, &people, first).await?;
        let row = |month: PersonMonth| MonthPerson {
            accepted: accepted.contains(&month.person.id),
            person: month.person.id,
            name: month.person.name,
            sign_in_name: month.person.sign_in_name,
            totals: month.sheet.totals,
        };
        Ok(MonthPeople {
            as_of: self.0.clock.now(),
            hall,
            hall_name: hall_name(db, hall).await?,
            month: first,
            rows: months.into_iter().map(row).collect(),
            next,
        })
    }

    /// The months of some of a hall's people by 工号, after one of them.
    pub(super) async fn sheets_after(
        &self,
        hall: HallId,
        first: NaiveDate,
        after: Option<&str>,
        limit: u64,
    ) -> Result<Vec<PersonMonth>> {
        let (db, now) = (self.0.db.read(), self.0.clock.now());
        let calendar = self.calendar().current().await?;
        let span = bounds(first)?;
        let people = repo::list_of_month(db, hall, span, after, limit).await?;
        let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
        let mut sheets = repo::find_sheets(db, &ids, first).await?;
        let open: Vec<PersonId> = ids.iter().filter(|id| !sheets.contains_key(id)).copied().collect();
        let mut days = self.days_of(db, &calendar, &open, span, now).await?;
        let adjustments = repo::list_adjustments(db, &ids, span).await?;
        let mut paid_out = self.roster().paid_out(db, &ids, span).await?;
        let month = |person: RosteredPerson| {
            let sheet = match sheets.remove(&person.id) {
                // Added up anew: a sheet may be older than a figure.
                Some((_, sheet)) => MonthSheet::of(sheet.days),
                None => sheet_of(&person, days.remove(&person.id).unwrap_or_default()),
            };
            let mine = adjustments.iter().filter(|(whose, line)| *whose == person.id && line.month == first);
            let adjustments = mine.map(|(_, line)| (line.adjustment, line.at)).collect();
            let paid_out = paid_out.remove(&person.id).unwrap_or_default();
            PersonMonth { person, sheet, adjustments, paid_out }
        };
        Ok(people.into_iter().map(month).collect())
    }
}

/// A month that is still open, as it stands now.
pub(super) fn sheet_of(person: &RosteredPerson, days: Vec<MonthDay>) -> MonthSheet {
    MonthSheet::of(days.into_iter().filter(|day| person.employed_on(day.duty.date)).collect())
}
