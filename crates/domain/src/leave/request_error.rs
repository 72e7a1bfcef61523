use serde::{Deserialize, Serialize};

/// Why a request for leave did not go on; a wrong field is told by [`crate::problem::Problem::Invalid`] instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum LeaveRequestError {
    /// The post's other holder is away on one of the days, or has asked to be.
    #[error("the other holder is away")]
    PartnerAway,
    /// Who asks has promised to cover for somebody on one of the days.
    #[error("covers somebody then")]
    Covering,
    /// Who covers the post has not confirmed yet, or does not want to.
    #[error("nobody has confirmed to cover")]
    CoverUnconfirmed,
    /// Who has confirmed to cover is away then, covers somebody else, or is needed at their own window.
    #[error("who covers is not free any more")]
    CoverTaken,
    /// There is no punch on the day on which they say that they were back.
    #[error("no punch on that day")]
    NoPunch,
    /// The leave that it is to take the place of has begun.
    #[error("the leave to be moved has begun")]
    Begun,
    /// It is not, or no longer, in a state in which this can be done.
    #[error("not possible now")]
    NotNow,
}

impl LeaveRequestError {
    /// The stable word for logs and outside callers.
    pub const fn code(self) -> &'static str {
        match self {
            Self::PartnerAway => "partner_away",
            Self::Covering => "covering",
            Self::CoverUnconfirmed => "cover_unconfirmed",
            Self::CoverTaken => "cover_taken",
            Self::NoPunch => "no_punch",
            Self::Begun => "begun",
            Self::NotNow => "not_now",
        }
    }

    /// The HTTP status: what has moved on meanwhile is a conflict, what can't be done is not.
    pub const fn status(self) -> u16 {
        match self {
            Self::Begun | Self::NotNow => 409,
            Self::PartnerAway | Self::Covering | Self::CoverUnconfirmed | Self::CoverTaken | Self::NoPunch => 422,
        }
    }
}
