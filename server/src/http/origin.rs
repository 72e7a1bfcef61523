//! Forged requests. A browser that is led here by another site says so in `Sec-Fetch-Site` or `Origin`;
//! a write that does not say it comes from our own pages is refused. (SameSite=Lax on the session is the
//! second wall.)

use app::error::AppError;
use axum::{
    Json,
    body::Body,
    extract::State,
    http::{HeaderMap, Method, Request, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::problem::Problem;
use url::Url;

use super::{State as Shared, wants_page};

pub(super) async fn check_writes(State(state): State<Shared>, request: Request<Body>, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads || is_own(request.headers(), Some(&state.origin)) {
        return next.run(request).await;
    }
    if wants_page(request.headers()) {
        return (StatusCode::FORBIDDEN, "这个请求不是从本站的页面发出的。").into_response();
    }
    (StatusCode::FORBIDDEN, Json(AppError::Problem(Problem::Denied))).into_response()
}

fn is_own(headers: &HeaderMap, ours: Option<&Url>) -> bool {
    let header = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = header(header::HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin";
    }
    let Some(origin) = header(header::ORIGIN).and_then(|origin| Url::parse(origin).ok()) else {
        return false;
    };
    if ours.is_some_and(|ours| ours.origin() == origin.origin()) {
        return true;
    }
    // Started on a loopback port without a configured origin, the server has several names; a public one has one.
    if ours.is_some_and(|ours| ours.scheme() == "https") {
        return false;
    }
    let authority = origin.port().map_or_else(
        || origin.host_str().unwrap_or_default().to_owned(),
        |port| format!("{}:{port}", origin.host_str().unwrap_or_default()),
    );
    header(header::HOST).is_some_and(|host| host == authority)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(pairs: &[(&'static str, &str)]) -> bool {
        allowed_at("https://hall.example.cn", pairs)
    }

    fn allowed_at(origin: &str, pairs: &[(&'static str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        is_own(&headers, Some(&origin.parse().unwrap()))
    }

    #[test]
    fn table() {
        assert!(allowed(&[("sec-fetch-site", "same-origin")]));
        assert!(!allowed(&[("sec-fetch-site", "cross-site")]));
        assert!(!allowed(&[("sec-fetch-site", "same-site")]));
        assert!(!allowed(&[("sec-fetch-site", "none")]), "nobody types a POST into the address bar");
        assert!(!allowed(&[("sec-fetch-site", "cross-site"), ("origin", "https://hall.example.cn")]));
        assert!(allowed(&[("origin", "https://hall.example.cn")]));
        assert!(!allowed(&[("origin", "https://evil.example")]));
        let other_name = [("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")];
        assert!(allowed_at("http://localhost:3000", &other_name));
        assert!(!allowed(&other_name));
        assert!(!allowed(&[("origin", "http://hall.example.cn"), ("host", "hall.example.cn")]), "not over plain http");
        assert!(!allowed(&[("origin", "null")]));
        assert!(!allowed(&[]));
    }
}
