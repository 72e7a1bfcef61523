//! Places on the map: positions in whole units, two datums, distances in whole metres.
//!
//! Floats stay inside this module; what goes in and out is integers.

mod average;
mod datum;
mod distance;
mod position;

pub use average::{Averaged, average};
pub use datum::Datum;
pub use distance::distance_m;
pub use position::{Position, PositionError};
