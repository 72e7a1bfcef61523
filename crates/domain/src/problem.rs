//! What a person can be told when something is not done: one error enum a slice, gathered in [`Problem`].

use serde::{Deserialize, Serialize};

use crate::{
    accounts::AccountsError,
    approvals::ApprovalsError,
    attendance::AttendanceError,
    leave::{Law, LeaveError, LeaveRequestError},
    org::OrgError,
    policy::Denied,
    roster::RosterError,
};

/// Everything the server may answer instead of doing what was asked, except its own failures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "slice", content = "error")]
pub enum Problem {
    /// Not signed in, or the session has ended.
    #[error("sign in first")]
    SignedOut,
    /// Another person is signed in on this phone than the one whose page this was sent from: nothing was done.
    #[error("somebody else is signed in on this phone")]
    SomebodyElse,
    /// More bytes than the server takes.
    #[error("too large")]
    TooLarge,
    /// Signed in, but not allowed.
    #[error("not allowed")]
    Denied,
    /// No such thing, or none that this person may see.
    #[error("not found")]
    NotFound,
    /// Somebody changed it meanwhile: load again, then decide.
    #[error("changed meanwhile")]
    Conflict,
    /// One or more fields are wrong.
    #[error("check the fields")]
    Invalid(Vec<FieldError>),
    /// Of sign-in, invites and devices.
    #[error(transparent)]
    Accounts(#[from] AccountsError),
    /// Of halls, windows, posts and fences.
    #[error(transparent)]
    Org(#[from] OrgError),
    /// Of punches.
    #[error(transparent)]
    Attendance(#[from] AttendanceError),
    /// Of leave and its balances.
    #[error(transparent)]
    Leave(#[from] LeaveError),
    /// Of drafts, publications and swaps.
    #[error(transparent)]
    Roster(#[from] RosterError),
    /// Of decisions.
    #[error(transparent)]
    Approvals(#[from] ApprovalsError),
    /// Of requests for leave.
    #[error(transparent)]
    LeaveRequest(#[from] LeaveRequestError),
}

impl Problem {
    /// One wrong field.
    pub fn field(field: &'static str, reason: FieldReason) -> Self {
        Self::Invalid(vec![FieldError::new(field, reason)])
    }

    /// The HTTP status that tells a machine what this tells a person.
    pub const fn status(&self) -> u16 {
        match self {
            Self::SignedOut => 401,
            Self::Denied => 403,
            Self::NotFound => 404,
            Self::Conflict | Self::SomebodyElse => 409,
            Self::TooLarge => 413,
            Self::Invalid(_) | Self::Org(_) | Self::Attendance(_) => 422,
            Self::Accounts(error) => error.status(),
            Self::Leave(error) => error.status(),
            Self::Roster(error) => error.status(),
            Self::Approvals(error) => error.status(),
            Self::LeaveRequest(error) => error.status(),
        }
    }
}

impl From<Denied> for Problem {
    fn from(_: Denied) -> Self {
        Self::Denied
    }
}

/// A wrong field and why; the form shows it at the field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's `name` in the form.
    pub field: String,
    /// Why it is wrong.
    pub reason: FieldReason,
}

impl FieldError {
    /// A wrong field.
    pub fn new(field: &str, reason: FieldReason) -> Self {
        Self { field: field.to_owned(), reason }
    }
}

/// Collects what is wrong with a form, so that all of it is shown at once.
#[derive(Debug, Default)]
pub struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// A right value; a wrong one is noted under its field.
    pub fn take<T>(&mut self, field: &str, value: Result<T, impl Into<FieldReason>>) -> Option<T> {
        value.map_err(|reason| self.0.push(FieldError::new(field, reason.into()))).ok()
    }

    /// Notes what was found wrong elsewhere.
    pub fn extend(&mut self, found: impl IntoIterator<Item = FieldError>) {
        self.0.extend(found);
    }

    /// Nothing, where nothing is wrong.
    ///
    /// # Errors
    /// [`Problem::Invalid`] with all that was noted.
    pub fn check(self) -> Result<(), Problem> {
        if self.0.is_empty() { Ok(()) } else { Err(self.into()) }
    }
}

/// What was written in a field, without blanks around it; nothing, where there is nothing else. It may have so
/// many characters at most, and must be there where it is required.
///
/// # Errors
/// [`FieldReason::Required`] or [`FieldReason::TooLong`] at the field.
pub fn check_text(
    field: &'static str,
    text: Option<String>,
    (max, required): (u16, bool),
) -> Result<Option<String>, Problem> {
    let text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    match &text {
        None if required => Err(Problem::field(field, FieldReason::Required)),
        Some(text) if text.chars().count() > usize::from(max) => Err(Problem::field(field, FieldReason::TooLong)),
        _ => Ok(text),
    }
}

impl From<FieldErrors> for Problem {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors.0)
    }
}

/// Why a field is wrong, in terms of what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldReason {
    /// Must be filled in.
    Required,
    /// Longer than allowed.
    TooLong,
    /// Shorter than allowed.
    TooShort,
    /// Not in the expected form.
    Malformed,
    /// Outside the allowed range.
    OutOfRange,
    /// Another one has it already.
    Taken,
    /// Stands more than once in a file that may have it once.
    Twice,
    /// A file with nothing in it, or with a header alone.
    NoRows,
    /// Refers to something that is not there.
    Unknown,
    /// Too easy to guess: one of the commonest passwords, or made of the person's name.
    Guessable,
    /// A and B of a post must be two people.
    SamePerson,
    /// The end lies before the start.
    EndsBeforeStart,
    /// No such day in the calendar.
    NoSuchDate,
    /// The check character does not fit the rest: a digit was mistyped.
    Checksum,
    /// Of a person under sixteen, whom nobody may employ (劳动法 15).
    TooYoung,
    /// Refers to somebody who has left, or something that was closed.
    Ended,
    /// Right in itself, but somebody else has to do it: another hall's person, or one's own particulars.
    NotAllowed,
    /// Overlaps with another of the kind: the shift of the day before or after.
    Overlaps,
    /// Not a picture of a format that can be read.
    NotAPhoto,
    /// A file of more bytes, or a picture of more points, than is taken.
    TooLarge,
    /// There are as many already as there may be.
    TooMany,
    /// Taken by days or halves of them, not by the hour.
    NotByTheHour,
    /// Of one day alone.
    OneDay,
    /// Less than a law gives, or other than it settles.
    Law(Law),
}
