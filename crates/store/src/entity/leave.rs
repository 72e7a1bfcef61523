//! Leave.

pub mod request;
