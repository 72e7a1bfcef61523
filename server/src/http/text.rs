//! Text that no database of ours can keep, and dates that nobody can reckon with.
//!
//! PostgreSQL has no U+0000 in a text, and a date is added to and stored without asking whether that is possible, which
//! at the ends of what chrono and PostgreSQL hold it is not. So every field would have to look for them. Nobody can type
//! either, so they are refused here, once for all forms and addresses, in the words of the field that they stand in.
//! Which dates make sense for a field is for that field to say.

use std::iter::Peekable;

use app::error::AppError;
use axum::{
    Json,
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::problem::{FieldError, FieldReason, Problem};
use url::form_urlencoded;

use super::BODY;

pub(super) async fn refuse_unfit(request: Request<Body>, next: Next) -> Response {
    // In a path a plus is a plus.
    if unfit(request.uri().path().replace('+', "%2B").as_bytes()).is_some() {
        return StatusCode::NOT_FOUND.into_response();
    }
    if let Some(error) = request.uri().query().and_then(|query| unfit(query.as_bytes())) {
        return refusal(error);
    }
    if !is_form(request.headers()) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    // No longer than a form may be: the limit that stands on the routes is looked at after this.
    let Ok(body) = to_bytes(body, BODY).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    match unfit(&body) {
        Some(error) => refusal(error),
        None => next.run(Request::from_parts(parts, Body::from(Bytes::clone(&body)))).await,
    }
}

/// Whether a form without files is sent.
pub(super) fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

/// What is wrong with the first field of a form that has such a text, by the name that its page knows it by: `reason`
/// of `command[reason]`.
fn unfit(form: &[u8]) -> Option<FieldError> {
    form_urlencoded::parse(form).find_map(|(name, value)| {
        let reason = if name.contains('\0') || value.contains('\0') {
            FieldReason::Malformed
        } else if names_far_date(&name) || names_far_date(&value) {
            FieldReason::OutOfRange
        } else {
            return None;
        };
        let inner = name.rsplit_once('[').map_or(&*name, |(_, inner)| inner.trim_end_matches(']'));
        Some(FieldError::new(&inner.replace('\0', ""), reason))
    })
}

/// Whether a text, or what stands between two of its slashes, is a date or an instant of a year before 0 or after 9999,
/// or is such a month. By ISO 8601, and for chrono, such a year has a sign. Words with a date in them are no date:
/// "2026-11-20 - 2026-11-24" is for people to read.
fn names_far_date(text: &str) -> bool {
    let of_a_date = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | ':' | '.' | 'T' | 'Z' | ' ');
    text.split('/').any(|part| {
        let signed = part.trim().strip_prefix(['+', '-']);
        signed.is_some_and(|rest| rest.chars().all(of_a_date) && is_far(rest))
    })
}

/// Whether what follows a sign is a year of four digits or more and a month, and then a day or nothing more. Chrono
/// passes over blanks in between.
fn is_far(text: &str) -> bool {
    let mut rest = text.chars().filter(|c| !c.is_whitespace()).peekable();
    if digits(&mut rest) < 4 || rest.next() != Some('-') {
        return false;
    }
    let month = digits(&mut rest);
    let ends = match rest.next() {
        None => true,
        Some('-') => digits(&mut rest) > 0,
        Some(_) => false,
    };
    ends && (1..=2).contains(&month)
}

/// Passes over digits, and says how many there were.
fn digits(text: &mut Peekable<impl Iterator<Item = char>>) -> usize {
    let mut digits = 0;
    while text.next_if(char::is_ascii_digit).is_some() {
        digits += 1;
    }
    digits
}

fn refusal(error: FieldError) -> Response {
    let problem = Problem::Invalid(vec![error]);
    (StatusCode::UNPROCESSABLE_ENTITY, Json(AppError::Problem(problem))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(form: &[u8]) -> Option<String> {
        unfit(form).map(|error| error.field)
    }

    #[test]
    fn the_field_is_named() {
        assert_eq!(field(b"command[id]=1&command[reason]=a%00b"), Some("reason".to_owned()));
        assert_eq!(field(b"q=%00"), Some("q".to_owned()));
        assert_eq!(field(b"a\0b=1"), Some("ab".to_owned()));
        assert_eq!(field(b"q=\0"), Some("q".to_owned()));
        assert_eq!(field(b"reason=100%25+%2500"), None, "a percent sign and zeros are text");
        assert_eq!(field(b""), None);
        let far = Some(FieldError::new("date", FieldReason::OutOfRange));
        assert_eq!(unfit(b"command[reason]=x&command[date]=-262143-01-01"), far);
        assert_eq!(unfit(b"date=%2B262142-12-31"), far);
    }

    #[test]
    fn a_date_is_far_when_its_year_has_a_sign() {
        for far in [
            "-262143-01-01",
            "+262142-12-31",
            " -262143 - 1 - 1",
            "-9999-01-01",
            "+262142-12-31T23:59:59Z",
            "-262143-01-01 00:00:00Z",
            "-262143-01",
            "/downloads/attendance/+262142-12/punches.csv",
            "01938a2b-7c3d-7e11-9a2b-0123456789ab/-262143-01-01",
        ] {
            assert!(names_far_date(far), "{far}");
        }
        for near in [
            "2026-11-24",
            "2026-11-20 - 2026-11-24",
            "- 2026-11-24 \u{5f00}\u{4f1a}",
            "0001-01-01",
            "9999-12-31T00:00:00Z",
            "2026-11-24T08:25:00+08:00",
            "-30",
            "+8613800000000",
            "01938a2b-7c3d-7e11-9a2b-012345678901",
            "0571-1234-12-1",
            "\u{7535}\u{8bdd} -0571-88888888",
            "MFkw-1234-12-34_x",
            "-",
            "-2026-",
            "-2026-1x",
        ] {
            assert!(!names_far_date(near), "{near}");
        }
    }
}
