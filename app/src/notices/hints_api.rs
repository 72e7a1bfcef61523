//! Server functions of `notices` for hints: which devices ring, when not, and what could not be delivered.

use domain::{
    ids::SubscriptionId,
    notices::{HintsView, QuietCommand, SubscribeCommand, UndeliveredHint},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::request::{answer, see_other, signed_in};

/// Which of my devices ring, and when not.
#[server(prefix = "/api", endpoint = "notices/hints", input = GetUrl)]
pub async fn my_hints() -> Result<HintsView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.notices().hints(&caller).await)
}

/// Lets this browser ring.
#[server(prefix = "/api", endpoint = "notices/hints/subscribe")]
pub async fn subscribe(command: SubscribeCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    let language = crate::preferences::ssr::language().parse().unwrap_or_default();
    answer(services.notices().subscribe(&caller, command, language).await)
}

/// Silences one of my devices.
#[server(prefix = "/api", endpoint = "notices/hints/unsubscribe")]
pub async fn unsubscribe(subscription: SubscriptionId) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.notices().unsubscribe(&caller, subscription).await)?;
    see_other("/me/notifications");
    Ok(())
}

/// Says when I want no hints.
#[server(prefix = "/api", endpoint = "notices/hints/quiet")]
pub async fn set_quiet_hours(command: QuietCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.notices().set_quiet_hours(&caller, command).await)?;
    see_other("/me/notifications");
    Ok(())
}

/// Whose devices could not be rung in the last days. For supervisors and HR.
#[server(prefix = "/api", endpoint = "notices/undelivered", input = GetUrl)]
pub async fn undelivered() -> Result<Vec<UndeliveredHint>, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.notices().undelivered(&caller).await)
}
