//! Taking leave back, coming back from it, its papers.

use chrono::Days;
use domain::{
    approvals::{ApprovalKind, FlowState, Holding, WithdrawCommand},
    ids::ApprovalId,
    leave::{LeaveRequestError, LeaveUnit, Period, ReturnCommand, Returned},
    notices::NoticeContent,
    policy::Action,
    problem::{FieldReason, Problem},
    roster::Half,
};
use store::{
    Tx,
    repo::{
        approvals::ApprovalRecord,
        leave::{self as repo, LeaveRequestRecord},
    },
};

use super::{Leave, papers::checks_papers};
use crate::{
    accounts::name_of,
    approvals::{Moment, approval_of, hold, place_of},
    attendance::has_punched,
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    received::Sent,
};

impl Leave {
    /// The requester takes it back before it is granted; what was held is given back. Sent again under the same id, it
    /// is done once.
    pub async fn withdraw(&self, caller: &Caller, command: WithdrawCommand) -> Result<()> {
        caller.check_own(Action::LeaveAsk)?;
        let sent = Sent::new(caller.actor.person, command.id.uuid(), &command)?;
        let context = (self.clone(), caller.clone(), self.approvals().moment().await?, sent);
        self.0
            .db
            .write(context, move |tx, (me, caller, moment, sent)| {
                Box::pin(async move {
                    hold(tx, command.request).await?;
                    sent.once(tx, moment.now, Box::pin(me.take_back(tx, caller, moment, command))).await
                })
            })
            .await?;
        self.publish(caller);
        Ok(())
    }

    async fn take_back(&self, tx: &Tx, caller: &Caller, moment: &Moment, command: WithdrawCommand) -> Result<()> {
        let (approvals, request, version) = (self.approvals(), command.request, command.version);
        approvals.hold_own(tx, request, (ApprovalKind::Leave, caller.actor.person), version).await?;
        let before = approvals.withdraw(tx, request, version).await?;
        if before.flow.state.holding() == Holding::Held {
            self.moved(tx, moment, request, (Holding::Held, Holding::Nothing)).await?;
        }
        let act = Act { action: "leave.withdraw", subject: ("leave_request", request.uuid()), detail: String::new() };
        Ok(audit::record(tx, caller, moment.now, act).await?)
    }

    /// 销假: says on which day one is back, once that day has come; who leads is told. On the first day or before,
    /// nothing was taken and all is given back; earlier than planned, the half days from then on are, and of leave by
    /// the hour the days. For days that are over, the punch of that day has to show it. Later than planned is kept as
    /// it is said, for people to look at. Sent again under the same id, it is said once.
    ///
    /// # Errors
    /// At `back_on`: before the leave, long after it, or still to come. [`LeaveRequestError::NoPunch`].
    pub async fn come_back(&self, caller: &Caller, command: ReturnCommand) -> Result<Returned> {
        caller.check_own(Action::LeaveAsk)?;
        let sent = Sent::new(caller.actor.person, command.id.uuid(), &command)?;
        let context = (self.clone(), caller.clone(), self.approvals().moment().await?, sent);
        let returned = self
            .0
            .db
            .write(context, move |tx, (me, caller, moment, sent)| {
                Box::pin(async move {
                    hold(tx, command.request).await?;
                    sent.once(tx, moment.now, Box::pin(me.back(tx, caller, moment, command))).await
                })
            })
            .await?;
        self.publish(caller);
        Ok(returned)
    }

