//! Covering for a colleague: yes or no.

use domain::{
    approvals::FlowState,
    ids::PersonId,
    leave::{AnswerCoverCommand, CoverState, LeaveRequestError},
    notices::NoticeContent,
    policy::Action,
    problem::{FieldReason, Problem},
};
use store::{
    Tx,
    repo::leave::{self as repo, LeaveRequestRecord},
};

use super::{Leave, request_facts::Whose};
use crate::{
    accounts::name_of,
    approvals::approval_of,
    audit::{self, Act},
    caller::Caller,
    error::Result,
    org::hold_hall,
    received::Sent,
};

impl Leave {
    /// Says whether the caller, who was named, covers; for as long as it is not decided, and, for who is asked to
    /// take over, for as long as the leave lasts. Yes is refused to who is away then, covers for somebody else or
    /// is needed at their own window. A stranger is told that there is no such request. Sent again under the same id,
    /// it is said once.
    pub async fn answer_cover(&self, caller: &Caller, command: AnswerCoverCommand) -> Result<()> {
        caller.check_own(Action::LeaveCover)?;
        let found = repo::find_leave_request(self.0.db.read(), command.request).await?.ok_or(Problem::NotFound)?;
        let (hall, sent) = (found.hall, Sent::new(caller.actor.person, command.id.uuid(), &command)?);
        self.0
            .db
            .write((self.clone(), caller.clone(), sent), move |tx, (leave, caller, sent)| {
                Box::pin(async move {
                    hold_hall(tx, hall).await?;
                    sent.once(tx, leave.0.clock.now(), Box::pin(leave.answered(tx, caller, command))).await
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(())
    }

    async fn answered(&self, tx: &Tx, caller: &Caller, command: AnswerCoverCommand) -> Result<()> {
        let (request, yes, me) = (command.request, command.yes, caller.actor.person);
        let found = &repo::find_leave_request(tx, request).await?.ok_or(Problem::NotFound)?;
        let takes_over = repo::find_next_covers(tx, &[request]).await?.remove(&request) == Some(me);
        if !takes_over && found.cover.is_none_or(|(cover, _)| cover != me) {
            return Err(Problem::NotFound.into());
        }
        let state = approval_of(tx, request).await?.flow.state;
        let open = if takes_over { FlowState::Approved } else { FlowState::InReview };
        if state != open {
            return Err(LeaveRequestError::NotNow.into());
        }
        let period = found.period.rest_from(self.today()).unwrap_or(found.period);
        if yes {
            let whose = Whose { period, ..Whose::from(found) };
            let facts = self.facts(tx, (whose, found.hall), Some(me)).await?;
            if !facts.rules.is_free(me, period) {
                return Err(Problem::field("cover", FieldReason::Overlaps).into());
            }
        }
        let said = if yes { CoverState::Confirmed } else { CoverState::Declined };
        if takes_over {
            self.taken_over(tx, found, (me, yes)).await?;
        } else {
            repo::put_cover_state(tx, request, said).await?;
        }
        self.approvals().note_answer(tx, request, me, yes).await?;
        let by = name_of(tx, me).await?;
        let answered = NoticeContent::CoverAnswered { by, yes, request };
        self.notices().by(me).tell(tx, vec![(found.person, answered)]).await?;
        let act = Act::about(found.person, "leave.answer_cover", said.code());
        Ok(audit::record(tx, caller, self.0.clock.now(), act).await?)
    }

    /// Who was asked to take over does, and whoever covered so far need not any more; or all stays as it is.
    async fn taken_over(&self, tx: &Tx, found: &LeaveRequestRecord, (me, yes): (PersonId, bool)) -> Result<()> {
        repo::clear_next_cover(tx, found.id).await?;
        if !yes {
            return Ok(());
        }
        let from = found.period.from.max(self.today());
        self.release_cover(tx, found, (from, Some(me))).await?;
        Ok(repo::put_cover(tx, found.id, (me, CoverState::Confirmed)).await?)
    }
}
