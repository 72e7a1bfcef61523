//! Server functions of `roster`.

use chrono::NaiveDate;
use domain::{
    ids::HallId,
    roster::{HallDayView, RosterImportReport, RosterView},
};
use leptos::{prelude::*, server_fn::codec::MultipartData};
use serde::{Deserialize, Serialize};

use crate::{
    error::AppError,
    wire::{Files, Read},
};
#[cfg(feature = "ssr")]
use crate::{
    request::{answer, signed_in},
    upload::Upload,
};

/// How much of a roster is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// Monday to Sunday.
    Week,
    /// The first to the last.
    Month,
}

#[cfg(feature = "ssr")]
impl Span {
    /// Its first and last date, given any date in it.
    pub(crate) fn around(self, at: NaiveDate) -> (NaiveDate, NaiveDate) {
        use chrono::{Datelike, Weekday};
        match self {
            Self::Week => {
                // Only the first and last weeks that a date can name are not whole.
                let week = at.week(Weekday::Mon);
                (week.checked_first_day().unwrap_or(at), week.checked_last_day().unwrap_or(at))
            }
            Self::Month => (at.with_day(1).unwrap_or(at), domain::calendar::last_of_month(at)),
        }
    }
}

/// My duties of the week or month that contains `at`; by default that of today.
#[server(prefix = "/api", endpoint = "roster/mine", protocol = Read)]
pub async fn my_roster(span: Span, at: Option<NaiveDate>) -> Result<RosterView, AppError> {
    let (services, caller) = signed_in()?;
    let at = at.unwrap_or_else(|| domain::time::hall_date(services.clock().now()));
    let (from, to) = span.around(at);
    answer(services.roster().my_days(&caller, from, to).await)
}

/// Everybody's duty at a hall on a date, by default today. For those who may read rosters there; leads see
/// their zones.
#[server(prefix = "/api", endpoint = "roster/hall-day", protocol = Read)]
pub async fn hall_day(hall: HallId, date: Option<NaiveDate>) -> Result<HallDayView, AppError> {
    let (services, caller) = signed_in()?;
    let date = date.unwrap_or_else(|| domain::time::hall_date(services.clock().now()));
    answer(services.roster().hall_day(&caller, hall, date).await)
}

/// Imports a roster file: fields `hall`, `file`, and `apply` = `true`; without that it only tells what would
/// happen. For supervisors and HR of the hall.
#[server(prefix = "/api", endpoint = "roster/import", protocol = Files, input_derive = ())]
pub async fn import_roster(form: MultipartData) -> Result<RosterImportReport, AppError> {
    let (services, caller) = signed_in()?;
    let upload = answer(Upload::read(form).await.map_err(Into::into))?;
    answer(services.roster().import(&caller, upload.hall, &upload.file_name, upload.bytes, !upload.apply).await)
}
