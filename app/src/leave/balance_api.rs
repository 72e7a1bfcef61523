//! Server functions of `leave` for balances and rules.

use domain::{
    ids::{HallId, PersonId},
    leave::{AdjustCommand, LeaveBook, ProfileCommand, RulesView},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, signed_in};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// What I have left, or for HR what somebody of their agency has.
#[server(prefix = "/api", endpoint = "leave/balance", protocol = Read)]
pub async fn leave_balance(person: Option<PersonId>) -> Result<LeaveBook, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.leave().leave_book(&caller, person).await)
}

/// Changes somebody's balance by hand. For HR.
#[server(prefix = "/api", endpoint = "leave/adjust", protocol = Write)]
pub async fn adjust_leave(command: AdjustCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.leave().adjust(&caller, command).await)
}

/// The leave rules of my hall, or for HR of any of theirs.
#[server(prefix = "/api", endpoint = "leave/rules", protocol = Read)]
pub async fn leave_rules(hall: Option<HallId>) -> Result<RulesView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.leave().leave_rules(&caller, hall).await)
}

/// Makes a province's rules apply at a hall. For HR.
#[server(prefix = "/api", endpoint = "leave/rules/confirm", protocol = Write)]
pub async fn confirm_province(command: ProfileCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.leave().confirm_province(&caller, command).await)
}
