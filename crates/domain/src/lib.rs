//! Words and rules of Zaigang: ids, commands, views, verdicts, permissions, errors.
//!
//! Pure: nothing here waits, reads a clock or touches a disk, and all of it compiles to WebAssembly, so
//! that the phone explains with the same rules by which the server decides. One module a slice.
#![warn(missing_docs)]

pub mod accounts;
pub mod approvals;
pub mod attendance;
pub mod calendar;
pub mod coded;
pub mod formats;
pub mod geo;
pub mod ids;
pub mod leave;
pub mod notices;
pub mod org;
pub mod photos;
pub mod policy;
pub mod problem;
pub mod roster;
pub mod time;
