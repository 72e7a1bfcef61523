//! Server functions of `roster` for everybody's usual weeks.

use domain::{
    ids::HallId,
    roster::{EndWeekCommand, HallWeeks, WeekCommand, WeekOutcome},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, see_other, signed_in};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// The usual weeks of a hall's people. For supervisors and HR.
#[server(prefix = "/api", endpoint = "roster/weeks", protocol = Read)]
pub async fn weeks_of_hall(hall: HallId) -> Result<HallWeeks, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().hall_weeks(&caller, hall).await)
}

/// Gives some people a usual week from a date on. For supervisors and HR.
#[server(prefix = "/api", endpoint = "roster/weeks/set", protocol = Write)]
pub async fn set_week(command: WeekCommand) -> Result<WeekOutcome, AppError> {
    let (services, caller) = signed_in()?;
    let path = super::weeks_path(command.hall);
    let outcome = answer(services.roster().set_week(&caller, command).await)?;
    see_other(&super::path_after(path, outcome.applied));
    Ok(outcome)
}

/// Ends the usual week that somebody has on a day. For supervisors and HR.
#[server(prefix = "/api", endpoint = "roster/weeks/end", protocol = Write)]
pub async fn end_week(command: EndWeekCommand) -> Result<WeekOutcome, AppError> {
    let (services, caller) = signed_in()?;
    let path = super::weeks_path(command.hall);
    let outcome = answer(services.roster().end_week(&caller, command).await)?;
    see_other(&super::path_after(path, outcome.applied));
    Ok(outcome)
}
