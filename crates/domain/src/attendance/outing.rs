//! Leaving the window for a while (临时外出), and who stands in meanwhile (domain 1.K-4, 3.1 step 4).

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{AttendanceError, LateKind, PresenceSettings, Tapped};
use crate::{
    coded::coded_enum,
    ids::{ActId, OutingId},
    problem::{FieldErrors, FieldReason, Problem},
};

mod view;

pub use view::{OutingView, OutingsView};

/// Characters of the reason.
pub const MAX_OUTING_REASON: u16 = 100;

/// After this long somebody who is out has forgotten to come back on the phone.
pub const OUTING_ENDS: TimeDelta = TimeDelta::hours(12);

coded_enum! {
    /// How an outing stands.
    pub enum OutingState {
        /// Asked; somebody has to confirm that they stand in.
        Asked = "asked",
        /// Out.
        Out = "out",
        /// Came back.
        Back = "back",
        /// Taken back before leaving.
        Withdrawn = "withdrawn",
        /// Nobody stood in, or the return was forgotten.
        Lapsed = "lapsed",
    }
}

coded_enum! {
    /// What somebody does about an outing.
    pub enum OutingAct {
        /// Somebody who knows the post and is free confirms to stand in; the person leaves.
        Cover = "cover",
        /// The person leaves with nobody standing in; the lead is told of the empty window.
        LeaveUncovered = "leave_uncovered",
        /// The person is back.
        Return = "return",
        /// The person does not leave after all.
        Withdraw = "withdraw",
    }
}

impl OutingAct {
    /// As what it is kept when it arrives later than it was done. Standing in is not: who is to leave leaves when they
    /// hear of it, so it counts on arrival.
    pub const fn late(self) -> Option<LateKind> {
        match self {
            Self::Cover => None,
            Self::LeaveUncovered => Some(LateKind::LeaveUncovered),
            Self::Return => Some(LateKind::Return),
            Self::Withdraw => Some(LateKind::Withdraw),
        }
    }
}

impl OutingState {
    /// Whether somebody still has to act.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Out)
    }

    /// How it stands at an instant: what has waited for longer than `wait_min`
    /// ([`PresenceSettings::outing_wait_min`]), or lasted too long, has lapsed.
    #[must_use]
    pub fn at(self, since: DateTime<Utc>, wait_min: i32, now: DateTime<Utc>) -> Self {
        match self {
            Self::Asked if now - since >= TimeDelta::minutes(wait_min.into()) => Self::Lapsed,
            Self::Out if now - since >= OUTING_ENDS => Self::Lapsed,
            state => state,
        }
    }

    /// How it stood before it lapsed: `left` says whether its person had left. Only time makes an outing lapse, so what
    /// its person did before and says only now still counts.
    #[must_use]
    pub const fn before_lapsing(self, left: bool) -> Self {
        match self {
            Self::Lapsed if left => Self::Out,
            Self::Lapsed => Self::Asked,
            state => state,
        }
    }

    /// The state after an act; one that is no longer, or not yet, possible is refused.
    pub const fn after(self, act: OutingAct) -> Result<Self, AttendanceError> {
        match (self, act) {
            (Self::Asked, OutingAct::Cover | OutingAct::LeaveUncovered) => Ok(Self::Out),
            (Self::Asked, OutingAct::Withdraw) => Ok(Self::Withdrawn),
            (Self::Out, OutingAct::Return) => Ok(Self::Back),
            _ => Err(AttendanceError::OutingSettled),
        }
    }
}

/// Asks to leave the window.
///
/// Made without a network it is asked when it was made, as far as the phone can show that ([`LateAct`]). It may arrive
/// when the minutes that it asks for are over ([`Self::is_over`]): nobody is asked to stand in any more, but it is
/// recorded, never refused for what stood in the way then; it lapses by itself unless its person's own acts, which
/// follow it, say that they left; and the lead looks at it.
///
/// [`LateAct`]: super::LateAct
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutingCommand {
    /// Made with the form: sent twice, it is one request.
    pub id: OutingId,
    /// For what.
    pub reason: String,
    /// For how long, in minutes.
    pub minutes: i32,
    /// When, for one that may arrive later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tap: Option<Tapped>,
}

impl OutingCommand {
    /// Whether the minutes that were asked for at an instant are over.
    pub fn is_over(&self, asked_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        now - asked_at >= TimeDelta::minutes(self.minutes.into())
    }

    /// Checks every field; the reason comes back trimmed. `longest` is the hall's, in minutes.
    pub fn checked(&self, longest: i32) -> Result<String, Problem> {
        let reason = self.reason.trim();
        let fits = match reason.chars().count() {
            0 => Err(FieldReason::Required),
            n if n > usize::from(MAX_OUTING_REASON) => Err(FieldReason::TooLong),
            _ => Ok(()),
        };
        let in_range = if (1..=longest).contains(&self.minutes) { Ok(()) } else { Err(FieldReason::OutOfRange) };
        let mut errors = FieldErrors::default();
        match (errors.take("reason", fits), errors.take("minutes", in_range)) {
            (Some(()), Some(())) => Ok(reason.to_owned()),
            _ => Err(errors.into()),
        }
    }
}

