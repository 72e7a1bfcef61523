//! Server functions of `roster` for those who plan it, and for those to whom it is published.

use chrono::NaiveDate;
use domain::{
    ids::HallId,
    roster::{AcknowledgeRosterCommand, DraftState, PublicationReview, PublishCommand, Published, RosterSheet},
};
use leptos::prelude::*;

use crate::{
    error::AppError,
    wire::{Read, Write},
};
#[cfg(feature = "ssr")]
use crate::{
    request::{answer, see_other, signed_in},
    when,
};
#[cfg(feature = "ssr")]
use domain::roster::{Brush, CYCLE_BRUSH, DraftRef, Stroke, WINDOW_BRUSH};

/// The month of a hall that contains a date, by default today, as it is published and drafted. For leads
/// and above; leads get the people of their zone.
#[server(prefix = "/api", endpoint = "roster/sheet", protocol = Read)]
pub async fn month_sheet(hall: HallId, month: Option<NaiveDate>) -> Result<RosterSheet, AppError> {
    let (services, caller) = signed_in()?;
    let month = month.unwrap_or_else(|| domain::time::hall_date(services.clock().now()));
    answer(services.roster().roster_sheet(&caller, hall, month).await)
}

/// Paints cells of a draft. For leads and above, never their own row.
#[server(prefix = "/api", endpoint = "roster/draft/paint", protocol = Write)]
pub async fn paint_roster(
    hall: HallId,
    month: NaiveDate,
    /// The draft's version that the editor has before them.
    version: i32,
    /// A shift's id, `rest` or `clear`: for cells without a brush of their own. `cycle` lays one from each cell's date
    /// to the end of the month, `window` sends to one.
    #[server(default)]
    brush: String,
    /// The window's id.
    #[server(default)]
    window: String,
    /// The cycle, in short names of shifts.
    #[server(default)]
    cycle: String,
    /// `person/date` or `person/date/brush`, with commas between them.
    cells: String,
) -> Result<DraftState, AppError> {
    let (services, caller) = signed_in()?;
    let draft = DraftRef { hall, month, version };
    if brush == CYCLE_BRUSH {
        let starts = Stroke::parse_all(&cells, &Brush::Clear.code())?;
        let starts = starts.into_iter().map(|start| (start.person, start.date)).collect();
        return answer(services.roster().lay_cycle(&caller, draft, starts, cycle).await);
    }
    let brush = if brush == WINDOW_BRUSH { format!("{WINDOW_BRUSH}:{window}") } else { brush };
    let strokes = Stroke::parse_all(&cells, &brush)?;
    answer(services.roster().paint_roster(&caller, draft, strokes).await)
}

/// Copies a week of the draft to the one after it. For leads and above.
#[server(prefix = "/api", endpoint = "roster/draft/copy-week", protocol = Write)]
pub async fn copy_roster_week(
    hall: HallId,
    month: NaiveDate,
    version: i32,
    /// The first day of the week that is copied.
    monday: NaiveDate,
) -> Result<DraftState, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().copy_roster_week(&caller, DraftRef { hall, month, version }, monday).await)
}

/// Forgets a draft, as far as it is about people of the caller's scope.
#[server(prefix = "/api", endpoint = "roster/draft/discard", protocol = Write)]
pub async fn discard_roster_draft(hall: HallId, month: NaiveDate, version: i32) -> Result<DraftState, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().discard_roster_draft(&caller, DraftRef { hall, month, version }).await)
}

/// What publishing a draft would change, and what speaks against it. For leads and above.
#[server(prefix = "/api", endpoint = "roster/draft/review", protocol = Read)]
pub async fn review_roster(hall: HallId, month: NaiveDate) -> Result<PublicationReview, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().review_roster(&caller, hall, month).await)
}

/// Publishes a draft as it was reviewed. For leads and above.
#[server(prefix = "/api", endpoint = "roster/publish", protocol = Write)]
pub async fn publish_roster(command: PublishCommand) -> Result<Published, AppError> {
    let (services, caller) = signed_in()?;
    let (hall, month) = (command.hall, command.month);
    let published = answer(services.roster().publish_roster(&caller, command).await)?;
    see_other(&super::published_path(hall, &when::month_code(month), published));
    Ok(published)
}

/// Takes note of what was published to me. Sent twice, it is said once.
#[server(prefix = "/api", endpoint = "roster/acknowledge", protocol = Write)]
pub async fn acknowledge_roster(command: AcknowledgeRosterCommand) -> Result<u64, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().acknowledge_roster(&caller, command).await)
}
