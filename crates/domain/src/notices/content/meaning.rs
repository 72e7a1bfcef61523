use super::NoticeContent;
use crate::{
    approvals::ApprovalKind,
    notices::{HallTopic, NoticeKind},
};

impl NoticeContent {
    /// What it is about.
    pub const fn kind(&self) -> NoticeKind {
        match self {
            Self::RosterPublished { .. } => NoticeKind::RosterPublished,
            Self::SwapAsked { .. } => NoticeKind::SwapAsked,
            Self::SwapAnswered { .. } => NoticeKind::SwapAnswered,
            Self::OvertimeCancelled { .. } => NoticeKind::OvertimeCancelled,
            Self::TimeOffPaid { .. } => NoticeKind::TimeOffPaid,
            Self::PunchDecided { .. } => NoticeKind::PunchDecided,
            Self::ShiftSoon { .. } => NoticeKind::ShiftSoon,
            Self::PunchMissing { .. } => NoticeKind::PunchMissing,
            Self::LeaveAdjusted => NoticeKind::LeaveAdjusted,
            Self::ChildDeclared { .. } => NoticeKind::ChildDeclared,
            Self::CarryAsked { .. } => NoticeKind::CarryAsked,
            Self::CarryAnswered { .. } => NoticeKind::CarryAnswered,
            Self::WaiverRecorded => NoticeKind::WaiverRecorded,
            Self::RequestWaits { .. } => NoticeKind::RequestWaits,
            Self::RequestSettled { .. } => NoticeKind::RequestSettled,
            Self::RequestCopied { .. } => NoticeKind::RequestCopied,
            Self::RequestCommented { .. } => NoticeKind::RequestCommented,
            Self::Delegated { .. } => NoticeKind::Delegated,
            Self::CoverAsked { .. } => NoticeKind::CoverAsked,
            Self::CoverAnswered { .. } => NoticeKind::CoverAnswered,
            Self::CoverAssigned { .. } => NoticeKind::CoverAssigned,
            Self::CoverReleased { .. } => NoticeKind::CoverReleased,
            Self::CoverWanted { .. } => NoticeKind::CoverWanted,
            Self::CameBack { .. } => NoticeKind::CameBack,
            Self::LeaveRecounted { .. } => NoticeKind::LeaveRecounted,
            Self::LeaveShort { .. } => NoticeKind::LeaveShort,
            Self::LeaveBegins { .. } => NoticeKind::LeaveBegins,
            Self::HandoverOpen { .. } => NoticeKind::HandoverOpen,
            Self::Overstayed { .. } => NoticeKind::Overstayed,
            Self::WindowEmpty { .. } => NoticeKind::WindowEmpty,
            Self::OutingOverdue { .. } => NoticeKind::OutingOverdue,
            Self::PapersDue { .. } => NoticeKind::PapersDue,
            Self::PapersOverdue { .. } => NoticeKind::PapersOverdue,
            Self::PapersRefused { .. } => NoticeKind::PapersRefused,
            Self::PapersMissing { .. } => NoticeKind::PapersMissing,
            Self::PapersRuled { .. } => NoticeKind::PapersRuled,
            Self::RobotFailed { .. } => NoticeKind::RobotFailed,
            Self::GroupMissed { .. } => NoticeKind::GroupMissed,
            Self::OutingAsked { .. } => NoticeKind::OutingAsked,
            Self::OutingCovered { .. } => NoticeKind::OutingCovered,
            Self::PatrolFound { .. } => NoticeKind::PatrolFound,
            Self::PatrolExplained { .. } => NoticeKind::PatrolExplained,
            Self::PatrolDecided { .. } => NoticeKind::PatrolDecided,
            Self::ShiftClaimed { .. } => NoticeKind::ShiftClaimed,
            Self::ShiftGiven { .. } => NoticeKind::ShiftGiven,
            Self::ShiftGone { .. } => NoticeKind::ShiftGone,
        }
    }

    /// Whether the person is asked to say that they have read it.
    pub const fn asks_receipt(&self) -> bool {
        matches!(self, Self::RosterPublished { .. } | Self::ShiftGiven { .. })
    }

