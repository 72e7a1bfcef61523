//! Writing the sheets of the months that HR has asked to lock.

use domain::{
    attendance::{MonthSheet, MonthState},
    calendar::last_of_month,
    ids::PersonId,
};
use store::{
    Tx,
    repo::attendance::{self as repo, CloseRecord, RosteredPerson},
};

use super::{Attendance, sheets::sheet_of};
use crate::{
    error::{Error, Result},
    jobs::each,
};

/// Sheets written in one transaction.
const BATCH: u64 = 100;

impl Attendance {
    /// Writes the sheets of every month that is being closed, some people at a time, then locks it. Stopped in
    /// between, it goes on where it was: a sheet that is written stays.
    pub(crate) async fn close_months(&self) -> Result<()> {
        each(repo::list_closing(self.0.db.read()).await?, |record| self.close_month(record)).await
    }

    async fn close_month(&self, record: CloseRecord) -> Result<()> {
        while self.write_some(record).await? {}
        self.finish_month(record).await?;
        self.0.db.live().publish(record.hall);
        Ok(())
    }

    /// Whether any month waits for its sheets.
    pub(crate) async fn has_closing_months(&self) -> Result<bool> {
        Ok(!repo::list_closing(self.0.db.read()).await?.is_empty())
    }

    /// Writes some sheets; says whether there were any to write.
    async fn write_some(&self, record: CloseRecord) -> Result<bool> {
        let (now, calendar) = (self.0.clock.now(), self.calendar().current().await?);
        let span = (record.month, last_of_month(record.month));
        self.0
            .db
            .write((self.clone(), calendar), move |tx, (me, calendar)| {
                Box::pin(async move {
                    let people = repo::list_without_sheet(tx, record.hall, span, BATCH).await?;
                    let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
                    // A fact that is on its way is either in the sheet or finds it written.
                    repo::lock_punches_of(tx, &ids).await?;
                    let mut days = me.days_of(tx, calendar, &ids, span, now).await?;
                    let mut sheet = |person: &RosteredPerson| {
                        (person.id, sheet_of(person, days.remove(&person.id).unwrap_or_default()))
                    };
                    let sheets: Vec<(PersonId, MonthSheet)> = people.iter().map(&mut sheet).collect();
                    repo::create_sheets(tx, record.hall, span, &sheets, now).await?;
                    Ok::<_, Error>(!people.is_empty())
                })
            })
            .await
    }

    async fn finish_month(&self, record: CloseRecord) -> Result<()> {
        let locked = CloseRecord { state: MonthState::Locked, version: record.version + 1, ..record };
        self.0
            .db
            .write(locked, |tx: &Tx, locked| {
                Box::pin(async move {
                    // Whether another server was faster is all the same.
                    repo::put_close(tx, locked).await?;
                    Ok::<_, Error>(())
                })
            })
            .await
    }
}
