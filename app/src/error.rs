//! The one error of all server functions.

use domain::problem::{FieldReason, Problem};
use leptos::{prelude::*, server_fn::codec::JsonEncoding};
use serde::{Deserialize, Serialize};

use leptos_i18n::I18nContext;

use crate::i18n::Locale;

/// Why a server function did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AppError {
    /// Something the person can act on.
    #[error(transparent)]
    Problem(Problem),
    /// The server's own failure; its cause is in the log under this request number.
    #[error("internal error, request {0}")]
    Internal(String),
    /// No answer: no network, or the server is away. Nothing is known about what was asked.
    #[error("no answer from the server")]
    Unreachable,
    /// No answer, and the phone could not keep it for later either. Said by the phone, never by the server.
    #[error("neither kept nor sent")]
    NotKept(NotKept),
}

/// Why a write could not be kept on the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotKept {
    /// The phone's storage is full.
    Full,
    /// This browser keeps nothing: a private window, an in-app browser.
    Unavailable,
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => Self::Unreachable,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                // The function's body never runs, so nothing else says whose fault it is.
                #[cfg(feature = "ssr")]
                crate::request::not_understood();
                Self::Problem(Problem::Invalid(vec![]))
            }
            other => Self::Internal(other.to_string()),
        }
    }
}

impl<P: Into<Problem>> From<P> for AppError {
    fn from(problem: P) -> Self {
        Self::Problem(problem.into())
    }
}

impl AppError {
    /// Why one field of the form is wrong, if it is.
    pub fn at(&self, field: &str) -> Option<FieldReason> {
        match self {
            Self::Problem(Problem::Invalid(fields)) => {
                fields.iter().find(|error| error.field == field).map(|error| error.reason)
            }
            _ => None,
        }
    }

    /// What it means and what to do, in the person's language.
    pub fn text(&self, i18n: I18nContext<Locale>) -> String {
        crate::words::error(i18n, self)
    }
}
