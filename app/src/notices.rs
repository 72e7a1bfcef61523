//! My inbox, how many notices in it are unread, and what rings or speaks for it.

use domain::ids::HallId;

pub mod api;
mod day_words;
pub mod hints_api;
pub mod hints_page;
pub mod notices_page;
mod quiet_fields;
mod request_words;
pub(crate) mod ringing;
mod robot_form;
mod robot_words;
pub mod robots_api;
pub mod robots_page;
pub mod undelivered_page;
pub(crate) mod unread;

/// The page of a hall's group robots.
pub(crate) fn robots_path(hall: HallId) -> String {
    format!("/org/{hall}/robots")
}
