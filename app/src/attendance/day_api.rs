//! Server functions of `attendance` for what happens in the day: outings, empty windows, rounds.

use chrono::NaiveDate;
use domain::{
    attendance::{
        DayLog, DecidePatrolCommand, OutingActCommand, OutingCommand, OutingSeenCommand, OutingsView, PatrolChoices,
        PatrolCommand, PatrolList, PatrolView, Sending, TakeVacancyCommand, Tapped,
    },
    ids::{HallId, PatrolId, PatrolNoteId},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, see_other, signed_in};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// Where I stand with going out, and whom I could stand in for.
#[server(prefix = "/api", endpoint = "attendance/outings", protocol = Read)]
pub async fn outings() -> Result<OutingsView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().outings(&caller).await)
}

/// Asks to leave my window for a while. Sent twice, it is asked once.
#[server(prefix = "/api", endpoint = "attendance/outings/ask", protocol = Write)]
pub async fn ask_outing(command: OutingCommand, sending: Option<Sending>) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().ask_outing(&caller, command, sending).await)?;
    see_other("/outing");
    Ok(())
}

/// Stands in for a colleague, leaves without cover, comes back, or stays after all. Sent twice, it is done once.
#[server(prefix = "/api", endpoint = "attendance/outings/act", protocol = Write)]
pub async fn act_on_outing(command: OutingActCommand, sending: Option<Sending>) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().act_on_outing(&caller, command, sending).await)?;
    see_other("/outing");
    Ok(())
}

/// Says that I have looked at an outing of which something arrived late. For leads and supervisors. Sent twice, it is
/// said once.
#[server(prefix = "/api", endpoint = "attendance/outings/seen", protocol = Write)]
pub async fn outing_seen(command: OutingSeenCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().outing_seen(&caller, command).await)?;
    see_other("/attendance/review");
    Ok(())
}

/// Takes the alarm of an empty window in hand. For leads and supervisors. Sent twice, it is taken once.
#[server(prefix = "/api", endpoint = "attendance/vacancies/take", protocol = Write)]
pub async fn take_vacancy(command: TakeVacancyCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().take_vacancy(&caller, command).await)?;
    see_other("/board");
    Ok(())
}

/// What the windows of a hall went through on a day, today without a date. For leads, supervisors, HR and the host.
#[server(prefix = "/api", endpoint = "attendance/day-log", protocol = Read)]
pub async fn log_of_day(hall: HallId, date: Option<NaiveDate>) -> Result<DayLog, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().day_log(&caller, hall, date).await)
}

/// The patrol records about me, and for those who may read them, about their windows.
#[server(prefix = "/api", endpoint = "attendance/patrols", protocol = Read)]
pub async fn patrols(after: Option<PatrolId>) -> Result<PatrolList, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().patrols(&caller, after).await)
}

/// One patrol record.
#[server(prefix = "/api", endpoint = "attendance/patrols/one", protocol = Read)]
pub async fn patrol(record: PatrolId) -> Result<PatrolView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().patrol(&caller, record).await)
}

/// The windows of a hall, and who answers for each of them. For inspectors.
#[server(prefix = "/api", endpoint = "attendance/patrols/choices", protocol = Read)]
pub async fn patrol_form(hall: Option<HallId>) -> Result<PatrolChoices, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().patrol_choices(&caller, hall).await)
}

/// Records what a round has found. For inspectors. Sent twice, it is recorded once.
#[server(prefix = "/api", endpoint = "attendance/patrols/record", protocol = Write)]
pub async fn record_patrol(command: PatrolCommand, sending: Option<Sending>) -> Result<PatrolId, AppError> {
    let (services, caller) = signed_in()?;
    let record = answer(services.attendance().record_patrol(&caller, command, sending).await)?;
    see_other(&format!("/patrol/{record}"));
    Ok(record)
}

/// Says what I have to say to a record about me. `note` is made with the form: sent twice, it is said once.
#[server(prefix = "/api", endpoint = "attendance/patrols/explain", protocol = Write)]
pub async fn explain_patrol(
    note: PatrolNoteId,
    record: PatrolId,
    text: String,
    tap: Option<Tapped>,
    sending: Option<Sending>,
) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    let command = domain::attendance::PatrolWordCommand { note, record, text, tap };
    answer(services.attendance().explain_patrol(&caller, command, sending).await)?;
    see_other(&format!("/patrol/{record}"));
    Ok(())
}

/// Decides whether a record stands. For supervisors. Sent twice, it is decided once.
#[server(prefix = "/api", endpoint = "attendance/patrols/decide", protocol = Write)]
pub async fn decide_patrol(command: DecidePatrolCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    let record = command.record;
    answer(services.attendance().decide_patrol(&caller, command).await)?;
    see_other(&format!("/patrol/{record}"));
    Ok(())
}
