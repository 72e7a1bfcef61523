//! What the address of a page names.

use std::str::FromStr;

use domain::problem::Problem;

use crate::error::AppError;

/// What a part of the address names that the page can't be without.
///
/// # Errors
/// [`Problem::NotFound`] where it is missing or means nothing.
pub(crate) fn named<T: FromStr>(part: Option<String>) -> Result<T, AppError> {
    named_if_any(part)?.ok_or_else(|| Problem::NotFound.into())
}

/// What a part of the address names that may be left out.
///
/// # Errors
/// [`Problem::NotFound`] where it means nothing.
pub(crate) fn named_if_any<T: FromStr>(part: Option<String>) -> Result<Option<T>, AppError> {
    part.map(|part| part.parse()).transpose().map_err(|_| Problem::NotFound.into())
}