    async fn back(&self, tx: &Tx, caller: &Caller, moment: &Moment, command: ReturnCommand) -> Result<Returned> {
        let approvals = self.approvals();
        let approval = approvals
            .hold_own(tx, command.request, (ApprovalKind::Leave, caller.actor.person), command.version)
            .await?;
        let request = repo::find_leave_request(tx, command.request).await?.ok_or(Problem::NotFound)?;
        if approval.flow.state != FlowState::Approved || request.back_on.is_some() {
            return Err(LeaveRequestError::NotNow.into());
        }
        let period = request.period;
        let today = moment.today();
        Returned::check(period, command.back_on, today)?;
        if command.half == Half::Afternoon {
            let rule = self.rule(tx, Some(request.hall), request.kind, period.from).await?;
            if rule.unit == LeaveUnit::Day || period.hours().is_some() {
                return Err(Problem::field("half", FieldReason::NotAllowed).into());
            }
        }
        let returned = Returned::of(period, (command.back_on, command.half), &moment.calendar);
        let that_day = Period::whole(command.back_on, command.back_on);
        if returned.needs_punch(command.back_on, today) && !has_punched(tx, request.person, that_day, today).await? {
            return Err(LeaveRequestError::NoPunch.into());
        }
        match returned {
            Returned::NotTaken => {
                approvals.cancel(tx, command.request, (command.version, request.person), None).await?;
                self.moved(tx, moment, command.request, (Holding::Given, Holding::Nothing)).await?;
            }
            Returned::Early(taken) => {
                self.shorten(tx, &request, (command, taken)).await?;
                self.release_cover(tx, &request, (command.back_on, None)).await?;
                repo::clear_next_cover(tx, request.id).await?;
            }
            Returned::AsPlanned | Returned::Late { .. } => {
                repo::put_return(tx, command.request, command.back_on, period).await?;
            }
        }
        self.tell_leads(tx, &approval, (&request, command.back_on)).await?;
        let act = Act {
            action: "leave.come_back",
            subject: ("leave_request", command.request.uuid()),
            detail: command.back_on.to_string(),
        };
        audit::record(tx, caller, moment.now, act).await?;
        Ok(returned)
    }

    /// Who leads learns that somebody is back, before anybody asks.
    async fn tell_leads(
        &self,
        tx: &Tx,
        approval: &ApprovalRecord,
        (request, date): (&LeaveRequestRecord, chrono::NaiveDate),
    ) -> Result<()> {
        let by = name_of(tx, request.person).await?;
        let back = |lead| (lead, NoticeContent::CameBack { by: by.clone(), date, request: request.id });
        let leads = self.superiors(tx, approval).await?.into_iter().map(back);
        self.notices().by(request.person).tell(tx, leads.collect()).await
    }

    async fn shorten(
        &self,
        tx: &Tx,
        request: &LeaveRequestRecord,
        (command, taken): (ReturnCommand, Period),
    ) -> Result<()> {
        repo::put_return(tx, request.id, command.back_on, taken).await?;
        let last = if command.half == Half::Morning { command.back_on - Days::new(1) } else { command.back_on };
        self.approvals().end_with_leave(tx, request.id, last).await?;
        self.give_back(tx, request, (command.back_on, command.half)).await?;
        let (from, to) = (command.back_on, request.period.to);
        self.attendance().leave_changed(tx, request.person, (from, to)).await
    }

    /// Says that the caller has seen the papers to somebody's leave, as photos or as the paper itself.
    pub async fn check_papers(&self, caller: &Caller, request: ApprovalId) -> Result<()> {
        let db = self.0.db.read();
        let found = repo::find_leave_request(db, request).await?.ok_or(Problem::NotFound)?;
        let approval = approval_of(db, request).await?;
        let rule = self.rule(db, Some(found.hall), found.kind, found.period.from).await?;
        checks_papers(caller, &rule, &place_of(&approval))?;
        if found.papers_due_on.is_none() || found.papers_checked.is_some() {
            return Err(LeaveRequestError::NotNow.into());
        }
        let now = self.0.clock.now();
        self.0
            .db
            .write(caller.clone(), move |tx, caller| {
                Box::pin(async move {
                    repo::put_papers_checked(tx, request, caller.actor.person, now).await?;
                    let act = Act::about(found.person, "leave.check_papers", request.to_string());
                    Ok::<_, Error>(audit::record(tx, caller, now, act).await?)
                })
            })
            .await
    }

    fn publish(&self, caller: &Caller) {
        if let Some(hall) = caller.actor.hall {
            self.0.db.live().publish(hall);
        }
    }
}
