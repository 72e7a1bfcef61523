use serde::{Deserialize, Serialize};

/// Why a decision was not taken; a wrong field is told by [`crate::problem::Problem::Invalid`] instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalsError {
    /// It is not, or no longer, in a state in which this can be done.
    #[error("settled already")]
    Settled,
    /// Somebody else has to act now: another step, another person.
    #[error("not yours to decide now")]
    NotYours,
    /// The ten seconds are over, or somebody went on meanwhile.
    #[error("too late to undo")]
    TooLateToUndo,
    /// Something about it wants looking at, so it is not for a batch.
    #[error("flagged")]
    Flagged,
    /// There is nobody in the house who may decide it.
    #[error("nobody can decide")]
    NobodyCanDecide,
}

impl ApprovalsError {
    /// The stable word for logs and outside callers.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::NotYours => "not_yours",
            Self::TooLateToUndo => "too_late_to_undo",
            Self::Flagged => "flagged",
            Self::NobodyCanDecide => "nobody_can_decide",
        }
    }

    /// The HTTP status: what has moved on meanwhile is a conflict, what can't be done is not.
    pub const fn status(self) -> u16 {
        match self {
            Self::Settled | Self::NotYours | Self::TooLateToUndo => 409,
            Self::Flagged | Self::NobodyCanDecide => 422,
        }
    }
}
