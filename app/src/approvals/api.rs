//! Server functions of `approvals`.

#[cfg(feature = "ssr")]
use domain::problem::{FieldReason, Problem};
use domain::{
    approvals::{ApprovalView, Bulk, DecideCommand, Decided, DelegateCommand, InboxView, OwnRules},
    ids::{ApprovalId, DelegationId, KinshipId, PersonId},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, see_other, signed_in};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// What waits for me, after one of the page before.
#[server(prefix = "/api", endpoint = "approvals/inbox", protocol = Read)]
pub async fn inbox(after: Option<ApprovalId>) -> Result<InboxView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.approvals().inbox(&caller, after).await)
}

/// What I have decided, before one of the page before.
#[server(prefix = "/api", endpoint = "approvals/decided", protocol = Read)]
pub async fn my_decisions(before: Option<ApprovalId>) -> Result<InboxView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.approvals().decided(&caller, before).await)
}

/// What I have copies of, before one of the page before.
#[server(prefix = "/api", endpoint = "approvals/copied", protocol = Read)]
pub async fn my_copies(before: Option<ApprovalId>) -> Result<InboxView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.approvals().copied(&caller, before).await)
}

/// One request that I may follow.
#[server(prefix = "/api", endpoint = "approvals/one", protocol = Read)]
pub async fn approval(approval: ApprovalId) -> Result<ApprovalView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.approvals().view(&caller, approval).await)
}

/// Decides on a request as it was looked at. Sending the same command again gives the same answer.
#[server(prefix = "/api", endpoint = "approvals/decide", protocol = Write)]
pub async fn decide(command: DecideCommand) -> Result<Decided, AppError> {
    let (services, caller) = signed_in()?;
    let decided = answer(services.approvals().decide(&caller, command).await)?;
    see_other(&format!("/approvals/{}", decided.approval));
    Ok(decided)
}

/// Undoes my last decision on a request, within ten seconds.
#[server(prefix = "/api", endpoint = "approvals/undo", protocol = Write)]
pub async fn undo(approval: ApprovalId) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.approvals().undo(&caller, approval).await)?;
    see_other(&format!("/approvals/{approval}"));
    Ok(())
}

/// Undoes my last decisions on some requests, within ten seconds of each.
#[server(prefix = "/api", endpoint = "approvals/undo-many", protocol = Write)]
pub async fn undo_many(
    /// The requests, with commas between them.
    requests: String,
) -> Result<Bulk, AppError> {
    let (services, caller) = signed_in()?;
    let requests: Option<Vec<ApprovalId>> = requests.split(',').map(|id| id.parse().ok()).collect();
    let bulk = match requests {
        Some(requests) => services.approvals().undo_many(&caller, requests).await,
        None => Err(Problem::field("requests", FieldReason::Malformed).into()),
    };
    let bulk = answer(bulk)?;
    see_other(&format!("/approvals?undone={}&left={}", bulk.done, bulk.left));
    Ok(bulk)
}

/// Agrees to all of some requests that nothing speaks against.
#[server(prefix = "/api", endpoint = "approvals/agree-many", protocol = Write)]
pub async fn agree_to_many(
    /// `request/version`, with commas between them.
    requests: String,
) -> Result<Bulk, AppError> {
    let (services, caller) = signed_in()?;
    let bulk = match parse_requests(&requests) {
        Some(requests) => services.approvals().agree_to_many(&caller, requests).await,
        None => Err(Problem::field("requests", FieldReason::Malformed).into()),
    };
    let bulk = answer(bulk)?;
    see_other(&format!("/approvals?done={}&left={}", bulk.done, bulk.left));
    Ok(bulk)
}

#[cfg(feature = "ssr")]
fn parse_requests(text: &str) -> Option<Vec<(ApprovalId, i32)>> {
    let one = |part: &str| {
        let (id, version) = part.split_once('/')?;
        Some((id.parse().ok()?, version.parse().ok()?))
    };
    text.split(',').map(one).collect()
}

/// Hands my seat at this step over to somebody else.
#[server(prefix = "/api", endpoint = "approvals/hand-over", protocol = Write)]
pub async fn hand_over(
    approval: ApprovalId,
    /// The version that was looked at.
    version: i32,
    to: PersonId,
    reason: Option<String>,
) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.approvals().hand_over(&caller, approval, version, to, reason).await)?;
    see_other("/approvals");
    Ok(())
}

/// Says something to a request without deciding.
#[server(prefix = "/api", endpoint = "approvals/comment", protocol = Write)]
pub async fn comment(approval: ApprovalId, text: Option<String>) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.approvals().comment(&caller, approval, text).await)
}

/// Gives somebody of the agency a copy of a request.
#[server(prefix = "/api", endpoint = "approvals/copy", protocol = Write)]
pub async fn copy_to(
    approval: ApprovalId,
    /// Their 工号.
    person: String,
) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.approvals().copy(&caller, approval, &person).await)
}

/// My delegations and declared relatives.
#[server(prefix = "/api", endpoint = "approvals/rules", protocol = Read)]
pub async fn my_rules() -> Result<OwnRules, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.approvals().own_rules(&caller).await)
}

/// Lets somebody decide in my place for some days. For who decides anything.
#[server(prefix = "/api", endpoint = "approvals/delegate", protocol = Write)]
pub async fn delegate(command: DelegateCommand) -> Result<DelegationId, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.approvals().delegate(&caller, command).await)
}

/// Ends a delegation of mine.
#[server(prefix = "/api", endpoint = "approvals/delegate/end", protocol = Write)]
pub async fn end_delegation(delegation: DelegationId) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.approvals().end_delegation(&caller, delegation).await)
}

/// Says that somebody is a relative of mine.
#[server(prefix = "/api", endpoint = "approvals/relative", protocol = Write)]
pub async fn declare_relative(
    /// Their 工号.
    relative: String,
) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.approvals().declare_relative(&caller, &relative).await)
}

/// Takes such a declaration of mine back.
#[server(prefix = "/api", endpoint = "approvals/relative/withdraw", protocol = Write)]
pub async fn withdraw_relative(kinship: KinshipId) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.approvals().withdraw_relative(&caller, kinship).await)
}
