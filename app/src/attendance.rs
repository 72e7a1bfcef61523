//! Today, clocking in, the month, its corrections and its close, the board; proof of being there; outings, empty
//! windows, rounds.

mod alarm;
pub mod api;
pub mod board_page;
mod board_words;
pub mod close_api;
mod close_blocks;
pub mod close_page;
pub mod close_people_page;
pub(crate) mod consent_card;
mod correcting;
pub mod correction_api;
pub mod correction_page;
pub mod correction_request_page;
pub(crate) mod correction_rows;
pub(crate) mod correction_words;
pub mod day_api;
mod day_form;
pub mod day_log_page;
mod day_log_rows;
pub(crate) mod inday_words;
pub mod kiosk_page;
#[cfg(feature = "hydrate")]
pub(crate) mod locate;
mod month_day;
pub mod month_page;
mod month_sheet;
mod month_standing;
mod month_words;
mod outing_cards;
mod outing_kept;
pub mod outing_page;
pub mod paper_page;
pub mod patrol_new_page;
pub mod patrol_page;
pub mod patrol_record_page;
pub mod presence_api;
pub mod presence_page;
mod proof_card;
mod proof_words;
mod punch_answer;
mod punch_form;
mod reason_form;
mod review_lists;
pub mod review_page;
pub mod rules_page;
mod slots;
pub mod today_page;
mod words;

/// The way to a day of my month.
fn day_path(date: chrono::NaiveDate) -> String {
    format!("/attendance/{}#{}", crate::when::month_code(date), month_day::anchor(date))
}
