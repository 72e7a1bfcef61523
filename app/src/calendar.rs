//! What the calendar answers beside other pages: when a time limit of the law ends.

pub mod limits_api;
pub mod limits_page;
