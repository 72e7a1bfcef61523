//! Covering for a colleague: yes or no.

use domain::{
    approvals::FlowState,
    ids::ApprovalId,
    leave::{CoverState, LeaveRequestError},
    notices::NoticeContent,
    policy::Action,
    problem::{FieldReason, Problem},
};
use store::repo::leave as repo;

use super::Leave;
use crate::{
    accounts::name_of,
    approvals::approval_of,
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    org::hold_hall,
};

impl Leave {
    /// Says whether the caller, who was named, covers; for as long as it is not decided. Yes is refused to who
    /// is away then or covers for somebody else. A stranger is told that there is no such request.
    pub async fn answer_cover(&self, caller: &Caller, request: ApprovalId, yes: bool) -> Result<()> {
        caller.check_own(Action::LeaveCover)?;
        let found = repo::find_leave_request(self.0.db.read(), request).await?.ok_or(Problem::NotFound)?;
        let (hall, me) = (found.hall, caller.actor.person);
        self.0
            .db
            .write((self.clone(), caller.clone()), move |tx, (leave, caller)| {
                Box::pin(async move {
                    hold_hall(tx, hall).await?;
                    let found = repo::find_leave_request(tx, request).await?.ok_or(Problem::NotFound)?;
                    if found.cover.is_none_or(|(cover, _)| cover != me) {
                        return Err(Problem::NotFound.into());
                    }
                    if approval_of(tx, request).await?.flow.state != FlowState::InReview {
                        return Err(LeaveRequestError::NotNow.into());
                    }
                    if yes {
                        let facts = leave.facts(tx, (found.person, found.hall), found.period, request).await?;
                        if !facts.rules.is_free(me, found.period) {
                            return Err(Problem::field("cover", FieldReason::Overlaps).into());
                        }
                    }
                    let state = if yes { CoverState::Confirmed } else { CoverState::Declined };
                    repo::put_cover_state(tx, request, state).await?;
                    leave.approvals().note_answer(tx, request, me, yes).await?;
                    let by = name_of(tx, me).await?;
                    let answered = NoticeContent::CoverAnswered { by, yes, request };
                    leave.notices().by(me).tell(tx, vec![(found.person, answered)]).await?;
                    let act = Act::about(found.person, "leave.answer_cover", state.code());
                    Ok::<_, Error>(audit::record(tx, caller, leave.0.clock.now(), act).await?)
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(())
    }
}
