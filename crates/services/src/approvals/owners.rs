//! The slices that requests belong to: what they are told, and what they tell.

use std::collections::BTreeMap;

use domain::{
    approvals::{ApprovalKind, Subject},
    calendar::WorkCalendar,
    ids::{ApprovalId, PersonId},
    problem::Problem,
};
use store::{Connection, Tx, repo::approvals::ApprovalRecord};

use super::{Approvals, Moment};
use crate::{caller::Caller, error::Result};

impl Approvals {
    /// Tells the slice that what its request has in hand changes, in the transaction in which it does. The
    /// slice may refuse, and then nothing happens.
    pub(super) async fn moved(
        &self,
        tx: &Tx,
        (caller, moment): (&Caller, &Moment),
        (before, after): (&ApprovalRecord, &ApprovalRecord),
    ) -> Result<()> {
        let (was, is) = (before.flow.state.holding(), after.flow.state.holding());
        if was == is {
            return Ok(());
        }
        match after.kind {
            ApprovalKind::Leave => self.leave().moved(tx, moment, after.id, (was, is)).await,
            ApprovalKind::Correction => self.attendance().correction_moved(tx, caller, after.id, is).await,
            ApprovalKind::Overtime => self.roster().overtime_moved(tx, moment, after.id, is).await,
            ApprovalKind::Swap => self.roster().swap_moved(tx, moment, after.id, (was, is)).await,
        }
    }

    /// What some requests are about, as the caller may know it.
    pub(super) async fn subjects(
        &self,
        db: &impl Connection,
        (caller, calendar): (&Caller, &WorkCalendar),
        records: &[ApprovalRecord],
    ) -> Result<BTreeMap<ApprovalId, Subject>> {
        let of = |kind| -> Vec<&ApprovalRecord> { records.iter().filter(|record| record.kind == kind).collect() };
        let (leave, corrections) = (of(ApprovalKind::Leave), of(ApprovalKind::Correction));
        let (overtime, swaps) = (of(ApprovalKind::Overtime), of(ApprovalKind::Swap));
        let leave = self.leave().cards(db, (caller, calendar), &leave).await?;
        let corrections = self.attendance().correction_cards(db, (caller, calendar), &corrections).await?;
        let overtime = self.roster().overtime_cards(db, (caller, calendar), &overtime).await?;
        let swaps = self.roster().swap_cards(db, (caller, calendar), &swaps).await?;
        let leave = leave.into_iter().map(|(id, card)| (id, Subject::Leave(Box::new(card))));
        let corrections = corrections.into_iter().map(|(id, card)| (id, Subject::Correction(card)));
        let overtime = overtime.into_iter().map(|(id, card)| (id, Subject::Overtime(card)));
        let swaps = swaps.into_iter().map(|(id, card)| (id, Subject::Swap(Box::new(card))));
        Ok(leave.chain(corrections).chain(overtime).chain(swaps).collect())
    }

    /// Whom some requests are about besides who asks: they decide on them as little, and follow them as well.
    pub(super) async fn others(
        &self,
        db: &impl Connection,
        records: &[&ApprovalRecord],
    ) -> Result<BTreeMap<ApprovalId, PersonId>> {
        let swaps = records.iter().filter(|record| record.kind == ApprovalKind::Swap);
        let swaps: Vec<ApprovalId> = swaps.map(|record| record.id).collect();
        self.roster().swap_partners(db, &swaps).await
    }

    /// Whether something about a request wants looking at.
    pub(super) async fn is_flagged(
        &self,
        tx: &Tx,
        (caller, moment): (&Caller, &Moment),
        record: &ApprovalRecord,
    ) -> Result<bool> {
        let whose = (caller, &*moment.calendar);
        let mut subjects = self.subjects(tx, whose, std::slice::from_ref(record)).await?;
        Ok(subjects.remove(&record.id).ok_or(Problem::NotFound)?.is_flagged())
    }
}
