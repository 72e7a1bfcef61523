//! The page that a stranger asked for, so that signing in leads there: by a notice's link, or the code on a hall's
//! screen. In a cookie and not in the address of the door: it may be about somebody, and addresses are logged.

use app::request;
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, Request, header},
    response::{IntoResponse, Redirect, Response},
};

use super::gate::cookie;

const COOKIE: &str = "__Host-zaigang-to";

/// How long it is remembered: who comes later has another errand.
const SECONDS: u32 = 10 * 60;

/// Far more than any page's own address has.
const LONGEST: usize = 500;

/// The cookie that remembers which page was asked for. None where nothing is to be remembered: signing in leads to the
/// first page anyway, and what a page reads by itself is nobody's errand.
pub(super) fn remember(request: &Request<Body>) -> Option<HeaderValue> {
    let opened = request.headers().get("sec-fetch-mode").is_none_or(|mode| mode == "navigate");
    let page = request.uri().path_and_query()?.as_str();
    if request.method() != Method::GET || !opened || page == "/" || !is_own(page) {
        return None;
    }
    HeaderValue::try_from(request::cookie(&format!("{COOKIE}={page}; Max-Age={SECONDS}"))).ok()
}

/// Leads on to the page that was asked for, from the first page, to which signing in leads; once.
pub(super) fn lead_on(request: &Request<Body>) -> Option<Response> {
    if request.method() != Method::GET || request.uri().path_and_query()?.as_str() != "/" {
        return None;
    }
    let page = wanted(request.headers())?;
    let mut response = Redirect::to(&page).into_response();
    let forget = HeaderValue::try_from(request::cookie(&format!("{COOKIE}=; Max-Age=0"))).ok()?;
    response.headers_mut().append(header::SET_COOKIE, forget);
    Some(response)
}

fn wanted(headers: &HeaderMap) -> Option<String> {
    cookie(headers, COOKIE).filter(|page| is_own(page))
}

/// Whether an address is a page of this app, and stands in a cookie as it is. Two slashes would be another host.
fn is_own(page: &str) -> bool {
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | ',' | ';' | '\\');
    page.starts_with('/') && !page.starts_with("//") && page.len() <= LONGEST && page.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::is_own;

    #[test]
    fn only_pages_of_this_app_are_remembered() {
        for page in ["/leave", "/?code=4f2a.81", "/attendance/correction?date=2026-11-24"] {
            assert!(is_own(page), "{page}");
        }
        for page in ["//evil.example/", "/\\evil.example", "https://evil.example/", "", "/a;Domain=x", "/a\r\nb"] {
            assert!(!is_own(page), "{page}");
        }
        assert!(!is_own(&format!("/{}", "x".repeat(500))));
    }
}
