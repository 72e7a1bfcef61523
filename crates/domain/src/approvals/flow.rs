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
        /// Taken back before the end.
        Withdrawn = "withdrawn",
        /// Taken back after it was approved.
        Cancelled = "cancelled",
        /// Sent back, and not submitted again in time; or its day has come before anybody decided.
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

    /// Those in which a request has something in hand: asked for, or granted.
    pub const HOLDING: [Self; 2] = [Self::InReview, Self::Approved];

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

    /// What is asked for has changed, and somebody has to agree to it before it is asked again: until then nobody
    /// decides, and what was decided last can't be undone.
    pub fn revise(&mut self) -> Result<(), ApprovalsError> {
        let state = match self.state {
            FlowState::Draft => FlowState::Draft,
            FlowState::InReview | FlowState::Returned => FlowState::Returned,
            _ => return Err(ApprovalsError::Settled),
        };
        self.finish(state);
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

    /// The requester takes it back before the end, or somebody who had to agree to it does not.
    pub fn withdraw(&mut self) -> Result<(), ApprovalsError> {
        match self.state {
            FlowState::Draft | FlowState::InReview | FlowState::Returned => self.finish(FlowState::Withdrawn),
            _ => return Err(ApprovalsError::Settled),
        }
        Ok(())
    }

    /// What was approved is taken back.
    pub fn cancel(&mut self) -> Result<(), ApprovalsError> {
        if self.state != FlowState::Approved {
            return Err(ApprovalsError::Settled);
        }
        self.finish(FlowState::Cancelled);
        Ok(())
    }

    /// What was cancelled since another request took its place is approved again: that was undone.
    pub fn reinstate(&mut self) -> Result<(), ApprovalsError> {
        if self.state != FlowState::Cancelled {
            return Err(ApprovalsError::Settled);
        }
        self.finish(FlowState::Approved);
        Ok(())
    }

    /// It is given up: it was sent back and not asked again, or what it was for has come before anybody decided.
    pub fn expire(&mut self) -> Result<(), ApprovalsError> {
        match self.state {
            FlowState::Draft | FlowState::InReview | FlowState::Returned => self.finish(FlowState::Expired),
            _ => return Err(ApprovalsError::Settled),
        }
        Ok(())
    }

    /// The time for a step has run out: first a reminder, then the next level joins that has somebody who is
    /// not asked yet. Where there is none up to the top, those who are asked are reminded again. Says the new
    /// level where it was lifted.
    pub fn run_late(&mut self, bench: &Bench) -> Result<Option<Level>, ApprovalsError> {
        let step = self.steps.get(self.step).filter(|_| self.state == FlowState::InReview);
        let level = step.ok_or(ApprovalsError::Settled)?.level;
        let asked = self.seats(bench).len();
        let lifted = |level: &Level| Self { escalated: Some(*level), ..self.clone() }.seats(bench).len();
        let above = Level::ALL.iter().copied().filter(|next| *next > self.escalated.unwrap_or(level));
        let next = above.filter(|_| self.reminded).find(|next| lifted(next) > asked);
        match next {
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

    fn finish(&mut self, state: FlowState) {
        self.version += 1;
        self.settle(state);
    }

    fn settle(&mut self, state: FlowState) -> Change {
        self.state = state;
        (self.escalated, self.reminded) = (None, false);
        Change::Settled(state)
    }
}

#[cfg(test)]
mod tests;
