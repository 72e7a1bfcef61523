//! The audit trail's one way in, and out.

use chrono::{DateTime, Utc};
use domain::{
    accounts::{AuditPage, AuditView},
    ids::{AgencyId, AuditId, PersonId},
};
use store::{
    Connection, DbErr, Tx,
    repo::audit::{AuditRecord, create_line, list_about},
};
use uuid::Uuid;

use crate::{
    accounts::names_of,
    caller::{Caller, Visitor},
    error,
    pages::PageSize,
};

/// Lines on one page of the trail.
const PAGE: PageSize = PageSize(50);

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

/// A page of what was done about some things, newest first; `after` is what the page before gave as its `next`. Who may
/// read it, its callers ask.
pub(crate) async fn page(db: &impl Connection, subjects: &[Uuid], after: Option<AuditId>) -> error::Result<AuditPage> {
    let lines = list_about(db, subjects, after, PAGE.to_read()).await?;
    let (lines, next) = PAGE.cut(lines, |line| line.id);
    let actors: Vec<PersonId> = lines.iter().filter_map(|line| line.actor).collect();
    let names = names_of(db, &actors).await?;
    let view = |line: AuditRecord| AuditView {
        id: line.id,
        at: line.at,
        actor: line.actor.and_then(|actor| names.get(&actor).cloned()),
        action: line.action,
        detail: line.detail,
        address: line.address,
    };
    Ok(AuditPage { lines: lines.into_iter().map(view).collect(), next })
}
