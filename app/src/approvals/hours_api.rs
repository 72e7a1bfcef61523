//! Server functions of `approvals` for when halls are open.

use domain::approvals::{HallHours, HoursCommand};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, see_other, signed_in};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// The halls of my agency with their hours. For HR.
#[server(prefix = "/api", endpoint = "approvals/hours", protocol = Read)]
pub async fn office_hours() -> Result<Vec<HallHours>, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.approvals().office_hours(&caller).await)
}

/// Sets the hours of a hall. For HR.
#[server(prefix = "/api", endpoint = "approvals/hours/set", protocol = Write)]
pub async fn set_office_hours(command: HoursCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.approvals().set_office_hours(&caller, command).await)?;
    see_other("/approvals/hours");
    Ok(())
}
