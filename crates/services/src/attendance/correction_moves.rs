//! What follows when a correction has something in hand, or no longer: its slot, and the punch.

use domain::{
    approvals::Holding,
    attendance::{AdjustmentCause, AttendanceError, Proof},
    ids::{ApprovalId, PunchId},
    problem::Problem,
};
use store::{
    Tx,
    repo::attendance::{self as repo, CorrectionRecord, NewDecision},
};

use super::{Attendance, corrections::act, proved::ProvedPunches};
use crate::{
    audit,
    caller::Caller,
    error::{Error, Result},
};

impl Attendance {
    /// Called by the approval in its own transaction. An approval adds a punch: the one before stays, and the
    /// day is judged again. One that is undone within its ten seconds leaves the punch there, as one that does
    /// not count.
    pub(crate) async fn correction_moved(&self, tx: &Tx, caller: &Caller, id: ApprovalId, is: Holding) -> Result<()> {
        let record = repo::find_correction(tx, id).await?.ok_or(Problem::NotFound)?;
        repo::lock_punches_of(tx, &[record.person]).await?;
        if let Some(punch) = record.punch {
            self.void_punch(tx, caller, (&record, punch)).await?;
        }
        let punch = if is == Holding::Given { Some(self.add_corrected(tx, caller, &record).await?) } else { None };
        let record = CorrectionRecord { holding: is, punch, ..record };
        let stored = repo::update_correction(tx, &record).await;
        // A rejection is undone, and the slot was asked for anew meanwhile.
        stored.map_err(|error| Error::unless_unique(error, AttendanceError::AskedAlready.into()))?;
        match is {
            Holding::Held => self.miss_no_more(tx, &[record.person], record.date).await,
            Holding::Nothing => self.miss_again(tx, (record.person, record.date)).await,
            // The day is judged again, and tells what it still misses.
            Holding::Given => Ok(()),
        }
    }

    async fn add_corrected(&self, tx: &Tx, caller: &Caller, record: &CorrectionRecord) -> Result<PunchId> {
        let now = self.0.clock.now();
        let new = ProvedPunches {
            hall: record.hall,
            date: record.date,
            made: vec![(record.person, record.at)],
            proof: Proof::Correction,
            reason: record.reason.clone(),
        };
        let punch = self.add_proved(tx, new, now).await?.into_iter().next();
        audit::record(tx, caller, now, act("attendance.correct", record)).await?;
        punch.ok_or_else(|| Error::internal("a corrected punch was not added"))
    }

    async fn void_punch(&self, tx: &Tx, caller: &Caller, (record, punch): (&CorrectionRecord, PunchId)) -> Result<()> {
        let now = self.0.clock.now();
        let void = NewDecision { punch, by: caller.actor.person, accepted: false, reason: None };
        repo::create_decision(tx, &void, now).await?;
        self.facts_changed(tx, record.person, record.date, AdjustmentCause::Correction).await?;
        Ok(audit::record(tx, caller, now, act("attendance.undo_correction", record)).await?)
    }
}
