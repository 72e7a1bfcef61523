//! Who is at the door. Server-function arguments are decoded before their bodies run, so strangers are
//! turned away here, before anything of theirs is looked at.

use std::net::{IpAddr, SocketAddr};

use app::{
    error::AppError,
    request::{DEVICE_COOKIE, Request as AppRequest, SESSION_COOKIE, SignedInAs, session_cookie},
    wire::PERSON_HEADER,
};
use axum::{
    Json,
    body::Body,
    extract::{ConnectInfo, State},
    http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use domain::{ids::ApprovalId, problem::Problem};
use services::{Caller, Visitor};

use super::{State as Shared, request_id, wanted, wants_page};

/// Calls that make sense without a session; every other path under `/api` answers 401 to a stranger.
pub const PUBLIC_API: &[&str] = &[
    "/api/accounts/sign-in",
    "/api/accounts/passkey-sign-in/start",
    "/api/accounts/passkey-sign-in/finish",
    "/api/accounts/invite",
    "/api/accounts/invite/password",
    "/api/accounts/invite/passkey/start",
    "/api/accounts/invite/passkey/finish",
    // By the token of a hall's screen, which is nobody's session.
    "/api/attendance/hall-code",
    "/api/preferences/language",
    "/api/preferences/text",
];

/// Finds out who asks, and lets strangers into public places only.
pub(super) async fn admit(State(state): State<Shared>, mut request: Request<Body>, next: Next) -> Response {
    let visitor = visitor(&state, &request);
    let id = request_id(request.headers());
    let accounts = state.services.accounts();
    let token = session_token(request.headers());
    let admitted = match &token {
        Some(token) => match accounts.admit(token, visitor.clone()).await {
            Ok(admitted) => admitted,
            Err(error) => return failed(request.headers(), &id, &error),
        },
        None => None,
    };
    // Unless the answer sets another itself, as signing out does.
    let renewed = token.filter(|_| admitted.as_ref().is_some_and(|admitted| admitted.renewed));
    let caller = admitted.map(|admitted| admitted.caller);
    let path = request.uri().path();
    let calls = path.starts_with("/api/") || path.starts_with("/events/");
    match &caller {
        None if !is_public(path) => return turn_away(&request),
        Some(caller) if !is_public(path) && is_anothers(request.headers(), caller) => {
            return ask_to_look(whose(Some(caller)));
        }
        Some(caller) if !calls && request.method() == Method::GET => match accounts.me(caller).await {
            Ok(me) => drop(request.extensions_mut().insert(SignedInAs(me))),
            Err(error) => return failed(request.headers(), &id, &error),
        },
        _ => {}
    }
    let whose = whose(caller.as_ref());
    let keep = caller.is_some() && request.method() == Method::GET && is_kept(request.uri());
    let lead_on = caller.as_ref().and_then(|_| wanted::lead_on(&request));
    request.extensions_mut().insert(AppRequest { services: state.services.clone(), visitor, caller, id });
    let mut response = match lead_on {
        Some(response) => response,
        None => next.run(request).await,
    };
    response.headers_mut().insert("zaigang-person", whose);
    if keep && response.status() == StatusCode::OK {
        response.headers_mut().insert("zaigang-keep", HeaderValue::from_static("1"));
    }
    if let Some(cookie) = renewed.and_then(|token| HeaderValue::try_from(session_cookie(&token)).ok())
        && !response.headers().contains_key(header::SET_COOKIE)
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    // Pages and answers are one person's; no cache on the way may keep them.
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Whether a call comes from the page of somebody else than who is signed in: a tab that was left open when another
/// person took the phone. A form that is posted without a script names nobody, and its session decides.
fn is_anothers(headers: &HeaderMap, caller: &Caller) -> bool {
    let person = caller.actor.person.to_string();
    headers.get_all(PERSON_HEADER).iter().any(|named| named.as_bytes() != person.as_bytes())
}

/// Nothing was done, and nothing read: what such a page holds is for its own person to send. The service worker is
/// told whose phone it is now, as with any answer.
fn ask_to_look(whose: HeaderValue) -> Response {
    answer_of(Problem::SomebodyElse, whose)
}

fn answer_of(problem: Problem, whose: HeaderValue) -> Response {
    let status = StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::CONFLICT);
    let mut response = (status, Json(AppError::Problem(problem))).into_response();
    response.headers_mut().insert("zaigang-person", whose);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn is_public(path: &str) -> bool {
    path == "/sign-in" || path.starts_with("/invite/") || path.starts_with("/kiosk/") || PUBLIC_API.contains(&path)
}

/// Whose answer it is, for the phone's own service worker: what it keeps for one person it drops when another
/// person's answer comes, or a stranger's.
fn whose(caller: Option<&Caller>) -> HeaderValue {
    let person = caller.map(|caller| caller.actor.person.to_string());
    person.and_then(|person| HeaderValue::try_from(person).ok()).unwrap_or(HeaderValue::from_static("nobody"))
}

/// What a phone may keep to be read without a network: one's own today, roster with what belongs to it, attendance,
/// leave and notices, which have no facts of what is confidential; and for who decides, what waits for them, punches too,
/// and the requests that they opened. Never a photo, which goes another way, nor appeals, pay, papers of identity, lists
/// of others.
fn is_kept(uri: &Uri) -> bool {
    // A page that shows a refused form again, with what was typed into it; and the older pages of a list, which are no
    // reading for the way.
    if uri.query().is_some_and(|query| ["__path=", "before=", "swaps="].iter().any(|key| query.contains(key))) {
        return false;
    }
    let names_somebody = uri.query().is_some_and(|query| query.contains("person="));
    match uri.path() {
        "/" | "/roster" | "/me/offline" | "/api/attendance/today" | "/api/roster/mine"
        | "/api/roster/open" | "/api/approvals/one"
        // Going out: no more of others than today says.
        | "/outing" | "/api/attendance/outings"
        // For who decides, what is to be decided of open shifts and overtime, and what offering a shift asks for.
        | "/roster/requests" | "/api/roster/overtime/coming" | "/api/roster/open/choices" | "/api/org/halls"
        // Overtime: one's own requests and minutes, no money; of one that is changed, its form.
        | "/roster/overtime"
        // What a round asks for: who answers for the windows now, as the board shows it. Never what was found.
        | "/patrol/new" | "/api/attendance/patrols/choices" => true,
        // The latest page alone.
        "/api/roster/swaps/own" | "/api/roster/overtime/mine"
        // The list of one's own leave, where a sudden case is reported: kinds and days, as the month has them, no reasons.
        | "/leave" | "/api/leave/mine"
        | "/notices" | "/api/notices/inbox" | "/api/notices/unread" | "/approvals" | "/api/approvals/inbox"
        // Punches that wait for a word of who leads their people: what they saw can be said in a hall without a network.
        | "/attendance/review" | "/api/attendance/review"
        // The days of one's own that can be swapped; with whom is asked for each two days anew.
        | "/roster/swap" | "/api/roster/swaps/choices"
        // The form of a new request for leave: the outbox takes what is asked by it.
        | "/leave/new" | "/api/leave/choices" => uri.query().is_none_or(str::is_empty),
        path => {
            // `/approvals/{id}`, but not the rules beside it.
            let request = path.strip_prefix("/approvals/").is_some_and(|id| id.parse::<ApprovalId>().is_ok());
            // `/attendance/2026-11`, but nothing else below it: the others are about other people.
            let month =
                path.strip_prefix("/attendance/").is_some_and(|code| code.starts_with(|c: char| c.is_ascii_digit()));
            // The form of a correction, too: the outbox takes what is asked by it.
            let form = path == "/attendance/correction" || path == "/api/attendance/correction";
            request || form || (!names_somebody && (path == "/attendance" || month || path == "/api/attendance/month"))
        }
    }
}

fn turn_away(request: &Request<Body>) -> Response {
    let path = request.uri().path();
    if !path.starts_with("/api/") && !path.starts_with("/events/") {
        let mut response = Redirect::to("/sign-in").into_response();
        if let Some(cookie) = wanted::remember(request) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        return response;
    }
    // A form that was posted without a script.
    if wants_page(request.headers()) {
        return Redirect::to("/sign-in").into_response();
    }
    // A phone that was signed out from elsewhere drops what it keeps of its reader.
    answer_of(Problem::SignedOut, whose(None))
}

fn failed(headers: &HeaderMap, id: &str, error: &services::Error) -> Response {
    tracing::error!(request = id, %error, "could not find out who asks");
    if wants_page(headers) {
        return super::headers::broken();
    }
    (StatusCode::INTERNAL_SERVER_ERROR, Json(AppError::Internal(id.to_owned()))).into_response()
}

fn session_token(headers: &HeaderMap) -> Option<String> {
    cookie(headers, SESSION_COOKIE)
}

pub(super) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(of, _)| *of == name).map(|(_, value)| value.to_owned())
}

