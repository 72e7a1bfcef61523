use chrono::{DateTime, Utc};
use domain::{
    ids::{HallId, PersonId},
    policy::{Action, Place},
    problem::{FieldReason, Problem},
};
use store::{Connection, Tx, repo::org::HallRecord};

use crate::{
    audit,
    caller::{Caller, Visitor},
    error::Result,
    org::{all_halls, reachable_hall},
};

/// Who brings a file, and the hall that it is for.
#[derive(Clone)]
pub(super) struct Bringer {
    pub(super) hall: HallRecord,
    /// Nobody signed in is the operator.
    caller: Option<Caller>,
}

impl Bringer {
    /// Somebody signed in who may import rosters for the whole hall.
    pub(super) async fn caller(db: &impl Connection, caller: &Caller, hall: HallId) -> Result<Self> {
        let hall = reachable_hall(db, caller, Action::RosterImport, hall).await?;
        caller.check(Action::RosterImport, &Place::hall(hall.agency, hall.id))?;
        Ok(Self { hall, caller: Some(caller.clone()) })
    }

    /// Whoever runs the server, with the hall's name; one that no hall has, or several, is wrong.
    pub(super) async fn operator(db: &impl Connection, hall: &str) -> Result<Self> {
        let (_, halls) = all_halls(db).await?;
        let mut named = halls.into_iter().filter(|record| record.name == hall);
        match (named.next(), named.next()) {
            (Some(hall), None) => Ok(Self { hall, caller: None }),
            _ => Err(Problem::field("hall", FieldReason::Unknown).into()),
        }
    }

    /// Whether they may see why somebody is protected; whoever runs the server reads it in the database anyway.
    pub(super) fn sees_protection(&self) -> bool {
        let place = self.place();
        self.caller.as_ref().is_none_or(|caller| caller.check(Action::WorkTermsEdit, &place).is_ok())
    }

    /// Who it is; nobody for whoever runs the server.
    pub(super) fn person(&self) -> Option<PersonId> {
        self.caller.as_ref().map(|caller| caller.actor.person)
    }

    /// Where the hall is.
    pub(super) const fn place(&self) -> Place {
        Place::hall(self.hall.agency, self.hall.id)
    }

    /// Remembers in the audit trail what was brought.
    pub(super) async fn record(&self, tx: &Tx, now: DateTime<Utc>, action: &str, detail: String) -> Result<()> {
        let actor = self.caller.as_ref().map(|caller| caller.actor.person);
        let visitor = self.caller.as_ref().map_or_else(Visitor::operator, |caller| caller.visitor.clone());
        let act = audit::Act { action, subject: ("hall", self.hall.id.uuid()), detail };
        Ok(audit::append(tx, self.hall.agency, actor, &visitor, now, act).await?)
    }
}
