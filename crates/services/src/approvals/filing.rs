//! What slices do with their requests, inside their own transactions.

use domain::{
    approvals::{ApprovalKind, Flow, FlowState, HopAct, Level},
    ids::{ApprovalId, PersonId},
    problem::Problem,
};
use store::{
    Tx,
    repo::approvals::{self as repo, ApprovalRecord},
};

use super::{Approvals, Filing, Hop, Moment, approval_of, check_version, facts, hold, settled};
use crate::error::{Error, Result};

impl Approvals {
    /// Keeps a request that is not asked yet. One that is there already is left as it is.
    pub(crate) async fn keep(&self, tx: &Tx, filing: &Filing) -> Result<ApprovalRecord> {
        if let Some(known) = repo::lock_approval(tx, filing.id).await? {
            // An id is one request's, whatever it is for.
            return if known.kind == filing.kind { Ok(known) } else { Err(Problem::Conflict.into()) };
        }
        let record = ApprovalRecord {
            id: filing.id,
            kind: filing.kind,
            agency: filing.agency,
            hall: filing.hall,
            zone: filing.zone,
            requester: filing.requester,
            flow: Flow::draft(),
            submitted_at: self.now(),
            due_at: None,
        };
        let new = repo::create_approval(tx, &record).await;
        new.map_err(|error| Error::unless_unique(error, Problem::Conflict))?;
        Ok(record)
    }

    /// Asks: for the first time, again after it was sent back, or anew because it was changed while it was
    /// looked at. `kept` is what [`Self::keep`] gave.
    pub(crate) async fn submit(
        &self,
        tx: &Tx,
        moment: &Moment,
        filing: &Filing,
        kept: ApprovalRecord,
    ) -> Result<ApprovalRecord> {
        let mut record = ApprovalRecord { hall: filing.hall, zone: filing.zone, submitted_at: moment.now, ..kept };
        let routes = self.routes_of(tx, filing.agency, filing.kind).await?.1;
        let house = self.house(tx, filing.agency, &[&record], routes.ask(Level::DutyLead)).await?;
        let bench = house.bench(&record);
        let steps = routes.steps(&facts(filing, house.level_of(&record)));
        record.flow.submit(steps, &bench)?;
        record.due_at = moment.due(&record.flow, self.hours_of(tx, record.hall).await?);
        let seats = record.flow.seats(&bench);
        self.save(tx, &record, &seats, vec![Hop::new(HopAct::Submitted, Some(filing.requester))]).await?;
        Ok(record)
    }

    /// What is asked for has changed, and others have to agree to it before it is submitted again: until then it waits
    /// for nobody who decides. `kept` is what [`Self::keep`] gave.
    pub(crate) async fn revise(&self, tx: &Tx, kept: ApprovalRecord) -> Result<()> {
        let mut record = ApprovalRecord { due_at: None, ..kept };
        record.flow.revise()?;
        self.save(tx, &record, &[], Vec::new()).await
    }

    /// The requester takes it back before the end. Says what it was.
    pub(crate) async fn withdraw(&self, tx: &Tx, id: ApprovalId, version: i32) -> Result<ApprovalRecord> {
        let before = hold(tx, id).await?;
        let by = before.requester;
        self.end(tx, before, version, Hop::new(HopAct::Withdrawn, Some(by))).await
    }

    /// Somebody without whom it can't be says no before the end.
    pub(crate) async fn decline(&self, tx: &Tx, id: ApprovalId, version: i32, by: PersonId) -> Result<()> {
        self.end(tx, hold(tx, id).await?, version, Hop::new(HopAct::Declined, Some(by))).await.map(drop)
    }

    async fn end(&self, tx: &Tx, before: ApprovalRecord, version: i32, hop: Hop) -> Result<ApprovalRecord> {
        check_version(&before, version)?;
        let mut record = ApprovalRecord { due_at: None, ..before.clone() };
        record.flow.withdraw()?;
        self.save(tx, &record, &[], vec![hop]).await?;
        Ok(before)
    }

    /// What was approved is taken back, and why, where that is said.
    pub(crate) async fn cancel(
        &self,
        tx: &Tx,
        id: ApprovalId,
        (version, by): (i32, PersonId),
        text: Option<String>,
    ) -> Result<()> {
        let mut record = hold(tx, id).await?;
        check_version(&record, version)?;
        record.flow.cancel()?;
        self.save(tx, &record, &[], vec![Hop { text, ..Hop::new(HopAct::Cancelled, Some(by)) }]).await
    }

    /// What it was for has come before anybody decided. Says whether it was given up: meanwhile, somebody may have
    /// decided.
    pub(crate) async fn lapse(&self, tx: &Tx, id: ApprovalId) -> Result<bool> {
        let mut record = ApprovalRecord { due_at: None, ..hold(tx, id).await? };
        let lapsed = record.flow.expire().is_ok();
        if lapsed {
            self.save(tx, &record, &[], vec![Hop::new(HopAct::Expired, None)]).await?;
        }
        Ok(lapsed)
    }

    /// What was cancelled since another request took its place is approved again: that was undone.
    pub(crate) async fn reinstate(&self, tx: &Tx, id: ApprovalId) -> Result<()> {
        let mut record = hold(tx, id).await?;
        record.flow.reinstate()?;
        self.save(tx, &record, &[], vec![Hop::new(HopAct::Undone, None)]).await
    }

    /// Notes that somebody whom a request needs, besides those who decide, has said yes or no.
    pub(crate) async fn note_answer(&self, tx: &Tx, id: ApprovalId, by: PersonId, yes: bool) -> Result<()> {
        let record = approval_of(tx, id).await?;
        let act = if yes { HopAct::Confirmed } else { HopAct::Declined };
        let hop = Hop::new(act, Some(by)).record(&record, &[], self.now());
        Ok(repo::create_hop(tx, &hop).await?)
    }

    /// A request of somebody's own, of one kind, held, at the version that they looked at.
    pub(crate) async fn hold_own(
        &self,
        tx: &Tx,
        id: ApprovalId,
        (kind, own): (ApprovalKind, PersonId),
        version: i32,
    ) -> Result<ApprovalRecord> {
        let record = hold(tx, id).await?;
        if record.requester != own || record.kind != kind {
            return Err(Problem::NotFound.into());
        }
        check_version(&record, version)?;
        Ok(record)
    }
}

/// Refuses a change by anybody but its requester, of another version than they saw, or once it is settled. Without a
/// version it is asked for the first time.
pub(crate) fn check_change(kept: &ApprovalRecord, by: PersonId, version: Option<i32>) -> Result<()> {
    if kept.requester != by {
        return Err(Problem::NotFound.into());
    }
    let Some(version) = version else { return Ok(()) };
    check_version(kept, version)?;
    if CHANGEABLE.contains(&kept.flow.state) { Ok(()) } else { Err(settled()) }
}

/// States in which a request may still be changed by who asked.
pub(crate) const CHANGEABLE: [FlowState; 3] = [FlowState::Draft, FlowState::Returned, FlowState::InReview];
