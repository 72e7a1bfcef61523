//! Who decides on what: the house's rule, or the agency's own.

use domain::{
    approvals::{ApprovalKind, Routes},
    ids::AgencyId,
    policy::{Action, Place},
    problem::Problem,
};
use store::{Connection, repo::approvals as repo};

use super::Approvals;
use crate::{
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
};

impl Approvals {
    /// The routes of a kind of request in force at the caller's agency, with their version; 0 is the house's
    /// rule.
    pub async fn routes(&self, caller: &Caller, kind: ApprovalKind) -> Result<(i32, Routes)> {
        caller.check(Action::ApprovalRoutes, &Place::agency(caller.actor.agency))?;
        self.routes_of(self.0.db.read(), caller.actor.agency, kind).await
    }

    /// Sets other routes, as the next version after the one that was looked at. Requests that are under way
    /// keep theirs.
    pub async fn set_routes(&self, caller: &Caller, kind: ApprovalKind, version: i32, routes: Routes) -> Result<i32> {
        caller.check(Action::ApprovalRoutes, &Place::agency(caller.actor.agency))?;
        routes.validate()?;
        self.0
            .db
            .write((self.clone(), caller.clone(), routes), move |tx, (me, caller, routes)| {
                Box::pin(async move {
                    let agency = caller.actor.agency;
                    if me.routes_of(tx, agency, kind).await?.0 != version {
                        return Err(Problem::Conflict.into());
                    }
                    let next = version + 1;
                    let stored = repo::create_routes(tx, agency, kind, (next, routes), me.now()).await;
                    stored.map_err(|error| Error::unless_unique(error, Problem::Conflict))?;
                    let (subject, detail) = (("agency", agency.uuid()), format!("{}, version {next}", kind.code()));
                    let act = Act { action: "approvals.set_routes", subject, detail };
                    audit::record(tx, caller, me.now(), act).await?;
                    Ok::<_, Error>(next)
                })
            })
            .await
    }

    pub(super) async fn routes_of(
        &self,
        db: &impl Connection,
        agency: AgencyId,
        kind: ApprovalKind,
    ) -> Result<(i32, Routes)> {
        Ok(repo::find_routes(db, agency, kind).await?.unwrap_or_else(|| (0, Routes::house())))
    }
}
