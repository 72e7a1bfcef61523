//! Deciding, undoing, deciding on many.

use domain::{
    approvals::{
        ApprovalsError, Bench, Bulk, Change, DecideCommand, Decided, FlowState, HopAct, MAX_BULK, Seat, UNDO, Verdict,
    },
    ids::{ApprovalId, DecisionId},
    policy::Action,
    problem::{FieldReason, Problem},
};
use store::{
    Tx,
    repo::approvals::{self as repo, ApprovalRecord, HopRecord},
};

use super::{Approvals, Hop, Moment, bench::seat_of, check_version, hold, place_of, settled};
use crate::{
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    received::Sent,
};

/// Acts that [`Approvals::undo`] undoes.
pub(super) const DECISIONS: [HopAct; 3] = [HopAct::Agreed, HopAct::Rejected, HopAct::SentBack];

impl Approvals {
    /// Decides on a request as it was looked at; one that has changed since is a conflict, and is looked at
    /// again. What the request has in hand changes in the same transaction. Sent again under the same id, it
    /// is answered as the first time.
    ///
    /// Nobody decides on their own request or a declared relative's ([`Problem::Denied`]). Who could decide
    /// in principle, but is not asked now, is told so ([`ApprovalsError::NotYours`]). Who agrees to what has
    /// flags says that they have looked at them, or is refused at `seen`.
    pub async fn decide(&self, caller: &Caller, command: DecideCommand) -> Result<Decided> {
        let command = command.checked()?;
        let approval = command.approval;
        let sent = Sent::new(caller.actor.person, command.id.uuid(), &command)?;
        let context = (self.clone(), caller.clone(), self.moment().await?, command, sent);
        let decided = self
            .0
            .db
            .write(context, |tx, (me, caller, moment, command, sent)| {
                Box::pin(async move {
                    sent.once(tx, moment.now, Box::pin(me.settle(tx, (caller, moment), command, false))).await
                })
            })
            .await?;
        self.publish(approval).await?;
        Ok(decided)
    }

    /// Agrees to many at once. What is flagged, has changed, or is no longer the caller's to decide is left
    /// as it is; each stands for itself.
    pub async fn agree_to_many(&self, caller: &Caller, requests: Vec<(ApprovalId, i32)>) -> Result<Bulk> {
        if requests.len() > MAX_BULK {
            return Err(Problem::field("requests", FieldReason::OutOfRange).into());
        }
        let mut bulk = Bulk::default();
        for (approval, version) in requests {
            let (id, verdict) = (DecisionId::new(), Verdict::Agree);
            let command = DecideCommand { id, approval, version, verdict, reason: None, seen: false };
            let context = (self.clone(), caller.clone(), self.moment().await?, command);
            let done = self.0.db.write(context, |tx, (me, caller, moment, command)| {
                Box::pin(async move { me.settle(tx, (caller, moment), command, true).await })
            });
            match done.await {
                Ok(_) => {
                    bulk.done += 1;
                    self.publish(approval).await?;
                }
                Err(Error::Problem(_)) => bulk.left += 1,
                Err(failure) => return Err(failure),
            }
        }
        Ok(bulk)
    }

    /// Undoes the caller's last decision on a request within ten seconds, unless somebody went on meanwhile.
    pub async fn undo(&self, caller: &Caller, approval: ApprovalId) -> Result<()> {
        self.0
            .db
            .write((self.clone(), caller.clone(), self.moment().await?), move |tx, (me, caller, moment)| {
                Box::pin(async move { me.take_back(tx, (caller, moment), approval).await })
            })
            .await?;
        self.publish(approval).await
    }

    /// Undoes many of the caller's last decisions, as [`Self::undo`] does one; each stands for itself.
    pub async fn undo_many(&self, caller: &Caller, approvals: Vec<ApprovalId>) -> Result<Bulk> {
        if approvals.len() > MAX_BULK {
            return Err(Problem::field("requests", FieldReason::OutOfRange).into());
        }
        let mut bulk = Bulk::default();
        for approval in approvals {
            match self.undo(caller, approval).await {
                Ok(()) => bulk.done += 1,
                Err(Error::Problem(_)) => bulk.left += 1,
                Err(failure) => return Err(failure),
            }
        }
        Ok(bulk)
    }

