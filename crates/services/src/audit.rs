//! The audit trail's one way in.

use chrono::{DateTime, Utc};
use domain::ids::{AgencyId, AuditId, PersonId};
use store::{
    DbErr, Tx,
    repo::audit::{AuditRecord, create_line},
};
use uuid::Uuid;

use crate::caller::{Caller, Visitor};

/// An act to be remembered.
pub(crate) struct Act<'a> {
    /// A stable word: `slice.verb`.
    pub(crate) action: &'a str,
    /// What kind of thing it is about, and which.
    pub(crate) subject: (&'a str, Uuid),
    /// More in plain words or numbers. Never a secret, an ID number or a phone number.
    pub(crate) detail: String,
}

impl Act<'static> {
    /// An act about a person.
    pub(crate) fn about(person: PersonId, action: &'static str, detail: impl Into<String>) -> Self {
        Self { action, subject: ("person", person.uuid()), detail: detail.into() }
    }
}

/// Remembers an act of a signed-in person, in the transaction of the act.
pub(crate) async fn record(tx: &Tx, caller: &Caller, now: DateTime<Utc>, act: Act<'_>) -> Result<(), DbErr> {
    let actor = Some(caller.actor.person);
    append(tx, caller.actor.agency, actor, &caller.visitor, now, act).await
}

/// Remembers what the program did by itself, in the transaction of it.
pub(crate) async fn note(tx: &Tx, agency: AgencyId, now: DateTime<Utc>, act: Act<'_>) -> Result<(), DbErr> {
    append(tx, agency, None, &Visitor::default(), now, act).await
}

/// Remembers an act of somebody who is not signed in, or of the operator at the command line.
pub(crate) async fn append(
    tx: &Tx,
    agency: AgencyId,
    actor: Option<PersonId>,
    visitor: &Visitor,
    now: DateTime<Utc>,
    act: Act<'_>,
) -> Result<(), DbErr> {
    let line = AuditRecord {
        id: AuditId::new(),
        agency,
        at: now,
        actor,
        action: act.action.to_owned(),
        subject_kind: act.subject.0.to_owned(),
        subject: act.subject.1,
        detail: act.detail,
        address: visitor.address.clone(),
    };
    create_line(tx, line).await
}
