//! Server functions of `calendar`.

use chrono::NaiveDate;
use domain::calendar::{Limit, Matter};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, signed_in};
use crate::{error::AppError, wire::Read};

/// When the time limit of a matter ends that starts on a day.
#[server(prefix = "/api", endpoint = "calendar/limit", protocol = Read)]
pub async fn time_limit(matter: Matter, start: NaiveDate) -> Result<Limit, AppError> {
    let (services, _) = signed_in()?;
    answer(services.calendar().limit(matter, start).await)
}
