use serde::{Deserialize, Serialize};

/// Why a punch could not be taken; a wrong field is told by [`crate::problem::Problem::Invalid`] instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum AttendanceError {
    /// The id belongs to another person's punch; the phone must make a new one and send again.
    #[error("the id belongs to another punch")]
    IdTaken,
}

impl AttendanceError {
    /// The stable word for logs and outside callers.
    pub const fn code(self) -> &'static str {
        match self {
            Self::IdTaken => "punch_id_taken",
        }
    }
}
