//! Server functions of `roster` for offered shifts and overtime.

use domain::{
    ids::{HallId, OpenShiftId, OvertimeId, PersonId},
    roster::{
        ClaimCommand, OfferChoices, OfferCommand, OpenShiftView, OvertimeAct, OvertimeBook, OvertimeCommand,
        OvertimeView,
    },
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

/// Takes an offer back. For supervisors and HR.
#[server(prefix = "/api", endpoint = "roster/open/withdraw", protocol = Write)]
pub async fn withdraw_offer(offer: OpenShiftId, version: i32) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().withdraw_offer(&caller, offer, version).await)
}

/// Claims an offered shift for me, or takes the claim back. Sent twice, it is done once.
#[server(prefix = "/api", endpoint = "roster/open/claim", protocol = Write)]
pub async fn claim_shift(command: ClaimCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().claim_shift(&caller, command).await)
}

/// Gives an offered shift to one who has claimed it. For leads and above.
#[server(prefix = "/api", endpoint = "roster/open/fill", protocol = Write)]
pub async fn fill_shift(offer: OpenShiftId, version: i32, person: PersonId) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().fill_shift(&caller, offer, version, person).await)
}

/// My overtime, and the time off that it has earned.
#[server(prefix = "/api", endpoint = "roster/overtime/mine", protocol = Read)]
pub async fn my_overtime() -> Result<OvertimeBook, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().overtime_book(&caller).await)
}

/// Asks for overtime.
#[server(prefix = "/api", endpoint = "roster/overtime/ask", protocol = Write)]
pub async fn ask_overtime(command: OvertimeCommand) -> Result<OvertimeId, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().ask_overtime(&caller, command).await)
}

/// The requests for overtime that I may decide. For leads and above.
#[server(prefix = "/api", endpoint = "roster/overtime/to-decide", protocol = Read)]
pub async fn overtime_to_decide() -> Result<Vec<OvertimeView>, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().overtime_to_decide(&caller).await)
}

/// Decides a request for overtime, or takes mine back.
#[server(prefix = "/api", endpoint = "roster/overtime/act", protocol = Write)]
pub async fn act_on_overtime(
    overtime: OvertimeId,
    /// The version that was looked at.
    version: i32,
    act: OvertimeAct,
    /// Why, for a rejection.
    answer: Option<String>,
) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    crate::request::answer(services.roster().act_on_overtime(&caller, overtime, version, act, answer).await)
}
