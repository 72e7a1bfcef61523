//! Server functions of `leave` for annual leave that is not taken in its year.

use domain::leave::{AnswerCarryCommand, AskCarryCommand, CarryCommand, WaiverCommand};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, see_other, signed_in};
use crate::{error::AppError, wire::Write};

/// Asks somebody whether the rest of a year may be carried over to the next. For HR.
#[server(prefix = "/api", endpoint = "leave/carry/ask", protocol = Write)]
pub async fn ask_carry(command: AskCarryCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.leave().ask_carry(&caller, command).await)?;
    see_other(&format!("/leave/balance?person={}", command.person));
    Ok(())
}

/// Says whether the rest of a year of mine may be carried over.
#[server(prefix = "/api", endpoint = "leave/carry/answer", protocol = Write)]
pub async fn answer_carry(command: AnswerCarryCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.leave().answer_carry(&caller, command).await)?;
    see_other("/leave/balance");
    Ok(())
}

/// Carries the rest of a year over by a consent on paper. For HR.
#[server(prefix = "/api", endpoint = "leave/carry", protocol = Write)]
pub async fn carry_leave(command: CarryCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    let person = command.person;
    answer(services.leave().carry_over(&caller, command).await)?;
    see_other(&format!("/leave/balance?person={person}"));
    Ok(())
}

/// Records the paper by which somebody does without annual leave. For HR.
#[server(prefix = "/api", endpoint = "leave/waive", protocol = Write)]
pub async fn waive_leave(command: WaiverCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    let person = command.person;
    answer(services.leave().waive(&caller, command).await)?;
    see_other(&format!("/leave/balance?person={person}"));
    Ok(())
}
