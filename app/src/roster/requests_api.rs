//! Server functions of `roster` for offered shifts and overtime.

use domain::{
    ids::{HallId, OpenShiftId, OvertimeId, PersonId},
    roster::{OfferChoices, OfferCommand, OpenShiftView, OvertimeAct, OvertimeBook, OvertimeCommand, OvertimeView},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::request::{answer, signed_in};

/// The shifts on offer that I may claim, or give to one who has claimed them.
#[server(prefix = "/api", endpoint = "roster/open", input = GetUrl)]
pub async fn open_shifts() -> Result<Vec<OpenShiftView>, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().open_shifts(&caller).await)
}

/// What can be offered at a hall. For supervisors and HR.
#[server(prefix = "/api", endpoint = "roster/open/choices", input = GetUrl)]
pub async fn what_to_offer(hall: HallId) -> Result<OfferChoices, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().offer_choices(&caller, hall).await)
}

/// Offers a shift. For supervisors and HR.
#[server(prefix = "/api", endpoint = "roster/open/offer")]
pub async fn offer_shift(command: OfferCommand) -> Result<OpenShiftId, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().offer_shift(&caller, command).await)
}

/// Takes an offer back. For supervisors and HR.
#[server(prefix = "/api", endpoint = "roster/open/withdraw")]
pub async fn withdraw_offer(offer: OpenShiftId, version: i32) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().withdraw_offer(&caller, offer, version).await)
}

/// Claims an offered shift for me, or takes the claim back.
#[server(prefix = "/api", endpoint = "roster/open/claim")]
pub async fn claim_shift(offer: OpenShiftId, #[server(default)] claim: bool) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().claim_shift(&caller, offer, claim).await)
}

/// Gives an offered shift to one who has claimed it. For leads and above.
#[server(prefix = "/api", endpoint = "roster/open/fill")]
pub async fn fill_shift(offer: OpenShiftId, version: i32, person: PersonId) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().fill_shift(&caller, offer, version, person).await)
}

/// My overtime, and the time off that it has earned.
#[server(prefix = "/api", endpoint = "roster/overtime/mine", input = GetUrl)]
pub async fn my_overtime() -> Result<OvertimeBook, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().overtime_book(&caller).await)
}

/// Asks for overtime.
#[server(prefix = "/api", endpoint = "roster/overtime/ask")]
pub async fn ask_overtime(command: OvertimeCommand) -> Result<OvertimeId, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().ask_overtime(&caller, command).await)
}

/// The requests for overtime that I may decide. For leads and above.
#[server(prefix = "/api", endpoint = "roster/overtime/to-decide", input = GetUrl)]
pub async fn overtime_to_decide() -> Result<Vec<OvertimeView>, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().overtime_to_decide(&caller).await)
}

/// Decides a request for overtime, or takes mine back.
#[server(prefix = "/api", endpoint = "roster/overtime/act")]
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
