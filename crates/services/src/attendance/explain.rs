use domain::{
    attendance::MAX_REASON,
    ids::PunchId,
    policy::Action,
    problem::{FieldReason, Problem},
};
use store::repo::attendance as repo;

use super::Attendance;
use crate::{
    caller::Caller,
    error::{Error, Result},
};

impl Attendance {
    /// Says why a punch of the caller's own is as it is (outside the fence, late, no roster); whoever may see
    /// the punch sees it. Said again, the later words are shown and the earlier ones kept.
    pub async fn explain(&self, caller: &Caller, punch: PunchId, reason: &str) -> Result<()> {
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
        let now = self.0.clock.now();
        self.0
            .db
            .write(reason, move |tx, reason| {
                Box::pin(async move { Ok::<_, Error>(repo::create_note(tx, punch, reason.clone(), now).await?) })
            })
            .await
    }
}
