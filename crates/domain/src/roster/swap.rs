use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Duty, FindingView, PlanName, RosterEntry};
use crate::{
    coded::coded_enum,
    ids::{ActId, PersonId, PostId, ShiftId, SwapId},
    problem::{FieldErrors, FieldReason, Problem},
    roster::RosterError,
};

/// Characters of what is said with a request or a refusal.
pub const MAX_SWAP_REASON: u16 = 200;

/// Days ahead that a swap can be asked for.
pub const SWAP_AHEAD: u64 = 92;

coded_enum! {
    /// How a swap stands.
    pub enum SwapState {
        /// Asked; the other one has to answer.
        Asked = "asked",
        /// Agreed between the two; the lead has to approve.
        Agreed = "agreed",
        /// Approved: both rosters are changed.
        Approved = "approved",
        /// The other one does not want to.
        Declined = "declined",
        /// The lead does not want it.
        Rejected = "rejected",
        /// Taken back by who asked.
        Withdrawn = "withdrawn",
        /// The day came before it was settled.
        Expired = "expired",
    }
}

impl SwapState {
    /// Whether somebody still has to act.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Agreed)
    }

    /// How it stands on a day: what is still open when the first of its dates has come, has expired.
    #[must_use]
    pub fn on(self, first: NaiveDate, today: NaiveDate) -> Self {
        if self.is_open() && first <= today { Self::Expired } else { self }
    }

    /// The state after an act; one that is no longer, or not yet, possible is refused.
    pub const fn after(self, act: SwapAct) -> Result<Self, RosterError> {
        match (self, act) {
            (Self::Asked, SwapAct::Agree) => Ok(Self::Agreed),
            (Self::Asked, SwapAct::Decline) => Ok(Self::Declined),
            (Self::Agreed, SwapAct::Approve) => Ok(Self::Approved),
            (Self::Agreed, SwapAct::Reject) => Ok(Self::Rejected),
            (Self::Asked | Self::Agreed, SwapAct::Withdraw) => Ok(Self::Withdrawn),
            _ => Err(RosterError::Settled),
        }
    }
}

coded_enum! {
    /// What somebody does about a swap.
    pub enum SwapAct {
        /// The other one agrees.
        Agree = "agree",
        /// The other one declines.
        Decline = "decline",
        /// The lead approves.
        Approve = "approve",
        /// The lead rejects.
        Reject = "reject",
        /// Who asked takes it back.
        Withdraw = "withdraw",
    }
}

/// Asks somebody of the same hall to take one of my days and give me one of theirs; the two may be the same
/// date. Asked without a network it may arrive later: what counts is whether both dates still lie ahead then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapCommand {
    /// Made with the form: sent twice, it is asked once.
    pub id: SwapId,
    /// Who is asked.
    pub partner: PersonId,
    /// My day.
    pub give: NaiveDate,
    /// Theirs.
    pub take: NaiveDate,
    /// What to tell them.
    pub reason: Option<String>,
}

impl SwapCommand {
    /// What is wrong with it by itself, if anything is: both dates lie after today, and not too far off.
    pub fn validate(&self, today: NaiveDate) -> Result<(), Problem> {
        let last = today + chrono::Days::new(SWAP_AHEAD);
        let in_reach =
            |date: NaiveDate| if date > today && date <= last { Ok(()) } else { Err(FieldReason::OutOfRange) };
        let mut errors = FieldErrors::default();
        let fits = self.reason.as_ref().is_none_or(|text| text.chars().count() <= usize::from(MAX_SWAP_REASON));
        let checks = [
            errors.take("give", in_reach(self.give)),
            errors.take("take", in_reach(self.take)),
            errors.take("reason", if fits { Ok(()) } else { Err(FieldReason::TooLong) }),
        ];
        if checks.iter().all(Option::is_some) { Ok(()) } else { Err(errors.into()) }
    }
}

/// Answers a swap that one was asked for, or takes back one's own. One that arrives when the swap was changed, or when
/// the first of its days has come, is refused with that reason: nobody's roster changes behind their back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapAnswer {
    /// Made with the form: sent twice, it is done once.
    pub id: ActId,
    /// The swap.
    pub swap: SwapId,
    /// The version that was looked at.
    pub version: i32,
    /// What.
    pub act: SwapAct,
}

/// Where somebody is to work on a date: the part of a duty that a swap moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The shift; none is a day off.
    pub shift: Option<ShiftId>,
    /// The post, that of the roster or the one that the person holds.
    pub post: Option<PostId>,
}

impl Place {
    /// What a duty says, with the post that its person really works at.
    pub fn of(duty: &Duty, post: Option<PostId>) -> Self {
        let shift = duty.shift().map(|shift| shift.id);
        Self { shift, post: shift.and(post) }
    }
}

/// What one of the two is to do on the two dates; the same place twice where the dates are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// On the date that the asker gives.
    pub on_give: Place,
    /// On the date that the asker takes.
    pub on_take: Place,
}

/// The new lines of the two: each does what the other was to do, at the other's post.
///
/// The asker works on the date given and the partner on the date taken; on two different dates each is free
/// on the other's. Everything else is refused at the field that can mend it.
pub fn exchange(
    (give, take): (NaiveDate, NaiveDate),
    asker: &Pair,
    partner: &Pair,
) -> Result<(Vec<RosterEntry>, Vec<RosterEntry>), Problem> {
    if asker.on_give.shift.is_none() {
        return Err(Problem::field("give", FieldReason::Unknown));
    }
    if partner.on_take.shift.is_none() && give != take {
        return Err(Problem::field("take", FieldReason::Unknown));
    }
    if give != take && (asker.on_take.shift.is_some() || partner.on_give.shift.is_some()) {
        return Err(Problem::field("partner", FieldReason::Overlaps));
    }
    if asker.on_give == partner.on_give && give == take {
        return Err(Problem::field("partner", FieldReason::Taken));
    }
    let entry = |date, place: &Place| RosterEntry { date, shift: place.shift, post: place.post };
    let lines = |other: &Pair| {
        let mut lines = vec![entry(give, &other.on_give)];
        if take != give {
            lines.push(entry(take, &other.on_take));
        }
        lines
    };
    Ok((lines(partner), lines(asker)))
}

/// A colleague with whom a swap is possible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapOption {
    /// Who.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// What they are to do on the date that I would take.
    pub shift: PlanName,
}

/// The way to a swap: my days that can be given, and with whom the two dates can be swapped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapChoices {
    /// My days of work from tomorrow on, with the shift's name.
    pub mine: Vec<(NaiveDate, String)>,
    /// The dates that were asked about.
    pub dates: Option<(NaiveDate, NaiveDate)>,
    /// With whom they can be swapped.
    pub options: Vec<SwapOption>,
}

/// A swap as the two and the lead see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapView {
    /// The swap.
    pub id: SwapId,
    /// Counts its changes; an answer says which it is about.
    pub version: i32,
    /// How it stands today.
    pub state: SwapState,
    /// 姓名 of who asks.
    pub asker: String,
    /// 姓名 of who is asked.
    pub partner: String,
    /// The asker's day, and what was to be done on it when it was asked.
    pub give: (NaiveDate, PlanName),
    /// The partner's day, the same.
    pub take: (NaiveDate, PlanName),
    /// What was said with the request.
    pub reason: Option<String>,
    /// What was said with the refusal.
    pub answer: Option<String>,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// What the viewer can do about it.
    pub acts: Vec<SwapAct>,
    /// For who decides: what speaks against it.
    pub findings: Vec<FindingView>,
}

#[cfg(test)]
mod tests;
