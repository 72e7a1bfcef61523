//! Server functions of `roster` for swapping days.

use chrono::NaiveDate;
use domain::{
    ids::ApprovalId,
    roster::{SwapAnswer, SwapAsked, SwapChoices, SwapCommand, SwapPage, SwapView},
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

/// Asks a colleague for a swap, or changes what I asked. Sent twice, it is asked once.
#[server(prefix = "/api", endpoint = "roster/swaps/ask", protocol = Write)]
pub async fn ask_swap(command: SwapCommand) -> Result<ApprovalId, AppError> {
    let (services, caller) = signed_in()?;
    let swap = answer(services.roster().ask_swap(&caller, command).await)?;
    see_other("/roster");
    Ok(swap)
}

/// My swaps, asked by me or of me, before one of the page before.
#[server(prefix = "/api", endpoint = "roster/swaps/own", protocol = Read)]
pub async fn my_swaps(before: Option<ApprovalId>) -> Result<SwapPage, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().my_swaps(&caller, before).await)
}

/// One swap, asked by me or of me.
#[server(prefix = "/api", endpoint = "roster/swaps/one", protocol = Read)]
pub async fn own_swap(swap: ApprovalId) -> Result<SwapView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().swap(&caller, swap).await)
}

/// What I asked for, to be changed.
#[server(prefix = "/api", endpoint = "roster/swaps/change", protocol = Read)]
pub async fn swap_to_change(swap: ApprovalId) -> Result<SwapAsked, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().swap_to_change(&caller, swap).await)
}

/// Answers a swap that I was asked for, or takes back mine. Sent twice, it is done once.
#[server(prefix = "/api", endpoint = "roster/swaps/answer", protocol = Write)]
pub async fn answer_swap(command: SwapAnswer) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().answer_swap(&caller, command).await)?;
    see_other("/roster");
    Ok(())
}
