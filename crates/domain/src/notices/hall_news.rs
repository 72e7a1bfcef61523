//! What may stand in a group chat: matters of the whole hall, and nobody's name.
//!
//! A group holds whom it holds, and what was said there can't be taken back. So its news are a type of their own
//! with no room for a person, and each notice is looked at one by one for whether it has any.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::NoticeContent;
use crate::coded::coded_enum;

coded_enum! {
    /// What a group can be told about. Whoever sets a robot up chooses from these.
    pub enum HallTopic {
        /// Nobody is at a window whose shift is on.
        WindowEmpty = "window_empty",
        /// Somebody is out for longer than they asked for.
        OutingOverdue = "outing_overdue",
        /// A roster was published.
        RosterPublished = "roster_published",
        /// A shift is offered to whoever is free.
        ShiftOffered = "shift_offered",
        /// A year of the calendar was published, or changed.
        CalendarChanged = "calendar_changed",
    }
}

impl HallTopic {
    /// Whether it is said in quiet hours too: somebody has to act at once.
    pub const fn is_urgent(self) -> bool {
        matches!(self, Self::WindowEmpty | Self::OutingOverdue)
    }
}

/// News of a hall: facts without people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "topic")]
pub enum HallNews {
    /// Nobody is at a window whose shift is on.
    WindowEmpty {
        /// The window, as people call it.
        window: String,
        /// Whether it was said before and nobody has taken it in hand.
        again: bool,
    },
    /// Somebody is out for longer than they asked for. Not who.
    OutingOverdue {
        /// The window, as people call it.
        window: String,
    },
    /// A roster was published.
    RosterPublished {
        /// The first day of its month.
        month: NaiveDate,
        /// How many people's days are other than before.
        people: u32,
    },
    /// A shift is offered to whoever is free.
    ShiftOffered {
        /// Its date.
        date: NaiveDate,
        /// Its name.
        shift: String,
        /// The window, as people call it.
        window: String,
    },
    /// A year of the calendar was published, or changed.
    CalendarChanged {
        /// The year.
        year: i32,
        /// Which version of it this is.
        version: i32,
        /// Whether it is only provisional.
        provisional: bool,
    },
}

impl HallNews {
    /// What it is about.
    pub const fn topic(&self) -> HallTopic {
        match self {
            Self::WindowEmpty { .. } => HallTopic::WindowEmpty,
            Self::OutingOverdue { .. } => HallTopic::OutingOverdue,
            Self::RosterPublished { .. } => HallTopic::RosterPublished,
            Self::ShiftOffered { .. } => HallTopic::ShiftOffered,
            Self::CalendarChanged { .. } => HallTopic::CalendarChanged,
        }
    }

