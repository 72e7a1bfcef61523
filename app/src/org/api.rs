//! Server functions of `org`.

use domain::{
    accounts::AuditPage,
    ids::{AuditId, FenceId, HallId, PostId, WindowId, ZoneId},
    org::{
        FenceCommand, FenceView, HallCommand, HallRow, HallView, HolderCommand, OrgUnit, PostCommand, WindowCommand,
        ZoneCommand,
    },
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, dated, see_other, signed_in};
use crate::{
    error::AppError,
    when::Dated,
    wire::{Read, Write},
};

/// The halls that I may look into, by name. For everybody who leads or inspects one.
#[server(prefix = "/api", endpoint = "org/halls", protocol = Read)]
pub async fn halls() -> Result<Vec<HallRow>, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.org().halls(&caller).await)
}

/// One hall with all that is open in it. For leads and above; leads get their zones.
#[server(prefix = "/api", endpoint = "org/hall", protocol = Read)]
pub async fn hall(hall: HallId) -> Result<Dated<HallView>, AppError> {
    let (services, caller) = signed_in()?;
    let view = answer(services.org().hall(&caller, hall).await)?;
    Ok(dated(&services, view))
}

/// What was done to a hall and what is in it, newest first. For HR.
#[server(prefix = "/api", endpoint = "org/hall/audit", protocol = Read)]
pub async fn hall_audit(
    hall: HallId,
    /// The `next` of the page before.
    after: Option<AuditId>,
) -> Result<AuditPage, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.org().audit(&caller, hall, after).await)
}

/// What was set for the whole agency, newest first. For its HR.
#[server(prefix = "/api", endpoint = "org/audit", protocol = Read)]
pub async fn agency_audit(
    /// The `next` of the page before.
    after: Option<AuditId>,
) -> Result<AuditPage, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.org().agency_audit(&caller, after).await)
}

/// Opens a hall or renames one. For HR; opening one, for the agency's.
#[server(prefix = "/api", endpoint = "org/halls/save", protocol = Write)]
pub async fn save_hall(command: HallCommand) -> Result<HallId, AppError> {
    let (services, caller) = signed_in()?;
    let hall = answer(services.org().save_hall(&caller, command).await)?;
    see_other(&format!("/org/{hall}"));
    Ok(hall)
}

/// Opens a zone or changes one. For HR.
#[server(prefix = "/api", endpoint = "org/zones/save", protocol = Write)]
pub async fn save_zone(command: ZoneCommand) -> Result<ZoneId, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.org().save_zone(&caller, command).await)
}

/// Opens a window, or changes or moves one. For HR.
#[server(prefix = "/api", endpoint = "org/windows/save", protocol = Write)]
pub async fn save_window(command: WindowCommand) -> Result<WindowId, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.org().save_window(&caller, command).await)
}

/// Opens a post or renames one. For HR.
#[server(prefix = "/api", endpoint = "org/posts/save", protocol = Write)]
pub async fn save_post(command: PostCommand) -> Result<PostId, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.org().save_post(&caller, command).await)
}

/// Closes a part of a hall, or the hall, at once. For HR.
#[server(prefix = "/api", endpoint = "org/close", protocol = Write)]
pub async fn close(
    unit: OrgUnit,
    /// The hall to show afterwards; absent when it is the one that closes.
    hall: Option<HallId>,
) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.org().close(&caller, unit).await)?;
    see_other(&super::hall_path(hall));
    Ok(())
}

/// Names A or B of a post from a date on, or nobody. For HR.
#[server(prefix = "/api", endpoint = "org/holders/set", protocol = Write)]
pub async fn set_holder(command: HolderCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.org().set_holder(&caller, command).await)
}

/// The circles of a hall's geofence. For HR and supervisors.
#[server(prefix = "/api", endpoint = "org/fences", protocol = Read)]
pub async fn fences(hall: HallId) -> Result<Vec<FenceView>, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.org().fences(&caller, hall).await)
}

/// Adds a circle or replaces one. For HR and supervisors.
#[server(prefix = "/api", endpoint = "org/fences/set", protocol = Write)]
pub async fn set_fence(command: FenceCommand) -> Result<FenceId, AppError> {
    let (services, caller) = signed_in()?;
    let hall = command.hall;
    let fence = answer(services.org().set_fence(&caller, command).await)?;
    see_other(&super::fences_path(hall));
    Ok(fence)
}

/// Removes a circle. For HR and supervisors.
#[server(prefix = "/api", endpoint = "org/fences/remove", protocol = Write)]
pub async fn remove_fence(fence: FenceId) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.org().remove_fence(&caller, fence).await)
}
