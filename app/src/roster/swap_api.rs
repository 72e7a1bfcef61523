//! Server functions of `roster` for swapping days.

use chrono::NaiveDate;
use domain::{
    ids::SwapId,
    roster::{SwapAct, SwapAnswer, SwapChoices, SwapCommand, SwapView},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, see_other, signed_in};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// My days that I can give, and for two dates with whom they can be swapped.
#[server(prefix = "/api", endpoint = "roster/swaps/choices", protocol = Read)]
pub async fn swap_options(give: Option<NaiveDate>, take: Option<NaiveDate>) -> Result<SwapChoices, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().swap_choices(&caller, give.zip(take)).await)
}

/// Asks a colleague for a swap. Sent twice, it is asked once.
#[server(prefix = "/api", endpoint = "roster/swaps/ask", protocol = Write)]
pub async fn ask_swap(command: SwapCommand) -> Result<SwapId, AppError> {
    let (services, caller) = signed_in()?;
    let swap = answer(services.roster().ask_swap(&caller, command).await)?;
    see_other("/roster");
    Ok(swap)
}

/// My latest swaps, asked by me or of me.
#[server(prefix = "/api", endpoint = "roster/swaps/mine", protocol = Read)]
pub async fn my_swaps() -> Result<Vec<SwapView>, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().my_swaps(&caller).await)
}

/// Answers a swap that I was asked for, or takes back mine. Sent twice, it is done once.
#[server(prefix = "/api", endpoint = "roster/swaps/answer", protocol = Write)]
pub async fn answer_swap(command: SwapAnswer) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().answer_swap(&caller, command).await)?;
    see_other("/roster");
    Ok(())
}

/// The swaps that I may decide. For leads and above.
#[server(prefix = "/api", endpoint = "roster/swaps/to-decide", protocol = Read)]
pub async fn swaps_to_decide() -> Result<Vec<SwapView>, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().swaps_to_decide(&caller).await)
}

/// Answers a swap, takes it back, or decides it.
#[server(prefix = "/api", endpoint = "roster/swaps/act", protocol = Write)]
pub async fn act_on_swap(
    swap: SwapId,
    /// The version that was looked at.
    version: i32,
    act: SwapAct,
    /// Why, for a rejection.
    answer: Option<String>,
) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    crate::request::answer(services.roster().act_on_swap(&caller, swap, version, act, answer).await)
}
