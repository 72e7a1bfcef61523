//! What people are told in their inbox: the inbox is the truth, whatever else rings is a hint.
//!
//! A notice is facts, not text, so that each reads it in their own language. What is confidential has no
//! facts at all: it says where to look, and who may look there is decided there.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    coded::coded_enum,
    ids::{ActId, NoticeId},
};

mod content;
mod hall_news;
mod hints;
mod quiet;
mod robot_forms;
mod robots;

pub use content::NoticeContent;
pub use hall_news::{HallNews, HallTopic};
pub use hints::{
    DeliveryFault, DeliveryState, HINT_LIFE, HintDevice, HintsView, MAX_ENDPOINT, SubscribeCommand, UndeliveredHint,
};
pub use quiet::{NotTimesOfDay, QuietCommand, QuietHours};
pub use robot_forms::{
    MAX_ROBOT_ADDRESS, MAX_ROBOT_NAME, MAX_ROBOT_SECRET, MAX_ROBOTS, RobotCommand, RobotFailure, RobotSettings,
    RobotView, RobotsView, UndeliveredNews,
};
pub use robots::{NEWS_A_MESSAGE, ROBOT_PACE, RobotAct, RobotFault, RobotKind, RobotState};

/// Says that one has read a notice which asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcknowledgeCommand {
    /// Made with the form: sent twice, it is said once.
    pub id: ActId,
    /// The notice.
    pub notice: NoticeId,
}

coded_enum! {
    /// What a notice is about.
    pub enum NoticeKind {
        /// The roster was published.
        RosterPublished = "roster_published",
        /// A colleague asks for a swap.
        SwapAsked = "swap_asked",
        /// A colleague has answered a swap.
        SwapAnswered = "swap_answered",
        /// Overtime that was approved is taken back.
        OvertimeCancelled = "overtime_cancelled",
        /// What was left of time off has expired and is paid.
        TimeOffPaid = "time_off_paid",
        /// A punch was decided.
        PunchDecided = "punch_decided",
        /// My shift begins soon, and I have not clocked in.
        ShiftSoon = "shift_soon",
        /// A punch of yesterday is missing.
        PunchMissing = "punch_missing",
        /// HR has changed a leave balance.
        LeaveAdjusted = "leave_adjusted",
        /// Somebody has told of a child, which waits to be confirmed.
        ChildDeclared = "child_declared",
        /// I am asked whether the rest of a year's annual leave may be taken in the next.
        CarryAsked = "carry_asked",
        /// Somebody has said whether it may.
        CarryAnswered = "carry_answered",
        /// HR has recorded what annual leave I do without in writing.
        WaiverRecorded = "waiver_recorded",
        /// A request waits for a decision.
        RequestWaits = "request_waits",
        /// A request was settled or sent back.
        RequestSettled = "request_settled",
        /// I was given a copy of a request.
        RequestCopied = "request_copied",
        /// Somebody has said something to a request.
        RequestCommented = "request_commented",
        /// I decide in a colleague's place for some days.
        Delegated = "delegated",
        /// A colleague asks to be covered.
        CoverAsked = "cover_asked",
        /// A colleague has said whether they cover.
        CoverAnswered = "cover_answered",
        /// Who leads has named who covers.
        CoverAssigned = "cover_assigned",
        /// A colleague need not be covered any more.
        CoverReleased = "cover_released",
        /// A leave needs somebody who covers.
        CoverWanted = "cover_wanted",
        /// Somebody is back from leave.
        CameBack = "came_back",
        /// A new calendar has changed what leave costs.
        LeaveRecounted = "leave_recounted",
        /// By a new calendar, leave costs more than is left.
        LeaveShort = "leave_short",
        /// My leave, or one that I cover, begins.
        LeaveBegins = "leave_begins",
        /// What somebody hands over is not done.
        HandoverOpen = "handover_open",
        /// Somebody's leave is over and they have not come.
        Overstayed = "overstayed",
        /// Nobody is at a window whose shift is on.
        WindowEmpty = "window_empty",
        /// Somebody is out for longer than they asked for.
        OutingOverdue = "outing_overdue",
        /// Papers for leave are due soon.
        PapersDue = "papers_due",
        /// Papers for leave have not come in time.
        PapersOverdue = "papers_overdue",
        /// Papers for leave can't be used.
        PapersRefused = "papers_refused",
        /// Papers of somebody whom I lead have not come in time.
        PapersMissing = "papers_missing",
        /// What follows from papers that have not come was decided.
        PapersRuled = "papers_ruled",
        /// A group robot that I have set up reaches its group no more.
        RobotFailed = "robot_failed",
        /// What I have published did not reach a group.
        GroupMissed = "group_missed",
        /// A colleague wants to leave their window for a while, and asks for somebody to stand in.
        OutingAsked = "outing_asked",
        /// Somebody stands in: I may leave my window.
        OutingCovered = "outing_covered",
        /// A round has recorded something about me.
        PatrolFound = "patrol_found",
        /// Somebody has said what they have to say to such a record.
        PatrolExplained = "patrol_explained",
        /// A record about me was decided.
        PatrolDecided = "patrol_decided",
        /// Somebody wants a shift that is on offer.
        ShiftClaimed = "shift_claimed",
        /// A shift on offer became mine.
        ShiftGiven = "shift_given",
        /// A shift that I wanted is not to be had any more.
        ShiftGone = "shift_gone",
    }
}

/// Whether somebody has said that they have read a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state", content = "at")]
pub enum NoticeReceipt {
    /// Nobody asks.
    NotAsked,
    /// Not yet.
    Open,
    /// At this instant.
    Given(DateTime<Utc>),
}

/// A notice in its reader's inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The notice.
    pub id: NoticeId,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// What it says.
    pub content: NoticeContent,
    /// Whether the inbox was open since.
    pub read: bool,
    /// Whether a receipt is asked for.
    pub receipt: NoticeReceipt,
}

/// A page of an inbox, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticePage {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// The notices.
    pub notices: Vec<Notice>,
    /// After which the next page begins, if there is one.
    pub next: Option<NoticeId>,
    /// How many in the whole inbox are unread.
    pub unread: u64,
    /// How many notices of my own acts have reached neither phone nor eye in the last days.
    pub undelivered: u64,
}
