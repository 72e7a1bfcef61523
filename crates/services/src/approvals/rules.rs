//! What people say about their own decisions: who decides in their place, and on whose requests they must not.

use chrono::NaiveDate;
use domain::{
    accounts::parse_sign_in_name,
    approvals::{DelegateCommand, DelegationView, KinView, Level, OwnRules},
    ids::{DelegationId, KinshipId, PersonId},
    policy::Action,
    problem::{FieldReason, Problem},
    time::hall_date,
};
use store::repo::approvals::{self as repo, DelegationRecord, KinRecord};

use super::Approvals;
use crate::{
    accounts::{names_of, people_by_sign_in_names},
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
};

impl Approvals {
    /// The caller's delegations and declared relatives.
    pub async fn own_rules(&self, caller: &Caller) -> Result<OwnRules> {
        caller.check_own(Action::ApprovalDelegate)?;
        let (db, me, today) = (self.0.db.read(), caller.actor.person, hall_date(self.now()));
        let delegations = repo::list_delegations_of(db, me, today).await?;
        let kin = repo::list_kin(db, &[me]).await?;
        let other = |kin: &KinRecord| if kin.person == me { kin.other } else { kin.person };
        let people: Vec<PersonId> =
            delegations.iter().map(|delegation| delegation.to).chain(kin.iter().map(other)).collect();
        let names = names_of(db, &people).await?;
        let name = |person: PersonId| names.get(&person).cloned().unwrap_or_default();
        let delegation = |record: DelegationRecord| DelegationView {
            id: record.id,
            deputy: name(record.to),
            kind: record.kind,
            from: record.days.0,
            to: record.days.1,
            reason: record.reason,
        };
        Ok(OwnRules {
            today,
            decides: decides(caller),
            delegations: delegations.into_iter().map(delegation).collect(),
            relatives: kin
                .iter()
                .map(|kin| KinView { id: kin.id, name: name(other(kin)), mine: kin.person == me })
                .collect(),
        })
    }

    /// Lets somebody of the same agency decide in the caller's place for some days; the caller can still
    /// decide, too. Only for who decides anything.
    pub async fn delegate(&self, caller: &Caller, command: DelegateCommand) -> Result<DelegationId> {
        caller.check_own(Action::ApprovalDelegate)?;
        if !decides(caller) {
            return Err(Problem::Denied.into());
        }
        let (now, today) = (self.now(), hall_date(self.now()));
        command.validate(today)?;
        let to = self.colleague(caller, "deputy", &command.deputy, today).await?;
        let record = DelegationRecord {
            id: DelegationId::new(),
            from: caller.actor.person,
            to,
            kind: command.kind,
            days: (command.from, command.to),
            reason: command.reason.trim().to_owned(),
        };
        let id = record.id;
        self.0
            .db
            .write((caller.clone(), record), move |tx, (caller, record)| {
                Box::pin(async move {
                    repo::create_delegation(tx, record, now).await?;
                    let detail = format!("to {}, {} to {}", record.to, record.days.0, record.days.1);
                    let act = Act::about(record.from, "approvals.delegate", detail);
                    Ok::<_, Error>(audit::record(tx, caller, now, act).await?)
                })
            })
            .await?;
        self.reroute().await?;
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
        self.reroute().await
    }

    /// Says that somebody of the same agency is a relative: neither decides on the other's requests.
    pub async fn declare_relative(&self, caller: &Caller, sign_in_name: &str) -> Result<()> {
        caller.check_own(Action::ApprovalDelegate)?;
        let (now, me) = (self.now(), caller.actor.person);
        let other = self.colleague(caller, "relative", sign_in_name, hall_date(now)).await?;
        let record = KinRecord { id: KinshipId::new(), person: me, other };
        self.0
            .db
            .write(caller.clone(), move |tx, caller| {
                Box::pin(async move {
                    let known = repo::create_kinship(tx, record, now).await;
                    known
                        .map_err(|error| Error::unless_unique(error, Problem::field("relative", FieldReason::Taken)))?;
                    let act = Act::about(me, "approvals.declare_relative", other.to_string());
                    Ok::<_, Error>(audit::record(tx, caller, now, act).await?)
                })
            })
            .await?;
        self.reroute().await
    }

    /// Takes such a declaration of the caller's own back; the audit trail keeps both.
    pub async fn withdraw_relative(&self, caller: &Caller, kinship: KinshipId) -> Result<()> {
        caller.check_own(Action::ApprovalDelegate)?;
        let now = self.now();
        self.0
            .db
            .write(caller.clone(), move |tx, caller| {
                Box::pin(async move {
                    let me = caller.actor.person;
                    if !repo::end_kinship(tx, me, kinship, now).await? {
                        return Err(Problem::NotFound.into());
                    }
                    let act = Act::about(me, "approvals.withdraw_relative", kinship.to_string());
                    Ok::<_, Error>(audit::record(tx, caller, now, act).await?)
                })
            })
            .await?;
        self.reroute().await
    }

    /// Somebody else of the caller's agency who has not left. Whether a 工号 is another agency's or nobody's
    /// is not told.
    async fn colleague(
        &self,
        caller: &Caller,
        field: &'static str,
        sign_in_name: &str,
        today: NaiveDate,
    ) -> Result<PersonId> {
        let name = parse_sign_in_name(sign_in_name).map_err(|reason| Problem::field(field, reason))?;
        let found = people_by_sign_in_names(self.0.db.read(), &[String::from(name)]).await?;
        let found = found.into_iter().find(|person| person.agency == caller.actor.agency);
        let found = found.ok_or(Problem::field(field, FieldReason::Unknown))?;
        if found.id == caller.actor.person {
            return Err(Problem::field(field, FieldReason::SamePerson).into());
        }
        if found.left_on.is_some_and(|last| last < today) {
            return Err(Problem::field(field, FieldReason::Ended).into());
        }
        Ok(found.id)
    }
}

/// Whether somebody is on any rung of the house.
fn decides(caller: &Caller) -> bool {
    caller.actor.grants.iter().any(|grant| Level::of(grant.role).is_some())
}
