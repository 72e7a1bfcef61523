//! Server functions of `calendar` for its years.

use domain::calendar::{CalendarYear, YearPreview};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, see_other, signed_in};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// Every year that is known, in the version in force. For HR.
#[server(prefix = "/api", endpoint = "calendar/years", protocol = Read)]
pub async fn calendar_years() -> Result<Vec<CalendarYear>, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.calendar().years(&caller).await)
}

/// What importing a year would change, and what stands against it. For HR.
#[server(prefix = "/api", endpoint = "calendar/import/preview", protocol = Read)]
pub async fn preview_calendar_year(
    /// The year, as TOML or JSON.
    file: String,
) -> Result<YearPreview, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.calendar().preview_import(&caller, &file).await)
}

/// Imports a year as the version that was looked at; says which year. For HR.
#[server(prefix = "/api", endpoint = "calendar/import", protocol = Write)]
pub async fn import_calendar_year(
    /// The year, as TOML or JSON.
    file: String,
    /// The version that it gets.
    version: i32,
) -> Result<i32, AppError> {
    let (services, caller) = signed_in()?;
    let year = answer(services.calendar().import_year(&caller, &file, version).await)?.year;
    see_other(&super::imported_path(year));
    Ok(year)
}
