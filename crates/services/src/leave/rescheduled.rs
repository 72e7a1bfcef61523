//! 改期: a new request is to take the place of a granted leave that has not begun. It goes its own way; when it is
//! granted, the older one lets go in the same transaction, and until then stays as it was. What the older one has in
//! hand is not reserved a second time for the new one.

use domain::{
    approvals::{FlowState, Holding},
    ids::{ApprovalId, LeaveId},
    leave::{self, LeaveError, LeaveLot, LeaveRequestError, Line, cost, held},
    problem::{FieldReason, Problem},
};
use store::{
    Connection, Tx,
    repo::leave::{self as repo, LeaveRequestRecord},
};

use super::Leave;
use crate::{
    accounts::lock_person,
    approvals::{Moment, approval_of},
    error::{Error, Result},
};

fn ledger_id(request: ApprovalId) -> LeaveId {
    LeaveId::from_uuid(request.uuid())
}

impl Leave {
    /// Refuses a new request that is to take the place of what is not the requester's, of another kind, not granted,
    /// begun, or about to be moved by another request.
    pub(super) async fn check_movable(&self, tx: &Tx, new: &LeaveRequestRecord) -> Result<()> {
        let Some(old) = new.moves else { return Ok(()) };
        let old = repo::find_leave_request(tx, old).await?.filter(|old| old.person == new.person);
        let old = old.ok_or(Problem::NotFound)?;
        if old.kind != new.kind {
            return Err(Problem::field("kind", FieldReason::NotAllowed).into());
        }
        self.check_old(tx, &old, Some(new.id)).await
    }

    /// Refuses to move a leave that can't be: not granted, begun, or with a mover other than `by`.
    pub(super) async fn check_old(
        &self,
        db: &impl Connection,
        old: &LeaveRequestRecord,
        by: Option<ApprovalId>,
    ) -> Result<()> {
        if approval_of(db, old.id).await?.flow.state != FlowState::Approved || old.back_on.is_some() {
            return Err(LeaveRequestError::NotNow.into());
        }
        if old.period.from <= self.today() {
            return Err(LeaveRequestError::Begun.into());
        }
        let mover = repo::find_mover(db, old.id, &FlowState::HOLDING).await?;
        if mover.is_some_and(|mover| Some(mover.id) != by) {
            return Err(LeaveRequestError::NotNow.into());
        }
        Ok(())
    }

    /// A leave that has begun can't be let go of any more. What was given up meanwhile needs not be.
    pub(super) async fn check_not_begun(&self, tx: &Tx, new: &LeaveRequestRecord) -> Result<()> {
        let Some(old) = new.moves else { return Ok(()) };
        let old = repo::find_leave_request(tx, old).await?.ok_or(Problem::NotFound)?;
        let granted = approval_of(tx, old.id).await?.flow.state == FlowState::Approved;
        if granted && old.period.from <= self.today() {
            return Err(LeaveRequestError::Begun.into());
        }
        Ok(())
    }

    /// The older leave lets go: the new one has its place now.
    pub(super) async fn replace(&self, tx: &Tx, new: &LeaveRequestRecord) -> Result<()> {
        let Some(old) = new.moves else { return Ok(()) };
        let flow = approval_of(tx, old).await?.flow;
        let old = repo::find_leave_request(tx, old).await?.ok_or(Problem::NotFound)?;
        match flow.state {
            FlowState::Approved => {
                self.approvals().cancel(tx, old.id, (flow.version, old.person), None).await?;
                repo::put_moved_to(tx, old.id, Some(new.id)).await?;
            }
            // Its own grant was undone meanwhile.
            FlowState::InReview => {
                self.approvals().withdraw(tx, old.id, flow.version).await?;
            }
            _ => return Ok(()),
        }
        self.release(tx, ledger_id(old.id), None).await?;
        repo::clear_shortfall(tx, old.id).await?;
        self.attendance().leave_changed(tx, old.person, (old.period.from, old.period.to)).await?;
        self.let_covers_go(tx, &old, Holding::Nothing).await
    }

    /// The grant is undone: the older leave, if that has let go for it, is granted as before.
    pub(super) async fn restore(&self, tx: &Tx, moment: &Moment, new: &LeaveRequestRecord) -> Result<()> {
        let Some(old) = new.moves else { return Ok(()) };
        let old = repo::find_leave_request(tx, old).await?.ok_or(Problem::NotFound)?;
        if old.moved_to != Some(new.id) {
            return Ok(());
        }
        self.approvals().reinstate(tx, old.id).await?;
        repo::put_moved_to(tx, old.id, None).await?;
        self.hold_all(tx, moment, &old).await?;
        self.consume(tx, ledger_id(old.id)).await?;
        self.attendance().leave_changed(tx, old.person, (old.period.from, old.period.to)).await
    }

    /// Reserves for a request what its days cost beyond what the older leave has; what it had reserved before goes.
    ///
    /// # Errors
    /// [`LeaveError::NotEnough`]; nothing is changed then.
    pub(super) async fn hold_beyond(&self, tx: &Tx, moment: &Moment, new: &LeaveRequestRecord) -> Result<()> {
        let Some(old) = new.moves else { return Ok(()) };
        lock_person(tx, new.person).await?;
        let rule = self.rule(tx, Some(new.hall), new.kind, new.period.from).await?;
        let days = cost(new.period, &rule, (&*moment.calendar, &new.duty))?;
        let own = held(&self.lines_of(tx, new.id).await?);
        let dropped = leave::release(&own, None);
        let lots = self.account(tx, new.person, &[new.kind]).await?.lots(new.kind);
        let lots = leave::settled(&lots, &dropped);
        let wanted = leave::hold_beyond(&lots, &days, &held(&self.lines_of(tx, old).await?), rule.is_limited())?;
        if held(&wanted) == own {
            return Ok(());
        }
        let all: Vec<_> = dropped.into_iter().chain(wanted).collect();
        self.book(tx, (new.person, new.kind), ledger_id(new.id), &all).await
    }

    /// What a leave has in hand has changed: what is reserved for the request that is to take its place follows. Where
    /// too little is left for it, it keeps what it has, and who decides on it will see.
    pub(super) async fn hold_mover_anew(&self, tx: &Tx, moment: &Moment, old: ApprovalId) -> Result<()> {
        let Some(mover) = repo::find_mover(tx, old, &[FlowState::InReview]).await? else { return Ok(()) };
        self.try_hold_beyond(tx, moment, &mover).await
    }

    /// The same for the request itself.
    pub(super) async fn try_hold_beyond(&self, tx: &Tx, moment: &Moment, new: &LeaveRequestRecord) -> Result<()> {
        match self.hold_beyond(tx, moment, new).await {
            Err(Error::Problem(problem)) if problem == LeaveError::NotEnough.into() => Ok(()),
            other => other,
        }
    }

    async fn lines_of(&self, db: &impl Connection, request: ApprovalId) -> Result<Vec<Line>> {
        let records = repo::list_request_lines(db, ledger_id(request)).await?;
        Ok(records.into_iter().map(|record| record.line).collect())
    }

    /// What a request has in hand of some lots.
    pub(super) async fn units_of<'a>(
        &self,
        db: &impl Connection,
        request: ApprovalId,
        lots: impl Iterator<Item = &'a LeaveLot>,
    ) -> Result<i32> {
        let lots: Vec<_> = lots.map(|lot| Some(lot.id)).collect();
        let parts = held(&self.lines_of(db, request).await?);
        Ok(parts.iter().filter(|part| lots.contains(&part.lot)).map(|part| part.pending + part.used).sum())
    }
}
