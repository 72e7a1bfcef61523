//! The time off that overtime earns, and what becomes of it when it expires.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    attendance::ApprovedOvertime,
    calendar::WorkCalendar,
    ids::{ApprovalId, LotId, PersonId},
    notices::NoticeContent,
    roster::{Compensation, Lot, lot_expires},
    time::hall_date,
};
use store::{
    Connection, Tx,
    repo::roster::{self as repo, OvertimeRecord},
};

use super::Roster;
use crate::{
    accounts::lock_person,
    audit::{self, Act},
    error::{Error, Result},
    leave,
};

/// Lots paid out in one run of the job.
const BATCH: u64 = 200;

impl Roster {
    /// The time off that somebody has earned: each lot with what of it was not paid out. What leave has taken
    /// of it stands in the leave ledger.
    pub(crate) async fn time_off_lots(&self, db: &impl Connection, person: PersonId) -> Result<Vec<Lot>> {
        Ok(repo::list_lots(db, person).await?)
    }

    /// The overtime that was approved for some people, by date, from one to another, both included.
    pub(crate) async fn approved_overtime(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        people: &[PersonId],
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<BTreeMap<PersonId, BTreeMap<NaiveDate, ApprovedOvertime>>> {
        let mut approved = BTreeMap::<PersonId, BTreeMap<NaiveDate, ApprovedOvertime>>::new();
        for record in repo::find_approved_overtime(db, people, from, to).await? {
            let OvertimeRecord { minutes, compensation, date, .. } = record;
            let overtime = ApprovedOvertime { minutes, compensation, class: calendar.overtime_class(date) };
            approved.entry(record.person).or_default().insert(date, overtime);
        }
        Ok(approved)
    }

    /// Earns the time off for overtime that was worked: whose, when, and how many minutes. What a day has earned
    /// before is taken into account, so a day that is judged again earns what has come to light since; what was
    /// earned once is not taken back.
    pub(crate) async fn earn_time_off(&self, tx: &Tx, worked: &[(PersonId, NaiveDate, i32)]) -> Result<()> {
        if worked.is_empty() {
            return Ok(());
        }
        let mut people: Vec<PersonId> = worked.iter().map(|(person, ..)| *person).collect();
        people.sort_unstable();
        for person in &people {
            // Held, so that two who judge the same day don't both earn it.
            lock_person(tx, *person).await?;
        }
        let dates = || worked.iter().map(|(_, date, _)| *date);
        let (Some(from), Some(to)) = (dates().min(), dates().max()) else { return Ok(()) };
        let records = repo::find_approved_overtime(tx, &people, from, to).await?;
        let ids: Vec<ApprovalId> = records.iter().map(|record| record.id).collect();
        let earned = repo::find_earned(tx, &ids).await?;
        for record in records.iter().filter(|record| record.compensation == Compensation::TimeOff) {
            let of_record =
                |(person, date, _): &&(PersonId, NaiveDate, i32)| (*person, *date) == (record.person, record.date);
            let Some((.., minutes)) = worked.iter().find(of_record) else { continue };
            let more = minutes - earned.get(&record.id).copied().unwrap_or_default();
            if more > 0 {
                self.earn(tx, record, more).await?;
            }
        }
        Ok(())
    }

    async fn earn(&self, tx: &Tx, record: &OvertimeRecord, minutes: i32) -> Result<()> {
        let lot = Lot {
            id: LotId::new(),
            overtime: record.id,
            earned_on: record.date,
            expires_on: lot_expires(record.date, repo::time_off_months(tx, record.hall).await?),
            minutes,
            left: minutes,
            paid: None,
        };
        Ok(repo::earn_lot(tx, record.person, &lot, self.0.clock.now()).await?)
    }

    /// The minutes of expired time off that were paid out to each of some people from one day to another.
    pub(crate) async fn paid_out(
        &self,
        db: &impl Connection,
        people: &[PersonId],
        span: (NaiveDate, NaiveDate),
    ) -> Result<BTreeMap<PersonId, i32>> {
        Ok(repo::sum_paid_out(db, people, span).await?)
    }

    /// Pays out what is left of time off that has expired, and tells whose it was. Run again, it finds nothing.
    pub(crate) async fn pay_out_expired(&self) -> Result<()> {
        let today = hall_date(self.0.clock.now());
        let lots = repo::list_expired_lots(self.0.db.read(), today, BATCH).await?;
        if lots.is_empty() {
            return Ok(());
        }
        self.0
            .db
            .write((self.clone(), lots), move |tx, (me, lots)| {
                Box::pin(async move {
                    for (person, lot) in lots {
                        me.pay_out(tx, *person, lot, today).await?;
                    }
                    Ok::<_, Error>(())
                })
            })
            .await
    }

    async fn pay_out(&self, tx: &Tx, person: PersonId, lot: &Lot, today: NaiveDate) -> Result<()> {
        let now = self.0.clock.now();
        // Held, so that no leave is taken of it meanwhile.
        let record = lock_person(tx, person).await?;
        let uses = leave::uses_of(tx, person).await?;
        for lot in free(vec![lot.clone()], &uses) {
            repo::pay_out_lot(tx, person, &lot, (today, now)).await?;
            if lot.left == 0 {
                continue;
            }
            let paid = NoticeContent::TimeOffPaid { earned_on: lot.earned_on };
            self.notices().tell(tx, vec![(person, paid)]).await?;
            let detail = format!("{} minutes earned on {}", lot.left, lot.earned_on);
            audit::note(tx, record.agency, now, Act::about(person, "roster.pay_out_time_off", detail)).await?;
        }
        Ok(())
    }
}

/// Lots less what leave has taken or asked for of them.
pub(super) fn free(mut lots: Vec<Lot>, uses: &BTreeMap<LotId, i32>) -> Vec<Lot> {
    for lot in &mut lots {
        lot.left -= uses.get(&lot.id).copied().unwrap_or_default();
    }
    lots
}
