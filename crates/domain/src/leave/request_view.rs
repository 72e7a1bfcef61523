use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    BirthDays, BirthForm, CoverState, DutyDays, HandoverBrief, LeaveFlag, LeaveKind, Papers, PapersRefused,
    PapersRuled, Period, RecountView, Shortfall, Workdays,
};
use crate::{
    approvals::{ApprovalView, FlowState, LeaveDelegation, Level},
    attendance::LateAct,
    calendar::CalendarYear,
    coded::coded_enum,
    ids::{ApprovalId, PersonId},
    photos::PhotoView,
    policy::Scope,
    roster::Half,
};

/// Who covers, and what they have said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverView {
    /// Who.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// What they have said.
    pub state: CoverState,
}

/// A request as who decides on it sees it: the facts that decide, on the card itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveCard {
    /// What for; left out where the viewer need not know.
    pub kind: Option<LeaveKind>,
    /// When.
    pub period: Period,
    /// How many working days.
    pub workdays: Workdays,
    /// Why; left out where it tells of somebody's health or family and the viewer need not know.
    pub reason: Option<String>,
    /// What maternity leave is taken for and how many days that gives; for her and for HR alone.
    pub birth: Option<BirthDays>,
    /// When the leave is whose place it is to take.
    pub moves: Option<Period>,
    /// The window that is left, if it is one.
    pub window: Option<String>,
    /// Who covers it.
    pub cover: Option<CoverView>,
    /// The papers, if any are wanted and the viewer may know what for.
    pub papers: Option<Papers>,
    /// Photos of them, for who may see them; for others there are none here, however many have come.
    pub photos: Vec<PhotoView>,
    /// What is left of this kind after it, in the kind's own measure; none where nothing bounds it.
    pub left: Option<i32>,
    /// What should be looked at.
    pub flags: Vec<LeaveFlag>,
    /// Where a sudden case arrived later than it was reported, both times; a phone may have kept an older reading.
    #[serde(default)]
    pub late: Option<LateAct>,
}

/// A line of my leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveRow {
    /// The request.
    pub id: ApprovalId,
    /// How it stands.
    pub state: FlowState,
    /// What for.
    pub kind: LeaveKind,
    /// When.
    pub period: Period,
    /// How many working days.
    pub workdays: Workdays,
    /// 姓名 of those who can act now.
    pub waits_for: Vec<String>,
    /// Until when they should.
    pub due_at: Option<DateTime<Utc>>,
    /// The first day back, once that was said.
    pub back_on: Option<NaiveDate>,
    /// The papers, if any are wanted.
    pub papers: Option<Papers>,
}

/// A colleague asks me to cover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverAsk {
    /// Their request.
    pub id: ApprovalId,
    /// 姓名.
    pub name: String,
    /// When.
    pub period: Period,
    /// Which window.
    pub window: Option<String>,
    /// What I have said.
    pub state: CoverState,
    /// Whether I am asked to take over from somebody who covers so far.
    pub takes_over: bool,
    /// Who is asked to take over from me, by name.
    pub next: Option<String>,
    /// Whom I can ask to take over, where I cover.
    pub successors: Vec<CoverChoice>,
}

/// My requests, and who asks me to cover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyLeave {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// A fresh id for a sudden case.
    pub sudden: ApprovalId,
    /// The kinds of which one can be reported; a phone may have kept an older reading without them.
    #[serde(default)]
    pub sudden_kinds: Vec<LeaveKind>,
    /// Newest first, at most 30.
    pub requests: Vec<LeaveRow>,
    /// The key to ask the next page of them with.
    pub next: Option<ApprovalId>,
    /// Of today and later.
    pub covers: Vec<CoverAsk>,
}

/// Somebody who could cover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverChoice {
    /// Who.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// Whether they hold the post; else they are certified for its window.
    pub holds: bool,
}

/// What a form for leave needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveChoices {
    /// The date at the hall.
    pub today: NaiveDate,
    /// The id of the request that is asked or changed.
    pub id: ApprovalId,
    /// The version that is changed; none for a new one.
    pub version: Option<i32>,
    /// The granted leave whose place it is to take, and when that is.
    pub moves: Option<(ApprovalId, Period)>,
    /// What stands there so far: a draft, or what was sent back.
    pub so_far: Option<SoFar>,
    /// Kinds that can be asked for.
    pub kinds: Vec<LeaveKind>,
    /// Those of them for which papers are wanted.
    pub proven: Vec<LeaveKind>,
    /// The window that would stand empty, if it is one.
    pub window: Option<String>,
    /// Whether somebody must cover it.
    pub needs_cover: bool,
    /// Who could.
    pub covers: Vec<CoverChoice>,
    /// Whether I decide on anything, and so can name who does meanwhile.
    pub decides: bool,
    /// Where I do, by name.
    #[serde(default)]
    pub places: Vec<(Scope, String)>,
    /// The calendar, so that the phone counts as the server does.
    pub calendar: Vec<CalendarYear>,
    /// What my roster has otherwise, for the same.
    pub duty: DutyDays,
}

