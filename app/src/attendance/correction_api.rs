//! Server functions of `attendance` for corrections and paper sheets.

use chrono::NaiveDate;
use domain::{
    approvals::WithdrawCommand,
    attendance::{CorrectionCommand, CorrectionForm, CorrectionView, PaperActCommand, PaperBook, PaperCommand},
    ids::{ApprovalId, HallId},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, see_other, signed_in};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// What of a day of mine can be corrected.
#[server(prefix = "/api", endpoint = "attendance/correction", protocol = Read)]
pub async fn what_to_correct(date: NaiveDate) -> Result<CorrectionForm, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().correction_form(&caller, date).await)
}

/// The same for a request of mine that I change.
#[server(prefix = "/api", endpoint = "attendance/correction/change", protocol = Read)]
pub async fn what_to_change(correction: ApprovalId) -> Result<CorrectionForm, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().correction_to_change(&caller, correction).await)
}

/// Asks for a correction of a day of mine, or changes what I asked. Sent twice, it is asked once.
#[server(prefix = "/api", endpoint = "attendance/correction/ask", protocol = Write)]
pub async fn ask_correction(command: CorrectionCommand) -> Result<NaiveDate, AppError> {
    let (services, caller) = signed_in()?;
    let date = command.date;
    answer(services.attendance().ask_correction(&caller, command).await)?;
    see_other(&super::day_path(date));
    Ok(date)
}

/// One request of mine.
#[server(prefix = "/api", endpoint = "attendance/correction/one", protocol = Read)]
pub async fn own_correction(correction: ApprovalId) -> Result<CorrectionView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().correction(&caller, correction).await)
}

/// Takes a request of mine back before it is settled. Sent twice, it is done once.
#[server(prefix = "/api", endpoint = "attendance/correction/withdraw", protocol = Write)]
pub async fn withdraw_correction(command: WithdrawCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().withdraw_correction(&caller, command).await)?;
    see_other(&format!("/attendance/correction/{}", command.request));
    Ok(())
}

/// What can be typed in off a paper sheet for a date, and the sheets that wait. For leads and above.
#[server(prefix = "/api", endpoint = "attendance/paper", protocol = Read)]
pub async fn paper_sheets(hall: Option<HallId>, date: Option<NaiveDate>) -> Result<PaperBook, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().paper_book(&caller, hall, date).await)
}

/// Types a paper sheet in. For leads and above.
#[server(prefix = "/api", endpoint = "attendance/paper/enter", protocol = Write)]
pub async fn enter_paper(command: PaperCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().enter_paper(&caller, command).await)?;
    see_other("/attendance/paper");
    Ok(())
}

/// Confirms or refuses a sheet that somebody else has typed in, or takes mine back. Sent twice, it is done once.
#[server(prefix = "/api", endpoint = "attendance/paper/act", protocol = Write)]
pub async fn act_on_paper(command: PaperActCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().act_on_paper(&caller, command).await)
}
