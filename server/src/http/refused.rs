//! Forms that are sent without a script, or before their page woke up, and refused. The browser is led back to the page
//! with the error in the address (Leptos); what was typed is no address's business, so it is kept until the page is
//! asked for, and handed to the page there.
//!
//! Only for who is signed in: a stranger has no session that it could be kept for, and a phone at a door is anybody's.

use app::request::Request as AppRequest;
use axum::{
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use services::{Caller, RefusedForm, Services};
use url::{Url, form_urlencoded};

use super::{BODY, text::is_form, wants_page};

pub(super) async fn bring_back(mut request: Request<Body>, next: Next) -> Response {
    let shown = *request.method() == Method::GET;
    let function = request.uri().query().and_then(refused_by).filter(|_| shown);
    let sent = *request.method() == Method::POST && is_form(request.headers()) && wants_page(request.headers());
    if function.is_none() && !sent {
        return next.run(request).await;
    }
    let Some(asking) = request.extensions().get::<AppRequest>().cloned() else { return next.run(request).await };
    let Some(caller) = &asking.caller else { return next.run(request).await };
    let path = request.uri().path().to_owned();
    if let Some(function) = function {
        match asking.services.accounts().refused_form(caller, &path, &function).await {
            Ok(Some(form)) => drop(request.extensions_mut().insert(form)),
            Ok(None) => {}
            Err(error) => tracing::error!(request = asking.id, %error, "could not bring a refused form back"),
        }
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    let response = next.run(Request::from_parts(parts, Body::from(Bytes::clone(&body)))).await;
    if let Some(page) = refused_on(response.headers(), &path) {
        let fields = form_urlencoded::parse(&body).into_owned().collect();
        keep(&asking.services, caller, RefusedForm { page, function: path, fields }, &asking.id).await;
    }
    response
}

/// A form that can't be kept comes back empty, with its error: no reason to fail.
async fn keep(services: &Services, caller: &Caller, form: RefusedForm, request: &str) {
    if let Err(error) = services.accounts().keep_refused_form(caller, form).await {
        tracing::error!(request, %error, "could not keep a refused form");
    }
}

/// The page that an answer leads back to, if this function has refused a form.
fn refused_on(answer: &HeaderMap, function: &str) -> Option<String> {
    let location = Url::parse(answer.get(header::LOCATION)?.to_str().ok()?).ok()?;
    (refused_by(location.query()?)? == function).then(|| location.path().to_owned())
}

/// The function that has refused the form of a page, as its address says: the last one, if several did in turn.
fn refused_by(query: &str) -> Option<String> {
    let functions = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "__path");
    functions.last().map(|(_, function)| function.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn led_to(location: &str) -> Option<String> {
        let answer = HeaderMap::from_iter([(header::LOCATION, location.parse().unwrap())]);
        refused_on(&answer, "/api/leave/ask")
    }

    #[test]
    fn a_refusal_is_known_by_where_it_leads() {
        let page = Some("/leave/new".to_owned());
        assert_eq!(led_to("https://hall.example.cn/leave/new?__path=%2Fapi%2Fleave%2Fask&__err=e30"), page);
        let twice =
            "https://hall.example.cn/leave/new?moves=1&__path=%2Fapi%2Fx&__err=a&__path=%2Fapi%2Fleave%2Fask&__err=b";
        assert_eq!(led_to(twice), page);
        for done in
            ["/leave/1", "https://hall.example.cn/leave/new", "https://hall.example.cn/leave/new?__path=%2Fapi%2Fx"]
        {
            assert_eq!(led_to(done), None, "{done}");
        }
        assert_eq!(refused_on(&HeaderMap::new(), "/api/leave/ask"), None);
    }
}
