//! What follows when a request has something in hand, or no longer: the ledger, the days, the post.

use chrono::{Days, NaiveDate};
use domain::{
    approvals::Holding,
    calendar::WorkCalendar,
    ids::{ApprovalId, LeaveId},
    leave::{CoverState, LeaveLot, LeaveRequestError, LeaveRule, LedgerAct, befalls, cost, ledger_acts, total},
    problem::Problem,
    roster::Half,
};
use store::{
    Connection, Tx,
    repo::leave::{self as repo, LeaveRequestRecord},
};

use super::{Leave, request_facts::Whose};
use crate::{approvals::Moment, error::Result, org::hold_hall};

impl Leave {
    /// Called by the approval in its own transaction. Refuses to give leave of a window's post that nobody
    /// has confirmed to cover, or while the other holder is away. Who covers is told when it comes to nothing.
    pub(crate) async fn moved(
        &self,
        tx: &Tx,
        moment: &Moment,
        id: ApprovalId,
        (was, is): (Holding, Holding),
    ) -> Result<()> {
        let request = self.settle(tx, moment, id, (was, is)).await?;
        self.let_covers_go(tx, &request, is).await
    }

    /// The same, where nobody is told: what was asked is asked again.
    pub(super) async fn settle(
        &self,
        tx: &Tx,
        moment: &Moment,
        id: ApprovalId,
        (was, is): (Holding, Holding),
    ) -> Result<LeaveRequestRecord> {
        let mut request = repo::find_leave_request(tx, id).await?.ok_or(Problem::NotFound)?;
        if is == Holding::Given {
            hold_hall(tx, request.hall).await?;
            // What was read before the hall was held may have changed since: who covers may have said no.
            request = repo::find_leave_request(tx, id).await?.ok_or(Problem::NotFound)?;
            self.check_grant(tx, &request).await?;
            self.check_not_begun(tx, &request).await?;
        }
        self.settle_ledger(tx, moment, &request, (was, is)).await?;
        if was == Holding::Given || is == Holding::Given {
            let period = request.period;
            self.attendance().leave_changed(tx, request.person, (period.from, period.to)).await?;
        }
        self.hold_mover_anew(tx, moment, request.id).await?;
        Ok(request)
    }

    /// Days that are over need nobody any more, and what befalls somebody is granted or not for what it is: who
    /// leads sees that nobody covers.
    async fn check_grant(&self, tx: &Tx, request: &LeaveRequestRecord) -> Result<()> {
        let today = self.today();
        let cover = request.cover.map(|(person, _)| person);
        let facts = self.facts(tx, (Whose::from(request), request.hall), cover).await?;
        self.check_free(tx, &facts, request).await?;
        let rest = request.period.rest_from(today);
        let Some(rest) = rest.filter(|_| !befalls(request.kind, request.sudden)) else { return Ok(()) };
        if !facts.rules.needs_cover_from(today) {
            return Ok(());
        }
        match request.cover {
            Some((person, CoverState::Confirmed)) => {
                let able = facts.rules.knows_the_posts(person) && facts.rules.is_free(person, rest);
                if able { Ok(()) } else { Err(LeaveRequestError::CoverTaken.into()) }
            }
            _ => Err(LeaveRequestError::CoverUnconfirmed.into()),
        }
    }

    /// The ledger's part: what is asked for is held, what is granted is taken, all else is given back. Of leave that is
    /// to take another's place only what that has not is held, until it does.
    pub(super) async fn settle_ledger(
        &self,
        tx: &Tx,
        moment: &Moment,
        request: &LeaveRequestRecord,
        (was, is): (Holding, Holding),
    ) -> Result<()> {
        let id = LeaveId::from_uuid(request.id.uuid());
        let moving = request.moves.is_some();
        if moving && is == Holding::Given {
            // The older one lets go first, so that all of the new one can be held.
            self.replace(tx, request).await?;
            self.release(tx, id, None).await?;
            self.hold_all(tx, moment, request).await?;
            return self.consume(tx, id).await;
        }
        for act in ledger_acts(was, is) {
            match act {
                LedgerAct::Release => {
                    self.release(tx, id, None).await?;
                    repo::clear_shortfall(tx, request.id).await?;
                    if moving && was == Holding::Given && is == Holding::Held {
                        self.restore(tx, moment, request).await?;
                    }
                }
                LedgerAct::Hold if moving => self.hold_beyond(tx, moment, request).await?,
                LedgerAct::Hold => self.hold_all(tx, moment, request).await?,
                LedgerAct::Consume => self.consume(tx, id).await?,
            }
        }
        Ok(())
    }

    pub(super) async fn hold_all(&self, tx: &Tx, moment: &Moment, request: &LeaveRequestRecord) -> Result<()> {
        let rule = self.rule(tx, Some(request.hall), request.kind, request.period.from).await?;
        // What was asked before a version allowed whole days alone stays as it was asked.
        let days = cost(request.period, &rule, (&*moment.calendar, &request.duty))?;
        self.hold(tx, request.person, LeaveId::from_uuid(request.id.uuid()), &rule, &days).await
    }

    /// Gives back what was not taken from a half of a day on.
    pub(super) async fn give_back(
        &self,
        tx: &Tx,
        request: &LeaveRequestRecord,
        (from, half): (NaiveDate, Half),
    ) -> Result<()> {
        let id = LeaveId::from_uuid(request.id.uuid());
        if half == Half::Morning {
            return self.release(tx, id, Some(from)).await;
        }
        self.release(tx, id, Some(from + Days::new(1))).await?;
        self.release_half(tx, id, from).await
    }

    /// What is left of a kind after a request, in the kind's own measure; none where nothing bounds it. Days
    /// that are not `held` are taken off.
    pub(super) async fn left(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        request: &LeaveRequestRecord,
        (rule, held): (&LeaveRule, bool),
    ) -> Result<Option<i32>> {
        if !rule.is_limited() {
            return Ok(None);
        }
        let period = request.period;
        let lots = self.account(db, request.person, &[request.kind]).await?.lots(request.kind);
        let valid = |lot: &&LeaveLot| lot.valid_from <= period.to && period.from <= lot.expires_on;
        let free: i32 = lots.iter().filter(valid).map(LeaveLot::free).sum();
        let older = match request.moves {
            Some(old) if !held => self.units_of(db, old, lots.iter().filter(valid)).await?,
            _ => 0,
        };
        let wanted =
            if held { 0 } else { cost(period, rule, (calendar, &request.duty)).map_or(0, |days| total(&days)) };
        Ok(Some(free + older - wanted))
    }
}
