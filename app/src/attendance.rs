//! Today, clocking in, the month, the board; proof of being there; outings, empty windows, rounds.

mod alarm;
pub mod api;
pub mod board_page;
mod board_words;
pub mod day_api;
mod inday_words;
pub mod kiosk_page;
mod live;
#[cfg(feature = "hydrate")]
pub(crate) mod locate;
mod month_day;
pub mod month_page;
mod month_sheet;
mod outing_cards;
pub mod outing_page;
pub mod patrol_new_page;
pub mod patrol_page;
pub mod patrol_record_page;
pub mod presence_api;
pub mod presence_page;
mod proof_card;
mod punch_answer;
mod punch_form;
mod reason_form;
mod review_lists;
pub mod review_page;
mod slots;
pub mod today_page;
mod words;
