//! Leave: its kinds and the rules they follow, how a span is counted, the ledger, annual leave by law.
//!
//! Amounts are whole numbers of one measure a kind, half days or minutes ([`LeaveKind::measure`]). Nothing
//! is rounded but at one point: [`annual::entitlement`] drops what is left of a day.

pub mod annual;
mod book;
mod child;
mod count;
mod duty_days;
mod error;
mod event;
mod festival;
mod floor;
mod kind;
mod ledger;
mod ledger_acts;
mod ledger_balance;
mod ledger_moves;
mod medical;
mod pay;
mod period;
mod profile;
mod publish;
mod rule;
mod rule_book;
mod terms;
mod type_view;
mod year_end;

pub use book::{
    AdjustCommand, AnnualLeave, Direction, KindBalance, LeaveBook, LotView, MAX_ADJUSTMENT, MAX_LEAVE_REASON,
    ProfileCommand, ProfileView, RulesView,
};
pub use child::{
    CHILD_LIMIT, ChildGrant, ChildState, ChildVerdict, ChildView, ChildYear, DeclareChildCommand, MAX_CHILDREN,
    RuleChildCommand, birthday, child_grants,
};
pub use count::{LeaveDay, MAX_SPAN, STANDARD_HALF, total, units_of_day};
pub use duty_days::{DutyDays, WorkDays};
pub use error::LeaveError;
pub use event::{Birth, BirthDays, BirthForm, BirthKind, MAX_BORN, MORE_DAYS, maternity_days, maternity_ends};
pub use festival::{HalfDayFestival, has_half_day};
pub use floor::{Floor, Latitude, Law, laws_of};
pub use kind::{LeaveKind, Measure};
pub use ledger::{
    Held, LeaveLot, Line, LotSource, Movement, consume, halve, held, hold, recount, regrant, release, settled,
};
pub use ledger_acts::{LedgerAct, ledger_acts};
pub use ledger_balance::{Balance, balance_on};
pub use ledger_moves::hold_beyond;
pub use medical::{MedicalPeriod, SickAccount, medical_period, sick_account};
pub use pay::{Unused, daily_wage, fen_of, leaving_days_to_pay, unused_pay};
pub use period::{AWAY_AFTER, DayLeave, Extent, Hours, Period, Workdays, collide};
pub use profile::{Certainty, Condition, Length, ProfileRule, Province};
pub use publish::{LeaveChange, PublishForm, PublishPreview};
pub use rule::{Basis, CountMode, LeaveRule, LeaveUnit, Notice, Proof, Seen, Viewer, rule_of};
pub use rule_book::{LeaveVersion, RuleBook};
pub use terms::{LeaveTerms, MAX_SOURCE, TermsField};
pub use type_view::{FloorView, LeaveTypeRow, LeaveTypeView, LeaveTypesView, VersionState, VersionView};
pub use year_end::{
    AnswerCarryCommand, AskCarryCommand, CarryCommand, CarryState, CarryView, SignedPaper, Waiver, WaiverCommand,
    may_carry,
};

// Asking for leave.
mod cover;
mod flag;
mod handover;
mod papers;
mod recounted;
mod request;
mod request_error;
mod request_view;
mod sudden;
mod team;

pub use cover::{
    AnswerCoverCommand, CoverState, Holder, LeftPost, NameCoverCommand, PostFacts, befalls, check_cover, works_at,
};
pub use flag::LeaveFlag;
pub use handover::{
    HandoverBrief, HandoverCommand, HandoverItem, HandoverPart, HandoverSign, HandoverState, HandoverStep,
    HandoverView, MAX_HANDOVER_ITEMS, MAX_HANDOVER_TEXT, needs_handover,
};
pub use papers::{
    Papers, PapersRefused, PapersRuled, PapersRuling, PapersState, RefusePapersCommand, RulePapersCommand, papers_late,
    papers_state, reminds_on,
};
pub use recounted::{RecountView, Shortfall, cost};
pub use request::{
    HoursForm, LEAVE_AHEAD, LEAVE_BACK, LeaveBy, LeaveCommand, LeaveQuestion, MAX_REQUEST_REASON, QuestionForm,
    ReturnCommand, Returned,
};
pub use request_error::LeaveRequestError;
pub use request_view::{
    BackQuestion, CoverAsk, CoverChoice, CoverView, LeaveAct, LeaveCard, LeaveChoices, LeavePreview, LeaveRow,
    LeaveView, MoveView, MyLeave, SoFar,
};
pub use sudden::{SuddenCommand, sudden_period};
pub use team::{Absence, MAX_TEAM_DAYS, Serving, TeamAway, TeamCell, TeamDay, TeamView, TeamWindow, coverage};

#[cfg(test)]
mod ledger_properties;
#[cfg(test)]
mod request_properties;
#[cfg(test)]
mod statute_tests;
