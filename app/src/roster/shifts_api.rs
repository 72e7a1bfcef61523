//! Server functions of `roster` for the shifts of a hall.

use domain::{
    ids::{HallId, ShiftId},
    roster::{HallShifts, ShiftCommand, ShiftOutcome},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, see_other, signed_in};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// The shifts of a hall, in use and before. For supervisors and HR.
#[server(prefix = "/api", endpoint = "roster/shifts", protocol = Read)]
pub async fn shifts_of_hall(hall: HallId) -> Result<HallShifts, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().hall_shifts(&caller, hall).await)
}

/// Makes a shift, or puts it in the place of another from a day to come. For supervisors and HR.
#[server(prefix = "/api", endpoint = "roster/shifts/save", protocol = Write)]
pub async fn save_shift(command: ShiftCommand) -> Result<ShiftOutcome, AppError> {
    let (services, caller) = signed_in()?;
    let path = super::shifts_path(command.hall);
    let outcome = answer(services.roster().save_shift(&caller, command).await)?;
    see_other(&super::path_after(path, outcome.applied));
    Ok(outcome)
}

/// Takes back what was to take the place of another shift from a day to come. For supervisors and HR.
#[server(prefix = "/api", endpoint = "roster/shifts/take-back", protocol = Write)]
pub async fn take_back_shift(hall: HallId, shift: ShiftId) -> Result<ShiftOutcome, AppError> {
    let (services, caller) = signed_in()?;
    let outcome = answer(services.roster().take_back_shift(&caller, hall, shift).await)?;
    see_other(&super::path_after(super::shifts_path(hall), outcome.applied));
    Ok(outcome)
}

/// Takes a shift out of use. For supervisors and HR.
#[server(prefix = "/api", endpoint = "roster/shifts/retire", protocol = Write)]
pub async fn retire_shift(hall: HallId, shift: ShiftId) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().retire_shift(&caller, hall, shift).await)?;
    see_other(&super::shifts_path(hall));
    Ok(())
}
