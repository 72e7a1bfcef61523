//! Today, clocking in, the month, the board.

pub mod api;
pub mod board_page;
mod board_words;
#[cfg(feature = "hydrate")]
pub(crate) mod locate;
mod month_day;
pub mod month_page;
mod month_sheet;
mod punch_form;
mod reason_form;
pub mod review_page;
mod slots;
pub mod today_page;
mod words;
