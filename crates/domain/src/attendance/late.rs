//! What is done without a network beside punching: when it counts, and what is shown of it (domain 3.1 step 3).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ClaimDoubt, ClaimSettings, Sending, TimeEvidence, claim, too_late};
use crate::{
    coded::coded_enum,
    ids::{ActId, PunchId},
};

/// What a phone knew of the time at a tap. A plain form knows nothing of it, and counts on arrival.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tapped {
    /// The phone's clock.
    pub device_at: DateTime<Utc>,
    /// The server's time by the last ticket.
    #[serde(default)]
    pub evidence: Option<TimeEvidence>,
}

coded_enum! {
    /// What was said later than it was done.
    pub enum LateKind {
        /// Somebody asked to leave the window.
        Ask = "ask",
        /// Somebody left with nobody standing in.
        LeaveUncovered = "leave_uncovered",
        /// Somebody came back.
        Return = "return",
        /// Somebody did not leave after all.
        Withdraw = "withdraw",
        /// Somebody was seen at the hall.
        Witness = "witness",
        /// Somebody reported a sudden case.
        Report = "report",
        /// A round found somebody away from their post.
        Patrol = "patrol",
        /// Somebody said something to that.
        PatrolWord = "patrol_word",
    }
}

impl LateKind {
    /// Whether it counts when it was done even where that is in doubt: then somebody decides on it, who sees both times
    /// and is told to check them.
    pub const fn is_decided_on(self) -> bool {
        matches!(self, Self::Report | Self::Patrol)
    }
}

/// Something that arrived later than it was done. Both times are kept and shown, to who did it and to who leads
/// them; neither is ever changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateAct {
    /// What.
    pub kind: LateKind,
    /// When it was done, as well as can be told.
    pub made_at: DateTime<Utc>,
    /// When the server heard of it.
    pub arrived_at: DateTime<Utc>,
    /// Why the phone's word on the time is not enough, if it isn't.
    pub doubt: Option<ClaimDoubt>,
}

impl LateAct {
    /// Places a tap in time by the rules of a punch ([`claim`]). `None` when it arrived at once, or says nothing
    /// that could be compared: then the arrival counts. `evidence` is what the phone sent if its seal is this
    /// person's; `late_hours` is the hall's [`PresenceSettings::late_claim_hours`](super::PresenceSettings).
    pub fn of(
        kind: LateKind,
        tapped: Option<&Tapped>,
        evidence: Option<&TimeEvidence>,
        (sending, arrived_at): (Option<Sending>, DateTime<Utc>),
        late_hours: i32,
    ) -> Option<Self> {
        let device_at = tapped.map(|tapped| tapped.device_at);
        let claim = claim(device_at, evidence, sending, arrived_at, ClaimSettings::default())?;
        let doubt = claim.doubt.or_else(|| too_late(claim.at, arrived_at, late_hours));
        Some(Self { kind, made_at: claim.at, arrived_at, doubt })
    }

    /// When it counts: when it was done, and where that is in doubt, on arrival. A punch counts at its claimed time
    /// until the lead has decided, since pay hangs on it; here the arrival is enough, and the lead sees both. A report
    /// and what a round has found are like a punch: they are about the moment of the tap, and somebody decides on them.
    pub fn counts_at(&self) -> DateTime<Utc> {
        if self.doubt.is_none() || self.kind.is_decided_on() { self.made_at } else { self.arrived_at }
    }
}

/// Says that one has seen the person of a punch at the hall (在场证明).
///
/// It has to be said on the day of the punch, since memory does not last longer. Said in a hall without a network it
/// may arrive later: what counts is when it was said, as far as the phone can show that; else the arrival, which may
/// be too late. Then it is refused with that reason, and the punch waits for a decision as before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WitnessCommand {
    /// Made with the form: sent twice, it is said once.
    pub id: ActId,
    /// The punch.
    pub punch: PunchId,
    /// When, for one that may arrive later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tap: Option<Tapped>,
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;
    use crate::attendance::TimeTicket;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + minutes * 60, 0).unwrap()
    }

    /// A tap on a phone that got its ticket at nine and whose clock is right.
    fn tapped(minutes: i64) -> Tapped {
        let ticket = TimeTicket { at: at(0), seal: String::new() };
        let elapsed_ms = Some(minutes * 60_000);
        Tapped { device_at: at(minutes), evidence: Some(TimeEvidence { ticket, ticket_device_at: at(0), elapsed_ms }) }
    }

    fn arrives(tapped: &Tapped, minutes: i64) -> Option<LateAct> {
        let sending = Some(Sending { device_at: at(minutes), since_tap_ms: None });
        let (evidence, arrived) = (tapped.evidence.as_ref(), (sending, at(minutes)));
        LateAct::of(LateKind::Return, Some(tapped), evidence, arrived, 12)
    }

    #[test]
    fn what_the_phone_can_show_counts_when_it_was_done_and_the_rest_on_arrival() {
        assert_eq!(arrives(&tapped(80), 80), None, "at once");
        let shown = arrives(&tapped(80), 120).unwrap();
        assert_eq!((shown.counts_at(), shown.doubt), (at(80), None));
        let bare = Tapped { evidence: None, ..tapped(80) };
        let bare = arrives(&bare, 120).unwrap();
        assert_eq!((bare.made_at, bare.counts_at(), bare.doubt), (at(80), at(120), Some(ClaimDoubt::NoTicket)));
        let set_back = Tapped { device_at: at(20), ..tapped(80) };
        let set_back = arrives(&set_back, 120).unwrap();
        assert_eq!((set_back.counts_at(), set_back.doubt), (at(120), Some(ClaimDoubt::ClockChanged)));
        let next_day = arrives(&tapped(80), 80 + 13 * 60).unwrap();
        assert_eq!((next_day.made_at, next_day.doubt), (at(80), Some(ClaimDoubt::TooLate)));
        assert_eq!(next_day.counts_at(), next_day.arrived_at);
        for kind in [LateKind::Report, LateKind::Patrol] {
            assert_eq!(LateAct { kind, ..next_day }.counts_at(), at(80), "somebody decides on it");
        }
        assert_eq!(LateAct::of(LateKind::Return, None, None, (None, at(120)), 12), None, "a plain form");
    }

    proptest! {
        #[test]
        fn nothing_counts_after_its_arrival(
            device in -20_000..20_000_i64,
            elapsed in proptest::option::of(-500..20_000_i64),
            arrived in 0..20_000_i64,
            sent in -20_000..20_000_i64,
        ) {
            let mut tap = tapped(0);
            tap.device_at = at(device);
            if let Some(evidence) = &mut tap.evidence {
                evidence.elapsed_ms = elapsed.map(|minutes| minutes * 60_000);
            }
            let sending = Some(Sending { device_at: at(sent), since_tap_ms: None });
            let late = LateAct::of(LateKind::Return, Some(&tap), tap.evidence.as_ref(), (sending, at(arrived)), 12);
            if let Some(late) = late {
                prop_assert!(late.made_at <= late.arrived_at);
                prop_assert!(late.counts_at() <= late.arrived_at);
                prop_assert!(late.doubt.is_some() || late.arrived_at - late.made_at <= TimeDelta::hours(12));
            }
        }
    }
}