/// Does something about an outing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutingActCommand {
    /// Made with the form: sent twice, it is done once.
    pub id: ActId,
    /// The outing.
    pub outing: OutingId,
    /// The version that was looked at.
    pub version: i32,
    /// What.
    pub act: OutingAct,
    /// When, for one that may arrive later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tap: Option<Tapped>,
}

/// What is to be done about somebody who is out for longer than they asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverdueStep {
    /// Tell the lead.
    Tell,
    /// They are still out: tell the supervisor.
    PassOn,
}

/// What is to be done about somebody who was due back at an instant, and of whom the lead was told at another.
/// Nothing is done twice as long as it is not asked about who was passed on.
pub fn overdue_step(
    due: DateTime<Utc>,
    told_at: Option<DateTime<Utc>>,
    settings: &PresenceSettings,
    now: DateTime<Utc>,
) -> Option<OverdueStep> {
    match told_at {
        None => (now > due).then_some(OverdueStep::Tell),
        Some(told_at) => {
            let pass_on = told_at + TimeDelta::minutes(settings.escalate_min.into());
            (now >= pass_on).then_some(OverdueStep::PassOn)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + minutes * 60, 0).unwrap()
    }

    #[test]
    fn the_lead_is_told_at_once_and_the_supervisor_ten_minutes_later() {
        let step = |told: Option<i64>, now| overdue_step(at(15), told.map(at), &PresenceSettings::default(), at(now));
        assert_eq!(step(None, 15), None);
        assert_eq!(step(None, 16), Some(OverdueStep::Tell));
        assert_eq!(step(Some(16), 25), None);
        assert_eq!(step(Some(16), 26), Some(OverdueStep::PassOn));
    }

    #[test]
    fn every_act_in_every_state() {
        use OutingAct::{Cover, LeaveUncovered, Return, Withdraw};
        use OutingState::{Asked, Back, Out, Withdrawn};
        for state in OutingState::ALL {
            for act in OutingAct::ALL {
                let expected = match (state, act) {
                    (Asked, Cover | LeaveUncovered) => Ok(Out),
                    (Asked, Withdraw) => Ok(Withdrawn),
                    (Out, Return) => Ok(Back),
                    _ => Err(AttendanceError::OutingSettled),
                };
                assert_eq!(state.after(*act), expected, "{state:?} {act:?}");
            }
        }
    }

    #[test]
    fn waiting_and_being_out_both_have_an_end() {
        assert_eq!(OutingState::Asked.at(at(0), 30, at(29)), OutingState::Asked);
        assert_eq!(OutingState::Asked.at(at(0), 30, at(30)), OutingState::Lapsed);
        assert_eq!(OutingState::Asked.at(at(0), 45, at(30)), OutingState::Asked);
        assert_eq!(OutingState::Out.at(at(0), 30, at(719)), OutingState::Out);
        assert_eq!(OutingState::Out.at(at(0), 30, at(720)), OutingState::Lapsed);
        assert_eq!(OutingState::Back.at(at(0), 30, at(9000)), OutingState::Back);
    }

    #[test]
    fn what_lapsed_stood_as_it_was_left() {
        for state in OutingState::ALL {
            let expected = if *state == OutingState::Lapsed { OutingState::Out } else { *state };
            assert_eq!(state.before_lapsing(true), expected);
        }
        assert_eq!(OutingState::Lapsed.before_lapsing(false), OutingState::Asked);
    }

    #[test]
    fn a_request_names_what_is_wrong_with_it() {
        let command = |reason: &str, minutes| OutingCommand {
            id: OutingId::new(),
            reason: reason.to_owned(),
            minutes,
            tap: None,
        };
        assert_eq!(command("  取材料 ", 15).checked(120), Ok("取材料".to_owned()));
        let Err(Problem::Invalid(faults)) = command(" ", 121).checked(120) else { panic!("accepted") };
        let faults: Vec<_> = faults.iter().map(|fault| (fault.field.as_str(), fault.reason)).collect();
        assert_eq!(faults, [("reason", FieldReason::Required), ("minutes", FieldReason::OutOfRange)]);
        assert!(command("x", 0).checked(120).is_err());
    }

    proptest! {
        #[test]
        fn no_order_of_acts_leaves_twice(acts in proptest::collection::vec(0..4_usize, 0..12)) {
            let mut state = OutingState::Asked;
            let mut left = 0;
            for act in acts.into_iter().map(|nth| OutingAct::ALL[nth]) {
                if let Ok(next) = state.after(act) {
                    left += i32::from(next == OutingState::Out);
                    state = next;
                }
            }
            prop_assert!(left <= 1);
        }
    }
}
