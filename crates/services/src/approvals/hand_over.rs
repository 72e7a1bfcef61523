//! Handing a seat over (转交).

use domain::{
    approvals::{ApprovalsError, Bench, HopAct, Level, MAX_APPROVAL_TEXT},
    ids::{ApprovalId, PersonId},
    problem::{FieldReason, Problem, check_text},
    time::hall_date,
};
use store::{Connection, repo::approvals::ApprovalRecord};

use super::{Approvals, Hop, bench::Ladder, check_version, hold, place_of};
use crate::{
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
};

impl Approvals {
    /// Hands the caller's seat at this step over to another who decides at the place, and says why. The
    /// request goes on where it is; who took it over finds it in their inbox.
    pub async fn hand_over(
        &self,
        caller: &Caller,
        approval: ApprovalId,
        version: i32,
        to: PersonId,
        reason: Option<String>,
    ) -> Result<()> {
        let reason = check_text("reason", reason, (MAX_APPROVAL_TEXT, true))?;
        self.0
            .db
            .write((self.clone(), caller.clone(), reason), move |tx, (me, caller, reason)| {
                Box::pin(async move {
                    let mut record = hold(tx, approval).await?;
                    let bench = me.bench(tx, &record).await?;
                    let own = caller.actor.person;
                    if !record.flow.seats(&bench).iter().any(|seat| seat.person == own) {
                        return Err(not_mine(caller, &record));
                    }
                    check_version(&record, version)?;
                    if !me.can_take_over(tx, &record, &bench, own).await?.contains(&to) {
                        return Err(Problem::field("to", FieldReason::NotAllowed).into());
                    }
                    record.flow.hand_over(&bench, own, to)?;
                    let seats = record.flow.seats(&bench);
                    let hop = Hop { text: reason.clone(), ..Hop::new(HopAct::HandedOver, Some(own)) };
                    me.save(tx, &record, &seats, vec![hop]).await?;
                    let subject = ("approval", approval.uuid());
                    let act = Act { action: "approvals.hand_over", subject, detail: format!("to {to}") };
                    Ok::<_, Error>(audit::record(tx, caller, me.now(), act).await?)
                })
            })
            .await
    }

    /// Who could take a seat over: those who decide at the place on any level, but not who must not decide
    /// this one, nor who asks.
    pub(super) async fn can_take_over(
        &self,
        db: &impl Connection,
        record: &ApprovalRecord,
        bench: &Bench,
        from: PersonId,
    ) -> Result<Vec<PersonId>> {
        let ladder = Ladder::of(db, record.agency, hall_date(self.now())).await?;
        let people = ladder.above(&place_of(record)).into_iter().map(|(_, person): (Level, PersonId)| person);
        let mut people: Vec<PersonId> = people.filter(|person| *person != from && !bench.bars(*person)).collect();
        people.sort_unstable();
        people.dedup();
        Ok(people)
    }
}

/// Why somebody can't hand a request over: they may never decide it, or not now.
fn not_mine(caller: &Caller, record: &ApprovalRecord) -> Error {
    let may = caller.check(domain::policy::Action::ApprovalDecide, &place_of(record));
    may.map_or_else(Error::from, |()| ApprovalsError::NotYours.into())
}
