//! What follows when a request has something in hand, or no longer: the ledger, the days, the post.

use domain::{
    approvals::Holding,
    ids::ApprovalId,
    leave::{CoverState, LeaveRequestError, needs_cover},
    problem::Problem,
};
use store::{
    Tx,
    repo::leave::{self as repo, LeaveRequestRecord},
};

use super::Leave;
use crate::{approvals::Moment, error::Result, org::hold_hall};

impl Leave {
    /// Called by the approval in its own transaction. Refuses to give leave of a window's post that nobody
    /// has confirmed to cover, or while the other holder is away.
    pub(crate) async fn moved(
        &self,
        tx: &Tx,
        moment: &Moment,
        id: ApprovalId,
        (was, is): (Holding, Holding),
    ) -> Result<()> {
        let request = repo::find_leave_request(tx, id).await?.ok_or(Problem::NotFound)?;
        if is == Holding::Given {
            hold_hall(tx, request.hall).await?;
            self.check_grant(tx, &request).await?;
        }
        self.book(tx, moment, &request, (was, is)).await?;
        if was == Holding::Given || is == Holding::Given {
            let period = request.period;
            self.attendance().reopen_days(tx, &[request.person], period.from, period.to).await?;
        }
        Ok(())
    }

    async fn check_grant(&self, tx: &Tx, request: &LeaveRequestRecord) -> Result<()> {
        let facts = self.facts(tx, (request.person, request.hall), request.period, request.id).await?;
        self.check_free(tx, &facts, request.person, request.period, request.id).await?;
        let confirmed = request.cover.is_some_and(|(person, state)| {
            state == CoverState::Confirmed
                && facts.rules.knows_the_post(person)
                && facts.rules.is_free(person, request.period)
        });
        if needs_cover(&facts.rules) && !confirmed {
            return Err(LeaveRequestError::CoverUnconfirmed.into());
        }
        Ok(())
    }

    // TEMP until the ledger is merged
    async fn book(&self, _tx: &Tx, _moment: &Moment, _request: &LeaveRequestRecord, _change: (Holding, Holding)) -> Result<()> {
        Ok(())
    }

    pub(super) async fn give_back(&self, _tx: &Tx, _moment: &Moment, _request: &LeaveRequestRecord, _from: chrono::NaiveDate) -> Result<()> {
        Ok(())
    }

    pub(super) async fn left(&self, _db: &impl store::Connection, _request: &LeaveRequestRecord, _rule: &domain::leave::LeaveRule) -> Result<Option<i32>> {
        Ok(None)
    }
}
