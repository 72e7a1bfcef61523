//! Punches: where they were made, which slot they belong to, what they make of a day.
//!
//! A punch is a fact and is never refused; everything here is derived from it and can be derived again.
//! Results carry [`RULE_VERSION`], so that a past one can be told from what today's rules would say.

mod board;
mod claim;
mod close;
mod command;
mod consent;
mod correction;
mod day;
mod due;
mod error;
mod fence;
mod judge;
mod month;
mod paper;
mod rules;
mod timetable;
mod view;

pub use board::{CoverState, HolderState, HolderStatus, cover_state, holder_status, on_shift};
pub use claim::{Claim, ClaimDoubt, ClaimSettings, Sending, TimeEvidence, TimeTicket, claim, reckoned};
pub use close::{
    Adjustment, AdjustmentCause, AdjustmentView, BlockKind, DaySummary, MonthAct, MonthBlock, MonthBlocks,
    MonthCloseView, MonthSheet, MonthStanding, MonthState, RecountView, month_over_at, next_month,
};
pub use command::{MAX_REASON, PositionReport, PunchCommand, PunchSource};
pub use consent::{CONSENT_VERSION, ConsentView, LocationConsent};
pub use correction::{
    CorrectionAct, CorrectionCommand, CorrectionFacts, CorrectionForm, CorrectionState, CorrectionView,
    correction_until, may_correct, time_in_slot,
};
pub use day::{DayFacts, DayResult, DayStatus, SlotOutcome, SlotResult, day_result, settles_at};
pub use due::{DueSlot, PunchAction, due_slot};
pub use error::AttendanceError;
pub use fence::{FENCE_RADIUS_M, Fence, FenceSettings, FenceVerdict, NoPosition, Proof, Reading, fence_verdict};
pub use judge::{Judgement, PunchMark, TimeVerdict, Verdict, counted_punch, is_double_tap, judge, verdicts};
pub use month::{MonthTotals, month_totals};
pub use paper::{
    MAX_PAPER_LINES, PaperAct, PaperBook, PaperCommand, PaperRow, PaperState, PaperView, may_confirm, paper_key,
};
pub use rules::{
    AttendanceRules, CORRECTION_DAYS, CORRECTION_LIMITS, HallAttendanceRules, POSITION_DAYS, RulesCommand,
};
pub use timetable::{SlotWindow, Timetable};
pub use view::{
    BoardCover, BoardHolder, BoardView, BoardWindow, BoardZone, DecisionView, MonthDay, MonthView, PunchReceipt,
    PunchView, ReviewItem, ReviewView, TodayPost, TodayView,
};

/// The version of the rules of this module. Counts up whenever a result could come out differently.
pub const RULE_VERSION: i16 = 2;

#[cfg(test)]
mod properties;
