//! Today, clocking in, the month, its corrections and its close, the board.

pub mod api;
pub mod board_page;
mod board_words;
pub mod close_api;
pub mod close_page;
pub(crate) mod consent_card;
pub mod correction_api;
pub mod correction_page;
mod correction_rows;
#[cfg(feature = "hydrate")]
pub(crate) mod locate;
mod month_day;
pub mod month_page;
mod month_sheet;
mod month_standing;
pub mod paper_page;
mod punch_form;
mod reason_form;
pub mod review_page;
pub mod rules_page;
mod slots;
pub mod today_page;
mod words;

/// The way to a day of my month.
fn day_path(date: chrono::NaiveDate) -> String {
    format!("/attendance/{}#{}", crate::when::month_code(date), month_day::anchor(date))
}
