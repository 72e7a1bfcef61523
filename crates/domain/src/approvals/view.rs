use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{FlowState, Level, Quorum, Via};
use crate::{
    attendance::CorrectionCard,
    coded::coded_enum,
    ids::{ApprovalId, DecisionId, DelegationId, HopId, KinshipId, PersonId},
    leave::LeaveCard,
    policy::Scope,
    roster::{OvertimeCard, SwapCard},
};

coded_enum! {
    /// What is asked for: one kind a slice that asks.
    pub enum ApprovalKind {
        /// 请假.
        Leave = "leave",
        /// 补卡.
        Correction = "correction",
        /// 加班.
        Overtime = "overtime",
        /// 换班, once both have agreed.
        Swap = "swap",
    }
}

impl ApprovalKind {
    /// Whether requests are measured, and routes bounded, in minutes: half days are too much for them.
    pub const fn is_in_minutes(self) -> bool {
        matches!(self, Self::Overtime)
    }

    /// The page on which who asked, and whom else it is about, follow a request of theirs.
    pub fn own_page(self, request: ApprovalId) -> String {
        match self {
            Self::Leave => format!("/leave/{request}"),
            Self::Correction => format!("/attendance/correction/{request}"),
            Self::Overtime => format!("/roster/overtime/{request}"),
            Self::Swap => format!("/roster/swap/{request}"),
        }
    }
}

/// What a request is about, in the words of its slice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// 请假.
    Leave(Box<LeaveCard>),
    /// 补卡.
    Correction(CorrectionCard),
    /// 加班.
    Overtime(OvertimeCard),
    /// 换班.
    Swap(Box<SwapCard>),
}

impl Subject {
    /// Whether something about it wants looking at: then it is not approved in a batch.
    pub fn is_flagged(&self) -> bool {
        match self {
            Self::Leave(card) => !card.flags.is_empty(),
            Self::Correction(card) => !card.flags.is_empty(),
            Self::Overtime(card) => !card.flags.is_empty(),
            Self::Swap(card) => card.is_flagged(),
        }
    }
}

coded_enum! {
    /// One thing that happened to a request.
    pub enum HopAct {
        /// Submitted, or submitted again.
        Submitted = "submitted",
        /// 同意.
        Agreed = "agreed",
        /// A step was passed over: who would be asked had agreed already.
        Skipped = "skipped",
        /// 驳回.
        Rejected = "rejected",
        /// 退回修改.
        SentBack = "sent_back",
        /// The last decision was undone.
        Undone = "undone",
        /// 转交.
        HandedOver = "handed_over",
        /// 催办: the time was over.
        Reminded = "reminded",
        /// The next level joined.
        Escalated = "escalated",
        /// Others can act now, since roles or delegations have changed.
        Rerouted = "rerouted",
        /// Somebody whom it needs, such as who covers, has said yes.
        Confirmed = "confirmed",
        /// They have said no.
        Declined = "declined",
        /// Somebody said something to it.
        Commented = "commented",
        /// 抄送: somebody was given a copy.
        Copied = "copied",
        /// Taken back by the requester.
        Withdrawn = "withdrawn",
        /// Taken back after approval.
        Cancelled = "cancelled",
        /// Given up, since it was not submitted again, or not decided before its day.
        Expired = "expired",
    }
}

/// A hop as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HopView {
    /// The hop.
    pub id: HopId,
    /// When.
    pub at: DateTime<Utc>,
    /// 姓名 of who did it; nobody's when time did.
    pub actor: Option<String>,
    /// 姓名 of whose seat they spoke for, where that is another's.
    pub on_behalf_of: Option<String>,
    /// What.
    pub act: HopAct,
    /// 姓名 of those it went to.
    pub to: Vec<String>,
    /// What was said.
    pub text: Option<String>,
}

/// A step as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepView {
    /// Who is asked.
    pub level: Level,
    /// Whether one or all of them.
    pub quorum: Quorum,
    /// Whether it is behind us.
    pub done: bool,
    /// Whether it is asked now.
    pub current: bool,
}

/// A line of the inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalRow {
    /// The request.
    pub id: ApprovalId,
    /// The version that is shown.
    pub version: i32,
    /// Who asks.
    pub requester: String,
    /// How it stands.
    pub state: FlowState,
    /// What for.
    pub subject: Subject,
    /// When it was submitted last.
    pub submitted_at: DateTime<Utc>,
    /// Until when it should be decided.
    pub due_at: Option<DateTime<Utc>>,
    /// 姓名 of those who can act now.
    pub waits_for: Vec<String>,
}

/// What waits for me, or what I have decided, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxView {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// How many wait, on all pages.
    pub waiting: u32,
    /// The lines of this page.
    pub rows: Vec<ApprovalRow>,
    /// What to ask the next page with.
    pub next: Option<ApprovalId>,
    /// My decisions of the last seconds that nobody has followed up, and until when the first of them can be
    /// undone.
    pub undo: Option<(Vec<ApprovalId>, DateTime<Utc>)>,
}

/// A decision of mine, and until when it can be undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// The request.
    pub approval: ApprovalId,
    /// How it stands after it.
    pub state: FlowState,
    /// Its version after it.
    pub version: i32,
    /// Until when it can be undone.
    pub undo_until: DateTime<Utc>,
}

/// What became of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bulk {
    /// Agreed to, or undone.
    pub done: u32,
    /// Left as they were, since something about them wants looking at or has changed.
    pub left: u32,
}

/// Somebody who has a copy of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyView {
    /// 姓名.
    pub name: String,
    /// 姓名 of who gave it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A request with everything about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalView {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// What its row shows.
    pub row: ApprovalRow,
    /// Its steps.
    pub steps: Vec<StepView>,
    /// What happened so far, oldest first.
    pub hops: Vec<HopView>,
    /// Why I can act now, if I can.
    pub mine: Option<Via>,
    /// Whether it is my own.
    pub own: bool,
    /// A fresh id for my decision.
    pub decision: DecisionId,
    /// Until when I can undo my last decision, if I still can.
    pub undo_until: Option<DateTime<Utc>>,
    /// To whom I can hand it over: person and 姓名.
    pub hand_over_to: Vec<(PersonId, String)>,
    /// Who has a copy, in the order in which they got it.
    pub copies: Vec<CopyView>,
    /// Whether I can give copies: not with only a copy myself.
    pub can_copy: bool,
}

/// A delegation as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelegationView {
    /// The delegation.
    pub id: DelegationId,
    /// 姓名 of who decides instead.
    pub deputy: String,
    /// Only this kind of request.
    pub kind: Option<ApprovalKind>,
    /// What the place is called from which alone requests are meant.
    pub place: Option<String>,
    /// Whether it goes with my own leave: it holds while that is asked for or granted.
    pub with_leave: bool,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Why.
    pub reason: String,
}

/// A declared relative as they are shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KinView {
    /// The declaration.
    pub id: KinshipId,
    /// 姓名.
    pub name: String,
    /// Whether I declared it, and so can take it back.
    pub mine: bool,
}

/// What I have said about my own decisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnRules {
    /// The date at the hall.
    pub today: NaiveDate,
    /// Whether I decide anything that I could delegate.
    pub decides: bool,
    /// Where I decide, and what it is called: a delegation can be for one of them.
    pub places: Vec<(Scope, String)>,
    /// My delegations of today and later.
    pub delegations: Vec<DelegationView>,
    /// My declared relatives.
    pub relatives: Vec<KinView>,
}
