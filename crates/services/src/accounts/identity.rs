use domain::{
    accounts::{AuditPage, AuditView},
    ids::{AuditId, PersonId},
    policy::Action,
    problem::Problem,
};
use std::collections::HashMap;
use store::repo::{accounts as repo, audit as trail};

use super::{
    Accounts,
    people::{person_record, place_of},
};
use crate::{
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    pages::PageSize,
};

/// Lines on one page of the trail.
const PAGE: PageSize = PageSize(50);

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
        let lines = trail::list_about(db, person.uuid(), after, PAGE.to_read()).await?;
        let (lines, next) = PAGE.cut(lines, |line| line.id);

        let actors: Vec<_> = lines.iter().filter_map(|line| line.actor).collect();
        let actors = repo::find_people(db, &actors).await?;
        let names: HashMap<_, _> = actors.into_iter().map(|actor| (actor.id, actor.name)).collect();
        let view = |line: trail::AuditRecord| AuditView {
            id: line.id,
            at: line.at,
            actor: line.actor.and_then(|actor| names.get(&actor).cloned()),
            action: line.action,
            detail: line.detail,
            address: line.address,
        };
        Ok(AuditPage { lines: lines.into_iter().map(view).collect(), next })
    }
}
