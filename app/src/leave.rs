//! Leave: asking for it, following it, covering for it.

pub mod request_api;
pub(crate) mod request_card;
mod request_count;
mod request_fields;
pub mod request_form_page;
pub mod request_page;
pub mod requests_page;
pub(crate) mod request_words;
