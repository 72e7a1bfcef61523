//! What follows when overtime has something in hand, or no longer; and taking it back.

use domain::{
    approvals::{ApprovalKind, Holding, WithdrawCommand},
    ids::{ApprovalId, HallId},
    notices::NoticeContent,
    policy::Action,
    problem::{Problem, check_text},
    roster::{CancelOvertimeCommand, MAX_OVERTIME_REASON, OvertimeAct, RosterError, may_cancel_overtime},
    time::hall_date,
};
use store::{
    Tx,
    repo::{
        approvals::ApprovalRecord,
        roster::{self as repo, OvertimeRecord},
    },
};

use super::{Roster, overtime::act};
use crate::{
    accounts::name_of,
    approvals::{Moment, hold, place_of},
    audit,
    caller::Caller,
    error::{Error, Result},
    org::hold_hall,
    received::Sent,
};

impl Roster {
    /// Called by the approval in its own transaction. Refuses to give what the law is against by now, and overtime of
    /// a day that is over: it is approved before the fact.
    pub(crate) async fn overtime_moved(&self, tx: &Tx, moment: &Moment, id: ApprovalId, is: Holding) -> Result<()> {
        let record = repo::find_overtime(tx, id).await?.ok_or(Problem::NotFound)?;
        if is == Holding::Given {
            // Held, so that two approvals together don't pass what each alone does not.
            hold_hall(tx, record.hall).await?;
            if record.date < moment.today() {
                return Err(RosterError::DayOver.into());
            }
            self.check_law(tx, &record).await?;
        }
        let stored = repo::update_overtime(tx, &OvertimeRecord { holding: is, ..record }).await;
        // A rejection is undone, and the day was asked for anew meanwhile.
        stored.map_err(|error| Error::unless_unique(error, Problem::Conflict))
    }

    /// Who asked takes it back: before it is decided, or what was approved until its day begins. Then who approved it
    /// is told. Sent again under the same id, it is done once.
    pub async fn withdraw_overtime(&self, caller: &Caller, command: WithdrawCommand) -> Result<()> {
        caller.check_own(Action::OvertimeAsk)?;
        let sent = Sent::new(caller.actor.person, command.id.uuid(), &command)?;
        let context = (self.clone(), caller.clone(), command, sent);
        let hall = self
            .0
            .db
            .write(context, move |tx, (me, caller, command, sent)| {
                Box::pin(async move {
                    hold(tx, command.request).await?;
                    sent.once(tx, me.0.clock.now(), Box::pin(me.take_back_own(tx, caller, command))).await
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(())
    }

    async fn take_back_own(&self, tx: &Tx, caller: &Caller, command: &WithdrawCommand) -> Result<HallId> {
        let (now, me) = (self.0.clock.now(), caller.actor.person);
        let (id, version) = (command.request, command.version);
        let approval = self.approvals().hold_own(tx, id, (ApprovalKind::Overtime, me), version).await?;
        let record = repo::find_overtime(tx, id).await?.ok_or(Problem::NotFound)?;
        let acts = OvertimeAct::own(approval.flow.state, record.date, hall_date(now));
        if acts.contains(&OvertimeAct::Withdraw) {
            self.approvals().withdraw(tx, id, version).await?;
        } else if acts.contains(&OvertimeAct::Cancel) {
            check_not_earned(tx, id).await?;
            self.approvals().cancel(tx, id, (version, me), None).await?;
            let by = Some(name_of(tx, me).await?);
            let cancelled = NoticeContent::OvertimeCancelled { by, date: record.date };
            let told = approval.flow.agreed.iter().map(|lead| (*lead, cancelled.clone())).collect();
            self.notices().by(me).tell(tx, told).await?;
        } else {
            return Err(RosterError::Settled.into());
        }
        self.let_go(tx, caller, record, "roster.withdraw_overtime").await
    }

    /// Takes back somebody's overtime that was approved, until its day is over, and says why. Sent again under the same
    /// id, it is done once.
    pub async fn cancel_overtime(&self, caller: &Caller, command: CancelOvertimeCommand) -> Result<()> {
        let sent = Sent::new(caller.actor.person, command.id.uuid(), &command)?;
        let reason = check_text("reason", command.reason.clone(), (MAX_OVERTIME_REASON, true))?;
        let command = CancelOvertimeCommand { reason, ..command };
        let context = (self.clone(), caller.clone(), command, sent);
        let hall = self
            .0
            .db
            .write(context, move |tx, (me, caller, command, sent)| {
                Box::pin(async move {
                    let approval = hold(tx, command.overtime).await?;
                    let work = Box::pin(me.cancel_approved(tx, caller, command, &approval));
                    sent.once(tx, me.0.clock.now(), work).await
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(())
    }

    async fn cancel_approved(
        &self,
        tx: &Tx,
        caller: &Caller,
        command: &CancelOvertimeCommand,
        approval: &ApprovalRecord,
    ) -> Result<HallId> {
        let (now, by) = (self.0.clock.now(), caller.actor.person);
        let (id, version) = (command.overtime, command.version);
        let record = repo::find_overtime(tx, id).await?.ok_or(Problem::NotFound)?;
        caller.check(Action::OvertimeCancel, &place_of(approval))?;
        let current = approval.flow.version == version;
        if current && !may_cancel_overtime(approval.flow.state, record.date, hall_date(now)) {
            return Err(RosterError::Settled.into());
        }
        check_not_earned(tx, id).await?;
        self.approvals().cancel(tx, id, (version, by), command.reason.clone()).await?;
        let own = NoticeContent::OvertimeCancelled { by: None, date: record.date };
        self.notices().by(by).tell(tx, vec![(record.person, own)]).await?;
        self.let_go(tx, caller, record, "roster.cancel_overtime").await
    }

    /// It holds nothing any more. Says where.
    async fn let_go(&self, tx: &Tx, caller: &Caller, record: OvertimeRecord, word: &'static str) -> Result<HallId> {
        let record = OvertimeRecord { holding: Holding::Nothing, ..record };
        repo::update_overtime(tx, &record).await?;
        audit::record(tx, caller, self.0.clock.now(), act(word, &record)).await?;
        Ok(record.hall)
    }

    /// Gives up what nobody has decided before its day was over, and tells who asked. Run again, it finds nothing.
    pub(crate) async fn give_up_overtime(&self) -> Result<()> {
        let today = hall_date(self.0.clock.now());
        for id in repo::list_overdue_overtime(self.0.db.read(), today).await? {
            self.0
                .db
                .write(self.clone(), move |tx, me| {
                    Box::pin(async move {
                        if me.approvals().lapse(tx, id).await? {
                            let record = repo::find_overtime(tx, id).await?.ok_or(Problem::NotFound)?;
                            let record = OvertimeRecord { holding: Holding::Nothing, ..record };
                            repo::update_overtime(tx, &record).await?;
                        }
                        Ok::<_, Error>(())
                    })
                })
                .await?;
        }
        Ok(())
    }
}

/// Overtime that has earned time off already has been worked.
async fn check_not_earned(tx: &Tx, id: ApprovalId) -> Result<()> {
    let earned = repo::find_earned(tx, &[id]).await?;
    if earned.is_empty() { Ok(()) } else { Err(RosterError::Settled.into()) }
}
