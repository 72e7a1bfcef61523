//! Text that no database of ours can keep.
//!
//! PostgreSQL has no U+0000 in a text, so every field would have to look for it. Nobody can type it, so it is refused
//! here, once for all forms and addresses, in the words of the field that it stands in.

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

pub(super) async fn refuse_unwritable(request: Request<Body>, next: Next) -> Response {
    if let Some(field) = request.uri().query().and_then(|query| unwritable(query.as_bytes())) {
        return refusal(&field);
    }
    if !is_form(request.headers()) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    // No longer than a form may be: the limit that stands on the routes is looked at after this.
    let Ok(body) = to_bytes(body, BODY).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    match unwritable(&body) {
        Some(field) => refusal(&field),
        None => next.run(Request::from_parts(parts, Body::from(Bytes::clone(&body)))).await,
    }
}

/// Whether a form without files is sent.
pub(super) fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

/// The first field of a form with such a text, by the name that its page knows it by: `reason` of
/// `command[reason]`.
fn unwritable(form: &[u8]) -> Option<String> {
    // Most forms have neither, and are not taken apart.
    if !form.contains(&0) && !form.windows(3).any(|three| three == b"%00") {
        return None;
    }
    let (name, _) = form_urlencoded::parse(form).find(|(name, value)| name.contains('\0') || value.contains('\0'))?;
    let inner = name.rsplit_once('[').map_or(&*name, |(_, inner)| inner.trim_end_matches(']'));
    Some(inner.replace('\0', ""))
}

fn refusal(field: &str) -> Response {
    let problem = Problem::Invalid(vec![FieldError::new(field, FieldReason::Malformed)]);
    (StatusCode::UNPROCESSABLE_ENTITY, Json(AppError::Problem(problem))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_field_is_named() {
        assert_eq!(unwritable(b"command[id]=1&command[reason]=a%00b"), Some("reason".to_owned()));
        assert_eq!(unwritable(b"q=%00"), Some("q".to_owned()));
        assert_eq!(unwritable(b"a\0b=1"), Some("ab".to_owned()));
        assert_eq!(unwritable(b"q=\0"), Some("q".to_owned()));
        assert_eq!(unwritable(b"reason=100%25+%2500"), None, "a percent sign and zeros are text");
        assert_eq!(unwritable(b""), None);
    }
}
