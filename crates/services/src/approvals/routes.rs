//! Who decides on what: the house's rule, or the agency's own.

use domain::{
    approvals::{ApprovalKind, Route, Routes},
    ids::AgencyId,
    policy::{Action, Place},
    problem::Problem,
};
use serde::Deserialize;
use store::{Connection, repo::approvals as repo};

use super::Approvals;
use crate::{
    audit::{self, Act},
    caller::{Caller, Visitor},
    document::{self, fill},
    error::{Error, Result},
    org::all_halls,
};

/// Routes as a file has them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoutesFile {
    kind: ApprovalKind,
    route: Vec<Route>,
}

fn set(agency: AgencyId, kind: ApprovalKind, version: i32) -> Act<'static> {
    let detail = format!("{}, version {version}", kind.code());
    Act { action: "approvals.set_routes", subject: ("agency", agency.uuid()), detail }
}

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
        routes.validate(kind)?;
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
                    audit::record(tx, caller, me.now(), set(agency, kind, next)).await?;
                    Ok::<_, Error>(next)
                })
            })
            .await
    }

    /// The same from the command line, by whoever runs the server: for every agency, as its next version. The
    /// file is TOML or JSON: `kind` and a list of `route`. Says the versions.
    pub async fn import_routes_by_operator(&self, text: &str) -> Result<Vec<i32>> {
        let file: RoutesFile = fill(document::parse(text)?).map_err(|error| Problem::Invalid(vec![error]))?;
        let routes = Routes { routes: file.route };
        routes.validate(file.kind)?;
        let (agencies, _) = all_halls(self.0.db.read()).await?;
        let agencies: Vec<AgencyId> = agencies.into_iter().map(|agency| agency.id).collect();
        self.0
            .db
            .write((self.clone(), agencies, routes), move |tx, (me, agencies, routes)| {
                Box::pin(async move {
                    let mut versions = Vec::with_capacity(agencies.len());
                    for agency in agencies {
                        let (version, now) = (me.routes_of(tx, *agency, file.kind).await?.0 + 1, me.now());
                        repo::create_routes(tx, *agency, file.kind, (version, routes), now).await?;
                        let act = set(*agency, file.kind, version);
                        audit::append(tx, *agency, None, &Visitor::operator(), now, act).await?;
                        versions.push(version);
                    }
                    Ok::<_, Error>(versions)
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
        Ok(repo::find_routes(db, agency, kind).await?.unwrap_or_else(|| (0, Routes::house(kind))))
    }
}
