//! Overtime decided in one step, and taken back.

use domain::{
    ids::{OvertimeId, PersonId},
    notices::NoticeContent,
    policy::Action,
    problem::{FieldReason, Problem, check_text},
    roster::{MAX_OVERTIME_REASON, OvertimeAct, OvertimeState, RosterError},
    time::hall_date,
};
use store::{
    Connection, Tx,
    repo::roster::{self as repo, OvertimeRecord},
};

use super::{Roster, check::Proposal, overtime::act as audited};
use crate::{accounts::name_of, audit, caller::Caller, error::Result, org::hold_hall};

impl Roster {
    /// Decides a request, or takes it back. An approval is refused where the law is against it. What was approved
    /// can be taken back by who asked until its day begins, and by the lead until its day is over.
    pub async fn act_on_overtime(
        &self,
        caller: &Caller,
        id: OvertimeId,
        version: i32,
        act: OvertimeAct,
        answer: Option<String>,
    ) -> Result<()> {
        let answer = check_text("answer", answer, (MAX_OVERTIME_REASON, false))?;
        let context = (self.clone(), caller.clone(), answer);
        self.0
            .db
            .write(context, move |tx, (me, caller, answer)| {
                Box::pin(async move {
                    let record = repo::find_overtime(tx, id).await?.ok_or(Problem::NotFound)?;
                    hold_hall(tx, record.hall).await?;
                    let record = repo::find_overtime(tx, id).await?.ok_or(Problem::NotFound)?;
                    me.settle_overtime(tx, caller, record, (version, act, answer.clone())).await
                })
            })
            .await
    }

    async fn settle_overtime(
        &self,
        tx: &Tx,
        caller: &Caller,
        record: OvertimeRecord,
        (version, act, answer): (i32, OvertimeAct, Option<String>),
    ) -> Result<()> {
        let now = self.0.clock.now();
        if act == OvertimeAct::Withdraw {
            caller.check_own(Action::OvertimeAsk)?;
            if caller.actor.person != record.person {
                return Err(Problem::NotFound.into());
            }
        } else {
            caller.check(Action::OvertimeDecide, &self.overtime_place(tx, &record).await?)?;
        }
        if record.version != version {
            return Err(Problem::Conflict.into());
        }
        let state = record.state.after(act, record.date, hall_date(now))?;
        if act.needs_answer() && answer.is_none() {
            return Err(Problem::field("answer", FieldReason::Required).into());
        }
        match (record.state, act) {
            (_, OvertimeAct::Approve) => self.check_law(tx, &record).await?,
            (OvertimeState::Approved, _) => check_not_earned(tx, &record).await?,
            _ => {}
        }
        let settled = Some((caller.actor.person, now));
        let changed = OvertimeRecord { state, version: version + 1, answer, settled, ..record.clone() };
        if !repo::update_overtime(tx, &changed).await? {
            return Err(Problem::Conflict.into());
        }
        self.tell_of_overtime(tx, caller.actor.person, (&record, act)).await?;
        let word = match act {
            OvertimeAct::Approve => "roster.approve_overtime",
            OvertimeAct::Reject => "roster.reject_overtime",
            OvertimeAct::Withdraw => "roster.withdraw_overtime",
            OvertimeAct::Cancel => "roster.cancel_overtime",
        };
        Ok(audit::record(tx, caller, now, audited(word, &changed)).await?)
    }

    /// Tells who has to know of an act on overtime as it stood before: who asked of what was decided, and who
    /// had approved it of what is taken back.
    async fn tell_of_overtime(
        &self,
        tx: &Tx,
        by: PersonId,
        (before, act): (&OvertimeRecord, OvertimeAct),
    ) -> Result<()> {
        let date = before.date;
        let told = match (act, before.state, before.settled) {
            (OvertimeAct::Approve | OvertimeAct::Reject, ..) => {
                let approved = act == OvertimeAct::Approve;
                (before.person, NoticeContent::OvertimeDecided { approved, date })
            }
            (OvertimeAct::Cancel, ..) => (before.person, NoticeContent::OvertimeCancelled { by: None, date }),
            (OvertimeAct::Withdraw, OvertimeState::Approved, Some((lead, _))) => {
                let name = name_of(tx, before.person).await?;
                (lead, NoticeContent::OvertimeCancelled { by: Some(name), date })
            }
            (OvertimeAct::Withdraw, ..) => return Ok(()),
        };
        self.notices().by(by).tell(tx, vec![told]).await
    }

    /// Refuses overtime that the law is against: that breaks a rule which is not broken, or not as badly, without
    /// it.
    pub(super) async fn check_law(&self, db: &impl Connection, record: &OvertimeRecord) -> Result<()> {
        let calendar = self.calendar().current_in(db).await?;
        let (people, span) = ([record.person], (record.date, record.date));
        let proposal = Proposal { people: &people, lines: &[], overtime: Some(record) };
        let findings = self.new_findings(db, &calendar, record.hall, proposal, &[span]).await?;
        if findings.iter().any(|found| found.rule.limits_overtime()) {
            return Err(RosterError::Blocked.into());
        }
        Ok(())
    }
}

/// Overtime that has earned time off already has been worked.
async fn check_not_earned(tx: &Tx, record: &OvertimeRecord) -> Result<()> {
    let earned = repo::find_earned(tx, &[record.id]).await?;
    if earned.is_empty() { Ok(()) } else { Err(RosterError::Settled.into()) }
}
