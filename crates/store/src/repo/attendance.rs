//! Punches, which are only ever added, judged days, which can be made again, and months, which are locked; what is
//! shown and noticed about punches; outings, empty windows, rounds.

mod codes;
mod consents;
mod corrections;
mod day_log;
mod day_results;
mod decisions;
mod explained;
mod flags;
mod hall_punches;
mod late_acts;
mod months;
mod notes;
mod outings;
mod papers;
mod patrol;
mod place;
mod presence;
mod punch_facts;
mod punch_rows;
mod punches;
mod recounts;
mod reminders;
mod rules;
mod sheets;
mod vacancies;
mod witnesses;

pub use codes::{count_tries, create_code_use, create_try, has_used_code, remove_tries};
pub use consents::{create_consent, find_consent};
pub use corrections::{
    CorrectionRecord, count_corrections, create_correction, find_correction, find_corrections, list_correcting,
    list_corrections_of, open_corrections, update_correction,
};
pub use day_log::{LoggedOutingRecord, LoggedVacancyRecord, list_logged_outings, list_logged_vacancies};
pub use day_results::{
    DayResultRecord, create_day_results, find_day_results, find_results_on, find_stale_results, find_unjudged,
    list_stale_dates, mark_all_stale, mark_stale, open_days,
};
pub use decisions::{NewDecision, create_decision, list_undecided, undecided_in};
pub use explained::list_explained;
pub use flags::{
    FlaggedPunch, create_flags, create_flags_seen, find_device_use, flags_since, list_flagged, list_readings,
};
pub use hall_punches::{erase_positions, list_hall_punches};
pub use late_acts::{create_late_act, create_outing_seen, is_outing_unseen, late_acts_of, list_late_outings};
pub use months::{
    CloseRecord, count_rostered, create_acceptance, find_acceptance, find_accepted, find_close, lapse_acceptances,
    list_closing, list_with_positions, note_positions_erased, put_close, unaccepted,
};
pub use notes::create_note;
pub use outings::{
    OutingRecord, OverdueRecord, create_outing, end_outings_of, find_open_outing, find_outing, lapse_outings,
    list_open_outings, list_overdue, list_own_outings, mark_overdue, update_outing,
};
pub use papers::{PaperEntry, PaperRecord, create_paper, find_paper, list_papers, open_papers, update_paper};
pub use patrol::{
    PatrolDecisionRecord, PatrolRecord, PatrolRow, create_patrol, create_patrol_decision, create_patrol_note,
    find_patrol, list_patrols,
};
pub use presence::{
    ScreenRecord, create_screen, end_screen, find_presence, find_screen, find_screen_by_token, has_screens,
    list_screens, put_presence, touch_screen,
};
pub use punch_facts::{PunchFacts, find_punch_facts};
pub use punches::{
    EarlierPunch, NewPunch, PunchRecord, create_punches, find_owners, find_punch, list_marks, list_punches,
    lock_punches_of,
};
pub use recounts::{RecountRecord, create_recounts, list_recounts};
pub use reminders::{list_reminded, list_reminding, remind_once, remove_reminders, remove_reminders_of};
pub use rules::{find_rules, put_rules};
pub use sheets::{
    RosteredPerson, count_sheets, create_adjustment, create_sheets, find_sheets, list_adjustments, list_of_month,
    list_rostered, list_without_sheet,
};
pub use vacancies::{
    VacancyRecord, create_vacancy, end_vacancy, escalate_vacancy, find_vacancy, list_open_vacancies, take_vacancy,
};
pub use witnesses::create_witness;
