//! What the address of a page names.

use std::str::FromStr;

use chrono::NaiveDate;
use domain::problem::Problem;

use crate::{error::AppError, when};

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

/// The first of the month that the address names, `2026-11`.
///
/// # Errors
/// [`Problem::NotFound`] where it is missing or means nothing.
pub(crate) fn month(part: Option<String>) -> Result<NaiveDate, AppError> {
    month_if_any(part)?.ok_or_else(|| Problem::NotFound.into())
}

/// The first of the month that the address names, which may be left out.
///
/// # Errors
/// [`Problem::NotFound`] where it means nothing.
pub(crate) fn month_if_any(part: Option<String>) -> Result<Option<NaiveDate>, AppError> {
    part.map(|code| when::month_of_code(&code)).map(|month| month.ok_or_else(|| Problem::NotFound.into())).transpose()
}
