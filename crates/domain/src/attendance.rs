//! Punches: where they were made, which slot they belong to, what they make of a day.
//!
//! A punch is a fact and is never refused; everything here is derived from it and can be derived again.
//! Results carry [`RULE_VERSION`], so that a past one can be told from what today's rules would say.

mod adjustment;
mod ahead;
mod away;
mod board;
mod claim;
mod close;
mod code;
mod command;
mod consent;
mod corrected;
mod correction;
mod correction_view;
mod day;
mod day_log;
mod due;
mod error;
mod fence;
mod flags;
mod judge;
mod late;
mod month;
mod outing;
mod paper;
mod patrol;
mod presence;
mod reminder;
mod rules;
mod seen;
mod stand_in;
mod timetable;
mod vacancy;
mod view;
mod worked;

pub use adjustment::{Adjustment, AdjustmentCause, AdjustmentView, DaySummary, RecountView};
pub use ahead::{DAYS_AHEAD, PlannedDay};
pub use board::{
    BoardCover, BoardHolder, BoardOuting, BoardView, BoardWindow, BoardZone, CoverState, HolderState, HolderStatus,
    cover_state, holder_status, on_shift,
};
pub use claim::{Claim, ClaimDoubt, ClaimSettings, Sending, TimeEvidence, TimeTicket, claim, reckoned, too_late};
pub use close::{
    BlockKind, MonthAct, MonthBlock, MonthBlocks, MonthCloseView, MonthPeople, MonthPerson, MonthSheet, MonthStanding,
    MonthState, month_over_at, next_month,
};
pub use code::{
    CODE_DIGITS, CODE_STEP_S, CODE_TRIES_S, CodeVerdict, MAX_CODE_TRIES, MAX_CODE_TYPED, code_shown_until, code_step,
    code_steps, read_code,
};
pub use command::{DecidePunchCommand, MAX_REASON, PositionReport, PunchCommand, PunchSource};
pub use consent::{CONSENT_VERSION, ConsentView, LocationConsent};
pub use corrected::{CorrectedSlot, lacks_overtime};
pub use correction::{
    Correction, CorrectionCause, CorrectionCommand, CorrectionFacts, correction_until, may_correct, puts_right,
    time_in_slot,
};
pub use correction_view::{
    CorrectionAct, CorrectionAsked, CorrectionCard, CorrectionFlag, CorrectionForm, CorrectionRow, CorrectionView,
};
pub use day::{DayFacts, DayResult, DayStatus, SlotOutcome, SlotResult, day_result, settles_at};
pub use day_log::{CoverSession, DayLog, DayTotals, LoggedAlarm, LoggedOuting, log_span};
pub use due::{DueSlot, PunchAction, due_slot};
pub use error::AttendanceError;
pub use fence::{FENCE_RADIUS_M, Fence, FenceSettings, FenceVerdict, NoPosition, Proof, Reading, fence_verdict};
pub use flags::{DeviceUse, FlagFacts, PunchFlag, REPEAT_WITHIN_DAYS, Sighting, TRAVEL_WITHIN, flags};
pub use judge::{Judgement, PunchMark, TimeVerdict, Verdict, counted_punch, is_double_tap, judge, verdicts};
pub use late::{LateAct, LateKind, Tapped, WitnessCommand};
pub use month::{AcceptMonthCommand, MonthTotals, month_totals};
pub use outing::{
    MAX_OUTING_REASON, OUTING_ENDS, OutingAct, OutingActCommand, OutingCommand, OutingState, OutingView, OutingsView,
    OverdueStep, overdue_step,
};
pub use paper::{
    MAX_PAPER_LINES, PaperAct, PaperActCommand, PaperBook, PaperCommand, PaperRow, PaperState, PaperView, may_confirm,
    paper_key,
};
pub use patrol::{
    DecidePatrolCommand, MAX_PATROL_TEXT, PatrolChoices, PatrolCommand, PatrolDecision, PatrolKind, PatrolList,
    PatrolState, PatrolView, PatrolWindow, PatrolWord, PatrolWordCommand, explain_until, may_decide, may_explain,
    patrol_state, patrol_text,
};
pub use presence::{
    FencePolicy, HallCodeView, PresenceCommand, PresenceSettings, PresenceView, ScreenView, screen_name,
};
pub use reminder::{begins_soon, missing_told_at};
pub use rules::{
    AttendanceRules, CORRECTION_DAYS, CORRECTION_LIMITS, HallAttendanceRules, POSITION_DAYS, RulesCommand,
};
pub use seen::{FlagsSeenCommand, OutingSeenCommand};
pub use stand_in::StandIn;
pub use timetable::{SlotWindow, Timetable, dates_around};
pub use vacancy::{
    MAX_VACANCY_NOTE, OpenVacancy, PostPresence, TakeVacancyCommand, VacancyStep, VacancyTaken, VacancyView,
    empty_since, taken_until, unstaffed_since, vacancy_step, working_since,
};
pub use view::{
    DecisionView, ExplainedView, FlaggedView, MonthDay, MonthView, PunchReceipt, PunchView, ReviewItem, ReviewView,
    TodayPost, TodayView, WitnessView,
};
pub use worked::{ApprovedOvertime, WorkedOvertime};

/// The version of the rules of this module. Counts up whenever a result could come out differently.
pub const RULE_VERSION: i16 = 5;

#[cfg(test)]
mod properties;
