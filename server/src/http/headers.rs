//! Headers that every answer carries. The content policy of pages has a nonce and is set by the page.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderName, HeaderValue, Request, Response, StatusCode, header},
    middleware::Next,
    response::IntoResponse,
};

use super::State as Shared;

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "geolocation=(self), publickey-credentials-get=(self), publickey-credentials-create=(self), \
         camera=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    ),
];

/// For what is not a page of ours: files, health, errors.
const NO_PAGE: &str = "default-src 'none'; frame-ancestors 'none'; style-src 'self'; img-src 'self'";

pub(super) async fn secure(
    State(state): State<Shared>,
    request: Request<Body>,
    next: Next,
) -> axum::response::Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(NO_PAGE));
    if state.origin.scheme() == "https" {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}

/// A panic is one failed request. Its message is in the log; the person gets none of it.
pub(super) fn panicked(cause: Box<dyn std::any::Any + Send>) -> Response<Body> {
    let cause = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("unknown");
    tracing::error!(cause, "a request panicked");
    broken()
}

/// What somebody reads of a failure that no page could be made of.
pub(super) fn broken() -> Response<Body> {
    let words = "服务器出错了，请稍后再试。 Something went wrong on the server; please try again.";
    (StatusCode::INTERNAL_SERVER_ERROR, words).into_response()
}
