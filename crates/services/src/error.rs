use domain::{
    accounts::AccountsError,
    approvals::ApprovalsError,
    attendance::AttendanceError,
    leave::{LeaveError, LeaveRequestError},
    org::OrgError,
    policy::Denied,
    problem::Problem,
    roster::RosterError,
};
use store::{DbErr, TxError};

/// Why a use case was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something that the person can be told and can act on.
    #[error(transparent)]
    Problem(Problem),
    /// The database failed. Logged with its cause; the person sees a request number.
    #[error("database: {0}")]
    Store(#[from] DbErr),
    /// Another failure of ours.
    #[error("{0}")]
    Internal(String),
}

/// The result of a use case.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A failure of ours, from whatever a library reports.
    pub(crate) fn internal(error: impl std::fmt::Display) -> Self {
        Self::Internal(error.to_string())
    }

    /// A violated unique constraint as what it means where it is violated: taken, or overtaken. Constraints
    /// rather than a look beforehand, so that of two at once only one wins.
    pub(crate) fn unless_unique(error: DbErr, problem: Problem) -> Self {
        if store::db::is_unique_violation(&error) { problem.into() } else { error.into() }
    }
}

macro_rules! problems {
    ($($error:ty),+) => {$(
        impl From<$error> for Error {
            fn from(error: $error) -> Self {
                Self::Problem(error.into())
            }
        }
    )+};
}

problems!(
    Problem,
    Denied,
    AccountsError,
    OrgError,
    AttendanceError,
    RosterError,
    ApprovalsError,
    LeaveError,
    LeaveRequestError
);

impl TxError for Error {
    fn db(&self) -> Option<&DbErr> {
        match self {
            Self::Store(error) => Some(error),
            Self::Problem(_) | Self::Internal(_) => None,
        }
    }
}
