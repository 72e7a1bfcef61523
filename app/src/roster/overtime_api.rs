//! Server functions of `roster` for overtime.

use domain::{
    approvals::WithdrawCommand,
    ids::ApprovalId,
    roster::{CancelOvertimeCommand, ComingOvertimes, OvertimeAsked, OvertimeBook, OvertimeCommand, OvertimeView},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, see_other, signed_in};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// My overtime, before a request of the page before, and the time off that it has earned.
#[server(prefix = "/api", endpoint = "roster/overtime/mine", protocol = Read)]
pub async fn my_overtime(before: Option<ApprovalId>) -> Result<OvertimeBook, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().overtime_book(&caller, before).await)
}

/// Asks for overtime, or changes what I asked. Sent twice, it is asked once.
#[server(prefix = "/api", endpoint = "roster/overtime/ask", protocol = Write)]
pub async fn ask_overtime(command: OvertimeCommand) -> Result<ApprovalId, AppError> {
    let (services, caller) = signed_in()?;
    let id = command.id;
    answer(services.roster().ask_overtime(&caller, command).await)?;
    see_other(&super::overtime_page::own_path(id));
    Ok(id)
}

/// One request of mine.
#[server(prefix = "/api", endpoint = "roster/overtime/one", protocol = Read)]
pub async fn own_overtime(overtime: ApprovalId) -> Result<OvertimeView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().overtime(&caller, overtime).await)
}

/// What I asked for, to be changed.
#[server(prefix = "/api", endpoint = "roster/overtime/change", protocol = Read)]
pub async fn overtime_to_change(overtime: ApprovalId) -> Result<OvertimeAsked, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().overtime_to_change(&caller, overtime).await)
}

/// Takes a request of mine back, or what was approved before its day. Sent twice, it is done once.
#[server(prefix = "/api", endpoint = "roster/overtime/withdraw", protocol = Write)]
pub async fn withdraw_overtime(command: WithdrawCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().withdraw_overtime(&caller, command).await)?;
    see_other(&super::overtime_page::own_path(command.request));
    Ok(())
}

/// The approved overtime to come that I may cancel. For leads and above.
#[server(prefix = "/api", endpoint = "roster/overtime/coming", protocol = Read)]
pub async fn approved_overtime() -> Result<ComingOvertimes, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().coming_overtime(&caller).await)
}

/// Cancels somebody's approved overtime. For leads and above. Sent twice, it is done once.
#[server(prefix = "/api", endpoint = "roster/overtime/cancel", protocol = Write)]
pub async fn cancel_overtime(command: CancelOvertimeCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().cancel_overtime(&caller, command).await)
}
