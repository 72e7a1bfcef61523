//! Leave: what is left and why, and the rules.

pub mod balance_api;
pub mod balance_page;
mod balance_rows;
pub mod rules_page;
pub mod words;
