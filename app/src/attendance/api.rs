//! Server functions of `attendance`.

use chrono::NaiveDate;
use domain::{
    attendance::{
        BoardView, DecidePunchCommand, MonthView, PunchCommand, PunchReceipt, ReviewView, Sending, TimeTicket,
        TodayView,
    },
    ids::{HallId, PersonId, PunchId, PunchNoteId},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, see_other, signed_in};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// My day: shift, post, punches, and which slot is due.
#[server(prefix = "/api", endpoint = "attendance/today", protocol = Read)]
pub async fn today() -> Result<TodayView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().today(&caller).await)
}

/// The server's time, sealed for my phone; what makes a punch without a network credible.
#[server(prefix = "/api", endpoint = "attendance/ticket", protocol = Read)]
pub async fn ticket() -> Result<TimeTicket, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().ticket(&caller))
}

/// Clocks in or out, for myself. Sending the same command again gives the same answer.
#[server(prefix = "/api", endpoint = "attendance/punch", protocol = Write)]
pub async fn punch(command: PunchCommand, sending: Option<Sending>) -> Result<PunchReceipt, AppError> {
    let (services, caller) = signed_in()?;
    let receipt = answer(services.attendance().punch(&caller, command, sending).await)?;
    see_other("/");
    Ok(receipt)
}

/// Punches of the people I lead that wait for my word, after one of the page before.
#[server(prefix = "/api", endpoint = "attendance/review", protocol = Read)]
pub async fn review(after: Option<PunchId>) -> Result<ReviewView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().review(&caller, after).await)
}

/// Says whether such a punch counts; why is needed when it does not. Sent twice, it is said once.
#[server(prefix = "/api", endpoint = "attendance/decide", protocol = Write)]
pub async fn decide(command: DecidePunchCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().decide(&caller, command).await)?;
    see_other("/attendance/review");
    Ok(())
}

/// Says why a punch of mine is as it is; my lead sees it beside the punch. `note` is made with the form: sent
/// twice, it is said once.
#[server(prefix = "/api", endpoint = "attendance/explain", protocol = Write)]
pub async fn explain(note: PunchNoteId, punch: PunchId, reason: String) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().explain(&caller, note, punch, &reason).await)?;
    see_other("/");
    Ok(())
}

/// The month of a person that a date lies in; by default mine, and by default this month. Another person's
/// for those who may read their attendance.
#[server(prefix = "/api", endpoint = "attendance/month", protocol = Read)]
pub async fn month(person: Option<PersonId>, month: Option<NaiveDate>) -> Result<MonthView, AppError> {
    let (services, caller) = signed_in()?;
    let month = month.unwrap_or_else(|| domain::time::hall_date(services.clock().now()));
    answer(services.attendance().month(&caller, person, month).await)
}

/// Who is where at a hall now; by default at my own, or the first I may see. For leads, supervisors, HR,
/// the host unit and inspectors; leads see their zones.
#[server(prefix = "/api", endpoint = "attendance/board", protocol = Read)]
pub async fn board(hall: Option<HallId>) -> Result<BoardView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().board(&caller, hall).await)
}
