//! My inbox, and how many notices in it are unread.

pub mod api;
pub mod hints_api;
pub mod hints_page;
pub mod notices_page;
pub(crate) mod ringing;
pub mod undelivered_page;
pub(crate) mod unread;
