use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{HallTopic, NoticeKind};
use crate::{
    approvals::{ApprovalKind, FlowState},
    ids::{ApprovalId, HallId},
    leave::{Hours, LeaveKind, Measure},
};

/// What it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum NoticeContent {
    /// Days of mine were published anew.
    RosterPublished {
        /// How many.
        days: usize,
        /// The first of them.
        first: NaiveDate,
    },
    /// A colleague asks for a swap.
    SwapAsked {
        /// 姓名 of who asks.
        by: String,
        /// The day that they give.
        give: NaiveDate,
        /// The day that they take.
        take: NaiveDate,
    },
    /// A colleague has answered my swap.
    SwapAnswered {
        /// 姓名 of who answers.
        by: String,
        /// Whether they agree.
        agreed: bool,
    },
    /// A swap of mine was decided.
    SwapDecided {
        /// Whether it was approved.
        approved: bool,
        /// The day that was given.
        give: NaiveDate,
        /// The day that was taken.
        take: NaiveDate,
    },
    /// My overtime was decided.
    OvertimeDecided {
        /// Whether it was approved.
        approved: bool,
        /// Its date.
        date: NaiveDate,
    },
    /// A punch of mine was decided.
    PunchDecided {
        /// Whether it counts.
        accepted: bool,
        /// Its work-date.
        date: NaiveDate,
    },
    /// My leave balance was changed by HR. Confidential: by how much and why stands with the balance.
    LeaveAdjusted,
    /// A request waits for my decision.
    RequestWaits {
        /// 姓名 of who asks.
        by: String,
        /// The request.
        request: ApprovalId,
    },
    /// A request of mine was settled, or sent back for me to change.
    RequestSettled {
        /// What for. Before this was kept, only leave went this way.
        #[serde(default = "leave")]
        what: ApprovalKind,
        /// How it stands now.
        state: FlowState,
        /// The request.
        request: ApprovalId,
    },
    /// I was given a copy of a request.
    RequestCopied {
        /// 姓名 of who gave it.
        by: String,
        /// The request.
        request: ApprovalId,
    },
    /// Somebody has said something to a request.
    RequestCommented {
        /// 姓名 of who did.
        by: String,
        /// What for, where it is my own.
        #[serde(default)]
        own: Option<ApprovalKind>,
        /// The request.
        request: ApprovalId,
    },
    /// I decide in a colleague's place for some days.
    Delegated {
        /// 姓名 of whose decisions they are.
        by: String,
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
    /// A colleague asks me to cover.
    CoverAsked {
        /// 姓名 of who asks.
        by: String,
        /// The first day.
        from: NaiveDate,
    },
    /// Whoever I have named has said whether they cover.
    CoverAnswered {
        /// 姓名 of who answers.
        by: String,
        /// Whether they do.
        yes: bool,
        /// My request.
        request: ApprovalId,
    },
    /// My leave costs more or less by a new version of the calendar.
    LeaveRecounted {
        /// The kind; left out where it tells of somebody's health or family.
        #[serde(default)]
        leave: Option<LeaveKind>,
        /// What the amounts are counted in.
        measure: Measure,
        /// What it cost.
        was: i32,
        /// What it costs now.
        now: i32,
        /// My request.
        request: ApprovalId,
    },
    /// By a new version of the calendar, leave costs more than is left: to whose it is, and to HR.
    LeaveShort {
        /// 姓名 of whose it is; nobody's where it is my own.
        #[serde(default)]
        by: Option<String>,
        /// The request.
        request: ApprovalId,
    },
    /// Leave begins tomorrow.
    LeaveBegins {
        /// 姓名 of who leaves, to who covers; nobody's where it is my own.
        #[serde(default)]
        by: Option<String>,
        /// Its first day.
        from: NaiveDate,
        /// The hours of the day, where it is by the hour.
        #[serde(default)]
        hours: Option<Hours>,
        /// The request.
        request: ApprovalId,
    },
    /// A list is to be taken or confirmed by me, or is not done the day before the leave begins.
    HandoverOpen {
        /// 姓名 of who hands over.
        by: String,
        /// The leave.
        request: ApprovalId,
    },
    /// The first shift after a leave has begun without a punch: to whose it is, and to who leads them.
    Overstayed {
        /// 姓名 of who has not come; nobody's where it is my own.
        #[serde(default)]
        by: Option<String>,
        /// The day of that shift.
        date: NaiveDate,
        /// The leave.
        request: ApprovalId,
    },
    /// Nobody is at a window whose shift is on.
    WindowEmpty {
        /// The window, as people call it.
        window: String,
        /// Whether the lead was told before and nobody has taken it in hand.
        again: bool,
    },
    /// Somebody is out for longer than they asked for.
    OutingOverdue {
        /// 姓名 of who is out.
        by: String,
        /// The window, as people call it.
        window: String,
    },
    /// Papers for my leave are due soon. What they are for is private and not said.
    PapersDue {
        /// The last day.
        due_on: NaiveDate,
        /// My request.
        request: ApprovalId,
    },
    /// Papers for my leave have not come in time.
    PapersOverdue {
        /// My request.
        request: ApprovalId,
    },
    /// Papers of somebody whom I lead have not come in time: I decide what follows.
    PapersMissing {
        /// 姓名 of whose leave it is.
        by: String,
        /// Their request.
        request: ApprovalId,
    },
    /// What follows from papers that have not come was decided.
    PapersRuled {
        /// Whether the leave stands.
        excused: bool,
        /// My request.
        request: ApprovalId,
    },
    /// A group robot that I have set up reaches its group no more.
    RobotFailed {
        /// What people call it.
        robot: String,
        /// Its hall.
        hall: HallId,
    },
    /// What I have published did not reach a group.
    GroupMissed {
        /// The robot, as people call it.
        robot: String,
        /// What it was about.
        topic: HallTopic,
    },
}