    /// The page on which it can be looked at or acted on.
    pub fn link(&self) -> String {
        match self {
            Self::RosterPublished { .. } | Self::ShiftGiven { .. } | Self::ShiftGone { .. } => "/roster".to_owned(),
            Self::SwapAsked { request, .. } | Self::SwapAnswered { request, .. } => {
                request.map_or_else(|| "/roster".to_owned(), |request| ApprovalKind::Swap.own_page(request))
            }
            Self::OutingAsked { .. } | Self::OutingCovered { .. } => "/outing".to_owned(),
            Self::PatrolFound { record }
            | Self::PatrolExplained { record, .. }
            | Self::PatrolDecided { record, .. } => format!("/patrol/{record}"),
            Self::OvertimeCancelled { by: None, .. } | Self::TimeOffPaid { .. } => "/roster/overtime".to_owned(),
            Self::PunchDecided { date, .. } => format!("/attendance/{}", date.format("%Y-%m")),
            Self::ShiftSoon { .. } => "/".to_owned(),
            Self::PunchMissing { date, .. } => format!("/attendance/correction?date={date}"),
            Self::LeaveAdjusted | Self::CarryAsked { .. } | Self::WaiverRecorded => "/leave/balance".to_owned(),
            Self::ChildDeclared { person, .. } | Self::CarryAnswered { person, .. } => {
                format!("/leave/balance?person={person}")
            }
            Self::RequestWaits { request, .. }
            | Self::RequestCopied { request, .. }
            | Self::RequestCommented { own: None, request, .. } => format!("/approvals/{request}"),
            Self::Delegated { .. } => "/approvals".to_owned(),
            Self::RequestSettled { what, request, .. } | Self::RequestCommented { own: Some(what), request, .. } => {
                what.own_page(*request)
            }
            Self::CoverAnswered { request, .. }
            | Self::CoverWanted { request, .. }
            | Self::CameBack { request, .. }
            | Self::LeaveRecounted { request, .. }
            | Self::LeaveShort { request, .. }
            | Self::Overstayed { request, .. }
            | Self::PapersDue { request, .. }
            | Self::PapersOverdue { request }
            | Self::PapersRefused { request, .. }
            | Self::PapersMissing { request, .. }
            | Self::PapersRuled { request, .. }
            | Self::LeaveBegins { by: None, request, .. } => format!("/leave/{request}"),
            Self::HandoverOpen { request, .. } => format!("/leave/{request}/handover"),
            // Who covers does not read the request itself.
            Self::CoverAsked { .. }
            | Self::CoverAssigned { .. }
            | Self::CoverReleased { .. }
            | Self::LeaveBegins { by: Some(_), .. } => "/leave".to_owned(),
            Self::WindowEmpty { .. } | Self::OutingOverdue { .. } => "/board".to_owned(),
            Self::RobotFailed { hall, .. } => format!("/org/{hall}/robots"),
            // Where it was published from: whoever did that need not be allowed to look at the robots.
            Self::GroupMissed { topic: HallTopic::RosterPublished, .. } => "/roster/edit".to_owned(),
            Self::GroupMissed { .. } | Self::OvertimeCancelled { by: Some(_), .. } | Self::ShiftClaimed { .. } => {
                "/roster/requests".to_owned()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::{approvals::FlowState, ids::ApprovalId};

    #[test]
    fn what_is_confidential_is_stored_and_sent_without_facts() {
        let text = serde_json::to_string(&NoticeContent::LeaveAdjusted).unwrap();
        assert_eq!(text, r#"{"kind":"leave_adjusted"}"#);
        assert_eq!(NoticeContent::LeaveAdjusted.link(), "/leave/balance");
    }

    #[test]
    fn the_stored_kind_is_the_one_in_the_content() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let punch = NoticeContent::PunchDecided { accepted: true, date };
        let text = serde_json::to_string(&punch).unwrap();
        assert!(text.contains(punch.kind().code()), "{text}");
        assert_eq!(punch.link(), "/attendance/2026-11");
        assert!(!punch.asks_receipt());
        let missing = NoticeContent::PunchMissing { date, missing: 1 };
        assert_eq!(missing.link(), "/attendance/correction?date=2026-11-24", "where it can be asked for");
    }

    #[test]
    fn what_was_settled_leads_to_its_own_page() {
        let (request, state) = (ApprovalId::new(), FlowState::Returned);
        let old = format!(r#"{{"kind":"request_settled","state":"returned","request":"{request}"}}"#);
        let old: NoticeContent = serde_json::from_str(&old).unwrap();
        assert_eq!(old.link(), format!("/leave/{request}"));
        let correction = NoticeContent::RequestSettled { what: ApprovalKind::Correction, state, request };
        assert_eq!(correction.link(), format!("/attendance/correction/{request}"));
    }

    #[test]
    fn what_was_told_of_a_swap_before_it_had_a_page_leads_to_ones_own() {
        let old: NoticeContent = serde_json::from_str(r#"{"kind":"swap_answered","by":"王敏","agreed":true}"#).unwrap();
        assert_eq!(old.link(), "/roster");
        let request = ApprovalId::new();
        let answered = NoticeContent::SwapAnswered { by: "王敏".to_owned(), agreed: true, request: Some(request) };
        assert_eq!(answered.link(), format!("/roster/swap/{request}"));
    }

    #[test]
    fn a_comment_is_read_where_its_reader_follows_the_request() {
        let (request, by) = (ApprovalId::new(), "王敏".to_owned());
        let comment = |own| NoticeContent::RequestCommented { by: by.clone(), own, request };
        assert_eq!(comment(None).link(), format!("/approvals/{request}"));
        assert_eq!(comment(Some(ApprovalKind::Leave)).link(), format!("/leave/{request}"));
        assert_eq!(NoticeContent::RequestCopied { by, request }.link(), format!("/approvals/{request}"));
    }
}
