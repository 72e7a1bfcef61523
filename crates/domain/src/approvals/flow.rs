use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{ApprovalsError, Bench, Handed, Level, Quorum, Seat, Step, Verdict};
use crate::{coded::coded_enum, ids::PersonId};

coded_enum! {
    /// How a request stands (FLOW-A). Being submitted is not a state of its own: who submits finds it with
    /// the first step's people at once.
    pub enum FlowState {
        /// Not submitted yet.
        Draft = "draft",
        /// Somebody has to decide.
        InReview = "in_review",
        /// 退回修改: the requester has to change it.
        Returned = "returned",
        /// Every step agreed.
        Approved = "approved",
        /// 驳回.
        Rejected = "rejected",
        /// Taken back by the requester before the end.
        Withdrawn = "withdrawn",
        /// Taken back after it was approved.
        Cancelled = "cancelled",
        /// Sent back, and not submitted again in time.
        Expired = "expired",
    }
}

coded_enum! {
    /// What a request has in hand of whatever it asks for.
    pub enum Holding {
        /// Nothing.
        Nothing = "nothing",
        /// Set aside, so that nobody promises it twice.
        Held = "held",
        /// Given.
        Given = "given",
    }
}

impl FlowState {
    /// Whether nobody has to act any more.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Approved | Self::Rejected | Self::Withdrawn | Self::Cancelled | Self::Expired)
    }

    /// What a request in this state has in hand.
    pub const fn holding(self) -> Holding {
        match self {
            Self::InReview => Holding::Held,
            Self::Approved => Holding::Given,
            Self::Draft | Self::Returned | Self::Rejected | Self::Withdrawn | Self::Cancelled | Self::Expired => {
                Holding::Nothing
            }
        }
    }
}

/// What a decision led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Others of the same step still have to agree.
    Waits,
    /// The next step is asked; so many steps were passed over since who would be asked has agreed already.
    Next {
        /// Steps passed over.
        skipped: usize,
    },
    /// It is over, or back with the requester.
    Settled(FlowState),
}

/// A request on its way: the state machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// How it stands.
    pub state: FlowState,
    /// Counts what changes the question: a submission, a change, a decision. A decision names the version
    /// that was looked at.
    pub version: i32,
    /// All steps.
    pub steps: Vec<Step>,
    /// The step that is asked now, from 0.
    pub step: usize,
    /// The level to which this step was lifted, if it was not decided in time.
    pub escalated: Option<Level>,
    /// Whether those who can act were reminded since the step began or was lifted.
    pub reminded: bool,
    /// Who has agreed since it was last submitted, and for whom.
    pub agreed: BTreeSet<PersonId>,
    /// Seats handed over since it was last submitted.
    pub handed: Vec<Handed>,
}

impl Flow {
    /// Something that only its requester knows of.
    pub const fn draft() -> Self {
        Self {
            state: FlowState::Draft,
            version: 1,
            steps: Vec::new(),
            step: 0,
            escalated: None,
            reminded: false,
            agreed: BTreeSet::new(),
            handed: Vec::new(),
        }
    }

    /// Who can decide now. While nobody decides (a draft, a returned request) it is the requester's turn, and
    /// nobody's once it is final.
    pub fn seats(&self, bench: &Bench) -> Vec<Seat> {
        match self.steps.get(self.step) {
            Some(step) if self.state == FlowState::InReview => {
                bench.seats(step, self.step, self.escalated, &self.handed)
            }
            _ => Vec::new(),
        }
    }

    /// Asks from the first step on: a new request, one that was sent back, or one that was changed while it
    /// was looked at, which asks everybody again.
    pub fn submit(&mut self, steps: Vec<Step>, bench: &Bench) -> Result<(), ApprovalsError> {
        if !matches!(self.state, FlowState::Draft | FlowState::Returned | FlowState::InReview) {
            return Err(ApprovalsError::Settled);
        }
        let asked = Self { state: FlowState::InReview, version: self.version + 1, steps, ..Self::draft() };
        if asked.seats(bench).is_empty() {
            return Err(ApprovalsError::NobodyCanDecide);
        }
        *self = asked;
        Ok(())
    }

    /// What somebody says to it. Whether they may is settled by the bench of this moment.
    pub fn decide(&mut self, bench: &Bench, by: PersonId, verdict: Verdict) -> Result<Change, ApprovalsError> {
        if self.state != FlowState::InReview {
            return Err(ApprovalsError::Settled);
        }
        let seats = self.seats(bench);
        let mine: Vec<&Seat> = seats.iter().filter(|seat| seat.person == by).collect();
        if mine.is_empty() {
            return Err(ApprovalsError::NotYours);
        }
        self.version += 1;
        match verdict {
            Verdict::Agree => {
                self.agreed.insert(by);
                self.agreed.extend(mine.iter().map(|seat| seat.holder));
                Ok(self.go_on(bench))
            }
            Verdict::Reject => Ok(self.settle(FlowState::Rejected)),
            Verdict::SendBack => Ok(self.settle(FlowState::Returned)),
        }
    }

