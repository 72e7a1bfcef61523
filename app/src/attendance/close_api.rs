//! Server functions of `attendance` for the month's close, a hall's rules, and the reading of positions.

use chrono::NaiveDate;
use domain::{
    attendance::{
        AcceptMonthCommand, ConsentView, HallAttendanceRules, MonthAct, MonthCloseView, MonthPeople, RulesCommand,
    },
    ids::HallId,
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, signed_in};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// Confirms my month that a date lies in. Sent twice, it is confirmed once.
#[server(prefix = "/api", endpoint = "attendance/month/accept", protocol = Write)]
pub async fn accept_month(command: AcceptMonthCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().accept_month(&caller, command).await)
}

/// How a hall's month stands. For supervisors, HR and the host unit.
#[server(prefix = "/api", endpoint = "attendance/close", protocol = Read)]
pub async fn month_close(hall: Option<HallId>, month: Option<NaiveDate>) -> Result<MonthCloseView, AppError> {
    let (services, caller) = signed_in()?;
    // By default the last month that is over: that is what there is to close.
    let month = month.unwrap_or_else(|| {
        let today = domain::time::hall_date(services.clock().now());
        today.checked_sub_months(chrono::Months::new(1)).unwrap_or(today)
    });
    answer(services.attendance().month_close(&caller, hall, month).await)
}

/// What a hall's month comes to for each of its people, after a 工号. For supervisors, HR and the host unit.
#[server(prefix = "/api", endpoint = "attendance/close/people", protocol = Read)]
pub async fn people_of_month(hall: HallId, month: NaiveDate, after: Option<String>) -> Result<MonthPeople, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().month_people(&caller, hall, month, after.as_deref()).await)
}

/// Confirms a hall's month, for supervisors and the host unit, or has it locked, for HR.
#[server(prefix = "/api", endpoint = "attendance/close/act", protocol = Write)]
pub async fn act_on_month(
    hall: HallId,
    month: NaiveDate,
    /// The version that was looked at.
    version: i32,
    act: MonthAct,
) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().act_on_month(&caller, hall, month, (version, act)).await)
}

/// A hall's rules of attendance. For supervisors and HR.
#[server(prefix = "/api", endpoint = "attendance/rules", protocol = Read)]
pub async fn attendance_rules(hall: Option<HallId>) -> Result<HallAttendanceRules, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().attendance_rules(&caller, hall).await)
}

/// Sets them. For supervisors and HR.
#[server(prefix = "/api", endpoint = "attendance/rules/set", protocol = Write)]
pub async fn set_attendance_rules(command: RulesCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().set_attendance_rules(&caller, command).await)
}

/// What I have said to the reading of my position.
#[server(prefix = "/api", endpoint = "attendance/consent", protocol = Read)]
pub async fn location_consent() -> Result<ConsentView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().location_consent(&caller).await)
}

/// Agrees to it, or doesn't any more.
#[server(prefix = "/api", endpoint = "attendance/consent/say", protocol = Write)]
pub async fn say_location_consent(given: bool) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().say_location_consent(&caller, given).await)
}
