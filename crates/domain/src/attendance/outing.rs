//! Leaving the window for a while (临时外出), and who stands in meanwhile (domain 1.K-4, 3.1 step 4).

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{AttendanceError, PresenceSettings};
use crate::{
    coded::coded_enum,
    ids::{OutingId, PersonId},
    problem::{FieldErrors, FieldReason, Problem},
};

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutingCommand {
    /// Made with the form: sent twice, it is one request.
    pub id: OutingId,
    /// For what.
    pub reason: String,
    /// For how long, in minutes.
    pub minutes: i32,
}

impl OutingCommand {
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

/// An outing as those see it whom it concerns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutingView {
    /// The outing.
    pub id: OutingId,
    /// Who.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// The window's code and name.
    pub window: String,
    /// For what.
    pub reason: String,
    /// Asked for so many minutes.
    pub minutes: i32,
    /// How it stands.
    pub state: OutingState,
    /// Counts up with every change.
    pub version: i32,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// When the person left.
    pub left_at: Option<DateTime<Utc>>,
    /// When they came back.
    pub back_at: Option<DateTime<Utc>>,
    /// 姓名 of who stands in; nobody for an outing that is not covered.
    pub cover: Option<String>,
    /// What the reader may do.
    pub acts: Vec<OutingAct>,
}

impl OutingView {
    /// When they should be back.
    pub fn due_back(&self) -> Option<DateTime<Utc>> {
        Some(self.left_at? + TimeDelta::minutes(self.minutes.into()))
    }

    /// Minutes over the time that was asked for, so far or on return; none in time.
    pub fn minutes_over(&self, now: DateTime<Utc>) -> Option<i64> {
        let over = self.back_at.unwrap_or(now) - self.due_back()?;
        (over > TimeDelta::zero()).then(|| over.num_minutes())
    }
}

/// Where a person stands with going out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutingsView {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// The longest that can be asked for, in minutes.
    pub longest: i32,
    /// Why one can't be asked for now, if so.
    pub hindrance: Option<AttendanceError>,
    /// Mine that is open.
    pub mine: Option<OutingView>,
    /// Of others, to be confirmed by me or covered by me now.
    pub others: Vec<OutingView>,
    /// Who could stand in for me, by name.
    pub covers: Vec<String>,
    /// Mine of today that are over, the latest first.
    pub over: Vec<OutingView>,
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

    fn view(left: Option<i64>, back: Option<i64>) -> OutingView {
        OutingView {
            id: OutingId::new(),
            person: PersonId::new(),
            name: "张敏".to_owned(),
            window: "A01 综合受理".to_owned(),
            reason: "取材料".to_owned(),
            minutes: 15,
            state: OutingState::Out,
            version: 2,
            asked_at: at(0),
            left_at: left.map(at),
            back_at: back.map(at),
            cover: None,
            acts: Vec::new(),
        }
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
    fn minutes_over_count_from_the_time_that_was_asked_for() {
        let cases = [
            (view(None, None), 90, None),
            (view(Some(0), None), 15, None),
            (view(Some(0), None), 16, Some(1)),
            (view(Some(0), Some(14)), 90, None),
            (view(Some(0), Some(20)), 90, Some(5)),
        ];
        for (view, now, expected) in cases {
            assert_eq!(view.minutes_over(at(now)), expected);
        }
    }

    #[test]
    fn a_request_names_what_is_wrong_with_it() {
        let command = |reason: &str, minutes| OutingCommand { id: OutingId::new(), reason: reason.to_owned(), minutes };
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
