//! Corrections as they are asked for, decided on and followed.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{CorrectedSlot, CorrectionCause, SlotResult, WorkedOvertime};
use crate::{
    approvals::{ApprovalView, FlowState},
    coded::coded_enum,
    ids::ApprovalId,
    photos::PhotoView,
    roster::SlotKind,
};

coded_enum! {
    /// What should be looked at before a correction is approved.
    pub enum CorrectionFlag {
        /// The slot is in order by now, or another punch would count all the same.
        InOrder = "in_order",
        /// The month is locked: it would come out as an adjustment.
        MonthLocked = "month_locked",
        /// The person is on leave that day.
        OnLeave = "on_leave",
        /// The very same photo was handed in with something else, too.
        PhotoUsedBefore = "photo_used_before",
    }
}

/// A request as who decides on it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionCard {
    /// The work-date.
    pub date: NaiveDate,
    /// Which punch of it. What a phone has kept from before this was told is about a slot.
    #[serde(default = "a_slot")]
    pub slot: CorrectedSlot,
    /// Arriving or leaving.
    pub kind: SlotKind,
    /// What is wrong with the slot.
    pub cause: CorrectionCause,
    /// When it is to count as punched.
    pub at: DateTime<Utc>,
    /// The punch that counted when it was asked, if there was one.
    pub original_at: Option<DateTime<Utc>>,
    /// What happened.
    pub reason: String,
    /// Photos that show it, for who may see them.
    pub photos: Vec<PhotoView>,
    /// What should be looked at.
    pub flags: Vec<CorrectionFlag>,
}

/// See [`CorrectionCard::slot`].
const fn a_slot() -> CorrectedSlot {
    CorrectedSlot::Slot(1)
}

/// A request as it stands with its day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionRow {
    /// The request.
    pub id: ApprovalId,
    /// How it stands.
    pub state: FlowState,
    /// The work-date.
    pub date: NaiveDate,
    /// Which punch of it.
    pub slot: CorrectedSlot,
    /// Arriving or leaving.
    pub kind: SlotKind,
    /// When it is to count as punched.
    pub at: DateTime<Utc>,
    /// The punch that counted when it was asked, if there was one.
    pub original_at: Option<DateTime<Utc>>,
    /// 姓名 of those who can act now.
    pub waits_for: Vec<String>,
    /// Until when they should.
    pub due_at: Option<DateTime<Utc>>,
}

coded_enum! {
    /// What somebody can do about a request of their own.
    pub enum CorrectionAct {
        /// Change it and ask again; add and take back photos.
        Change = "change",
        /// Take it back.
        Withdraw = "withdraw",
    }
}

/// One request, for who asked: where it is on its way, and what can be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionView {
    /// What it asks for, and where it is.
    pub approval: ApprovalView,
    /// What I can do about it.
    pub acts: Vec<CorrectionAct>,
}

/// What can be put right about a day, for the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionForm {
    /// The work-date.
    pub date: NaiveDate,
    /// All slots of the day: their names follow from their places.
    pub slots: Vec<SlotResult>,
    /// Those of them that a request can be made for.
    pub open: Vec<i16>,
    /// Overtime that was approved for it, with what of it is shown by the punches.
    #[serde(default)]
    pub overtime: Option<WorkedOvertime>,
    /// The ends of it that a request can be made for.
    #[serde(default)]
    pub open_overtime: Vec<SlotKind>,
    /// Requests left this month, this one not counted.
    pub left: i32,
    /// The last day to ask on.
    pub until: NaiveDate,
    /// Whether that day is past.
    pub too_late: bool,
    /// What was asked, if a request is changed.
    pub asked: Option<CorrectionAsked>,
}

/// What was asked, to be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionAsked {
    /// The request.
    pub id: ApprovalId,
    /// The version that is looked at.
    pub version: i32,
    /// Which punch of the day.
    pub slot: CorrectedSlot,
    /// When it is to count as punched.
    pub at: DateTime<Utc>,
    /// What happened.
    pub reason: String,
}
