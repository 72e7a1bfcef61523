//! New roster lines with their receipts: who is told what, and who has taken note.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    attendance::AdjustmentCause,
    ids::{HallId, PersonId, ReceiptId},
    notices::NoticeContent,
    policy::Action,
    problem::Problem,
    roster::{AcknowledgeRosterCommand, PersonChanges},
};
use store::{
    Tx,
    repo::roster::{self as repo, EntryRecord, ReceiptRecord},
};

use super::{Line, Roster};
use crate::{
    attendance::Attendance,
    caller::Caller,
    error::{Error, Result},
    received::Sent,
};

/// Receipts that can be given at once: more than anybody has open.
const MAX_RECEIPTS: usize = 100;

impl Roster {
    /// Takes note of what was published to the caller, and says how much of it was open. What is somebody else's, or was
    /// noted before, stays. Sent again under the same id, it is answered as the first time.
    pub async fn acknowledge_roster(&self, caller: &Caller, command: AcknowledgeRosterCommand) -> Result<u64> {
        caller.check_own(Action::RosterView)?;
        let me = caller.actor.person;
        let sent = Sent::new(me, command.id.uuid(), &command)?;
        let receipts: Vec<ReceiptId> = command.receipts.into_iter().take(MAX_RECEIPTS).collect();
        self.0
            .db
            .write((self.clone(), receipts, sent), move |tx, (roster, receipts, sent)| {
                Box::pin(async move {
                    let noted = async {
                        roster.notices().settle(tx, me, receipts).await?;
                        roster.take_note(tx, me, receipts).await
                    };
                    sent.once(tx, roster.0.clock.now(), noted).await
                })
            })
            .await
    }

    /// Marks receipts of a person as given, and says how many were open.
    pub(crate) async fn take_note(&self, tx: &Tx, person: PersonId, receipts: &[ReceiptId]) -> Result<u64> {
        Ok(repo::acknowledge(tx, person, receipts, self.0.clock.now()).await?)
    }

    /// Stores new revisions of roster lines, forgets what was judged by the old ones, and leaves a receipt
    /// with each person: those are given back.
    pub(super) async fn write_lines(
        &self,
        tx: &Tx,
        hall: HallId,
        lines: &[Line],
        told: &[PersonChanges],
    ) -> Result<Vec<ReceiptRecord>> {
        let now = self.0.clock.now();
        let people: Vec<PersonId> = lines.iter().map(|(person, _)| *person).collect();
        let dates = || lines.iter().map(|(_, line)| line.date);
        let (Some(from), Some(to)) = (dates().min(), dates().max()) else { return Ok(Vec::new()) };
        Attendance(self.0.clone()).reopen_days(tx, &people, (from, to), AdjustmentCause::Roster).await?;
        let old = repo::find_entries(tx, &people, from, to).await?;
        let old: BTreeMap<(PersonId, NaiveDate), i32> =
            old.into_iter().map(|line| ((line.person, line.entry.date), line.revision)).collect();
        let revision = |person: PersonId, date: NaiveDate| old.get(&(person, date)).map_or(1, |last| last + 1);
        let new: Vec<EntryRecord> = lines
            .iter()
            .map(|(person, line)| EntryRecord {
                person: *person,
                revision: revision(*person, line.date),
                entry: line.clone(),
            })
            .collect();
        let overtaken = |error| Error::unless_unique(error, Problem::Conflict);
        repo::create_entries(tx, &new, now).await.map_err(overtaken)?;
        self.leave_receipts(tx, hall, told).await
    }

    /// Leaves a receipt with each person whose days change: those are given back.
    pub(super) async fn leave_receipts(
        &self,
        tx: &Tx,
        hall: HallId,
        told: &[PersonChanges],
    ) -> Result<Vec<ReceiptRecord>> {
        let receipt = |told: &PersonChanges| ReceiptRecord {
            id: ReceiptId::new(),
            person: told.person,
            changes: told.changes.clone(),
        };
        let receipts: Vec<ReceiptRecord> = told.iter().map(receipt).collect();
        repo::create_receipts(tx, hall, &receipts, self.0.clock.now()).await?;
        Ok(receipts)
    }

    /// Tells each person with a receipt that days of theirs were published, by somebody or by the operator.
    pub(super) async fn tell_published(&self, tx: &Tx, by: Option<PersonId>, receipts: &[ReceiptRecord]) -> Result<()> {
        let told = |receipt: &ReceiptRecord| {
            let first = receipt.changes.iter().map(|change| change.date).min()?;
            let content = NoticeContent::RosterPublished { days: receipt.changes.len(), first };
            Some((receipt.person, content, receipt.id))
        };
        self.notices().by(by).tell_with_receipt(tx, receipts.iter().filter_map(told).collect()).await
    }
}
