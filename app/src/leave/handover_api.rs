//! Server functions of `leave` for what is handed over.

use domain::{
    ids::ApprovalId,
    leave::{HandoverCommand, HandoverView},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, see_other, signed_in};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// What is handed over before a leave that I give, take over or witness.
#[server(prefix = "/api", endpoint = "leave/handover", protocol = Read)]
pub async fn handover(request: ApprovalId) -> Result<HandoverView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.leave().handover(&caller, request).await)
}

/// Adds an item, takes one, or confirms the list. Sent twice, it is done once.
#[server(prefix = "/api", endpoint = "leave/handover/step", protocol = Write)]
pub async fn hand_over_post(command: HandoverCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    let request = command.request;
    answer(services.leave().hand_over_post(&caller, command).await)?;
    see_other(&format!("/leave/{request}/handover"));
    Ok(())
}