    /// The page on which whoever may can look at it; it asks them to sign in like any other.
    pub const fn link(&self) -> &'static str {
        match self {
            Self::WindowEmpty { .. } | Self::OutingOverdue { .. } => "/board",
            Self::RosterPublished { .. } | Self::CalendarChanged { .. } | Self::ShiftOffered { .. } => "/roster",
        }
    }

    /// What of a person's notice concerns the whole hall. Nothing, for nearly all: a roster is news once for all, not
    /// once for each; the rest is between two people, or of leave, health, pay and what somebody asked for. A new
    /// notice has to be thought about here.
    pub fn of(notice: &NoticeContent) -> Option<Self> {
        match notice {
            NoticeContent::WindowEmpty { window, again } => {
                Some(Self::WindowEmpty { window: window.clone(), again: *again })
            }
            NoticeContent::OutingOverdue { window, .. } => Some(Self::OutingOverdue { window: window.clone() }),
            NoticeContent::RosterPublished { .. }
            | NoticeContent::SwapAsked { .. }
            | NoticeContent::SwapAnswered { .. }
            | NoticeContent::OvertimeCancelled { .. }
            | NoticeContent::TimeOffPaid { .. }
            | NoticeContent::PunchDecided { .. }
            | NoticeContent::ShiftSoon { .. }
            | NoticeContent::PunchMissing { .. }
            | NoticeContent::LeaveAdjusted
            | NoticeContent::ChildDeclared { .. }
            | NoticeContent::CarryAsked { .. }
            | NoticeContent::CarryAnswered { .. }
            | NoticeContent::WaiverRecorded
            | NoticeContent::RequestWaits { .. }
            | NoticeContent::RequestSettled { .. }
            | NoticeContent::RequestCopied { .. }
            | NoticeContent::RequestCommented { .. }
            | NoticeContent::Delegated { .. }
            | NoticeContent::CoverAsked { .. }
            | NoticeContent::CoverAnswered { .. }
            | NoticeContent::CoverAssigned { .. }
            | NoticeContent::CoverReleased { .. }
            | NoticeContent::CoverWanted { .. }
            | NoticeContent::CameBack { .. }
            | NoticeContent::LeaveRecounted { .. }
            | NoticeContent::LeaveShort { .. }
            | NoticeContent::LeaveBegins { .. }
            | NoticeContent::HandoverOpen { .. }
            | NoticeContent::Overstayed { .. }
            | NoticeContent::PapersDue { .. }
            | NoticeContent::PapersRefused { .. }
            | NoticeContent::PapersOverdue { .. }
            | NoticeContent::PapersMissing { .. }
            | NoticeContent::PapersRuled { .. }
            | NoticeContent::RobotFailed { .. }
            | NoticeContent::GroupMissed { .. }
            | NoticeContent::OutingAsked { .. }
            | NoticeContent::OutingCovered { .. }
            | NoticeContent::PatrolFound { .. }
            | NoticeContent::PatrolExplained { .. }
            | NoticeContent::PatrolDecided { .. }
            | NoticeContent::ShiftClaimed { .. }
            | NoticeContent::ShiftGiven { .. }
            | NoticeContent::ShiftGone { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        approvals::{ApprovalKind, FlowState},
        ids::{ApprovalId, PatrolId, PersonId},
        leave::Measure,
        notices::NoticeKind,
    };

    const SOMEBODY: &str = "张某某";

    /// One of each kind, with a name wherever there is room for one.
    fn every_notice() -> Vec<NoticeContent> {
        let (by, request) = (SOMEBODY.to_owned(), ApprovalId::new());
        let (window, date) = ("综合 3 号".to_owned(), NaiveDate::from_ymd_opt(2026, 11, 24).unwrap());
        let record = PatrolId::new();
        vec![
            NoticeContent::RosterPublished { days: 3, first: date },
            NoticeContent::SwapAsked { by: by.clone(), give: date, take: date, request: Some(request) },
            NoticeContent::SwapAnswered { by: by.clone(), agreed: true, request: Some(request) },
            NoticeContent::OvertimeCancelled { by: Some(by.clone()), date },
            NoticeContent::TimeOffPaid { earned_on: date },
            NoticeContent::PunchDecided { accepted: true, date },
            NoticeContent::ShiftSoon { date, shift: "白班".to_owned(), due: crate::time::hall_midnight(date) },
            NoticeContent::PunchMissing { date, missing: 2 },
            NoticeContent::LeaveAdjusted,
            NoticeContent::ChildDeclared { person: PersonId::new(), by: by.clone() },
            NoticeContent::CarryAsked { year: 2026 },
            NoticeContent::CarryAnswered { person: PersonId::new(), by: by.clone(), yes: true },
            NoticeContent::WaiverRecorded,
            NoticeContent::RequestWaits { by: by.clone(), request },
            NoticeContent::RequestSettled { what: ApprovalKind::Leave, state: FlowState::Approved, request },
            NoticeContent::RequestCopied { by: by.clone(), request },
            NoticeContent::RequestCommented { by: by.clone(), own: None, request },
            NoticeContent::Delegated { by: by.clone(), from: date, to: date },
            NoticeContent::CoverAsked { by: by.clone(), from: date },
            NoticeContent::CoverAnswered { by: by.clone(), yes: true, request },
            NoticeContent::CoverAssigned { by: by.clone(), from: date },
            NoticeContent::CoverReleased { by: by.clone(), from: date },
            NoticeContent::CoverWanted { by: Some(by.clone()), request },
            NoticeContent::CameBack { by: by.clone(), date, request },
            NoticeContent::LeaveRecounted { leave: None, measure: Measure::HalfDays, was: 2, now: 4, request },
            NoticeContent::LeaveShort { by: Some(by.clone()), request },
            NoticeContent::LeaveBegins { by: Some(by.clone()), from: date, hours: None, request },
            NoticeContent::HandoverOpen { by: by.clone(), request },
            NoticeContent::Overstayed { by: Some(by.clone()), date, request },
            NoticeContent::WindowEmpty { window: window.clone(), again: true },
            NoticeContent::OutingOverdue { by: by.clone(), window: window.clone() },
            NoticeContent::OutingAsked { by: by.clone(), window: window.clone(), minutes: 15 },
            NoticeContent::OutingCovered { by: by.clone() },
            NoticeContent::PatrolFound { record },
            NoticeContent::PatrolExplained { by: by.clone(), record },
            NoticeContent::PatrolDecided { upheld: true, record },
            NoticeContent::ShiftClaimed { by: by.clone(), date },
            NoticeContent::ShiftGiven { date, shift: "白班".to_owned(), window },
            NoticeContent::ShiftGone { date },
            NoticeContent::PapersDue { due_on: date, request },
            NoticeContent::PapersOverdue { request },
            NoticeContent::PapersRefused { due_on: date, request },
            NoticeContent::PapersMissing { by, request },
            NoticeContent::PapersRuled { excused: true, request },
            NoticeContent::RobotFailed { robot: "大厅群".to_owned(), hall: crate::ids::HallId::new() },
            NoticeContent::GroupMissed { robot: "大厅群".to_owned(), topic: HallTopic::RosterPublished },
        ]
    }

    #[test]
    fn of_all_notices_two_concern_the_hall_and_none_of_them_names_anybody() {
        let notices = every_notice();
        let mut kinds: Vec<NoticeKind> = notices.iter().map(NoticeContent::kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        assert_eq!(kinds.len(), NoticeKind::ALL.len(), "one of each kind");
        let mut said = Vec::new();
        for notice in &notices {
            let Some(news) = HallNews::of(notice) else { continue };
            assert!(!notice.kind().is_confidential(), "{notice:?}");
            assert!(!serde_json::to_string(&news).unwrap().contains(SOMEBODY), "{news:?}");
            said.push(notice.kind());
        }
        assert_eq!(said, [NoticeKind::WindowEmpty, NoticeKind::OutingOverdue]);
    }

    #[test]
    fn only_what_has_to_be_acted_on_breaks_the_quiet_and_the_stored_topic_is_its_code() {
        let urgent: Vec<_> = HallTopic::ALL.iter().filter(|topic| topic.is_urgent()).collect();
        assert_eq!(urgent, [&HallTopic::WindowEmpty, &HallTopic::OutingOverdue]);
        let news = HallNews::CalendarChanged { year: 2027, version: 2, provisional: false };
        let text = serde_json::to_string(&news).unwrap();
        assert!(text.contains(news.topic().code()), "{text}");
        assert_eq!(serde_json::from_str::<HallNews>(&text).unwrap(), news);
    }
}
