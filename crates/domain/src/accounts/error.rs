use serde::{Deserialize, Serialize};

/// Why sign-in, an invitation or a device could not be handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum AccountsError {
    /// Unknown name, wrong password, no password set, person has left: one answer for all, so that
    /// nobody can find out which names exist.
    #[error("name or password is wrong")]
    BadCredentials,
    /// Too many tries; wait some minutes.
    #[error("too many tries")]
    TooManyTries,
    /// Too many wrong digits on an invitation: it is closed for a day.
    #[error("invitation is closed for a day")]
    InviteClosed,
    /// The passkey ceremony failed, or its challenge is unknown, used or older than five minutes.
    #[error("passkey not accepted")]
    PasskeyRejected,
    /// The invitation is unknown, used, withdrawn or older than 72 hours.
    #[error("invitation is not valid")]
    InviteInvalid,
    /// The last four digits are not those of the invited person's phone.
    #[error("phone digits do not match")]
    PhoneMismatch,
    /// The only remaining way to sign in can't be removed.
    #[error("last way to sign in")]
    LastCredential,
}

impl AccountsError {
    /// The stable word for logs and outside callers.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BadCredentials => "bad_credentials",
            Self::TooManyTries => "too_many_tries",
            Self::InviteClosed => "invite_closed",
            Self::PasskeyRejected => "passkey_rejected",
            Self::InviteInvalid => "invite_invalid",
            Self::PhoneMismatch => "phone_mismatch",
            Self::LastCredential => "last_credential",
        }
    }

    /// The HTTP status that goes with it.
    pub const fn status(self) -> u16 {
        match self {
            Self::BadCredentials | Self::PasskeyRejected => 401,
            Self::TooManyTries | Self::InviteClosed => 429,
            Self::InviteInvalid => 410,
            Self::PhoneMismatch | Self::LastCredential => 422,
        }
    }
}
