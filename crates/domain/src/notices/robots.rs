//! Group robots (群机器人): a hall's news in its group chat at WeCom, DingTalk or Feishu. A group is a louder hint, no
//! more: what counts is the inbox.

use chrono::{DateTime, TimeDelta, Utc};

use super::{HallTopic, hints::later};
use crate::coded::coded_enum;

/// Between two messages of one robot. Twenty a minute is what WeCom and DingTalk take; at this pace no minute, wherever
/// it begins, has more than fifteen. What comes up meanwhile goes into one message.
pub const ROBOT_PACE: TimeDelta = TimeDelta::seconds(4);

/// News in one message at most, so that it stays within WeCom's 2048 bytes.
pub const NEWS_A_MESSAGE: u64 = 8;

coded_enum! {
    /// Whose robot it is. The address tells.
    pub enum RobotKind {
        /// 企业微信.
        WeCom = "wecom",
        /// 钉钉.
        DingTalk = "dingtalk",
        /// 飞书.
        Feishu = "feishu",
    }
}

impl RobotKind {
    /// The one host that takes messages for it.
    pub const fn host(self) -> &'static str {
        match self {
            Self::WeCom => "qyapi.weixin.qq.com",
            Self::DingTalk => "oapi.dingtalk.com",
            Self::Feishu => "open.feishu.cn",
        }
    }

    /// What the path of an address is, or, for Feishu, begins with: there the rest is the token.
    pub const fn path(self) -> &'static str {
        match self {
            Self::WeCom => "/cgi-bin/webhook/send",
            Self::DingTalk => "/robot/send",
            Self::Feishu => "/open-apis/bot/v2/hook/",
        }
    }

    /// The parameter of the address that holds the token; none where it is in the path.
    pub const fn token(self) -> Option<&'static str> {
        match self {
            Self::WeCom => Some("key"),
            Self::DingTalk => Some("access_token"),
            Self::Feishu => None,
        }
    }

    /// Whether its messages can be signed (加签).
    pub const fn can_sign(self) -> bool {
        matches!(self, Self::DingTalk | Self::Feishu)
    }
}

coded_enum! {
    /// How a robot stands.
    pub enum RobotState {
        /// News go to its group.
        Active = "active",
        /// Somebody has silenced it for a while.
        Paused = "paused",
        /// The platform does not know it any more; none are sent until somebody sees to it.
        Dead = "dead",
        /// It was removed, and its address forgotten.
        Removed = "removed",
    }
}

coded_enum! {
    /// What can be done with a robot.
    pub enum RobotAct {
        /// Silence it for a while.
        Pause = "pause",
        /// Let it speak again.
        Resume = "resume",
        /// Remove it for good.
        Remove = "remove",
    }
}

impl RobotAct {
    /// How a robot stands afterwards; nothing, where this can't be done to it.
    pub const fn on(self, state: RobotState) -> Option<RobotState> {
        match (self, state) {
            (Self::Pause, RobotState::Active) => Some(RobotState::Paused),
            (Self::Resume, RobotState::Paused | RobotState::Dead) => Some(RobotState::Active),
            (Self::Remove, RobotState::Active | RobotState::Paused | RobotState::Dead) => Some(RobotState::Removed),
            _ => None,
        }
    }
}

coded_enum! {
    /// Why a message was not taken, in terms of what to do about it.
    pub enum RobotFault {
        /// The platform can't be reached from here.
        Unreachable = "unreachable",
        /// It has no time now, or its answer can't be read.
        Busy = "busy",
        /// It has had too many messages lately.
        TooFast = "too_fast",
        /// The robot wants a keyword that is not in the message.
        Keyword = "keyword",
        /// The signature is wrong or missing: the secret is not the robot's, or the clock is wrong.
        Signature = "signature",
        /// The robot takes messages from listed addresses only, and ours is not listed.
        NotListed = "not_listed",
        /// There is no such robot any more, or it was switched off over there.
        Gone = "gone",
        /// It takes none of ours, for a reason that stands in its answer.
        Refused = "refused",
    }
}

impl RobotFault {
    /// Whether it may pass by itself.
    pub const fn may_pass(self) -> bool {
        matches!(self, Self::Unreachable | Self::Busy | Self::TooFast)
    }

    /// When to try again after so many tries, and not before the platform has asked for; never, where it would end the
    /// same, or nobody would need the news any more.
    pub fn next_try(
        self,
        tries: u32,
        asked: Option<TimeDelta>,
        (now, good_until): (DateTime<Utc>, DateTime<Utc>),
    ) -> Option<DateTime<Utc>> {
        let again = self.may_pass().then(|| later(tries, asked, now))??;
        (again < good_until).then_some(again)
    }
}

impl HallTopic {
    /// How long after it could first be said somebody still needs it.
    pub const fn life(self) -> TimeDelta {
        if self.is_urgent() { TimeDelta::minutes(30) } else { TimeDelta::hours(12) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_done_depends_on_how_it_stands() {
        use RobotState::{Active, Dead, Paused, Removed};
        let cases = [
            (RobotAct::Pause, [Some(Paused), None, None, None]),
            (RobotAct::Resume, [None, Some(Active), Some(Active), None]),
            (RobotAct::Remove, [Some(Removed), Some(Removed), Some(Removed), None]),
        ];
        for (act, expected) in cases {
            assert_eq!([Active, Paused, Dead, Removed].map(|state| act.on(state)), expected, "{act:?}");
        }
    }

    #[test]
    fn a_try_is_repeated_only_while_it_helps_somebody() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let alarm = now + HallTopic::WindowEmpty.life();
        let roster = now + HallTopic::RosterPublished.life();
        let after = |seconds: i64| Some(now + TimeDelta::seconds(seconds));
        assert_eq!(RobotFault::Busy.next_try(1, None, (now, alarm)), after(30));
        assert_eq!(RobotFault::TooFast.next_try(1, Some(TimeDelta::seconds(60)), (now, alarm)), after(60));
        assert_eq!(RobotFault::Busy.next_try(4, None, (now, alarm)), None, "an alarm of half an hour ago");
        assert_eq!(RobotFault::Busy.next_try(4, None, (now, roster)), after(1_920));
        for fault in [RobotFault::Keyword, RobotFault::Signature, RobotFault::NotListed, RobotFault::Gone] {
            assert_eq!(fault.next_try(1, None, (now, roster)), None, "{fault:?}");
        }
    }

    #[test]
    fn at_its_pace_no_minute_has_twenty_messages() {
        let a_minute = TimeDelta::minutes(1).num_seconds() / ROBOT_PACE.num_seconds();
        assert!(a_minute + 1 < 20, "{a_minute}");
    }
}
