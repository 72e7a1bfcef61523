use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::HallTopic;
use crate::{
    approvals::{ApprovalKind, FlowState},
    ids::{ApprovalId, HallId, PatrolId, PersonId},
    leave::{Hours, LeaveKind, Measure},
};

mod meaning;

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
        /// The swap. Before it had a page, this was not kept.
        #[serde(default)]
        request: Option<ApprovalId>,
    },
    /// A colleague has answered my swap, or has taken back that they agree.
    SwapAnswered {
        /// 姓名 of who answers.
        by: String,
        /// Whether they agree.
        agreed: bool,
        /// The swap, as above.
        #[serde(default)]
        request: Option<ApprovalId>,
    },
    /// Overtime that was approved is taken back.
    OvertimeCancelled {
        /// 姓名 of who asked for it and takes it back, to who had approved it; nobody's where it is my own.
        #[serde(default)]
        by: Option<String>,
        /// Its date.
        date: NaiveDate,
    },
    /// What was left of my time off has expired and is paid. How much stands with the balance.
    TimeOffPaid {
        /// The date of the overtime that it was earned by.
        earned_on: NaiveDate,
    },
    /// A punch of mine was decided.
    PunchDecided {
        /// Whether it counts.
        accepted: bool,
        /// Its work-date.
        date: NaiveDate,
    },
    /// My shift begins soon, and I have not clocked in.
    ShiftSoon {
        /// Its date.
        date: NaiveDate,
        /// Its name.
        shift: String,
        /// When its arrival is due.
        due: DateTime<Utc>,
    },
    /// Punches of mine are missing.
    PunchMissing {
        /// The work-date.
        date: NaiveDate,
        /// How many.
        missing: i32,
    },
    /// My leave balance was changed by HR. Confidential: by how much and why stands with the balance.
    LeaveAdjusted,
    /// Somebody has told of a child. Confidential: when it was born stands with their balance.
    ChildDeclared {
        /// Whose balance.
        person: PersonId,
        /// 姓名.
        by: String,
    },
    /// I am asked whether the rest of a year's annual leave may be taken in the next.
    CarryAsked {
        /// The year.
        year: i32,
    },
    /// Somebody has said whether it may.
    CarryAnswered {
        /// Whose balance.
        person: PersonId,
        /// 姓名.
        by: String,
        /// Whether it may.
        yes: bool,
    },
    /// HR has recorded a paper by which I do without annual leave. Confidential: which stands with the balance.
    WaiverRecorded,
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
    /// I cover for a colleague by the word of who leads us.
    CoverAssigned {
        /// 姓名 of who is away.
        by: String,
        /// The first day.
        from: NaiveDate,
    },
    /// I do not cover for a colleague any more: their leave is off or over, or somebody else does.
    CoverReleased {
        /// 姓名 of who asked.
        by: String,
        /// The first day that is free again.
        from: NaiveDate,
    },
    /// A leave needs somebody who covers: nobody is named, or who is can't come. To who leads, and to whose it is.
    CoverWanted {
        /// 姓名 of who is away; nobody's where it is my own.
        #[serde(default)]
        by: Option<String>,
        /// The leave.
        request: ApprovalId,
    },
    /// Somebody whom I lead is back from leave, or did not take it.
    CameBack {
        /// 姓名 of who is back.
        by: String,
        /// Their first day at work again.
        date: NaiveDate,
        /// The leave.
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
    /// Papers for my leave can't be used: others are due.
    PapersRefused {
        /// The last day for them.
        due_on: NaiveDate,
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
    /// A colleague wants to leave their window for a while. Why is theirs to tell.
    OutingAsked {
        /// 姓名 of who wants to leave.
        by: String,
        /// The window, as people call it.
        window: String,
        /// For how many minutes.
        minutes: i32,
    },
    /// Somebody stands in: I may leave my window.
    OutingCovered {
        /// 姓名 of who stands in.
        by: String,
    },
    /// A round has recorded something about me; what, is told on its page.
    PatrolFound {
        /// The record.
        record: PatrolId,
    },
    /// Whom a record is about has said what they have to say: I decide.
    PatrolExplained {
        /// 姓名 of whom it is about.
        by: String,
        /// The record.
        record: PatrolId,
    },
    /// A record about me was decided.
    PatrolDecided {
        /// Whether it stands.
        upheld: bool,
        /// The record.
        record: PatrolId,
    },
    /// Somebody wants a shift on offer: I decide.
    ShiftClaimed {
        /// 姓名 of who wants it.
        by: String,
        /// Its date.
        date: NaiveDate,
    },
    /// A shift on offer became mine.
    ShiftGiven {
        /// Its date.
        date: NaiveDate,
        /// Its name.
        shift: String,
        /// The window, as people call it.
        window: String,
    },
    /// A shift that I wanted went to another, or is offered no more.
    ShiftGone {
        /// Its date.
        date: NaiveDate,
    },
}

/// See [`NoticeContent::RequestSettled`].
const fn leave() -> ApprovalKind {
    ApprovalKind::Leave
}
