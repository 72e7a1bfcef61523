//! Server functions of `attendance` for corrections and paper sheets.

use chrono::NaiveDate;
use domain::{
    attendance::{CorrectionAct, CorrectionCommand, CorrectionForm, CorrectionView, PaperAct, PaperBook, PaperCommand},
    ids::{CorrectionId, HallId, PaperSheetId},
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

/// Asks for a correction of a day of mine.
#[server(prefix = "/api", endpoint = "attendance/correction/ask", protocol = Write)]
pub async fn ask_correction(command: CorrectionCommand) -> Result<NaiveDate, AppError> {
    let (services, caller) = signed_in()?;
    let date = command.date;
    answer(services.attendance().ask_correction(&caller, command).await)?;
    see_other(&super::day_path(date));
    Ok(date)
}

/// The corrections that wait for my word, and the last of them if there are more. For leads and above.
#[server(prefix = "/api", endpoint = "attendance/correction/to-decide", protocol = Read)]
pub async fn corrections_to_decide(
    after: Option<CorrectionId>,
) -> Result<(Vec<CorrectionView>, Option<CorrectionId>), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().corrections_to_decide(&caller, after).await)
}

/// Decides a correction, or takes mine back.
#[server(prefix = "/api", endpoint = "attendance/correction/act", protocol = Write)]
pub async fn act_on_correction(
    correction: CorrectionId,
    /// The version that was looked at.
    version: i32,
    act: CorrectionAct,
    /// Why, for a rejection.
    answer: Option<String>,
) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    crate::request::answer(services.attendance().act_on_correction(&caller, correction, version, act, answer).await)
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

/// Confirms or refuses a sheet that somebody else has typed in, or takes mine back.
#[server(prefix = "/api", endpoint = "attendance/paper/act", protocol = Write)]
pub async fn act_on_paper(
    sheet: PaperSheetId,
    /// The version that was looked at.
    version: i32,
    act: PaperAct,
    /// Why, for a refusal.
    answer: Option<String>,
) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    crate::request::answer(services.attendance().act_on_paper(&caller, sheet, version, act, answer).await)
}
