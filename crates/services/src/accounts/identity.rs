use domain::{
    accounts::AuditPage,
    ids::{AuditId, PersonId},
    policy::Action,
    problem::Problem,
};

use store::repo::accounts as repo;

use super::{
    Accounts,
    people::{person_record, place_of},
};
use crate::{
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    secrets::IdNumberKey,
};

impl IdNumberKey {
    /// Whether it opens what is stored: another key than the one that the numbers were sealed with, of a second server
    /// or after a move, would seal new ones beside them. Where none is stored, any key does.
    pub async fn fits(&self, db: &store::Db) -> Result<bool> {
        let stored = repo::find_sealed_number(db.read()).await?;
        let sealed = stored.and_then(|person| Some((person.id, person.id_number_sealed?)));
        Ok(sealed.is_none_or(|(person, number)| self.open(person, &number).is_ok()))
    }
}

impl Accounts {
    /// A person's whole ID number, one's own or, for HR, another's. Every use is in the person's audit trail
    /// before the number goes out (PIPL 28, 51).
    pub async fn reveal_id_number(&self, caller: &Caller, person: PersonId) -> Result<String> {
        let record = person_record(self.0.db.read(), person).await?;
        caller.check(Action::IdNumberReveal, &place_of(&record))?;
        let sealed = record.id_number_sealed.ok_or(Problem::NotFound)?;
        let number = self.0.id_number_key.open(person, &sealed)?;
        let now = self.0.clock.now();
        self.0
            .db
            .write(caller.clone(), move |tx, caller| {
                Box::pin(async move {
                    let act = Act::about(person, "accounts.reveal_id_number", "");
                    Ok::<_, Error>(audit::record(tx, caller, now, act).await?)
                })
            })
            .await?;
        Ok(number)
    }

    /// What was done about a person, newest first: particulars, roles, posts, invitations, reveals. `after` is
    /// what the page before gave as its `next`.
    pub async fn audit_about(&self, caller: &Caller, person: PersonId, after: Option<AuditId>) -> Result<AuditPage> {
        let db = self.0.db.read();
        let record = person_record(db, person).await?;
        caller.check(Action::AuditView, &place_of(&record))?;
        audit::page(db, &[person.uuid()], after).await
    }
}