    /// Passes every step that has been agreed to. Who is asked on two steps decides once.
    fn go_on(&mut self, bench: &Bench) -> Change {
        let mut passed: usize = 0;
        while self.step < self.steps.len() {
            if !self.step_is_agreed(bench) {
                return if passed == 0 { Change::Waits } else { Change::Next { skipped: passed - 1 } };
            }
            passed += 1;
            self.step += 1;
            (self.escalated, self.reminded) = (None, false);
        }
        self.step = self.steps.len().saturating_sub(1);
        self.settle(FlowState::Approved)
    }

    fn step_is_agreed(&self, bench: &Bench) -> bool {
        let seats = self.seats(bench);
        let agreed = |seat: &Seat| self.agreed.contains(&seat.holder) || self.agreed.contains(&seat.person);
        let quorum = self.steps.get(self.step).map_or(Quorum::One, |step| step.quorum);
        match quorum {
            // Lifted in time of need, it is enough that one of them decides.
            Quorum::All if self.escalated.is_none() => {
                let holders: BTreeSet<PersonId> = seats.iter().map(|seat| seat.holder).collect();
                let done = |holder: &PersonId| seats.iter().any(|seat| seat.holder == *holder && agreed(seat));
                !holders.is_empty() && holders.iter().all(done)
            }
            Quorum::All | Quorum::One => seats.iter().any(agreed),
        }
    }

    /// The requester takes it back before the end.
    pub fn withdraw(&mut self) -> Result<(), ApprovalsError> {
        match self.state {
            FlowState::Draft | FlowState::InReview | FlowState::Returned => self.finish(FlowState::Withdrawn),
            _ => Err(ApprovalsError::Settled),
        }
    }

    /// What was approved is taken back.
    pub fn cancel(&mut self) -> Result<(), ApprovalsError> {
        if self.state == FlowState::Approved { self.finish(FlowState::Cancelled) } else { Err(ApprovalsError::Settled) }
    }

    /// What was sent back is given up.
    pub fn expire(&mut self) -> Result<(), ApprovalsError> {
        if self.state == FlowState::Returned { self.finish(FlowState::Expired) } else { Err(ApprovalsError::Settled) }
    }

    /// The time for a step has run out: first a reminder, then the next level joins. On the top level there is
    /// nobody to lift it to, so they are reminded again. Says the new level where it was lifted.
    pub fn run_late(&mut self) -> Result<Option<Level>, ApprovalsError> {
        let step = self.steps.get(self.step).filter(|_| self.state == FlowState::InReview);
        let step = step.ok_or(ApprovalsError::Settled)?;
        let next = self.escalated.unwrap_or(step.level).up();
        match next.filter(|_| self.reminded) {
            Some(level) => {
                (self.escalated, self.reminded) = (Some(level), false);
                Ok(Some(level))
            }
            None => {
                self.reminded = true;
                Ok(None)
            }
        }
    }

    /// Hands somebody's seat over to another, who must not be barred.
    pub fn hand_over(&mut self, bench: &Bench, from: PersonId, to: PersonId) -> Result<(), ApprovalsError> {
        let mine = self.seats(bench).iter().any(|seat| seat.person == from);
        if !mine || from == to || bench.bars(to) {
            return Err(ApprovalsError::NotYours);
        }
        self.handed.retain(|handed| handed.step != self.step || handed.from != from);
        self.handed.push(Handed { step: self.step, from, to });
        Ok(())
    }

    /// Goes back to what it was before the last decision, which nobody may have followed up.
    #[must_use]
    pub fn undone(&self, before: Self) -> Self {
        Self { version: self.version + 1, ..before }
    }

    fn finish(&mut self, state: FlowState) -> Result<(), ApprovalsError> {
        self.version += 1;
        self.settle(state);
        Ok(())
    }

