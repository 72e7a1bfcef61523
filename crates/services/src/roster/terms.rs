//! The terms of a person that the roster has to keep to: permits for comprehensive hours, protected periods.

use chrono::Days;
use domain::{
    ids::{HoursPermitId, PersonId, ProtectionId},
    policy::Action,
    problem::Problem,
    roster::{HoursPermit, PermitCommand, Protection, ProtectionCommand, TermsView},
    time::hall_date,
};
use store::repo::roster as repo;

use super::Roster;
use crate::{
    accounts::{person_record, place_of},
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
};

/// What is recorded about a person, or taken back.
#[derive(Clone)]
enum Term {
    Permit(HoursPermit),
    Protection(Protection),
    NoPermit(HoursPermitId),
    NoProtection(ProtectionId),
}

impl Roster {
    /// A person's terms that hold today or later, and those of the past month. For HR, and for the person
    /// themselves: leads see no more than that somebody is protected.
    pub async fn terms(&self, caller: &Caller, person: PersonId) -> Result<TermsView> {
        let db = self.0.db.read();
        let record = person_record(db, person).await?;
        let editable = caller.check(Action::WorkTermsEdit, &place_of(&record)).is_ok();
        if !editable && caller.actor.person != person {
            return Err(Problem::Denied.into());
        }
        let since = hall_date(self.0.clock.now()) - Days::new(31);
        let permits = repo::find_permits(db, &[person], since).await?;
        let protections = repo::find_protections(db, &[person], since).await?;
        Ok(TermsView {
            permits: permits.into_iter().map(|(_, permit)| permit).collect(),
            protections: protections.into_iter().map(|(_, protection)| protection).collect(),
            editable,
        })
    }

    /// Records a permit for comprehensive hours. For HR, not about themselves.
    pub async fn record_permit(&self, caller: &Caller, command: PermitCommand) -> Result<()> {
        let PermitCommand { person, period, from, to } = command.clone();
        let term = Term::Permit(HoursPermit { id: HoursPermitId::new(), period, from, to });
        self.change_terms(caller, person, term, command.validate()).await
    }

    /// Records a protected period. For HR, not about themselves.
    pub async fn record_protection(&self, caller: &Caller, command: ProtectionCommand) -> Result<()> {
        let ProtectionCommand { person, kind, from, to } = command.clone();
        let term = Term::Protection(Protection { id: ProtectionId::new(), kind, from, to });
        self.change_terms(caller, person, term, command.validate()).await
    }

    /// Takes a permit back that was recorded by mistake.
    pub async fn withdraw_permit(&self, caller: &Caller, person: PersonId, permit: HoursPermitId) -> Result<()> {
        self.change_terms(caller, person, Term::NoPermit(permit), Ok(())).await
    }

    /// Takes a protected period back that was recorded by mistake.
    pub async fn withdraw_protection(&self, caller: &Caller, person: PersonId, period: ProtectionId) -> Result<()> {
        self.change_terms(caller, person, Term::NoProtection(period), Ok(())).await
    }

    async fn change_terms(
        &self,
        caller: &Caller,
        person: PersonId,
        term: Term,
        valid: std::result::Result<(), Problem>,
    ) -> Result<()> {
        let record = person_record(self.0.db.read(), person).await?;
        caller.check(Action::WorkTermsEdit, &place_of(&record))?;
        valid?;
        let now = self.0.clock.now();
        self.0
            .db
            .write((caller.clone(), term), move |tx, (caller, term)| {
                Box::pin(async move {
                    // The kind of a protected period stands nowhere but in its own row.
                    let (there, action, detail) = match term {
                        Term::Permit(permit) => {
                            repo::create_permit(tx, person, permit).await?;
                            let detail = format!("{}, {} to {}", permit.period.code(), permit.from, permit.to);
                            (true, "roster.record_permit", detail)
                        }
                        Term::Protection(period) => {
                            repo::create_protection(tx, person, period).await?;
                            (true, "roster.record_protection", format!("{} to {}", period.from, period.to))
                        }
                        Term::NoPermit(id) => {
                            let there = repo::withdraw_permit(tx, person, *id, now).await?;
                            (there, "roster.withdraw_permit", id.to_string())
                        }
                        Term::NoProtection(id) => {
                            let there = repo::withdraw_protection(tx, person, *id, now).await?;
                            (there, "roster.withdraw_protection", id.to_string())
                        }
                    };
                    if !there {
                        return Err(Error::from(Problem::NotFound));
                    }
                    Ok(audit::record(tx, caller, now, Act::about(person, action, detail)).await?)
                })
            })
            .await
    }
}
