use serde::{Deserialize, Serialize};

/// Why something about attendance could not be done; a wrong field is told by [`crate::problem::Problem::Invalid`] instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum AttendanceError {
    /// The id belongs to another person's punch; the phone must make a new one and send again.
    #[error("the id belongs to another punch")]
    IdTaken,
    /// Decided, taken back or locked already.
    #[error("settled already")]
    Settled,
    /// The last day to ask for a correction of this day is past.
    #[error("too late for a correction")]
    TooLate,
    /// The slot is in order, or the time asked for would not improve it.
    #[error("nothing to correct")]
    NothingToCorrect,
    /// All corrections of the month are used up.
    #[error("no correction left this month")]
    NoneLeft,
    /// A correction of this slot waits already.
    #[error("asked for already")]
    AskedAlready,
    /// The month is not over yet.
    #[error("the month is not over")]
    MonthNotOver,
    /// The month is locked.
    #[error("the month is locked")]
    MonthLocked,
    /// Something stands in the way of the lock.
    #[error("the month can't be locked yet")]
    MonthBlocked,
    /// Two people have to do it, and the second may be none of those concerned.
    #[error("a second person has to do it")]
    SecondPerson,
    /// Only who is at their post can leave it.
    #[error("not on post")]
    NotOnPost,
    /// The person is out, or waits for cover, already.
    #[error("out already")]
    OutAlready,
    /// The person stands in for somebody, so they can't leave, and can't stand in for a second one.
    #[error("covering another")]
    Covering,
    /// Nobody else is at the window that they would leave to stand in at another.
    #[error("needed at their own window")]
    NeededAtOwn,
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
            Self::Settled => "settled",
            Self::TooLate => "too_late",
            Self::NothingToCorrect => "nothing_to_correct",
            Self::NoneLeft => "none_left",
            Self::AskedAlready => "asked_already",
            Self::MonthNotOver => "month_not_over",
            Self::MonthLocked => "month_locked",
            Self::MonthBlocked => "month_blocked",
            Self::SecondPerson => "second_person",
            Self::NotOnPost => "not_on_post",
            Self::OutAlready => "out_already",
            Self::Covering => "covering",
            Self::NeededAtOwn => "needed_at_own",
            Self::OutingSettled => "outing_settled",
            Self::PatrolTooLate => "patrol_too_late",
            Self::PatrolSettled => "patrol_settled",
            Self::PatrolUnheard => "patrol_unheard",
            Self::WitnessTooLate => "witness_too_late",
        }
    }
}
