use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{FindingView, SWAP_AHEAD};
use crate::{
    coded::coded_enum,
    ids::{ActId, HallId, OpenShiftId, PersonId, ShiftId, WindowId},
    problem::{FieldReason, Problem},
    roster::RosterError,
};

coded_enum! {
    /// How an offered shift stands.
    pub enum OpenState {
        /// It can be claimed.
        Open = "open",
        /// Somebody was given it.
        Filled = "filled",
        /// It was taken back.
        Withdrawn = "withdrawn",
    }
}

impl OpenState {
    /// What is open can be filled or taken back; what is settled stays so.
    pub const fn settle(self, to: Self) -> Result<Self, RosterError> {
        match self {
            Self::Open => Ok(to),
            Self::Filled | Self::Withdrawn => Err(RosterError::Settled),
        }
    }
}

/// Offers a shift on a date to everybody of a hall who is free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferCommand {
    /// Made with the form: sent twice, it is offered once.
    pub id: OpenShiftId,
    /// The hall.
    pub hall: HallId,
    /// The date.
    pub date: NaiveDate,
    /// The shift.
    pub shift: ShiftId,
    /// At which window.
    pub window: WindowId,
}

impl OfferCommand {
    /// What is wrong with it by itself, if anything is: the date lies ahead, and not too far off.
    pub fn validate(&self, today: NaiveDate) -> Result<(), Problem> {
        let in_reach = self.date > today && self.date <= today + Days::new(SWAP_AHEAD);
        if in_reach { Ok(()) } else { Err(Problem::field("date", FieldReason::OutOfRange)) }
    }
}

/// Claims an offered shift, or takes the claim back. Tapped without a network it may arrive when the shift was given to
/// another, or its day has come: then it is refused with that reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimCommand {
    /// Made with the form: sent twice, it is done once.
    pub id: ActId,
    /// The offer.
    pub offer: OpenShiftId,
    /// Whether it is claimed; else the claim is taken back.
    #[serde(default)]
    pub claim: bool,
}

/// Gives an offered shift to one who has claimed it. Tapped without a network it may arrive when the offer was settled
/// or changed: then it is refused with that reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FillCommand {
    /// Made with the form: sent twice, it is done once.
    pub id: ActId,
    /// The offer.
    pub offer: OpenShiftId,
    /// The version that was looked at.
    pub version: i32,
    /// Who gets it.
    pub person: PersonId,
}

/// Takes an offer back, as far as nobody was given the shift meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawOfferCommand {
    /// Made with the form: sent twice, it is done once.
    pub id: ActId,
    /// The offer.
    pub offer: OpenShiftId,
    /// The version that was looked at.
    pub version: i32,
}

/// An offered shift as it is seen: by those who may claim it, and by those who give it away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenShiftView {
    /// The offer.
    pub id: OpenShiftId,
    /// Counts its changes.
    pub version: i32,
    /// The date.
    pub date: NaiveDate,
    /// The shift's name.
    pub shift: String,
    /// Code and name of the window.
    pub window: String,
    /// Whether the viewer has claimed it.
    pub claimed: bool,
    /// Whether the viewer may claim it, or take the claim back.
    pub claimable: bool,
    /// Whether the viewer may take the offer back.
    pub withdrawable: bool,
    /// For who decides: who has claimed it, first come first.
    pub claims: Vec<ClaimView>,
}

/// Somebody's claim of an offered shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimView {
    /// Whose.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// What speaks against giving it to them.
    pub findings: Vec<FindingView>,
}

/// What offering needs to be asked: the shifts and windows of a hall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferChoices {
    /// The hall.
    pub hall: HallId,
    /// The shifts in use, by name.
    pub shifts: Vec<(ShiftId, String)>,
    /// The open windows with a post, with code and name.
    pub windows: Vec<(WindowId, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_settled_stays_settled() {
        for state in OpenState::ALL {
            let next = state.settle(OpenState::Filled);
            assert_eq!(next.is_ok(), *state == OpenState::Open, "{state:?}");
        }
    }
}
