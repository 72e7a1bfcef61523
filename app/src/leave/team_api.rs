//! Server functions of `leave` for who leads.

use chrono::NaiveDate;
use domain::{ids::HallId, leave::TeamView};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, signed_in};
use crate::{error::AppError, roster::api::Span, wire::Read};

/// Who of a hall is away in the week or month that contains `at`, by default that of today. For those who
/// lead there; leads see their zones.
#[server(prefix = "/api", endpoint = "leave/team", protocol = Read)]
pub async fn team_leave(hall: Option<HallId>, span: Span, at: Option<NaiveDate>) -> Result<TeamView, AppError> {
    let (services, caller) = signed_in()?;
    let at = at.unwrap_or_else(|| domain::time::hall_date(services.clock().now()));
    answer(services.leave().team(&caller, hall, span.around(at)).await)
}