/// The client's address and browser. `X-Forwarded-For` is believed only from a configured proxy, and then
/// its last entry, the one that proxy wrote itself.
fn visitor(state: &Shared, request: &Request<Body>) -> Visitor {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = match peer.map(|peer| peer.to_canonical()) {
        Some(proxy) if state.config.trusted_proxies.contains(&proxy) => forwarded(request.headers()).or(Some(proxy)),
        peer => peer,
    };
    let browser = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Visitor {
        address: address.map(|address| address.to_string()).unwrap_or_default(),
        user_agent: browser.chars().take(300).collect(),
        device: cookie(request.headers(), DEVICE_COOKIE).and_then(|id| id.parse().ok()),
    }
}

/// The last entry of the last `X-Forwarded-For`: a proxy may add a line of its own below the one that the client sent.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    let address: IpAddr = last.rsplit(',').next()?.trim().parse().ok()?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_was_forwarded_only_the_proxys_own_entry_counts() {
        let told = |lines: &[&str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", line.parse().unwrap());
            }
            forwarded(&headers).map(|address| address.to_string())
        };
        assert_eq!(told(&["203.0.113.9"]).as_deref(), Some("203.0.113.9"));
        assert_eq!(told(&["198.51.100.1, 203.0.113.9"]).as_deref(), Some("203.0.113.9"));
        assert_eq!(told(&["198.51.100.1", "203.0.113.9"]).as_deref(), Some("203.0.113.9"), "a line of its own");
        assert_eq!(told(&["::ffff:203.0.113.9"]).as_deref(), Some("203.0.113.9"));
        assert_eq!(told(&["198.51.100.1", "who knows"]), None);
        assert_eq!(told(&[]), None);
    }

    #[test]
    fn phones_keep_what_is_ones_own_and_nothing_else() {
        for kept in [
            "/",
            "/roster?view=month",
            "/attendance/2026-11",
            "/api/attendance/month?month=2026-11-01",
            "/attendance/correction?date=2026-11-24",
            "/api/roster/swaps/own?",
            "/notices",
            "/api/notices/inbox?",
            "/approvals",
            "/api/approvals/inbox?",
            "/leave/new",
            "/approvals/0195b0a0-0000-7000-8000-000000000000",
            "/leave",
            "/api/leave/mine?",
            "/outing",
            "/roster/overtime",
            "/api/attendance/outings?",
            "/roster/swap",
            "/api/roster/swaps/choices",
            "/roster/requests",
            "/api/roster/overtime/coming",
            "/api/roster/open/choices?hall=0195b0a0-0000-7000-8000-000000000000",
            "/api/org/halls",
            "/attendance/review",
            "/api/attendance/review?",
            "/patrol/new",
            "/api/attendance/patrols/choices?",
        ] {
            assert!(is_kept(&kept.parse().unwrap()), "{kept}");
        }
        for not in [
            "/people",
            "/me",
            "/attendance?person=x",
            "/api/attendance/month?person=x",
            "/attendance/review?after=0195b0a0-0000-7000-8000-000000000000",
            "/leave?before=0195b0a0-0000-7000-8000-000000000000",
            "/api/leave/mine?before=0195b0a0-0000-7000-8000-000000000000",
            "/api/roster/swaps/own?before=0195b0a0-0000-7000-8000-000000000000",
            "/roster?swaps=0195b0a0-0000-7000-8000-000000000000",
            "/roster/overtime?before=0195b0a0-0000-7000-8000-000000000000",
            "/attendance/correction/0195b0a0-0000-7000-8000-000000000000",
            "/attendance/close/2026-11",
            "/roster/swap?give=2026-11-26&take=2026-11-27",
            "/api/roster/swaps/choices?give=2026-11-26&take=2026-11-27",
            "/api/roster/swaps/one?swap=0195b0a0-0000-7000-8000-000000000000",
            "/roster/swap/0195b0a0-0000-7000-8000-000000000000",
            "/org",
            "/notices?after=0195b0a0-0000-7000-8000-000000000000",
            "/approvals?view=decided",
            "/approvals/rules",
            "/api/approvals/decided?",
            "/leave/new?request=0195b0a0-0000-7000-8000-000000000000",
            "/photos/0195b0a0-0000-7000-8000-000000000000",
            "/leave/0195b0a0-0000-7000-8000-000000000000",
            "/patrol",
            "/api/attendance/patrols?",
            "/patrol/0195b0a0-0000-7000-8000-000000000000",
            "/api/attendance/patrols/one?record=0195b0a0-0000-7000-8000-000000000000",
            "/outing?__path=%2Fapi%2Fattendance%2Foutings%2Fask&__err=e30",
        ] {
            assert!(!is_kept(&not.parse().unwrap()), "{not}");
        }
    }
}
