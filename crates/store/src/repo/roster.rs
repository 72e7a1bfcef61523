//! Shifts, weekly patterns, roster lines.

mod days;
mod people;
mod shifts;

pub use days::{
    EntryRecord, create_entries, create_patterns, find_entries, find_patterns, find_patterns_naming, update_pattern,
};
pub use people::{PersonName, list_hall_people, list_hall_workers};
pub use shifts::{close_shift, create_shift, find_shifts, list_shifts};
