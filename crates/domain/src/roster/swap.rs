use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Duty, RosterEntry};
use crate::{
    approvals::FlowState,
    coded::coded_enum,
    ids::{ActId, ApprovalId, PersonId, PostId, ShiftId},
    problem::{FieldErrors, FieldReason, Problem},
};

/// Characters of what is said with a request.
pub const MAX_SWAP_REASON: u16 = 200;

/// Days ahead that a swap can be asked for.
pub const SWAP_AHEAD: u64 = 92;

coded_enum! {
    /// What the one asked has said to a swap. Only what they have agreed to is a request that somebody decides.
    pub enum Consent {
        /// Nothing yet, or nothing since it was changed.
        Asked = "asked",
        /// Yes.
        Agreed = "agreed",
        /// No, at once or after a yes: it is over.
        Declined = "declined",
    }
}

coded_enum! {
    /// Which two days are swapped, as the word by which routes tell swaps apart.
    pub enum SwapSpan {
        /// Two shifts of one date.
        OneDate = "one_date",
        /// A day for another.
        TwoDates = "two_dates",
    }
}

impl SwapSpan {
    /// That of two dates.
    pub fn of(give: NaiveDate, take: NaiveDate) -> Self {
        if give == take { Self::OneDate } else { Self::TwoDates }
    }
}

coded_enum! {
    /// What one of the two says about a swap.
    pub enum SwapAct {
        /// The one asked agrees.
        Agree = "agree",
        /// The one asked declines, or takes their agreement back before it is decided.
        Decline = "decline",
        /// Who asked takes it back.
        Withdraw = "withdraw",
    }
}

impl SwapAct {
    /// Whose it is to say.
    pub const fn side(self) -> SwapSide {
        match self {
            Self::Agree | Self::Decline => SwapSide::Partner,
            Self::Withdraw => SwapSide::Asker,
        }
    }
}

/// Which of the two somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SwapSide {
    /// Who asked.
    Asker,
    /// Who was asked.
    Partner,
}

/// How a swap stands: what the one asked has said, and where the request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapStanding {
    /// What the one asked has said.
    pub consent: Consent,
    /// Where the request is: a draft until they have agreed, back with who asked while they are asked anew.
    pub state: FlowState,
}

impl SwapStanding {
    /// Whether the two can still say something, `first` being the first of the days: once it has come, what is not
    /// decided is given up.
    fn is_open(self, first: NaiveDate, today: NaiveDate) -> bool {
        today < first && !self.state.is_final()
    }

    /// Whether it waits for the one asked.
    pub fn waits_for_partner(self) -> bool {
        self.consent == Consent::Asked && !self.state.is_final()
    }

    /// What one of the two can say about it.
    pub fn acts(self, side: SwapSide, first: NaiveDate, today: NaiveDate) -> &'static [SwapAct] {
        match (side, self.consent) {
            _ if !self.is_open(first, today) => &[],
            (SwapSide::Asker, _) => &[SwapAct::Withdraw],
            (SwapSide::Partner, Consent::Asked) => &[SwapAct::Agree, SwapAct::Decline],
            (SwapSide::Partner, Consent::Agreed) => &[SwapAct::Decline],
            (SwapSide::Partner, Consent::Declined) => &[],
        }
    }

    /// Whether one of the two can ask for something else instead, to which the one asked has to agree anew.
    pub fn may_change(self, side: SwapSide, first: NaiveDate, today: NaiveDate) -> bool {
        side == SwapSide::Asker && self.is_open(first, today)
    }
}

/// Asks somebody of the same hall to take one of my days and give me one of theirs; the two may be the same
/// date. Or changes what was asked. Asked without a network it may arrive later: what counts is whether both dates still
/// lie ahead then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapCommand {
    /// The request, made by who asks: sent twice, it is asked once.
    pub id: ApprovalId,
    /// The version that was looked at, of a request that is changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i32>,
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
    pub swap: ApprovalId,
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

#[cfg(test)]
mod tests;
