//! Photos that show what a correction is about: for who asks and for who decides.

use std::collections::HashMap;

use domain::{
    attendance::{AttendanceError, CorrectionCommand, CorrectionState},
    ids::CorrectionId,
    photos::{PhotoSubject, PhotoView},
    policy::Action,
    problem::Problem,
};
use store::{
    Connection, Tx,
    repo::attendance::{self as repo, CorrectionRecord},
};

use super::Attendance;
use crate::{caller::Caller, error::Result, photos::Photos};

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

    /// Gives the photos that came with the form to the correction that it asks for.
    pub(super) async fn attach_evidence(&self, tx: &Tx, caller: &Caller, command: &CorrectionCommand) -> Result<()> {
        let subject = PhotoSubject::Correction(command.id);
        self.photos().attach(tx, caller, subject, &command.photos).await
    }

    /// The photos of some corrections, of those whose photos the caller may see.
    pub(super) async fn evidence_of(
        &self,
        db: &impl Connection,
        caller: &Caller,
        records: &[CorrectionRecord],
    ) -> Result<HashMap<CorrectionId, Vec<PhotoView>>> {
        let things: Vec<_> = records.iter().map(|record| record.id.uuid()).collect();
        let mut photos = self.photos().of(db, &things).await?;
        let mut seen = HashMap::new();
        for record in records {
            let Some(photos) = photos.remove(&record.id.uuid()) else { continue };
            if self.sees_evidence(db, caller, record).await? {
                seen.insert(record.id, photos);
            }
        }
        Ok(seen)
    }

    fn photos(&self) -> Photos {
        Photos(self.0.clone())
    }

    async fn sees_evidence(&self, db: &impl Connection, caller: &Caller, record: &CorrectionRecord) -> Result<bool> {
        if record.person == caller.actor.person {
            return Ok(true);
        }
        let place = self.correction_place(db, record).await?;
        Ok(caller.check(Action::CorrectionDecide, &place).is_ok())
    }
}