    fn settle(&mut self, state: FlowState) -> Change {
        self.state = state;
        (self.escalated, self.reminded) = (None, false);
        Change::Settled(state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(level: Level, quorum: Quorum) -> Step {
        Step { level, quorum, minutes: 60 }
    }

    fn asked(steps: Vec<Step>, bench: &Bench) -> Flow {
        let mut flow = Flow::draft();
        flow.submit(steps, bench).unwrap();
        flow
    }

    fn people<const N: usize>() -> [PersonId; N] {
        [(); N].map(|()| PersonId::new())
    }

    fn bench(holders: &[(Level, PersonId)]) -> Bench {
        Bench { holders: holders.to_vec(), ..Bench::default() }
    }

    #[test]
    fn steps_are_asked_in_order_and_the_last_approves() {
        let [lead, supervisor] = people();
        let bench = bench(&[(Level::Lead, lead), (Level::Supervisor, supervisor)]);
        let mut flow = asked(vec![step(Level::Lead, Quorum::One), step(Level::Supervisor, Quorum::One)], &bench);
        assert_eq!(flow.decide(&bench, supervisor, Verdict::Agree), Err(ApprovalsError::NotYours));
        assert_eq!(flow.decide(&bench, lead, Verdict::Agree), Ok(Change::Next { skipped: 0 }));
        assert_eq!(flow.decide(&bench, lead, Verdict::Agree), Err(ApprovalsError::NotYours));
        let approved = Change::Settled(FlowState::Approved);
        assert_eq!(flow.decide(&bench, supervisor, Verdict::Agree), Ok(approved));
        assert_eq!(flow.decide(&bench, supervisor, Verdict::Reject), Err(ApprovalsError::Settled));
    }

    #[test]
    fn who_is_on_two_steps_decides_once() {
        let [both, hr] = people();
        let bench = bench(&[(Level::Lead, both), (Level::Supervisor, both), (Level::Hr, hr)]);
        let steps = [Level::Lead, Level::Supervisor, Level::Hr].map(|level| step(level, Quorum::One));
        let mut flow = asked(steps.to_vec(), &bench);
        assert_eq!(flow.decide(&bench, both, Verdict::Agree), Ok(Change::Next { skipped: 1 }));
        assert_eq!(flow.step, 2);
    }

    #[test]
    fn where_all_must_agree_each_seat_is_asked_and_a_deputy_speaks_for_theirs() {
        let [first, second, deputy] = people();
        let mut bench = bench(&[(Level::Lead, first), (Level::Lead, second)]);
        bench.delegations.push((second, deputy));
        let mut flow = asked(vec![step(Level::Lead, Quorum::All)], &bench);
        assert_eq!(flow.decide(&bench, first, Verdict::Agree), Ok(Change::Waits));
        assert_eq!(flow.decide(&bench, deputy, Verdict::Agree), Ok(Change::Settled(FlowState::Approved)));
    }

    #[test]
    fn a_change_asks_everybody_again() {
        let [lead, supervisor] = people();
        let bench = bench(&[(Level::Lead, lead), (Level::Supervisor, supervisor)]);
        let steps = vec![step(Level::Lead, Quorum::One), step(Level::Supervisor, Quorum::One)];
        let mut flow = asked(steps.clone(), &bench);
        flow.decide(&bench, lead, Verdict::Agree).unwrap();
        let seen = flow.version;
        flow.submit(steps, &bench).unwrap();
        assert!(flow.version > seen && flow.step == 0 && flow.agreed.is_empty());
    }

    #[test]
    fn lateness_reminds_then_lifts_and_never_approves() {
        let [lead, supervisor, hr] = people();
        let bench = bench(&[(Level::Lead, lead), (Level::Supervisor, supervisor), (Level::Hr, hr)]);
        let mut flow = asked(vec![step(Level::Lead, Quorum::One)], &bench);
        let lifts: Vec<Option<Level>> = (0..8).map(|_| flow.run_late().unwrap()).collect();
        let up = |level| [None, Some(level)];
        assert_eq!(lifts[..6], [up(Level::Supervisor), up(Level::Host), up(Level::Hr)].concat());
        assert_eq!(lifts[6..], [None, None]);
        assert_eq!(flow.state, FlowState::InReview);
        assert!(flow.seats(&bench).iter().any(|seat| seat.person == lead), "who is late can still decide");
        assert_eq!(flow.decide(&bench, hr, Verdict::Agree), Ok(Change::Settled(FlowState::Approved)));
    }

    #[test]
    fn nobody_to_ask_is_told_at_once() {
        let [only] = people();
        let mut bench = bench(&[(Level::Hr, only)]);
        bench.barred.insert(only);
        let mut flow = Flow::draft();
        let refused = flow.submit(vec![step(Level::Lead, Quorum::One)], &bench);
        assert_eq!((refused, flow.state), (Err(ApprovalsError::NobodyCanDecide), FlowState::Draft));
    }

    #[test]
    fn states_and_what_can_be_done_in_them() {
        use FlowState::{Approved, Cancelled, Draft, Expired, InReview, Rejected, Returned, Withdrawn};
        let [lead] = people();
        let bench = bench(&[(Level::Lead, lead)]);
        let steps = vec![step(Level::Lead, Quorum::One)];
        let table: [(FlowState, [Option<FlowState>; 6]); 8] = [
            // submit, agree, reject, withdraw, cancel, expire
            (Draft, [Some(InReview), None, None, Some(Withdrawn), None, None]),
            (InReview, [Some(InReview), Some(Approved), Some(Rejected), Some(Withdrawn), None, None]),
            (Returned, [Some(InReview), None, None, Some(Withdrawn), None, Some(Expired)]),
            (Approved, [None, None, None, None, Some(Cancelled), None]),
            (Rejected, [None; 6]),
            (Withdrawn, [None; 6]),
            (Cancelled, [None; 6]),
            (Expired, [None; 6]),
        ];
        for (state, expected) in table {
            for (act, expected) in expected.into_iter().enumerate() {
                let mut flow = Flow { state, steps: steps.clone(), ..Flow::draft() };
                let done = match act {
                    0 => flow.submit(steps.clone(), &bench),
                    1 => flow.decide(&bench, lead, Verdict::Agree).map(drop),
                    2 => flow.decide(&bench, lead, Verdict::Reject).map(drop),
                    3 => flow.withdraw(),
                    4 => flow.cancel(),
                    _ => flow.expire(),
                };
                assert_eq!(done.ok().map(|()| flow.state), expected, "{state:?}, act {act}");
            }
        }
    }
}
