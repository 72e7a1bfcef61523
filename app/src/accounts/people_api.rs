//! Server functions of `accounts` about other people: what HR does.

use chrono::NaiveDate;
use domain::{
    accounts::{AuditPage, InviteLink, PeoplePage, PersonCommand, PersonView, StaffImportReport},
    ids::{AppointmentId, AuditId, PersonId},
    policy::Role,
};
use leptos::{prelude::*, server_fn::codec::MultipartData};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::people_forms;
use crate::{
    error::AppError,
    when::Dated,
    wire::{Files, Read, Write},
};
#[cfg(feature = "ssr")]
use crate::{
    request::{answer, dated, see_other, signed_in},
    upload::Upload,
};

/// A scope in which a role can be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeChoice {
    /// As a form sends it: kind, colon, id.
    pub value: String,
    /// Its name; nothing for the agency as a whole.
    pub name: Option<String>,
}

/// People of my scope, by 工号. For leads and above.
#[server(prefix = "/api", endpoint = "accounts/people", protocol = Read)]
pub async fn people(
    /// A part of a name or 工号.
    #[server(default)]
    search: String,
    /// The `next` of the page before.
    after: Option<String>,
) -> Result<Dated<PeoplePage>, AppError> {
    let (services, caller) = signed_in()?;
    let page = answer(services.accounts().list_people(&caller, &search, after).await)?;
    Ok(dated(&services, page))
}

/// One person. For leads and above, and for the person.
#[server(prefix = "/api", endpoint = "accounts/people/one", protocol = Read)]
pub async fn person(person: PersonId) -> Result<Dated<PersonView>, AppError> {
    let (services, caller) = signed_in()?;
    let view = answer(services.accounts().person(&caller, person).await)?;
    Ok(dated(&services, view))
}

/// Creates a person or corrects their particulars. For HR.
#[server(prefix = "/api", endpoint = "accounts/people/save", protocol = Write)]
pub async fn save_person(command: PersonCommand) -> Result<PersonId, AppError> {
    let (services, caller) = signed_in()?;
    let person = answer(services.accounts().save_person(&caller, command).await)?;
    see_other(&format!("/people/{person}"));
    Ok(person)
}

/// Ends a person's employment with a last day. For HR.
#[server(prefix = "/api", endpoint = "accounts/people/end", protocol = Write)]
pub async fn end_employment(person: PersonId, last_day: NaiveDate) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.accounts().end_employment(&caller, person, last_day).await)
}

/// A whole ID number. For HR and the person; every use leaves an audit line, hence no read.
#[server(prefix = "/api", endpoint = "accounts/people/id-number", protocol = Write)]
pub async fn reveal_id_number(person: PersonId) -> Result<String, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.accounts().reveal_id_number(&caller, person).await)
}

/// Signs a person out on every device; returns on how many. For HR and the person.
#[server(prefix = "/api", endpoint = "accounts/people/sign-out", protocol = Write)]
pub async fn sign_out_person(person: PersonId) -> Result<u64, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.accounts().sign_out_person(&caller, person).await)
}

/// Invites a person; earlier unused links stop working. For HR.
#[server(prefix = "/api", endpoint = "accounts/people/invite", protocol = Write)]
pub async fn invite(person: PersonId) -> Result<InviteLink, AppError> {
    let (services, caller) = signed_in()?;
    let (url, expires_at) = answer(services.accounts().invite(&caller, person).await)?;
    Ok(InviteLink { qr_svg: people_forms::qr_svg(&url)?, url, expires_at })
}

/// What was done to a person or their account, newest first. For HR.
#[server(prefix = "/api", endpoint = "accounts/people/audit", protocol = Read)]
pub async fn audit_about(
    person: PersonId,
    /// The `next` of the page before.
    after: Option<AuditId>,
) -> Result<AuditPage, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.accounts().audit_about(&caller, person, after).await)
}

/// Where I can give roles: the agency, its halls, their zones. For HR.
#[server(prefix = "/api", endpoint = "accounts/scopes", protocol = Read)]
pub async fn scopes() -> Result<Vec<ScopeChoice>, AppError> {
    let (services, caller) = signed_in()?;
    answer(people_forms::scopes(&services, &caller).await)
}

/// Gives a role over a scope and a period. For HR, never to themselves.
#[server(prefix = "/api", endpoint = "accounts/people/appoint", protocol = Write)]
pub async fn appoint(
    person: PersonId,
    role: Role,
    /// A [`ScopeChoice`]'s value.
    scope: String,
    /// First day.
    from: NaiveDate,
    /// Last day; open when absent.
    to: Option<NaiveDate>,
) -> Result<AppointmentId, AppError> {
    let (services, caller) = signed_in()?;
    let scope = people_forms::parse_scope(&scope)?;
    let command = domain::accounts::AppointCommand { person, role, scope, from, to };
    answer(services.accounts().appoint(&caller, command).await)
}

/// Ends a role with a last day; signs the person out everywhere. For HR, never their own.
#[server(prefix = "/api", endpoint = "accounts/people/appointments/end", protocol = Write)]
pub async fn end_appointment(
    person: PersonId,
    appointment: AppointmentId,
    last_day: NaiveDate,
) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.accounts().end_appointment(&caller, person, appointment, last_day).await)
}

/// Imports a staff list, or says what that would do. For HR.
///
/// Fields `hall`, `file`, and `apply` = `true`; without that it only tells what would happen.
#[server(prefix = "/api", endpoint = "accounts/import", protocol = Files, input_derive = ())]
pub async fn import_staff(form: MultipartData) -> Result<StaffImportReport, AppError> {
    let (services, caller) = signed_in()?;
    let upload = answer(Upload::read(form).await.map_err(Into::into))?;
    let accounts = services.accounts();
    answer(accounts.import_staff(&caller, upload.hall, &upload.file_name, upload.bytes, !upload.apply).await)
}
