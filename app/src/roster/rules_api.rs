//! Server functions of `roster` for what it is held against: rules of a hall, terms of a person.

use chrono::NaiveDate;
use domain::{
    ids::{CertificationId, HallId, HoursPermitId, PersonId, ProtectionId, WindowId},
    roster::{DemandCommand, HallRules, PermitCommand, ProtectionCommand, TermsView},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, signed_in};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// The rules of a hall. For supervisors and HR.
#[server(prefix = "/api", endpoint = "roster/rules", protocol = Read)]
pub async fn rules_of_hall(hall: HallId) -> Result<HallRules, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().hall_rules(&caller, hall).await)
}

/// Says how many people a window needs. For supervisors and HR.
#[server(prefix = "/api", endpoint = "roster/rules/demand", protocol = Write)]
pub async fn set_demand(command: DemandCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().set_demand(&caller, command).await)
}

/// Says whether only certified people may serve at a window. For supervisors and HR.
#[server(prefix = "/api", endpoint = "roster/rules/certification", protocol = Write)]
pub async fn require_certification(hall: HallId, #[server(default)] required: bool) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().require_certification(&caller, hall, required).await)
}

/// Says for how many months time off for overtime can be taken. For supervisors and HR.
#[server(prefix = "/api", endpoint = "roster/rules/time-off", protocol = Write)]
pub async fn set_time_off(hall: HallId, months: i32) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().set_time_off_months(&caller, hall, months).await)
}

/// Certifies somebody for a window. For supervisors and HR.
#[server(prefix = "/api", endpoint = "roster/rules/certify", protocol = Write)]
pub async fn certify(
    hall: HallId,
    window: WindowId,
    person: PersonId,
    /// First day.
    from: NaiveDate,
    /// Last day; open when absent.
    to: Option<NaiveDate>,
) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().certify(&caller, hall, person, (window, from, to)).await)
}

/// Takes a certification back. For supervisors and HR.
#[server(prefix = "/api", endpoint = "roster/rules/certify/end", protocol = Write)]
pub async fn end_certification(hall: HallId, certification: CertificationId) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().end_certification(&caller, hall, certification).await)
}

/// A person's permits and protected periods. For HR, and for the person.
#[server(prefix = "/api", endpoint = "roster/terms", protocol = Read)]
pub async fn terms(person: PersonId) -> Result<TermsView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().terms(&caller, person).await)
}

/// Records a permit for comprehensive hours. For HR, never their own.
#[server(prefix = "/api", endpoint = "roster/terms/permit", protocol = Write)]
pub async fn record_permit(command: PermitCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().record_permit(&caller, command).await)
}

/// Takes a permit back. For HR.
#[server(prefix = "/api", endpoint = "roster/terms/permit/withdraw", protocol = Write)]
pub async fn withdraw_permit(person: PersonId, permit: HoursPermitId) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().withdraw_permit(&caller, person, permit).await)
}

/// Records a protected period. For HR, never their own.
#[server(prefix = "/api", endpoint = "roster/terms/protection", protocol = Write)]
pub async fn record_protection(command: ProtectionCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().record_protection(&caller, command).await)
}

/// Takes a protected period back. For HR.
#[server(prefix = "/api", endpoint = "roster/terms/protection/withdraw", protocol = Write)]
pub async fn withdraw_protection(person: PersonId, protection: ProtectionId) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().withdraw_protection(&caller, person, protection).await)
}
