//! What the calendar answers beside other pages: when a time limit of the law ends. And its years, for who imports them.

pub mod limits_api;
pub mod limits_page;
mod year_preview;
pub mod years_api;
pub mod years_page;

/// The page of the years, once one was imported.
fn imported_path(year: i32) -> String {
    format!("/org/calendar?imported={year}")
}
