//! Typed identifiers. Every entity has its own UUIDv7 newtype, so that a window's id can't be passed
//! where a post's is meant; UUIDv7 sorts by creation, which keeps database pages warm and lists stable.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id, made from the system's clock and random source; on a phone these are the browser's.
            #[expect(clippy::new_without_default, reason = "two defaults would differ, which nobody expects")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }

            /// Wraps an id read from storage.
            pub const fn from_uuid(id: Uuid) -> Self {
                Self(id)
            }

            /// The bare id, for storage.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// The employer (派遣单位).
    AgencyId,
    /// What somebody does about something that is there: made on the phone, so that sent twice it is done once.
    ActId,
    /// One government-service hall (用工单位 side).
    HallId,
    /// A zone of a hall.
    ZoneId,
    /// A service window (窗口).
    WindowId,
    /// A post at a window (岗位), held by an A and a B.
    PostId,
    /// One holder of a post over a period.
    PostHolderId,
    /// One circle of a hall's geofence (电子围栏).
    FenceId,
    /// A person: worker, lead, HR …
    PersonId,
    /// A role given to a person over a scope and a period.
    AppointmentId,
    /// A one-time invitation.
    InviteId,
    /// A registered passkey.
    PasskeyId,
    /// A signed-in device.
    SessionId,
    /// A challenge of a passkey ceremony.
    ChallengeId,
    /// A shift (班次).
    ShiftId,
    /// A weekly pattern of a person's shifts.
    PatternId,
    /// One published roster line: a person, a date.
    RosterEntryId,
    /// The draft of a hall's month.
    DraftId,
    /// A publication of a draft.
    PublicationId,
    /// What was published to a person, to be acknowledged.
    ReceiptId,
    /// A permit for comprehensive hours (综合计算工时).
    HoursPermitId,
    /// A protected period of a person.
    ProtectionId,
    /// A certification of a person for a window.
    CertificationId,
    /// A shift that is offered to whoever is free.
    OpenShiftId,
    /// A claim of an offered shift.
    ClaimId,
    /// A lot of leave: a year's, or what was earned by overtime (调休).
    LotId,
    /// A line of the ledger of time off.
    LotEntryId,
    /// A request for leave (请假).
    LeaveId,
    /// A line of the leave ledger.
    LeaveEntryId,
    /// That papers to a leave can't be used.
    PapersRefusalId,
    /// A matter that is handed over before a leave.
    HandoverItemId,
    /// What a hall's leave rules were set to.
    LeaveProfileId,
    /// A child for whom a parent has leave.
    ChildId,
    /// A paper by which somebody does without annual leave.
    WaiverId,
    /// A notice in an inbox.
    NoticeId,
    /// A browser that may be rung.
    SubscriptionId,
    /// A hint on its way to a browser, or news on their way to a group.
    DeliveryId,
    /// A group robot of a hall (群机器人).
    RobotId,
    /// A punch (打卡); made on the phone, so that a repeated send is recognised.
    PunchId,
    /// What a person says about a punch of theirs.
    PunchNoteId,
    /// A browser that punches come from.
    DeviceId,
    /// A screen that shows a hall's code.
    KioskScreenId,
    /// A wrong code that was sent.
    CodeTryId,
    /// Leaving the window for a while (外出).
    OutingId,
    /// An alarm about an empty window (空岗).
    VacancyId,
    /// What an inspector found on a round (巡查).
    PatrolId,
    /// What a person says to such a record.
    PatrolNoteId,
    /// A judged day of a person.
    DayResultId,
    /// A paper sign-in sheet that was typed in.
    PaperSheetId,
    /// A person's word that their month is right.
    AcceptanceId,
    /// A person's locked month.
    MonthSheetId,
    /// A line that adjusts a locked month.
    AdjustmentId,
    /// A day that came out differently when it was judged again.
    RecountId,
    /// What a person said to the reading of their position.
    ConsentId,
    /// A secret address of a person's roster.
    FeedId,
    /// A version of one calendar year.
    CalendarVersionId,
    /// A line of the audit trail.
    AuditId,
    /// A request on its way through approval; the id of the slice's own request, too.
    ApprovalId,
    /// One thing that happened to a request on its way.
    HopId,
    /// A decision, made on the phone, so that a repeated send is recognised.
    DecisionId,
    /// A delegation of somebody's decisions to another.
    DelegationId,
    /// A declared kinship between two people.
    KinshipId,
    /// A photo that was handed in.
    PhotoId,
}
