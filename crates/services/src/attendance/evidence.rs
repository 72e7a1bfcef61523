//! Photos that show what a correction is about: for who asks and for who decides.

use domain::{
    attendance::{AttendanceError, CorrectionState},
    ids::CorrectionId,
    policy::Action,
    problem::Problem,
};
use store::{
    Connection,
    repo::attendance::{self as repo, CorrectionRecord},
};

use super::Attendance;
use crate::{caller::Caller, error::Result};

impl Attendance {
    /// Refuses photos for a correction that is not the caller's own, or that was settled.
    pub(crate) async fn check_takes_evidence(
        &self,
        db: &impl Connection,
        caller: &Caller,
        correction: CorrectionId,
    ) -> Result<()> {
        caller.check_own(Action::CorrectionAsk)?;
        let mine = |record: &CorrectionRecord| record.person == caller.actor.person;
        let record = repo::find_correction(db, correction).await?.filter(mine).ok_or(Problem::NotFound)?;
        if record.state == CorrectionState::Asked { Ok(()) } else { Err(AttendanceError::Settled.into()) }
    }

    /// Refuses who does not decide a correction, as if it had no photos.
    pub(crate) async fn check_sees_evidence(
        &self,
        db: &impl Connection,
        caller: &Caller,
        correction: CorrectionId,
    ) -> Result<()> {
        let record = repo::find_correction(db, correction).await?.ok_or(Problem::NotFound)?;
        if self.sees_evidence(db, caller, &record).await? { Ok(()) } else { Err(Problem::NotFound.into()) }
    }

    pub(super) async fn sees_evidence(
        &self,
        db: &impl Connection,
        caller: &Caller,
        record: &CorrectionRecord,
    ) -> Result<bool> {
        let own = record.person == caller.actor.person;
        let place = self.correction_place(db, record).await?;
        Ok(own || caller.check(Action::CorrectionDecide, &place).is_ok())
    }
}
