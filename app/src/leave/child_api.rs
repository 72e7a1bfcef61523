//! Server functions of `leave` for children.

use domain::{
    ids::ChildId,
    leave::{DeclareChildCommand, RuleChildCommand},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, see_other, signed_in};
use crate::{error::AppError, wire::Write};

/// Tells of a child of mine, for whom there is leave.
#[server(prefix = "/api", endpoint = "leave/child", protocol = Write)]
pub async fn declare_child(command: DeclareChildCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.leave().declare_child(&caller, command).await)?;
    see_other("/leave/balance");
    Ok(())
}

/// Takes back what I have told of a child.
#[server(prefix = "/api", endpoint = "leave/child/back", protocol = Write)]
pub async fn take_child_back(child: ChildId) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.leave().take_child_back(&caller, child).await)?;
    see_other("/leave/balance");
    Ok(())
}

/// Confirms a child that somebody has told of, or refuses it. For HR.
#[server(prefix = "/api", endpoint = "leave/child/rule", protocol = Write)]
pub async fn rule_child(command: RuleChildCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    let person = command.person;
    answer(services.leave().rule_child(&caller, command).await)?;
    see_other(&format!("/leave/balance?person={person}"));
    Ok(())
}
