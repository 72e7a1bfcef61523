//! The slices that requests belong to: what they are told, and what they tell.

use std::collections::BTreeMap;

use domain::{
    approvals::{ApprovalKind, Subject},
    calendar::WorkCalendar,
    ids::ApprovalId,
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
        let overtime = of(ApprovalKind::Overtime);
        let leave = self.leave().cards(db, (caller, calendar), &leave).await?;
        let corrections = self.attendance().correction_cards(db, (caller, calendar), &corrections).await?;
        let overtime = self.roster().overtime_cards(db, (caller, calendar), &overtime).await?;
        let leave = leave.into_iter().map(|(id, card)| (id, Subject::Leave(Box::new(card))));
        let corrections = corrections.into_iter().map(|(id, card)| (id, Subject::Correction(card)));
        let overtime = overtime.into_iter().map(|(id, card)| (id, Subject::Overtime(card)));
        Ok(leave.chain(corrections).chain(overtime).collect())
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
