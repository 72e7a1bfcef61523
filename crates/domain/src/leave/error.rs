use serde::{Deserialize, Serialize};

/// Why leave is not booked, told to the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum LeaveError {
    /// No day of the span counts: only weekends and holidays were chosen.
    #[error("no day of it counts")]
    NothingToTake,
    /// Less is left than is wanted, on the days on which it is wanted.
    #[error("not enough is left")]
    NotEnough,
    /// Less than was taken or is asked for already.
    #[error("more than that is taken already")]
    BelowTaken,
    /// Nothing is kept of this kind by hand: it is unlimited, or time off earned by overtime.
    #[error("no account is kept of this kind")]
    NotKept,
    /// Nothing is left of the year that could be carried over.
    #[error("nothing of the year is left")]
    NothingLeft,
    /// The year's rest was carried over before.
    #[error("carried over already")]
    CarriedAlready,
    /// The rule lets no rest be carried over.
    #[error("nothing is carried over by the rule")]
    NoCarry,
    /// A version that says what holds already.
    #[error("nothing would change")]
    NothingChanged,
}

impl LeaveError {
    /// The HTTP status that tells a machine.
    pub const fn status(self) -> u16 {
        match self {
            Self::CarriedAlready => 409,
            Self::NothingToTake
            | Self::NotEnough
            | Self::BelowTaken
            | Self::NotKept
            | Self::NothingLeft
            | Self::NoCarry
            | Self::NothingChanged => 422,
        }
    }
}
