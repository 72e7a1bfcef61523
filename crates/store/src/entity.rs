//! SeaORM entities, one file a slice. They mirror the tables and nothing else; rules live in `domain`.
//!
//! Instants are UTC milliseconds, dates are dates at the hall, enumerations are words with a CHECK.

pub mod accounts;
pub mod approvals;
pub mod attendance;
pub mod audit;
pub mod calendar;
pub mod in_the_day;
pub mod jobs;
pub mod leave;
pub mod notices;
pub mod org;
pub mod photos;
pub mod presence;
pub mod received;
pub mod roster;

/// An instant as stored: UTC milliseconds in a `bigint` on both databases, so that order is order.
pub type Instant = sea_orm::prelude::ChronoUnixTimestampMillis;

/// Wraps an instant for its column.
pub(crate) const fn instant(at: chrono::DateTime<chrono::Utc>) -> Instant {
    sea_orm::prelude::ChronoUnixTimestampMillis(at)
}
