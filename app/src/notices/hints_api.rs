//! Server functions of `notices` for hints: which devices ring, when not, and what could not be delivered.

use domain::{
    ids::SubscriptionId,
    notices::{HintsView, QuietCommand, SubscribeCommand, UndeliveredHint},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, see_other, signed_in};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// Which of my devices ring, and when not.
#[server(prefix = "/api", endpoint = "notices/hints", protocol = Read)]
pub async fn my_hints() -> Result<HintsView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.notices().hints(&caller).await)
}

/// Lets this browser ring.
#[server(prefix = "/api", endpoint = "notices/hints/subscribe", protocol = Write)]
pub async fn subscribe(command: SubscribeCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    let language = crate::preferences::ssr::language().parse().unwrap_or_default();
    answer(services.notices().subscribe(&caller, command, language).await)
}

/// Silences one of my devices.
#[server(prefix = "/api", endpoint = "notices/hints/unsubscribe", protocol = Write)]
pub async fn unsubscribe(subscription: SubscriptionId) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.notices().unsubscribe(&caller, subscription).await)?;
    see_other("/me/notifications");
    Ok(())
}

/// Says when I want no hints.
#[server(prefix = "/api", endpoint = "notices/hints/quiet", protocol = Write)]
pub async fn set_quiet_hours(command: QuietCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.notices().set_quiet_hours(&caller, command).await)?;
    see_other("/me/notifications");
    Ok(())
}

/// Whose devices could not be rung in the last days. For supervisors and HR.
#[server(prefix = "/api", endpoint = "notices/undelivered", protocol = Read)]
pub async fn undelivered() -> Result<Vec<UndeliveredHint>, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.notices().undelivered(&caller).await)
}
