//! Everybody's month at a hall: as locked, or as it stands.

use chrono::NaiveDate;
use domain::{
    attendance::{MonthDay, MonthPeople, MonthPerson, MonthSheet},
    ids::{HallId, PersonId},
    policy::Action,
};
use store::repo::attendance::{self as repo, RosteredPerson};

use super::{Attendance, month::bounds};
use crate::{caller::Caller, error::Result, org::hall_name, pages::PageSize};

/// People on one page of the list.
const PAGE: PageSize = PageSize(50);

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
        let sheets = self.sheets_after(hall, first, after, PAGE.to_read()).await?;
        let (sheets, next) = PAGE.cut(sheets, |(last, _)| last.sign_in_name.clone());
        let people: Vec<PersonId> = sheets.iter().map(|(person, _)| person.id).collect();
        let accepted = repo::find_accepted(db, &people, first).await?;
        let row = |(person, sheet): (RosteredPerson, MonthSheet)| MonthPerson {
            accepted: accepted.contains(&person.id),
            person: person.id,
            name: person.name,
            sign_in_name: person.sign_in_name,
            totals: sheet.totals,
        };
        Ok(MonthPeople {
            as_of: self.0.clock.now(),
            hall,
            hall_name: hall_name(db, hall).await?,
            month: first,
            rows: sheets.into_iter().map(row).collect(),
            next,
        })
    }

    /// The sheets of some of a hall's people by 工号, after one of them.
    pub(super) async fn sheets_after(
        &self,
        hall: HallId,
        first: NaiveDate,
        after: Option<&str>,
        limit: u64,
    ) -> Result<Vec<(RosteredPerson, MonthSheet)>> {
        let (db, now) = (self.0.db.read(), self.0.clock.now());
        let calendar = self.calendar().current().await?;
        let span = bounds(first)?;
        let people = repo::list_of_month(db, hall, span, after, limit).await?;
        let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
        let mut sheets = repo::find_sheets(db, &ids, first).await?;
        let open: Vec<PersonId> = ids.iter().filter(|id| !sheets.contains_key(id)).copied().collect();
        let mut days = self.days_of(db, &calendar, &open, span, now).await?;
        let sheet = |person: RosteredPerson| {
            let sheet = match sheets.remove(&person.id) {
                // Added up anew: a sheet may be older than a figure.
                Some((_, sheet)) => MonthSheet::of(sheet.days),
                None => sheet_of(&person, days.remove(&person.id).unwrap_or_default()),
            };
            (person, sheet)
        };
        Ok(people.into_iter().map(sheet).collect())
    }
}

/// A month that is still open, as it stands now.
pub(super) fn sheet_of(person: &RosteredPerson, days: Vec<MonthDay>) -> MonthSheet {
    MonthSheet::of(days.into_iter().filter(|day| person.employed_on(day.duty.date)).collect())
}
