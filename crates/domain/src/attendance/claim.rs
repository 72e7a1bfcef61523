use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::coded::coded_enum;

/// The server's word for what time it was, sealed for one person. A phone keeps the last one it got, so that
/// a punch made without a network can be placed in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeTicket {
    /// The server's time when it was given.
    pub at: DateTime<Utc>,
    /// The server's seal over time and person.
    pub seal: String,
}

/// What a phone knew of the time at the tap, besides its own clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeEvidence {
    /// The last ticket.
    pub ticket: TimeTicket,
    /// The phone's clock when the ticket came.
    pub ticket_device_at: DateTime<Utc>,
    /// Milliseconds between ticket and tap by a clock that nobody can set; absent if the page was loaded in
    /// between, which starts that clock anew. It may stand still while the phone sleeps.
    #[serde(default)]
    pub elapsed_ms: Option<i64>,
}

/// What a phone knows of the time when it sends what was tapped earlier. Differs from try to try, so it is no
/// part of the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sending {
    /// The phone's clock.
    pub device_at: DateTime<Utc>,
    /// Milliseconds since the tap by the clock that nobody can set, if the page is still the same.
    #[serde(default)]
    pub since_tap_ms: Option<i64>,
}

coded_enum! {
    /// Why the time that a phone claims for a punch has to be looked at by the lead (时间待核实).
    pub enum ClaimDoubt {
        /// The phone had no ticket of this person's, or one too old to say anything.
        NoTicket = "no_ticket",
        /// The phone's clock was set between ticket, tap and arrival.
        ClockChanged = "clock_changed",
        /// It arrived too long after the tap.
        TooLate = "too_late",
    }
}

/// What a claim is held against. Suggestions of domain 3.1 step 3; how late it may arrive is each hall's choice
/// ([`too_late`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimSettings {
    /// A punch that arrives this soon is as good as made on arrival: the server's time counts.
    pub at_once: TimeDelta,
    /// Clocks that differ by no more agree.
    pub tolerance: TimeDelta,
    /// An older ticket proves nothing: cheap clocks drift by seconds a day.
    pub max_ticket_age: TimeDelta,
    /// A longer wait is not believed where no ticket shows it: a phone whose clock began in 1970 tells one of decades.
    pub max_wait: TimeDelta,
}

impl Default for ClaimSettings {
    fn default() -> Self {
        Self {
            at_once: TimeDelta::seconds(60),
            tolerance: TimeDelta::minutes(2),
            max_ticket_age: TimeDelta::days(7),
            max_wait: TimeDelta::days(366),
        }
    }
}

/// The time claimed for a punch that was made before it arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// When it was made, as well as can be told; never after its arrival.
    pub at: DateTime<Utc>,
    /// Why that has to be looked at, if it does.
    pub doubt: Option<ClaimDoubt>,
}

/// Places a punch in time. `None` when it arrived at once, or says nothing that could be compared (a plain
/// form): then the arrival counts. `evidence` is what the phone sent if its seal is this person's, else nothing.
///
/// Of two clocks the later one is believed: the one that can't be set stands still while a phone sleeps, the
/// other one can be set back. Either way nobody gains by it. A clock that was set is a doubt, not a lie: the
/// punch counts at the claimed time and waits for the lead, who sees both times (domain 3.1 step 3).
pub fn claim(
    device_at: Option<DateTime<Utc>>,
    evidence: Option<&TimeEvidence>,
    sending: Option<Sending>,
    arrived_at: DateTime<Utc>,
    settings: ClaimSettings,
) -> Option<Claim> {
    let device_at = device_at?;
    let waited = sending.map(|sending| Waited::new(device_at, sending));
    let evidence = evidence.filter(|evidence| arrived_at - evidence.ticket.at <= settings.max_ticket_age);
    let (made, doubt) = match evidence {
        Some(evidence) => by_ticket(device_at, evidence, sending.zip(waited), arrived_at, settings.tolerance),
        // Without a ticket only the wait can be told, and not shown; without that, nothing.
        None => match waited?.longest(settings.max_wait) {
            Some(wait) => (arrived_at - wait.max(TimeDelta::zero()), Some(ClaimDoubt::NoTicket)),
            None => return Some(Claim { at: arrived_at, doubt: Some(ClaimDoubt::NoTicket) }),
        },
    };
    let seen_leaving = waited.and_then(|waited| waited.steady).is_some_and(|steady| steady <= settings.at_once);
    if seen_leaving || arrived_at - made <= settings.at_once {
        return None;
    }
    Some(Claim { at: made, doubt })
}

