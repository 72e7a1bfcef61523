//! Facts that come after a month was locked.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    attendance::{Adjustment, AdjustmentCause, DaySummary, MonthSheet, next_month},
    calendar::last_of_month,
    ids::{HallId, PersonId},
    time::hall_date,
};
use store::{
    Tx,
    repo::attendance::{self as repo, CloseRecord, DayResultRecord},
};

use super::{Attendance, close::first_of};
use crate::{
    audit::{self, Act},
    error::{Error, Result},
    jobs::each,
    org::hall_agency,
};

impl Attendance {
    /// A person's punches of a date have changed. In an open month the day is judged again; in a locked one a
    /// line is added to the next open one that says how the day is to be counted after all.
    pub(super) async fn facts_changed(
        &self,
        tx: &Tx,
        person: PersonId,
        date: NaiveDate,
        cause: AdjustmentCause,
    ) -> Result<()> {
        self.all_changed(tx, &[person], date, cause).await
    }

    /// The same of several people's punches.
    pub(super) async fn all_changed(
        &self,
        tx: &Tx,
        people: &[PersonId],
        date: NaiveDate,
        cause: AdjustmentCause,
    ) -> Result<()> {
        // Whoever writes the sheet of this month waits for this, or has written it by now.
        repo::lock_punches_of(tx, people).await?;
        let locked = repo::find_sheets(tx, people, first_of(date)).await?;
        let open: Vec<PersonId> = people.iter().copied().filter(|person| !locked.contains_key(person)).collect();
        if !open.is_empty() {
            self.reopen_days(tx, &open, (date, date), cause).await?;
        }
        for (person, (hall, sheet)) in locked {
            self.adjust(tx, (person, hall), (date, &sheet), cause).await?;
        }
        Ok(())
    }

    /// Leave of a person has been granted over some dates, both included, or is not taken as it was granted: the
    /// days of open months are judged again, and those of locked ones adjusted.
    pub(crate) async fn leave_changed(
        &self,
        tx: &Tx,
        person: PersonId,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<()> {
        self.reopen_days(tx, &[person], (from, to), AdjustmentCause::Leave).await?;
        // A month that is locked is over.
        let over = to.min(hall_date(self.0.clock.now()));
        let mut month = first_of(from);
        while month <= over {
            if let Some((hall, sheet)) = repo::find_sheets(tx, &[person], month).await?.remove(&person) {
                let (first, last) = (from.max(month), over.min(last_of_month(month)));
                for date in first.iter_days().take_while(|date| *date <= last) {
                    self.adjust(tx, (person, hall), (date, &sheet), AdjustmentCause::Leave).await?;
                }
            }
            month = next_month(month);
        }
        Ok(())
    }

    async fn adjust(
        &self,
        tx: &Tx,
        (person, hall): (PersonId, HallId),
        (date, sheet): (NaiveDate, &MonthSheet),
        cause: AdjustmentCause,
    ) -> Result<()> {
        let now = self.0.clock.now();
        let locked = sheet.days.iter().find(|day| day.duty.date == date).and_then(|day| day.result.as_ref());
        let Some(locked) = locked.map(DaySummary::of) else { return Ok(()) };
        let calendar = self.calendar().current_in(tx).await?;
        let facts = self.facts(tx, &calendar, &[person], date, date).await?.remove(&person);
        let after = facts.and_then(|facts| facts.result(date, &calendar, now));
        let after = after.ok_or_else(|| Error::internal("a day of a locked month has no facts"))?;
        let judged = DayResultRecord { person, result: after };
        self.earn_time_off(tx, std::slice::from_ref(&judged)).await?;
        let after = judged.result;
        let month = first_of(date);
        let made = repo::list_adjustments(tx, &[person], (month, last_of_month(month))).await?;
        let earlier: Vec<Adjustment> =
            made.into_iter().map(|(_, view)| view.adjustment).filter(|line| line.date == date).collect();
        let Some(line) = Adjustment::of(locked, &earlier, date, DaySummary::of(&after), cause) else { return Ok(()) };
        let booked_in = open_month_after(tx, person, month).await?;
        Ok(repo::create_adjustment(tx, (person, hall), &line, booked_in, now).await?)
    }

    /// Erases where punches were made, once their month has been locked for as long as their hall keeps that
    /// (PIPL 19). What was judged from it stays.
    pub(crate) async fn erase_positions(&self) -> Result<()> {
        each(repo::list_with_positions(self.0.db.read()).await?, |record| self.erase_positions_of(record)).await
    }

    async fn erase_positions_of(&self, record: CloseRecord) -> Result<()> {
        let now = self.0.clock.now();
        let rules = repo::find_rules(self.0.db.read(), record.hall).await?;
        let kept = chrono::TimeDelta::days(rules.position_days.into());
        if record.locked.is_none_or(|(_, locked_at)| now < locked_at + kept) {
            return Ok(());
        }
        let (from, before) = month_instants(record.month);
        self.0
            .db
            .write(record, move |tx, record| {
                Box::pin(async move {
                    repo::erase_positions(tx, record.hall, from, before).await?;
                    repo::note_positions_erased(tx, record, now).await?;
                    let subject = ("hall", record.hall.uuid());
                    let detail = record.month.format("%Y-%m").to_string();
                    let act = Act { action: "attendance.erase_positions", subject, detail };
                    let agency = hall_agency(tx, record.hall).await?;
                    Ok::<_, Error>(audit::note(tx, agency, now, act).await?)
                })
            })
            .await
    }
}

/// When a month begins and ends at the hall.
fn month_instants(month: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
    (domain::time::hall_midnight(month), domain::time::hall_midnight(next_month(month)))
}

/// The first month after one that is not locked for a person.
async fn open_month_after(tx: &Tx, person: PersonId, month: NaiveDate) -> Result<NaiveDate> {
    let mut next = next_month(month);
    while repo::find_sheets(tx, &[person], next).await?.contains_key(&person) {
        next = next_month(next);
    }
    Ok(next)
}
