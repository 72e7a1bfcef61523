//! Leave: what is left and why, and the rules; asking for it, following it, covering for it.

mod after_parts;
pub(crate) mod after_words;
pub(crate) mod back_card;
pub mod balance_api;
pub mod balance_page;
mod balance_rows;
pub mod handover_api;
pub mod handover_page;
pub(crate) mod papers_section;
pub mod request_api;
pub(crate) mod request_card;
mod request_count;
mod request_fields;
pub mod request_form_page;
pub mod request_page;
pub(crate) mod request_words;
pub mod requests_page;
pub mod rules_page;
pub mod team_api;
pub mod team_page;
mod team_table;
pub mod words;
