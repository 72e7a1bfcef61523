//! Photos that show what a correction is about: for who asks and for who decides.

use std::collections::HashMap;

use domain::{
    attendance::{AttendanceError, CorrectionCommand},
    ids::ApprovalId,
    photos::{PhotoSubject, PhotoView},
    policy::Action,
    problem::Problem,
};
use store::{
    Connection, Tx,
    repo::{
        approvals::ApprovalRecord,
        attendance::{self as repo, CorrectionRecord},
    },
};
use uuid::Uuid;

use super::Attendance;
use crate::{
    approvals::{CHANGEABLE, approval_of, place_of},
    caller::Caller,
    error::Result,
    photos::Photos,
};

impl Attendance {
    /// Refuses photos for a correction that is not the caller's own, or that was settled.
    pub(crate) async fn check_takes_evidence(
        &self,
        db: &impl Connection,
        caller: &Caller,
        correction: ApprovalId,
    ) -> Result<()> {
        caller.check_own(Action::CorrectionAsk)?;
        let mine = |record: &CorrectionRecord| record.person == caller.actor.person;
        repo::find_correction(db, correction).await?.filter(mine).ok_or(Problem::NotFound)?;
        let state = approval_of(db, correction).await?.flow.state;
        if CHANGEABLE.contains(&state) { Ok(()) } else { Err(AttendanceError::Settled.into()) }
    }

    /// Refuses who has no say on a correction, as if it had no photos.
    pub(crate) async fn check_sees_evidence(
        &self,
        db: &impl Connection,
        caller: &Caller,
        correction: ApprovalId,
    ) -> Result<()> {
        let approval = approval_of(db, correction).await?;
        if self.sees_evidence(db, caller, &approval).await? { Ok(()) } else { Err(Problem::NotFound.into()) }
    }

    /// Gives the photos that came with the form to the correction that it asks for.
    pub(super) async fn attach_evidence(&self, tx: &Tx, caller: &Caller, command: &CorrectionCommand) -> Result<()> {
        let subject = PhotoSubject::Correction(command.id);
        self.photos().attach(tx, caller, subject, &command.photos).await
    }

    /// The photos of some corrections, by their bare ids.
    pub(super) async fn evidence_of(
        &self,
        db: &impl Connection,
        corrections: &[ApprovalId],
    ) -> Result<HashMap<Uuid, Vec<PhotoView>>> {
        let things: Vec<Uuid> = corrections.iter().map(|id| id.uuid()).collect();
        self.photos().of(db, &things).await
    }

    fn photos(&self) -> Photos {
        Photos(self.0.clone())
    }

    /// By their role, or because the correction came to them: a deputy, the hall where the route names it.
    pub(super) async fn sees_evidence(
        &self,
        db: &impl Connection,
        caller: &Caller,
        approval: &ApprovalRecord,
    ) -> Result<bool> {
        if caller.check(Action::CorrectionEvidenceView, &place_of(approval)).is_ok() {
            return Ok(true);
        }
        self.approvals().has_a_say(db, caller, approval).await
    }
}
