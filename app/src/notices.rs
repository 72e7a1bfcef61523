//! My inbox, and how many notices in it are unread.

pub mod api;
pub mod notices_page;
pub(crate) mod unread;
