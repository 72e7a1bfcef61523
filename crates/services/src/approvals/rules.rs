//! What people say about their own decisions: on whose requests they must not decide; and what they have said of
//! who decides in their place ([`super::stand_ins`]).

use chrono::NaiveDate;
use domain::{
    accounts::parse_sign_in_name,
    approvals::{DelegationView, KinView, Level, OwnRules},
    ids::{KinshipId, PersonId},
    policy::{Action, Scope},
    problem::{FieldReason, Problem},
    time::hall_date,
};
use store::{
    Connection,
    repo::approvals::{self as repo, DelegationRecord, InReview, KinRecord},
};

use super::Approvals;
use crate::{
    accounts::{names_of, people_by_sign_in_names},
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    org::{places_in, scope_names},
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
        let scopes: Vec<Scope> = delegations.iter().filter_map(|delegation| delegation.scope).collect();
        let scopes = scope_names(db, &scopes).await?;
        let name = |person: PersonId| names.get(&person).cloned().unwrap_or_default();
        let delegation = |record: DelegationRecord| DelegationView {
            id: record.id,
            deputy: name(record.to),
            kind: record.kind,
            place: record.scope.and_then(|scope| scopes.get(&scope).cloned()),
            with_leave: record.leave.is_some(),
            from: record.days.0,
            to: record.days.1,
            reason: record.reason,
        };
        Ok(OwnRules {
            today,
            decides: decides(caller),
            places: places_in(db, &decided_in(caller)).await?,
            delegations: delegations.into_iter().map(delegation).collect(),
            relatives: kin
                .iter()
                .map(|kin| KinView { id: kin.id, name: name(other(kin)), mine: kin.person == me })
                .collect(),
        })
    }

    /// Says that somebody of the same agency is a relative: neither decides on the other's requests.
    pub async fn declare_relative(&self, caller: &Caller, sign_in_name: &str) -> Result<()> {
        caller.check_own(Action::ApprovalDelegate)?;
        let (now, me) = (self.now(), caller.actor.person);
        let whom = ("relative", sign_in_name);
        let other = colleague(self.0.db.read(), caller, whom, hall_date(now)).await?;
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
        self.reroute(InReview::AskedBy([me, other])).await
    }

    /// Takes such a declaration of the caller's own back; the audit trail keeps both.
    pub async fn withdraw_relative(&self, caller: &Caller, kinship: KinshipId) -> Result<()> {
        caller.check_own(Action::ApprovalDelegate)?;
        let now = self.now();
        let other = self
            .0
            .db
            .write(caller.clone(), move |tx, caller| {
                Box::pin(async move {
                    let me = caller.actor.person;
                    let other = repo::end_kinship(tx, me, kinship, now).await?.ok_or(Problem::NotFound)?;
                    let act = Act::about(me, "approvals.withdraw_relative", kinship.to_string());
                    audit::record(tx, caller, now, act).await?;
                    Ok::<_, Error>(other)
                })
            })
            .await?;
        self.reroute(InReview::AskedBy([caller.actor.person, other])).await
    }
}

/// Somebody else of the caller's agency who has not left, by the field that names them and what stands there.
/// Whether a 工号 is another agency's or nobody's is not told.
pub(super) async fn colleague(
    db: &impl Connection,
    caller: &Caller,
    (field, sign_in_name): (&'static str, &str),
    today: NaiveDate,
) -> Result<PersonId> {
    let name = parse_sign_in_name(sign_in_name).map_err(|reason| Problem::field(field, reason))?;
    let found = people_by_sign_in_names(db, &[String::from(name)]).await?;
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

/// Whether somebody is on any rung of the house.
pub(crate) fn decides(caller: &Caller) -> bool {
    !decided_in(caller).is_empty()
}

/// Where somebody is on one.
pub(crate) fn decided_in(caller: &Caller) -> Vec<Scope> {
    let grants = caller.actor.grants.iter().filter(|grant| Level::of(grant.role).is_some());
    grants.map(|grant| grant.scope).collect()
}
