//! Papers that have come and can't be used: others are due, and chased like the first.

use domain::{
    calendar::after_workdays,
    ids::ApprovalId,
    leave::{LeaveRequestError, PapersRefused, PapersState, RefusePapersCommand},
    notices::NoticeContent,
    problem::Problem,
};
use store::{
    Connection, Tx,
    repo::leave::{self as repo, PapersRecord, RefusalRecord},
};

use super::{Leave, papers::checks_papers};
use crate::{
    accounts::name_of,
    approvals::{Moment, approval_of, place_of},
    audit::{self, Act},
    caller::Caller,
    error::Result,
};

/// Working days for other papers where the rule of the kind names none.
const WITHIN: i32 = 3;

impl Leave {
    /// Says that the papers to somebody's leave can't be used, and why: for who may check them. They count as not
    /// handed in, and others are due within as many working days as the kind gives.
    pub async fn refuse_papers(&self, caller: &Caller, command: RefusePapersCommand) -> Result<()> {
        let reason = command.sound_reason()?;
        let context = (self.clone(), caller.clone(), self.approvals().moment().await?, reason);
        let id = command.id;
        self.0
            .db
            .write(context, move |tx, (me, caller, moment, reason)| {
                Box::pin(async move { me.refuse(tx, (caller, moment), (id, reason)).await })
            })
            .await
    }

    async fn refuse(
        &self,
        tx: &Tx,
        (caller, moment): (&Caller, &Moment),
        (id, reason): (ApprovalId, &str),
    ) -> Result<()> {
        let found = repo::find_leave_request(tx, id).await?.ok_or(Problem::NotFound)?;
        let approval = approval_of(tx, id).await?;
        let rule = self.rule(tx, Some(found.hall), found.kind, found.period.from).await?;
        checks_papers(caller, &rule, &place_of(&approval))?;
        let papers = self.papers_facts(tx, &[id]).await?.papers(&found, &rule, moment.today());
        if papers.is_none_or(|papers| papers.state != PapersState::HandedIn) {
            return Err(LeaveRequestError::NotNow.into());
        }
        let within = rule.proof.map_or(WITHIN, |proof| proof.within_workdays.max(1));
        let due_on = after_workdays(moment.today(), within, &moment.calendar);
        let by = caller.actor.person;
        let refusal = RefusalRecord { at: moment.now, by, reason: reason.to_owned(), due_on };
        repo::add_refusal(tx, id, &refusal).await?;
        // Who was told of the first day is told of the new one.
        let before = repo::find_papers(tx, &[id]).await?.remove(&id).unwrap_or_default();
        repo::put_papers(tx, id, &PapersRecord { reminded_at: None, overdue_at: None, ..before }).await?;
        let told = NoticeContent::PapersRefused { due_on, request: id };
        self.notices().by(by).tell(tx, vec![(found.person, told)]).await?;
        let act = Act::about(found.person, "leave.refuse_papers", id.to_string());
        Ok(audit::record(tx, caller, moment.now, act).await?)
    }

    /// Why papers to a request could not be used, if that was so.
    pub(super) async fn refused(&self, db: &impl Connection, request: ApprovalId) -> Result<Option<PapersRefused>> {
        let Some(refusal) = repo::find_refusals(db, &[request]).await?.remove(&request) else { return Ok(None) };
        let by = name_of(db, refusal.by).await?;
        Ok(Some(PapersRefused { reason: refusal.reason, by, at: refusal.at }))
    }
}