impl NoticeContent {
    /// What it is about.
    pub const fn kind(&self) -> NoticeKind {
        match self {
            Self::RosterPublished { .. } => NoticeKind::RosterPublished,
            Self::SwapAsked { .. } => NoticeKind::SwapAsked,
            Self::SwapAnswered { .. } => NoticeKind::SwapAnswered,
            Self::SwapDecided { .. } => NoticeKind::SwapDecided,
            Self::OvertimeDecided { .. } => NoticeKind::OvertimeDecided,
            Self::PunchDecided { .. } => NoticeKind::PunchDecided,
            Self::LeaveAdjusted => NoticeKind::LeaveAdjusted,
            Self::RequestWaits { .. } => NoticeKind::RequestWaits,
            Self::RequestSettled { .. } => NoticeKind::RequestSettled,
            Self::RequestCopied { .. } => NoticeKind::RequestCopied,
            Self::RequestCommented { .. } => NoticeKind::RequestCommented,
            Self::Delegated { .. } => NoticeKind::Delegated,
            Self::CoverAsked { .. } => NoticeKind::CoverAsked,
            Self::CoverAnswered { .. } => NoticeKind::CoverAnswered,
            Self::LeaveRecounted { .. } => NoticeKind::LeaveRecounted,
            Self::LeaveShort { .. } => NoticeKind::LeaveShort,
            Self::LeaveBegins { .. } => NoticeKind::LeaveBegins,
            Self::HandoverOpen { .. } => NoticeKind::HandoverOpen,
            Self::Overstayed { .. } => NoticeKind::Overstayed,
            Self::WindowEmpty { .. } => NoticeKind::WindowEmpty,
            Self::OutingOverdue { .. } => NoticeKind::OutingOverdue,
            Self::PapersDue { .. } => NoticeKind::PapersDue,
            Self::PapersOverdue { .. } => NoticeKind::PapersOverdue,
            Self::PapersMissing { .. } => NoticeKind::PapersMissing,
            Self::PapersRuled { .. } => NoticeKind::PapersRuled,
            Self::RobotFailed { .. } => NoticeKind::RobotFailed,
            Self::GroupMissed { .. } => NoticeKind::GroupMissed,
        }
    }

    /// Whether the person is asked to say that they have read it.
    pub const fn asks_receipt(&self) -> bool {
        matches!(self, Self::RosterPublished { .. })
    }

    /// The page on which it can be looked at or acted on.
    pub fn link(&self) -> String {
        match self {
            Self::RosterPublished { .. } => "/roster".to_owned(),
            Self::SwapAsked { .. } | Self::SwapAnswered { .. } | Self::SwapDecided { .. } => "/roster/swap".to_owned(),
            Self::OvertimeDecided { .. } => "/roster/overtime".to_owned(),
            Self::PunchDecided { date, .. } => format!("/attendance/{}", date.format("%Y-%m")),
            Self::LeaveAdjusted => "/leave/balance".to_owned(),
            Self::RequestWaits { request, .. }
            | Self::RequestCopied { request, .. }
            | Self::RequestCommented { own: None, request, .. } => format!("/approvals/{request}"),
            Self::Delegated { .. } => "/approvals".to_owned(),
            Self::RequestSettled { what, request, .. } | Self::RequestCommented { own: Some(what), request, .. } => {
                what.own_page(*request)
            }
            Self::CoverAnswered { request, .. }
            | Self::LeaveRecounted { request, .. }
            | Self::LeaveShort { request, .. }
            | Self::Overstayed { request, .. }
            | Self::PapersDue { request, .. }
            | Self::PapersOverdue { request }
            | Self::PapersMissing { request, .. }
            | Self::PapersRuled { request, .. }
            | Self::LeaveBegins { by: None, request, .. } => format!("/leave/{request}"),
            Self::HandoverOpen { request, .. } => format!("/leave/{request}/handover"),
            // Who covers does not read the request itself.
            Self::CoverAsked { .. } | Self::LeaveBegins { by: Some(_), .. } => "/leave".to_owned(),
            Self::WindowEmpty { .. } | Self::OutingOverdue { .. } => "/board".to_owned(),
            Self::RobotFailed { hall, .. } => format!("/org/{hall}/robots"),
            // Where it was published from: whoever did that need not be allowed to look at the robots.
            Self::GroupMissed { topic: HallTopic::RosterPublished, .. } => "/roster/edit".to_owned(),
            Self::GroupMissed { .. } => "/roster/requests".to_owned(),
        }
    }
}

/// See [`NoticeContent::RequestSettled`].
const fn leave() -> ApprovalKind {
    ApprovalKind::Leave
}

#[cfg(test)]
mod tests;
