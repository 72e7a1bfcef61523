//! Server functions of `approvals` for who decides on what.

#[cfg(feature = "ssr")]
use domain::approvals::read_routes;
use domain::approvals::{ApprovalKind, RouteForm, RoutesOutcome, RoutesView, TryCommand};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, see_other, signed_in};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// Who decides on a kind of request at my agency, now and before. For HR.
#[server(prefix = "/api", endpoint = "approvals/routes", protocol = Read)]
pub async fn approval_routes(kind: ApprovalKind) -> Result<RoutesView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.approvals().routes_view(&caller, kind).await)
}

/// Tells who would decide by edited routes, or with `publish` makes them hold as the next version. For HR.
#[server(prefix = "/api", endpoint = "approvals/routes/set", protocol = Write)]
pub async fn set_approval_routes(
    kind: ApprovalKind,
    /// The version that was looked at.
    version: i32,
    routes: Vec<RouteForm>,
    attempt: TryCommand,
    #[server(default)] publish: bool,
) -> Result<RoutesOutcome, AppError> {
    let (services, caller) = signed_in()?;
    let routes = answer(read_routes(kind, &routes).map_err(Into::into))?;
    if !publish {
        let tried = services.approvals().try_routes(&caller, (kind, &routes), &attempt).await;
        return answer(tried.map(RoutesOutcome::Tried));
    }
    let version = answer(services.approvals().set_routes(&caller, kind, version, routes).await)?;
    see_other(&super::routes_page::path(kind));
    Ok(RoutesOutcome::Published(version))
}