/// What was filled in before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoFar {
    /// What for.
    pub kind: LeaveKind,
    /// When.
    pub period: Period,
    /// Why.
    pub reason: String,
    /// Who covers.
    pub cover: Option<PersonId>,
    /// Who decides meanwhile.
    pub delegation: LeaveDelegation,
    /// What maternity leave is taken for.
    pub birth: BirthForm,
}

/// What asking would mean, told while the form is filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeavePreview {
    /// How many working days.
    pub workdays: Workdays,
    /// Who would be asked, in order.
    pub levels: Vec<Level>,
    /// Own leave that it would overlap with.
    pub overlaps: Option<Period>,
    /// Whether the post's other holder is away then.
    pub partner_away: bool,
    /// Whether somebody must be named to cover then.
    pub needs_cover: bool,
    /// People who could cover but are not free then.
    pub busy: Vec<PersonId>,
    /// What it costs, in the kind's own measure, and what would be left of the kind then; none where nothing bounds
    /// it.
    pub costs: Option<(i32, i32)>,
    /// How many days maternity leave is by what was answered.
    pub birth: Option<BirthDays>,
    /// What who decides will look at.
    pub flags: Vec<LeaveFlag>,
    /// Until when papers would be due, if any are wanted.
    pub papers_due_on: Option<NaiveDate>,
}

coded_enum! {
    /// What the viewer can do about a request for leave.
    pub enum LeaveAct {
        /// Change it and ask again.
        Change = "change",
        /// 撤回: take it back before it is granted.
        Withdraw = "withdraw",
        /// 改期: ask for other days instead of it.
        Move = "move",
        /// 销假: say when one is back.
        Return = "return",
        /// Say that one has seen its papers.
        CheckPapers = "check_papers",
        /// Say that they can't be used.
        RefusePapers = "refuse_papers",
        /// Hand photos of its papers in, and take them back.
        AddPapers = "add_papers",
        /// Decide what follows from papers that have not come.
        RulePapers = "rule_papers",
        /// Name who covers.
        NameCover = "name_cover",
    }
}

/// One of two requests, where one is to take the other's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveView {
    /// The request.
    pub request: ApprovalId,
    /// When.
    pub period: Period,
    /// Whether that has happened.
    pub done: bool,
}

/// A request with everything about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveView {
    /// Where it is on its way, with its facts.
    pub approval: ApprovalView,
    /// The date at the hall.
    pub today: NaiveDate,
    /// What the viewer can do about it.
    pub acts: Vec<LeaveAct>,
    /// The leave whose place it is to take, or has taken.
    pub moves: Option<MoveView>,
    /// The request that is to take its place, or has.
    pub moved_by: Option<MoveView>,
    /// The first day back, once that was said.
    pub back_on: Option<NaiveDate>,
    /// Why papers that had come could not be used; of several times, the latest.
    pub refused: Option<PapersRefused>,
    /// What was decided when its papers had not come.
    pub ruled: Option<PapersRuled>,
    /// What new versions of the calendar have changed, the oldest first.
    pub recounts: Vec<RecountView>,
    /// Where it costs more by the calendar now than is left.
    pub shortfall: Option<Shortfall>,
    /// How far the handover is, where so long a leave wants one.
    pub handover: Option<HandoverBrief>,
    /// Who is asked to take over from the one who covers, by name.
    pub next_cover: Option<String>,
    /// Whom the viewer can name to cover; all of them are free.
    pub nameable: Vec<CoverChoice>,
}

/// Somebody has clocked in while they are on leave: whether they are back is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackQuestion {
    /// The leave.
    pub request: ApprovalId,
    /// The version that is looked at.
    pub version: i32,
    /// The day on which they clocked in.
    pub back_on: NaiveDate,
    /// The half of it.
    pub half: Half,
    /// The last day of the leave as it was planned.
    pub until: NaiveDate,
}
