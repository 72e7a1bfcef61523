//! Words for group robots.

use domain::notices::{HallTopic, RobotFailure, RobotFault, RobotKind, RobotState};
use leptos_i18n::I18nContext;

use crate::{
    i18n::{Locale, t_string},
    kit::Tone,
};

type I18n = I18nContext<Locale>;

pub(super) fn kind(i18n: I18n, kind: RobotKind) -> &'static str {
    match kind {
        RobotKind::WeCom => t_string!(i18n, robots.wecom),
        RobotKind::DingTalk => t_string!(i18n, robots.dingtalk),
        RobotKind::Feishu => t_string!(i18n, robots.feishu),
    }
}

/// What a group is told, and, where there is more to say, what it is not.
pub(super) fn topic(i18n: I18n, topic: HallTopic) -> (&'static str, Option<&'static str>) {
    match topic {
        HallTopic::WindowEmpty => (t_string!(i18n, robots.window_empty), Some(t_string!(i18n, robots.urgent))),
        HallTopic::OutingOverdue => {
            (t_string!(i18n, robots.outing_overdue), Some(t_string!(i18n, robots.outing_overdue_text)))
        }
        HallTopic::RosterPublished => {
            (t_string!(i18n, robots.roster_published), Some(t_string!(i18n, robots.roster_published_text)))
        }
        HallTopic::ShiftOffered => (t_string!(i18n, robots.shift_offered), None),
        HallTopic::CalendarChanged => (t_string!(i18n, robots.calendar_changed), None),
    }
}

pub(super) fn state(i18n: I18n, state: RobotState) -> (Tone, &'static str) {
    match state {
        RobotState::Active => (Tone::Ok, t_string!(i18n, robots.active)),
        RobotState::Paused => (Tone::Neutral, t_string!(i18n, robots.paused)),
        RobotState::Dead => (Tone::Danger, t_string!(i18n, robots.dead)),
        RobotState::Removed => (Tone::Neutral, t_string!(i18n, robots.removed)),
    }
}

/// Why a message was not taken, and what to do about it.
pub(super) fn fault(i18n: I18n, fault: RobotFault) -> &'static str {
    match fault {
        RobotFault::Unreachable => t_string!(i18n, robots.fault_unreachable),
        RobotFault::Busy => t_string!(i18n, robots.fault_busy),
        RobotFault::TooFast => t_string!(i18n, robots.fault_too_fast),
        RobotFault::Keyword => t_string!(i18n, robots.fault_keyword),
        RobotFault::Signature => t_string!(i18n, robots.fault_signature),
        RobotFault::NotListed => t_string!(i18n, robots.fault_not_listed),
        RobotFault::Gone => t_string!(i18n, robots.fault_gone),
        RobotFault::Refused => t_string!(i18n, robots.fault_refused),
    }
}

/// The same with what the platform said, in its own words.
pub(super) fn failure(i18n: I18n, failure: &RobotFailure) -> String {
    let why = fault(i18n, failure.fault);
    if failure.answer.is_empty() {
        why.to_owned()
    } else {
        t_string!(i18n, robots.answered, why = why, answer = failure.answer.as_str())
    }
}

/// A notice about a robot: its heading, and a line.
pub(super) fn robot_failed(i18n: I18n, robot: &str) -> (String, Option<String>) {
    (t_string!(i18n, robots.robot_failed, robot = robot), Some(t_string!(i18n, robots.robot_failed_text).to_owned()))
}

/// A notice about what did not reach a group.
pub(super) fn group_missed(i18n: I18n, robot: &str, about: HallTopic) -> (String, Option<String>) {
    let (what, _) = topic(i18n, about);
    (
        t_string!(i18n, robots.group_missed, robot = robot, what = what),
        Some(t_string!(i18n, robots.group_missed_text).to_owned()),
    )
}
