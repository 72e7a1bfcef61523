//! Punches, which are only ever added, and judged days, which can be made again.

mod day_results;
mod decisions;
mod notes;
mod place;
mod punches;

pub use day_results::{DayResultRecord, create_day_results, find_day_results, find_unjudged, remove_day_results};
pub use decisions::{NewDecision, create_decision, list_undecided};
pub use notes::create_note;
pub use punches::{
    EarlierPunch, NewPunch, PunchRecord, create_punch, create_punches, find_earlier, find_punch, list_marks,
    list_punches, lock_punches_of,
};
