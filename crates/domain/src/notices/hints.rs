//! Hints: a phone rings for what the inbox holds already. Whether it rings decides nothing, so one may come late, be
//! missed, or be sent again after a crash; what counts is the inbox.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{NoticeKind, QuietHours};
use crate::{
    coded::coded_enum,
    ids::{DeliveryId, SubscriptionId},
};

/// Characters of an endpoint: those of the services in use have 200 to 500.
pub const MAX_ENDPOINT: u16 = 1_000;

/// How long a push service keeps a hint for a phone that is off. What is older is seen in the inbox.
pub const HINT_LIFE: TimeDelta = TimeDelta::hours(12);

/// Before the second try; each later one waits four times as long.
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(30);

/// Tries before a hint counts as not delivered: the last comes some three hours after the first.
const TRIES: u32 = 6;

coded_enum! {
    /// Where a hint stands.
    pub enum DeliveryState {
        /// To be sent, at first or again.
        Waiting = "waiting",
        /// The push service has taken it.
        Sent = "sent",
        /// The inbox was read before, or the phone wants none any more: nobody needs it.
        Moot = "moot",
        /// It was given up.
        Failed = "failed",
    }
}

coded_enum! {
    /// Why a hint was not taken.
    pub enum DeliveryFault {
        /// The push service can't be reached from here.
        Unreachable = "unreachable",
        /// It has no time now.
        Busy = "busy",
        /// It takes none of ours.
        Refused = "refused",
        /// It does not know the phone any more.
        Gone = "gone",
    }
}

impl DeliveryFault {
    /// What a push service's answer means (RFC 8030, section 5); nothing when it has taken the hint.
    pub const fn of_status(status: u16) -> Option<Self> {
        match status {
            200..=299 => None,
            404 | 410 => Some(Self::Gone),
            408 | 429 | 500..=599 => Some(Self::Busy),
            _ => Some(Self::Refused),
        }
    }

    /// When to try again after so many tries, and not before the service has asked for (`Retry-After`); never, where it
    /// would end the same.
    pub fn next_try(self, tries: u32, asked: Option<TimeDelta>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        matches!(self, Self::Unreachable | Self::Busy).then(|| later(tries, asked, now))?
    }
}

/// When to try again what may pass by itself: ever later, and not before whoever is asked wants to be; never, after the
/// last try or when they want to be left alone for longer than anybody needs it.
pub(super) fn later(tries: u32, asked: Option<TimeDelta>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let wait = (1..TRIES).contains(&tries).then(|| FIRST_WAIT * 4_i32.pow(tries - 1))?;
    let wait = asked.map_or(wait, |asked| wait.max(asked));
    (wait <= HINT_LIFE).then(|| now + wait)
}

impl NoticeKind {
    /// Whether it rings in quiet hours too: somebody has to act at once.
    pub const fn is_urgent(self) -> bool {
        // A record of a round can be explained on its own day only.
        matches!(self, Self::WindowEmpty | Self::OutingOverdue | Self::OutingAsked | Self::PatrolFound)
    }

    /// Whether not even what it is about may stand on a locked screen: matters of leave can be of health or family, what
    /// a round has found is a reproach, and what is paid is nobody else's.
    pub const fn is_confidential(self) -> bool {
        matches!(
            self,
            Self::LeaveAdjusted
                | Self::ChildDeclared
                | Self::CarryAsked
                | Self::CarryAnswered
                | Self::WaiverRecorded
                | Self::RequestSettled
                | Self::CoverAnswered
                | Self::CoverReleased
                | Self::CameBack
                | Self::LeaveRecounted
                | Self::LeaveShort
                | Self::LeaveBegins
                | Self::Overstayed
                | Self::PapersDue
                | Self::PapersOverdue
                | Self::PapersRefused
                | Self::PapersMissing
                | Self::PapersRuled
                | Self::TimeOffPaid
                | Self::PatrolFound
                | Self::PatrolExplained
                | Self::PatrolDecided
        )
    }
}

/// A browser's word that it may be rung, as its push service gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscribeCommand {
    /// Where its push service takes hints.
    pub endpoint: String,
    /// The browser's public key, as base64url.
    pub p256dh: String,
    /// A secret shared with the browser, as base64url.
    pub auth: String,
}

/// A device that rings for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HintDevice {
    /// Its subscription.
    pub id: SubscriptionId,
    /// Browser and system.
    pub name: String,
    /// Whether it is the one that asks.
    pub current: bool,
    /// Since when.
    pub since: DateTime<Utc>,
    /// When a hint was last taken for it.
    pub sent_at: Option<DateTime<Utc>>,
    /// When and why one last was not, unless one was since.
    pub failed: Option<(DateTime<Utc>, DeliveryFault)>,
}

/// My hints: which devices ring, and when not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HintsView {
    /// The key by which push services know this server, as base64url.
    pub server_key: String,
    /// The devices.
    pub devices: Vec<HintDevice>,
    /// When none ring.
    pub quiet: QuietHours,
}

/// A hint that was given up, for whoever answers for the hall and for whose act it tells of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndeliveredHint {
    /// The hint.
    pub id: DeliveryId,
    /// 姓名 of whom it was for.
    pub name: String,
    /// The device; left out for whoever does not answer for the hall.
    pub device: Option<String>,
    /// Whether it tells of an act of the reader's.
    pub mine: bool,
    /// When it was given up.
    pub at: DateTime<Utc>,
    /// Why.
    pub fault: DeliveryFault,
    /// Whether they have seen the notice in the inbox since.
    pub read: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn answers_of_push_services() {
        let cases = [
            (201, None),
            (410, Some(DeliveryFault::Gone)),
            (404, Some(DeliveryFault::Gone)),
            (429, Some(DeliveryFault::Busy)),
            (503, Some(DeliveryFault::Busy)),
            (301, Some(DeliveryFault::Refused)),
            (403, Some(DeliveryFault::Refused)),
        ];
        for (status, fault) in cases {
            assert_eq!(DeliveryFault::of_status(status), fault, "{status}");
        }
    }

    #[test]
    fn what_may_pass_is_tried_again_ever_later_and_then_given_up() {
        let waits: Vec<_> = (1..=TRIES).map(|tries| DeliveryFault::Busy.next_try(tries, None, at(0))).collect();
        let expected = [Some(30), Some(120), Some(480), Some(1_920), Some(7_680), None];
        assert_eq!(waits, expected.map(|seconds| seconds.map(at)));
        assert_eq!(DeliveryFault::Gone.next_try(1, None, at(0)), None);
        assert_eq!(DeliveryFault::Refused.next_try(1, None, at(0)), None);
    }

    #[test]
    fn a_service_that_names_a_time_is_not_asked_before() {
        let asked = |seconds| Some(TimeDelta::seconds(seconds));
        assert_eq!(DeliveryFault::Busy.next_try(1, asked(600), at(0)), Some(at(600)));
        assert_eq!(DeliveryFault::Busy.next_try(3, asked(5), at(0)), Some(at(480)), "our own pause is longer");
        assert_eq!(DeliveryFault::Busy.next_try(1, asked(86_400), at(0)), None, "nobody needs it any more then");
        assert_eq!(DeliveryFault::Gone.next_try(1, asked(600), at(0)), None);
    }
}
