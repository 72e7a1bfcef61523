//! Halls, zones, windows, posts, who holds them, and the circles in which punches count as in the hall.

use domain::{
    ids::HallId,
    org::HallView,
    policy::{Action, Place},
};

use crate::{address, error::AppError, session, when::Dated};

pub mod api;
pub mod audit_page;
mod audit_words;
mod close_form;
mod fence_form;
mod fence_map;
pub mod fences_page;
mod former_names;
pub(crate) mod hall_choice;
pub mod hall_page;
mod holder_form;
pub mod org_page;
pub mod post_page;
#[cfg(feature = "hydrate")]
mod survey;
pub mod window_page;
pub mod zone_page;

/// The hall's page; without one, the list's.
pub(crate) fn hall_path(hall: Option<HallId>) -> String {
    hall.map_or_else(|| "/org".to_owned(), |hall| format!("/org/{hall}"))
}

/// The page of a hall's circles.
pub(crate) fn fences_path(hall: HallId) -> String {
    format!("/org/fences?hall={hall}")
}

/// The page of what was done to a hall; without one, of what was set for the agency.
fn audit_path(hall: Option<HallId>) -> String {
    format!("{}/audit", hall_path(hall))
}

/// Reads a hall by its id in the address.
async fn read_hall(id: Option<String>) -> Result<Dated<HallView>, AppError> {
    api::hall(address::named(id)?).await
}

/// Whether the signed-in person may do something to a hall as a whole.
pub(crate) fn may(action: Action, hall: HallId) -> bool {
    session::me().is_some_and(|me| session::may_at(action, &Place::hall(me.actor.agency, hall)))
}
