//! Who decides in somebody's place: for some days, or with their own leave.

use domain::{
    approvals::{DelegateCommand, LeaveDelegation},
    ids::{ApprovalId, DelegationId, PersonId},
    notices::NoticeContent,
    policy::{Action, Scope},
    problem::{FieldReason, Problem},
    time::hall_date,
};
use store::{
    Connection, Tx,
    repo::approvals::{self as repo, DelegationRecord, InReview},
};

use super::{
    Approvals,
    rules::{colleague, decided_in, decides},
};
use crate::{
    accounts::{name_of, person_record},
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    notices::Notices,
    org::places_in,
};

/// The first and the last day.
type Days = (chrono::NaiveDate, chrono::NaiveDate);

impl Approvals {
    /// Lets somebody of the same agency decide in the caller's place for some days, on all requests or those of
    /// one kind or one place; the caller can still decide, too. Only for who decides anything. The deputy is told.
    pub async fn delegate(&self, caller: &Caller, command: DelegateCommand) -> Result<DelegationId> {
        caller.check_own(Action::ApprovalDelegate)?;
        if !decides(caller) {
            return Err(Problem::Denied.into());
        }
        let (db, today) = (self.0.db.read(), hall_date(self.now()));
        let scope = command.validate(today)?;
        check_place(db, caller, ("place", scope)).await?;
        let record = DelegationRecord {
            id: DelegationId::new(),
            from: caller.actor.person,
            to: colleague(db, caller, ("deputy", &command.deputy), today).await?,
            kind: command.kind,
            scope,
            leave: None,
            days: (command.from, command.to),
            reason: command.reason.trim().to_owned(),
        };
        let (id, from) = (record.id, record.from);
        self.0
            .db
            .write((self.clone(), caller.clone(), record), |tx, (me, caller, record)| {
                Box::pin(async move { me.put_in_place(tx, caller, record, true).await })
            })
            .await?;
        self.reroute(InReview::HeldBy(from)).await?;
        Ok(id)
    }

    /// Ends a delegation of the caller's own at once.
    pub async fn end_delegation(&self, caller: &Caller, delegation: DelegationId) -> Result<()> {
        caller.check_own(Action::ApprovalDelegate)?;
        let now = self.now();
        self.0
            .db
            .write(caller.clone(), move |tx, caller| {
                Box::pin(async move {
                    let me = caller.actor.person;
                    if !repo::end_delegation(tx, me, delegation, now).await? {
                        return Err(Problem::NotFound.into());
                    }
                    let act = Act::about(me, "approvals.end_delegation", delegation.to_string());
                    Ok::<_, Error>(audit::record(tx, caller, now, act).await?)
                })
            })
            .await?;
        self.reroute(InReview::HeldBy(caller.actor.person)).await
    }

    /// Who decides while the caller is on leave: stored with the request, in its transaction, and in force only
    /// while that is asked for or granted. Asked for anew it replaces what was said before, and nobody named ends
    /// it. The deputy is told once the leave is `asked` for, not of a draft; and not again where it `was_asked` for
    /// with the same deputy, days and requests.
    ///
    /// # Errors
    /// Those of [`LeaveDelegation::checked`]; of the deputy's 工号, at `deputy`, and of a place where the caller does not
    /// decide, at `delegation_place`; denied to who decides nothing.
    pub(crate) async fn delegate_with_leave(
        &self,
        tx: &Tx,
        caller: &Caller,
        (leave, days): (ApprovalId, Days),
        (asked, was_asked): (bool, bool),
        wish: &LeaveDelegation,
    ) -> Result<()> {
        let wish = wish.checked()?;
        let known = repo::find_delegation_with(tx, leave).await?;
        let Some((wish, scope)) = wish else {
            return match known {
                Some(_) => Ok(repo::end_delegation_with(tx, leave, self.now()).await?),
                None => Ok(()),
            };
        };
        if !decides(caller) {
            return Err(Problem::Denied.into());
        }
        let to = colleague(tx, caller, ("deputy", &wish.deputy), hall_date(self.now())).await?;
        check_place(tx, caller, ("delegation_place", scope)).await?;
        let record = DelegationRecord {
            id: DelegationId::new(),
            from: caller.actor.person,
            to,
            kind: wish.kind,
            scope,
            leave: Some(leave),
            days,
            reason: wish.reason,
        };
        repo::end_delegation_with(tx, leave, self.now()).await?;
        let same = |known: DelegationRecord| {
            (known.to, known.days, known.kind, known.scope) == (record.to, record.days, record.kind, record.scope)
        };
        let told = was_asked && known.is_some_and(same);
        self.put_in_place(tx, caller, &record, asked && !told).await
    }

    /// The caller is back before the leave is over: nobody decides in their place any longer than that.
    pub(crate) async fn end_with_leave(&self, tx: &Tx, leave: ApprovalId, last: chrono::NaiveDate) -> Result<()> {
        Ok(repo::shorten_delegation_with(tx, leave, last).await?)
    }

    /// What was said with a leave of who decides meanwhile, as the form had it.
    pub(crate) async fn delegated_with(&self, db: &impl Connection, leave: ApprovalId) -> Result<LeaveDelegation> {
        let Some(known) = repo::find_delegation_with(db, leave).await? else {
            return Ok(LeaveDelegation::default());
        };
        Ok(LeaveDelegation {
            deputy: person_record(db, known.to).await?.sign_in_name,
            reason: known.reason,
            kind: known.kind,
            place: known.scope.map(|scope| scope.to_string()),
        })
    }

    async fn put_in_place(&self, tx: &Tx, caller: &Caller, record: &DelegationRecord, tell: bool) -> Result<()> {
        let now = self.now();
        repo::create_delegation(tx, record, now).await?;
        if tell {
            let by = name_of(tx, record.from).await?;
            let content = NoticeContent::Delegated { by, from: record.days.0, to: record.days.1 };
            Notices(self.0.clone()).by(record.from).tell(tx, vec![(record.to, content)]).await?;
        }
        let detail = format!("to {}, {} to {}", record.to, record.days.0, record.days.1);
        let act = Act::about(record.from, "approvals.delegate", detail);
        Ok(audit::record(tx, caller, now, act).await?)
    }

    /// Looks again at who can act on what somebody has a seat in: they have said who decides meanwhile.
    pub(crate) async fn reroute_of(&self, person: PersonId) -> Result<()> {
        self.reroute(InReview::HeldBy(person)).await
    }
}

/// Refuses a place in which the caller decides nothing.
async fn check_place(
    db: &impl Connection,
    caller: &Caller,
    (field, scope): (&'static str, Option<Scope>),
) -> Result<()> {
    let Some(scope) = scope else { return Ok(()) };
    if places_in(db, &decided_in(caller)).await?.iter().any(|(place, _)| *place == scope) {
        Ok(())
    } else {
        Err(Problem::field(field, FieldReason::NotAllowed).into())
    }
}
