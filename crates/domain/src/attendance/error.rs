use serde::{Deserialize, Serialize};

/// Why a punch could not be taken; a wrong field is told by [`crate::problem::Problem::Invalid`] instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum AttendanceError {
    /// The id belongs to another person's punch; the phone must make a new one and send again.
    #[error("the id belongs to another punch")]
    IdTaken,
    /// Only who is at their post can leave it.
    #[error("not on post")]
    NotOnPost,
    /// The person is out, or waits for cover, already.
    #[error("out already")]
    OutAlready,
    /// The person stands in for somebody, so they can't leave, and can't stand in for a second one.
    #[error("covering another")]
    Covering,
    /// The outing was answered, ended or taken back meanwhile, or has lapsed.
    #[error("the outing is settled")]
    OutingSettled,
    /// The day on which it could be explained is over.
    #[error("too late")]
    PatrolTooLate,
    /// The patrol record was decided already.
    #[error("the record is decided")]
    PatrolSettled,
    /// The person has not been heard yet, and can be till the end of the day.
    #[error("not heard yet")]
    PatrolUnheard,
    /// A punch can be witnessed only on the day that it belongs to.
    #[error("the day is over")]
    WitnessTooLate,
}

impl AttendanceError {
    /// The stable word for logs and outside callers.
    pub const fn code(self) -> &'static str {
        match self {
            Self::IdTaken => "punch_id_taken",
            Self::NotOnPost => "not_on_post",
            Self::OutAlready => "out_already",
            Self::Covering => "covering",
            Self::OutingSettled => "outing_settled",
            Self::PatrolTooLate => "patrol_too_late",
            Self::PatrolSettled => "patrol_settled",
            Self::PatrolUnheard => "patrol_unheard",
            Self::WitnessTooLate => "witness_too_late",
        }
    }
}
