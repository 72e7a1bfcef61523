//! Server functions of `leave` for requests.

use domain::{
    approvals::WithdrawCommand,
    attendance::Sending,
    ids::ApprovalId,
    leave::{
        AnswerCoverCommand, LeaveChoices, LeaveCommand, LeavePreview, LeaveView, MyLeave, NameCoverCommand,
        QuestionForm, RefusePapersCommand, ReturnCommand, Returned, RulePapersCommand, SuddenCommand,
    },
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, see_other, signed_in};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// My requests, before one of the page before, and who asks me to cover.
#[server(prefix = "/api", endpoint = "leave/mine", protocol = Read)]
pub async fn own_leave(before: Option<ApprovalId>) -> Result<MyLeave, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.leave().mine(&caller, before).await)
}

/// What the form needs, for a new request or for one of mine that is not settled.
#[server(prefix = "/api", endpoint = "leave/choices", protocol = Read)]
pub async fn leave_form(request: Option<ApprovalId>) -> Result<LeaveChoices, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.leave().choices(&caller, request).await)
}

/// The same to move a granted leave of mine.
#[server(prefix = "/api", endpoint = "leave/choices/move", protocol = Read)]
pub async fn leave_move_form(request: ApprovalId) -> Result<LeaveChoices, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.leave().choices_to_move(&caller, request).await)
}

/// What asking for some days would mean.
#[server(prefix = "/api", endpoint = "leave/preview", protocol = Read)]
pub async fn preview_leave(form: QuestionForm) -> Result<LeavePreview, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.leave().preview(&caller, form.into()).await)
}

/// One request that I may follow.
#[server(prefix = "/api", endpoint = "leave/one", protocol = Read)]
pub async fn leave_request(request: ApprovalId) -> Result<LeaveView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.leave().view(&caller, request).await)
}

/// Asks for leave, changes what I asked, or keeps a draft. Sent twice, it is asked once.
#[server(prefix = "/api", endpoint = "leave/ask", protocol = Write)]
pub async fn ask_leave(command: LeaveCommand) -> Result<ApprovalId, AppError> {
    let (services, caller) = signed_in()?;
    let request = answer(services.leave().ask(&caller, command).await)?;
    see_other(&format!("/leave/{request}"));
    Ok(request)
}

/// Reports a sudden case: away from the tap to the end of its day. Sent twice, it is reported once.
#[server(prefix = "/api", endpoint = "leave/report", protocol = Write)]
pub async fn report_sudden(command: SuddenCommand, sending: Option<Sending>) -> Result<ApprovalId, AppError> {
    let (services, caller) = signed_in()?;
    let request = answer(services.leave().report(&caller, command, sending).await)?;
    see_other(&format!("/leave/{request}"));
    Ok(request)
}

/// Takes a request of mine back before it is granted. Sent twice, it is done once.
#[server(prefix = "/api", endpoint = "leave/withdraw", protocol = Write)]
pub async fn withdraw_leave(command: WithdrawCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.leave().withdraw(&caller, command).await)?;
    see_other(&format!("/leave/{}", command.request));
    Ok(())
}

/// Says on which day I am back. Sent twice, it is said once.
#[server(prefix = "/api", endpoint = "leave/back", protocol = Write)]
pub async fn come_back(command: ReturnCommand) -> Result<Returned, AppError> {
    let (services, caller) = signed_in()?;
    let returned = answer(services.leave().come_back(&caller, command).await)?;
    see_other(&format!("/leave/{}", command.request));
    Ok(returned)
}

/// Says whether I cover for a colleague who has asked me to. Sent twice, it is said once.
#[server(prefix = "/api", endpoint = "leave/cover", protocol = Write)]
pub async fn answer_cover(command: AnswerCoverCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.leave().answer_cover(&caller, command).await)?;
    see_other("/leave");
    Ok(())
}

/// Names who covers a leave: my own, one that I cover and can't any more, or one of somebody whom I lead.
/// Sent twice, it is done once.
#[server(prefix = "/api", endpoint = "leave/cover/name", protocol = Write)]
pub async fn name_cover(
    command: NameCoverCommand,
    /// Whether it was done from the list, where who covers sees it.
    #[server(default)]
    listed: bool,
) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.leave().name_cover(&caller, command).await)?;
    if listed {
        see_other("/leave");
    } else {
        see_other(&format!("/leave/{}", command.request));
    }
    Ok(())
}

/// Says that I have seen the papers to somebody's leave. For leads and above; private ones for HR.
#[server(prefix = "/api", endpoint = "leave/papers", protocol = Write)]
pub async fn check_papers(request: ApprovalId) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.leave().check_papers(&caller, request).await)?;
    see_other(&format!("/leave/{request}"));
    Ok(())
}

/// Says that the papers to somebody's leave can't be used: others are due. For who may check them.
#[server(prefix = "/api", endpoint = "leave/papers/refuse", protocol = Write)]
pub async fn refuse_papers(command: RefusePapersCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    let request = command.id;
    answer(services.leave().refuse_papers(&caller, command).await)?;
    see_other(&format!("/leave/{request}"));
    Ok(())
}

/// Decides what follows from papers to somebody's leave that have not come in time. For leads and above.
#[server(prefix = "/api", endpoint = "leave/papers/rule", protocol = Write)]
pub async fn rule_papers(command: RulePapersCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    let request = command.id;
    answer(services.leave().rule_papers(&caller, command).await)?;
    see_other(&format!("/leave/{request}"));
    Ok(())
}
