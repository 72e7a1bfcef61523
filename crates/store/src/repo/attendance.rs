//! Punches, which are only ever added, judged days, which can be made again, and months, which are locked.

mod consents;
mod corrections;
mod day_results;
mod decisions;
mod hall_punches;
mod months;
mod notes;
mod papers;
mod place;
mod punches;
mod rules;
mod sheets;

pub use consents::{create_consent, find_consent};
pub use corrections::{
    CorrectionRecord, count_corrections, create_correction, find_correction, list_asked_corrections,
    list_corrections_of, open_corrections, update_correction,
};
pub use day_results::{
    DayResultRecord, create_day_results, find_day_results, find_stale_results, find_unjudged, list_stale_dates,
    mark_all_stale, mark_stale, open_days,
};
pub use decisions::{NewDecision, create_decision, list_undecided, undecided_in};
pub use hall_punches::{erase_positions, list_hall_punches};
pub use months::{
    CloseRecord, count_rostered, create_acceptance, find_acceptance, find_close, lapse_acceptances, list_closing,
    list_with_positions, note_positions_erased, put_close, unaccepted,
};
pub use notes::create_note;
pub use papers::{PaperEntry, PaperRecord, create_paper, find_paper, list_papers, open_papers, update_paper};
pub use punches::{
    EarlierPunch, NewPunch, PunchRecord, create_punch, create_punches, find_earlier, find_punch, list_marks,
    list_punches, lock_punches_of,
};
pub use rules::{find_rules, put_rules};
pub use sheets::{
    RosteredPerson, count_sheets, create_adjustment, create_recounts, create_sheets, find_sheets, list_adjustments,
    list_of_month, list_recounts, list_rostered, list_without_sheet,
};
