//! Server functions of `roster` for offered shifts.

use domain::{
    ids::{HallId, OpenShiftId},
    roster::{ClaimCommand, FillCommand, OfferChoices, OfferCommand, OpenShiftView, WithdrawOfferCommand},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, signed_in};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// The shifts on offer that I may claim, or give to one who has claimed them.
#[server(prefix = "/api", endpoint = "roster/open", protocol = Read)]
pub async fn open_shifts() -> Result<Vec<OpenShiftView>, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().open_shifts(&caller).await)
}

/// What can be offered at a hall. For supervisors and HR.
#[server(prefix = "/api", endpoint = "roster/open/choices", protocol = Read)]
pub async fn what_to_offer(hall: HallId) -> Result<OfferChoices, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().offer_choices(&caller, hall).await)
}

/// Offers a shift. For supervisors and HR. Sent twice, it is offered once.
#[server(prefix = "/api", endpoint = "roster/open/offer", protocol = Write)]
pub async fn offer_shift(command: OfferCommand) -> Result<OpenShiftId, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().offer_shift(&caller, command).await)
}

/// Takes an offer back. For supervisors and HR. Sent twice, it is done once.
#[server(prefix = "/api", endpoint = "roster/open/withdraw", protocol = Write)]
pub async fn withdraw_offer(command: WithdrawOfferCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().withdraw_offer(&caller, command).await)
}

/// Claims an offered shift for me, or takes the claim back. Sent twice, it is done once.
#[server(prefix = "/api", endpoint = "roster/open/claim", protocol = Write)]
pub async fn claim_shift(command: ClaimCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().claim_shift(&caller, command).await)
}

/// Gives an offered shift to one who has claimed it. For leads and above. Sent twice, it is done once.
#[server(prefix = "/api", endpoint = "roster/open/fill", protocol = Write)]
pub async fn fill_shift(command: FillCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().fill_shift(&caller, command).await)
}
