//! What stands on a locked phone, for anybody to see who picks it up: what kind of thing it is, no name and no date.
//! Of what is confidential, only that there is something.

use domain::{accounts::Language, notices::NoticeKind};

/// The one line of a hint.
pub(super) const fn line(kind: NoticeKind, language: Language) -> &'static str {
    let (zh, en) = words(kind);
    match language {
        Language::ZhCn => zh,
        Language::En => en,
    }
}

const fn words(kind: NoticeKind) -> (&'static str, &'static str) {
    match kind {
        NoticeKind::RosterPublished => ("排班已发布，请查看并确认", "Your roster was published: please confirm"),
        NoticeKind::SwapAsked => ("同事想和您换班，等您答复", "A colleague asks you for a swap"),
        NoticeKind::SwapAnswered => ("换班有了答复", "Your swap was answered"),
        NoticeKind::OvertimeCancelled => ("加班取消了", "Overtime was taken back"),
        NoticeKind::PunchDecided => ("打卡有了结果", "Your punch was decided"),
        NoticeKind::ShiftSoon => ("快到上班时间了，请记得打卡", "Your shift begins soon: please clock in"),
        NoticeKind::PunchMissing => ("昨天有缺卡，请查看", "A punch of yesterday is missing"),
        NoticeKind::RequestWaits => ("有申请等您审批", "A request waits for your decision"),
        NoticeKind::RequestCopied => ("有申请抄送给您", "You were given a copy of a request"),
        NoticeKind::RequestCommented => ("申请有新留言", "There is a new comment on a request"),
        NoticeKind::Delegated => ("同事委托您代为审批", "A colleague lets you decide in their place"),
        NoticeKind::CoverAsked => ("同事请您顶岗，等您答复", "A colleague asks you to cover"),
        NoticeKind::CoverAssigned => ("组长安排您顶岗", "You were named to cover for a colleague"),
        NoticeKind::CoverWanted => ("有窗口需要顶岗人，请处理", "A window needs somebody who covers"),
        NoticeKind::WindowEmpty => ("有窗口空岗，请处理", "A window is empty: please see to it"),
        NoticeKind::OutingOverdue => ("有人外出超时，请处理", "Somebody is out too long: please see to it"),
        NoticeKind::HandoverOpen => ("有工作交接等您确认", "A handover waits for you"),
        NoticeKind::RobotFailed => ("群机器人发不出消息，请检查", "A group robot reaches its group no more"),
        NoticeKind::GroupMissed => ("有消息没能发到群里", "Something did not reach a group"),
        NoticeKind::OutingAsked => ("同事要临时外出，请您顶岗", "A colleague asks you to stand in for a while"),
        NoticeKind::OutingCovered => ("有人为您顶岗，可以离开了", "Somebody stands in for you: you may leave"),
        NoticeKind::ShiftClaimed => ("有人想上空班，等您确认", "Somebody wants an open shift"),
        NoticeKind::ShiftGiven => ("空班由您来上，请查看并确认", "An open shift is yours: please confirm"),
        NoticeKind::ShiftGone => ("您想上的空班没有了", "The open shift you wanted is gone"),
        // What is confidential, one by one: a new kind has to be thought about.
        NoticeKind::LeaveAdjusted
        | NoticeKind::ChildDeclared
        | NoticeKind::CarryAsked
        | NoticeKind::CarryAnswered
        | NoticeKind::WaiverRecorded
        | NoticeKind::RequestSettled
        | NoticeKind::CoverAnswered
        | NoticeKind::CoverReleased
        | NoticeKind::CameBack
        | NoticeKind::LeaveRecounted
        | NoticeKind::LeaveShort
        | NoticeKind::LeaveBegins
        | NoticeKind::Overstayed
        | NoticeKind::PapersDue
        | NoticeKind::PapersOverdue
        | NoticeKind::PapersRefused
        | NoticeKind::PapersMissing
        | NoticeKind::PapersRuled
        | NoticeKind::TimeOffPaid
        | NoticeKind::PatrolFound
        | NoticeKind::PatrolExplained
        | NoticeKind::PatrolDecided => ("您有一条新通知", "You have a new notice"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matters_of_leave_and_of_rounds_do_not_say_what_they_are() {
        for kind in NoticeKind::ALL {
            let tells_nothing = line(*kind, Language::ZhCn) == "您有一条新通知";
            assert_eq!(tells_nothing, kind.is_confidential(), "{kind:?}");
        }
        assert_eq!(line(NoticeKind::WindowEmpty, Language::En), "A window is empty: please see to it");
    }
}
