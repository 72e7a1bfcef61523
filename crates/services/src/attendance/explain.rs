use domain::{
    attendance::MAX_REASON,
    ids::{PunchId, PunchNoteId},
    policy::Action,
    problem::{FieldReason, Problem},
};
use store::repo::attendance as repo;

use super::Attendance;
use crate::{caller::Caller, error::Result, received::Sent};

impl Attendance {
    /// Says why a punch of the caller's own is as it is (outside the fence, late, no roster); whoever may see
    /// the punch sees it. Said again, the later words are shown and the earlier ones kept. Sent again under the
    /// same `note`, it is said once.
    pub async fn explain(&self, caller: &Caller, note: PunchNoteId, punch: PunchId, reason: &str) -> Result<()> {
        caller.check_own(Action::Punch)?;
        let reason = reason.trim().to_owned();
        if reason.is_empty() {
            return Err(Problem::field("reason", FieldReason::Required).into());
        }
        if reason.chars().count() > usize::from(MAX_REASON) {
            return Err(Problem::field("reason", FieldReason::TooLong).into());
        }
        let found = repo::find_punch(self.0.db.read(), punch).await?;
        if found.is_none_or(|found| found.person != caller.actor.person) {
            return Err(Problem::NotFound.into());
        }
        let (now, sent) = (self.0.clock.now(), Sent::new(caller.actor.person, note.uuid(), &(punch, &reason))?);
        self.0
            .db
            .write((sent, reason), move |tx, (sent, reason)| {
                Box::pin(async move {
                    let said = async { Ok(repo::create_note(tx, note, punch, reason.clone(), now).await?) };
                    sent.once(tx, now, said).await
                })
            })
            .await
    }
}
