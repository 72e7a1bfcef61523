//! What tests stand on: a world with a hall, people as values, a clock that tests set, and
//! [`db_test`](macro@db_test), which runs one body on SQLite and on PostgreSQL.
//!
//! Everything here may panic: a test whose world can't be made has failed.
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::panic,
    reason = "a test whose world can't be made has failed"
)]

mod clock;
mod databases;
pub mod figures;
pub mod group;
mod halls;
pub mod http_client;
pub mod load;
mod people;
pub mod program;
mod shifts;
mod world;

pub use clock::TestClock;
pub use halls::{Desk, Hall};
pub use people::{PASSWORD, Person, PersonBuilder, visitor};
pub use shifts::{day_shift, night_shift};
pub use testkit_macros::db_test;
pub use world::{Foreign, World};