/// Whether a punch that counts at one instant and has arrived at another has come so late that it is looked at;
/// `hours` is [`PresenceSettings::late_claim_hours`](super::PresenceSettings).
pub fn too_late(at: DateTime<Utc>, arrived_at: DateTime<Utc>, hours: i32) -> Option<ClaimDoubt> {
    (arrived_at - at > TimeDelta::hours(hours.into())).then_some(ClaimDoubt::TooLate)
}

/// When a tap is, as well as the phone can tell: the server's time by the last ticket, and without one the
/// phone's own. What the phone shows until the server has answered.
pub fn reckoned(device_at: DateTime<Utc>, evidence: Option<&TimeEvidence>) -> DateTime<Utc> {
    evidence.map_or(device_at, |evidence| {
        let (_, made) = by_evidence(device_at, evidence);
        // Before the ticket nothing can have been tapped with it.
        made.max(evidence.ticket.at)
    })
}

/// Where a ticket places a tap: by the clock that can be set, and by the later of both.
fn by_evidence(device_at: DateTime<Utc>, evidence: &TimeEvidence) -> (DateTime<Utc>, DateTime<Utc>) {
    let given = evidence.ticket.at;
    let by_clock = later(given, device_at - evidence.ticket_device_at);
    let steady = evidence.elapsed_ms.filter(|millis| *millis >= 0).and_then(TimeDelta::try_milliseconds);
    (by_clock, steady.map_or(by_clock, |elapsed| by_clock.max(later(given, elapsed))))
}

/// An instant some time later; where the calendar ends, its end. A phone may send any number.
fn later(at: DateTime<Utc>, wait: TimeDelta) -> DateTime<Utc> {
    let end = if wait < TimeDelta::zero() { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
    at.checked_add_signed(wait).unwrap_or(end)
}

/// The time between tap and sending.
#[derive(Clone, Copy)]
struct Waited {
    by_clock: TimeDelta,
    steady: Option<TimeDelta>,
}

impl Waited {
    fn new(tapped: DateTime<Utc>, sending: Sending) -> Self {
        Self {
            by_clock: sending.device_at - tapped,
            steady: sending.since_tap_ms.filter(|millis| *millis >= 0).and_then(TimeDelta::try_milliseconds),
        }
    }

    /// The longer of the two: the earlier a punch, the more it needs to be shown, but a shorter wait than
    /// the steady clock tells means that the other one was set. `None` where both are past believing.
    fn longest(self, believed: TimeDelta) -> Option<TimeDelta> {
        [Some(self.by_clock), self.steady].into_iter().flatten().filter(|wait| *wait <= believed).max()
    }

    fn set_meanwhile(self, tolerance: TimeDelta) -> bool {
        // A phone may send any number.
        let ahead = |steady: TimeDelta| steady.checked_sub(&self.by_clock).is_none_or(|gap| gap > tolerance);
        self.by_clock < -tolerance || self.steady.is_some_and(ahead)
    }
}

fn by_ticket(
    device_at: DateTime<Utc>,
    evidence: &TimeEvidence,
    sent: Option<(Sending, Waited)>,
    arrived_at: DateTime<Utc>,
    tolerance: TimeDelta,
) -> (DateTime<Utc>, Option<ClaimDoubt>) {
    let given = evidence.ticket.at;
    let (by_clock, made) = by_evidence(device_at, evidence);
    let set_back = made - by_clock > tolerance || given - by_clock > tolerance;
    let set_forward = made - arrived_at > tolerance;
    let set_meanwhile = sent.is_some_and(|(sending, waited)| {
        let (then, now) = (given - evidence.ticket_device_at, arrived_at - sending.device_at);
        (now - then).abs() > tolerance || waited.set_meanwhile(tolerance)
    });
    let doubt = (set_back || set_forward || set_meanwhile).then_some(ClaimDoubt::ClockChanged);
    // Before the ticket nothing can have been tapped with it.
    (made.clamp(given.min(arrived_at), arrived_at), doubt)
}

#[cfg(test)]
mod tests;
