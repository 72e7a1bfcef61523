use serde::{Deserialize, Serialize};

/// Why a roster could not be changed; a wrong field is told by [`crate::problem::Problem::Invalid`] instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum RosterError {
    /// A hard rule would be broken: the law, or what nobody can do.
    #[error("breaks a hard rule")]
    Blocked,
    /// There is nothing in the draft.
    #[error("nothing to publish")]
    NothingToPublish,
    /// It has been decided, taken back or has expired already.
    #[error("settled already")]
    Settled,
    /// One of the days is in another request that is still open.
    #[error("asked already")]
    AskedAlready,
    /// Who wants the shift has one on that date already, or does not work at the hall then.
    #[error("not free on the date")]
    NotFree,
    /// Overtime is approved before it is worked: its day is over.
    #[error("the day is over")]
    DayOver,
    /// One of the two rosters is no longer what both agreed to swap.
    #[error("the roster has moved on")]
    RosterMoved,
    /// Somebody is still to work the shift: a week, a day to come, a draft or an offer names it.
    #[error("the shift is in use")]
    ShiftInUse,
    /// Another shift is to take its place from a day to come: that is taken back first.
    #[error("a replacement is to come")]
    ReplacementWaits,
}

impl RosterError {
    /// The stable word for logs and outside callers.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::NothingToPublish => "nothing_to_publish",
            Self::Settled => "settled",
            Self::AskedAlready => "asked_already",
            Self::NotFree => "not_free",
            Self::DayOver => "day_over",
            Self::RosterMoved => "roster_moved",
            Self::ShiftInUse => "shift_in_use",
            Self::ReplacementWaits => "replacement_waits",
        }
    }

    /// The HTTP status: what has moved on meanwhile is a conflict, what can't be done is not.
    pub const fn status(self) -> u16 {
        match self {
            Self::Blocked | Self::NothingToPublish | Self::NotFree | Self::DayOver => 422,
            Self::Settled | Self::AskedAlready | Self::RosterMoved | Self::ShiftInUse | Self::ReplacementWaits => 409,
        }
    }
}
