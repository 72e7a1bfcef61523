//! Who works which shift on which date.
//!
//! A person's day comes from the first of these that says something: a published roster line for that
//! date; their weekly pattern, read with the State Council calendar; nothing (无排班). See [`PersonRoster`].

mod checks;
mod clash;
mod cycle;
mod draft;
mod duty;
mod error;
mod hours;
mod import;
mod open_shift;
mod overtime;
mod overtime_view;
mod pattern;
mod publication;
mod rules;
mod sheet;
mod shift;
mod shift_form;
mod succession;
mod swap;
mod swap_view;
mod terms;
mod view;
mod week_form;

pub use checks::{
    CheckFrame, CoverageDemand, DemandCommand, Finding, Half, MONTH_OVERTIME, NEIGHBOUR_DAYS, PersonPlan, Presence,
    RosterRule, SHORTEST_REST, check_coverage, check_person, overtime_of_month, worsened,
};
pub use clash::{clashes, overlap};
pub use cycle::{CYCLE_BRUSH, Cycle, MAX_CYCLE};
pub use draft::{
    Brush, DraftRef, MAX_CELLS, OWN_POST, Placing, Plan, Stroke, WINDOW_BRUSH, is_monday, monday_of, week_to_next,
};
pub use duty::{Assignment, Duty, DutySource, PersonRoster, RosterEntry, Shifts, UnknownShift};
pub use error::RosterError;
pub use hours::{STANDARD_DAY, overtime_beyond_standard, rostered, standard_minutes};
pub use import::{OFF, RosterColumn, RosterImportError, RosterImportFinding, RosterImportReport, ShiftImportReport};
pub use open_shift::{
    ClaimCommand, ClaimView, FillCommand, OfferChoices, OfferCommand, OpenShiftView, OpenState, WithdrawOfferCommand,
};
pub use overtime::{
    CancelOvertimeCommand, Compensation, Lot, MAX_OVERTIME_REASON, MAX_TIME_OFF_MONTHS, OvertimeCommand,
    TIME_OFF_MONTHS, balance, check_time_off_months, lot_expires, may_take_time_off,
};
pub use overtime_view::{
    ComingOvertime, ComingOvertimes, OvertimeAct, OvertimeAsked, OvertimeBook, OvertimeCard, OvertimeFacts,
    OvertimeFlag, OvertimeRow, OvertimeView, may_cancel_overtime,
};
pub use pattern::{PatternDays, WeeklyPattern};
pub use publication::{
    AcknowledgeRosterCommand, FindingView, MAX_PUBLISH_REASON, PersonChanges, PlanName, PublicationReview,
    PublishCommand, Published, RosterChange, RosterNews,
};
pub use rules::{HallRules, WindowRules};
pub use sheet::{DraftState, OpenReceipt, RosterSheet, SheetCell, SheetDay, SheetRow, SheetWindow, Uncovered};
pub use shift::{
    EARLIEST_OPENING, LATEST_CLOSING, MAX_SHIFT_NAME, MAX_SHIFT_SHORT, MAX_SLOTS, MIN_DUE_GAP, Shift, ShiftError,
    ShiftProblem, Slot, SlotKind,
};
pub use shift_form::{HallShifts, ShiftCommand, ShiftOutcome, ShiftRow, SlotForm};
pub use succession::{Succession, version_on};
pub use swap::{
    Consent, MAX_SWAP_REASON, Pair, Place, SWAP_AHEAD, SwapAct, SwapAnswer, SwapCommand, SwapSide, SwapSpan,
    SwapStanding, exchange,
};
pub use swap_view::{SwapAsked, SwapCard, SwapChoices, SwapFacts, SwapOption, SwapPage, SwapRow, SwapView};
pub use terms::{
    Certification, HoursPeriod, HoursPermit, PermitCommand, Protection, ProtectionCommand, ProtectionKind, TermsView,
};
pub use view::{FeedView, HallDayRow, HallDayView, RosterDay, RosterView};
pub use week_form::{
    EndWeekCommand, HallWeeks, MAKE_UP_DAYS, MAX_WEEK_PEOPLE, NewWeek, WeekCommand, WeekOutcome, WeekPerson, WeekView,
};

#[cfg(test)]
pub(crate) mod samples;
