//! Punches, which are only ever added, and judged days, which can be made again; what is shown and noticed
//! about punches; outings, empty windows, rounds.

mod codes;
mod day_results;
mod decisions;
mod flags;
mod notes;
mod outings;
mod patrol;
mod place;
mod presence;
mod punch_rows;
mod punches;
mod vacancies;
mod witnesses;

pub use codes::{count_tries, create_code_use, create_try, has_used_code, remove_tries};
pub use day_results::{DayResultRecord, create_day_results, find_day_results, find_unjudged, remove_day_results};
pub use decisions::{NewDecision, create_decision, list_undecided};
pub use flags::{
    FlaggedPunch, create_flags, create_flags_seen, flags_since, list_devices, list_flagged, list_same_spot,
    list_sightings,
};
pub use notes::create_note;
pub use outings::{
    OutingRecord, create_outing, end_outings_of, find_open_outing, find_outing, lapse_outings, list_open_outings,
    list_overdue, list_own_outings, mark_overdue_told, update_outing,
};
pub use patrol::{
    PatrolDecisionRecord, PatrolRecord, PatrolRow, create_patrol, create_patrol_decision, create_patrol_note,
    find_patrol, list_patrols,
};
pub use presence::{
    ScreenRecord, create_screen, end_screen, find_presence, find_screen, find_screen_by_token, has_screens,
    list_screens, put_presence, touch_screen,
};
pub use punches::{
    EarlierPunch, NewPunch, PunchRecord, create_punch, create_punches, find_earlier, find_punch, list_marks,
    list_punches, lock_punches_of,
};
pub use vacancies::{
    VacancyRecord, create_vacancy, end_vacancy, escalate_vacancy, find_vacancy, list_open_vacancies, take_vacancy,
};
pub use witnesses::create_witness;