    /// Decides, inside a transaction. With `only_clean`, not what is flagged.
    async fn settle(
        &self,
        tx: &Tx,
        (caller, moment): (&Caller, &Moment),
        command: &DecideCommand,
        only_clean: bool,
    ) -> Result<Decided> {
        let before = hold(tx, command.approval).await?;
        let bench = self.bench(tx, &before).await?;
        let seats = before.flow.seats(&bench);
        let seat = own_seat(caller, &before, (&seats, &bench))?;
        check_version(&before, command.version)?;
        if command.verdict == Verdict::Agree && !command.seen && self.is_flagged(tx, (caller, moment), &before).await? {
            let unread = Problem::field("seen", FieldReason::Required);
            return Err(if only_clean { ApprovalsError::Flagged.into() } else { unread.into() });
        }
        let mut record = before.clone();
        let change = record.flow.decide(&bench, caller.actor.person, command.verdict)?;
        if change != Change::Waits {
            record.due_at = moment.due(&record.flow, self.hours_of(tx, record.hall).await?);
        }
        let act = match command.verdict {
            Verdict::Agree => HopAct::Agreed,
            Verdict::Reject => HopAct::Rejected,
            Verdict::SendBack => HopAct::SentBack,
        };
        let holder = Some(seat.holder).filter(|holder| *holder != caller.actor.person);
        let hop = Hop {
            holder,
            text: command.reason.clone(),
            before: Some(before.flow.clone()),
            ..Hop::new(act, Some(caller.actor.person))
        };
        let skipped = if let Change::Next { skipped } = change { skipped } else { 0 };
        let skips = std::iter::repeat_n(Hop::new(HopAct::Skipped, None), skipped);
        let seats = record.flow.seats(&bench);
        self.save(tx, &record, &seats, std::iter::once(hop).chain(skips).collect()).await?;
        // Last: what follows is judged by how the request stands now.
        self.moved(tx, (caller, moment), (&before, &record)).await?;
        let detail = format!("{}, version {}", command.verdict.code(), command.version);
        let subject = ("approval", record.id.uuid());
        audit::record(tx, caller, moment.now, Act { action: "approvals.decide", subject, detail }).await?;
        Ok(Decided {
            approval: record.id,
            state: record.flow.state,
            version: record.flow.version,
            undo_until: moment.now + UNDO,
        })
    }

    async fn take_back(&self, tx: &Tx, (caller, moment): (&Caller, &Moment), approval: ApprovalId) -> Result<()> {
        let (now, me) = (moment.now, caller.actor.person);
        let before = hold(tx, approval).await?;
        let hops = repo::list_hops(tx, approval).await?;
        let last = undoable(&hops, before.flow.version).filter(|hop| hop.actor == Some(me));
        // A stranger is told the same whether the request is there or not.
        let last = last.ok_or(Problem::NotFound)?;
        let earlier = last.before.clone().filter(|_| now - last.at <= UNDO);
        let earlier = earlier.ok_or(ApprovalsError::TooLateToUndo)?;
        let flow = before.flow.undone(earlier);
        let due_at = moment.due(&flow, self.hours_of(tx, before.hall).await?);
        let record = ApprovalRecord { flow, due_at, ..before.clone() };
        let bench = self.bench(tx, &record).await?;
        let seats = record.flow.seats(&bench);
        self.save(tx, &record, &seats, vec![Hop::new(HopAct::Undone, Some(me))]).await?;
        self.moved(tx, (caller, moment), (&before, &record)).await?;
        let subject = ("approval", approval.uuid());
        let act = Act { action: "approvals.undo", subject, detail: last.act.code().to_owned() };
        Ok(audit::record(tx, caller, now, act).await?)
    }

    async fn publish(&self, approval: ApprovalId) -> Result<()> {
        let record = repo::find_approval(self.0.db.read(), approval).await?;
        if let Some(hall) = record.and_then(|record| record.hall) {
            self.0.db.live().publish(hall);
        }
        Ok(())
    }
}

/// The decision that led to a version, if it was a decision that did.
pub(super) fn undoable(hops: &[HopRecord], version: i32) -> Option<&HopRecord> {
    hops.iter().rev().find(|hop| hop.version == version && DECISIONS.contains(&hop.act))
}

/// The seat that the caller decides from. Whether a request is there is told only to who may follow it.
fn own_seat(caller: &Caller, record: &ApprovalRecord, (seats, bench): (&[Seat], &Bench)) -> Result<Seat> {
    let me = caller.actor.person;
    if let Some(seat) = seat_of(seats, me) {
        return Ok(*seat);
    }
    // A deputy who comes second is told that it is settled, not that they have no business here.
    if !bench.delegations.iter().any(|(_, deputy)| *deputy == me) {
        caller.check(Action::ApprovalDecide, &place_of(record))?;
    }
    if record.flow.state == FlowState::InReview { Err(ApprovalsError::NotYours.into()) } else { Err(settled()) }
}
