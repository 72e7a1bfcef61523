//! What a server function knows of its request. Provided by `server` for every render and every call.

use domain::problem::Problem;
use http::{StatusCode, header::ACCEPT, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use services::{Caller, Services, Visitor};

use crate::{error::AppError, when::Dated};

/// A request, as far as the use cases care.
#[derive(Clone)]
pub struct Request {
    /// The use cases.
    pub services: Services,
    /// Where it comes from.
    pub visitor: Visitor,
    /// Who is signed in.
    pub caller: Option<Caller>,
    /// The number under which failures are logged.
    pub id: String,
}

/// The request being served.
///
/// # Errors
/// Internal, when `server` did not provide one; a mistake of ours.
pub fn request() -> Result<Request, AppError> {
    use_context::<Request>().ok_or_else(|| AppError::Internal("no request".to_owned()))
}

/// The use cases and the signed-in person.
///
/// # Errors
/// [`Problem::SignedOut`] when nobody is.
pub fn signed_in() -> Result<(Services, Caller), AppError> {
    let request = request()?;
    match request.caller {
        Some(caller) => Ok((request.services, caller)),
        None => Err(refuse(Problem::SignedOut)),
    }
}

/// Passes a use case's answer on; failures of ours are logged here and leave only their number behind.
///
/// # Errors
/// What the use case answered.
pub fn answer<T>(result: services::Result<T>) -> Result<T, AppError> {
    result.map_err(|error| match error {
        services::Error::Problem(problem) => refuse(problem),
        failure @ (services::Error::Store(_) | services::Error::Internal(_)) => {
            let id = use_context::<Request>().map(|request| request.id).unwrap_or_default();
            tracing::error!(request = %id, error = %failure, "use case failed");
            set_status(StatusCode::INTERNAL_SERVER_ERROR);
            AppError::Internal(id)
        }
    })
}

/// What was read, with the date at the hall.
pub fn dated<T>(services: &Services, view: T) -> Dated<T> {
    Dated { today: domain::time::hall_date(services.clock().now()), view }
}

fn refuse(problem: Problem) -> AppError {
    set_status(status_of(&problem));
    AppError::Problem(problem)
}

/// Says by the status of the page being rendered what it can't show, so that a program is told what the page tells a
/// person, and no phone keeps such a page in place of what it had. Pages are sent when they are whole, so what they
/// find out on the way is not too late.
pub(crate) fn page_lacks(error: &AppError) {
    let status = match error {
        AppError::Problem(problem) => status_of(problem),
        AppError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        // Phones alone say these.
        AppError::Unreachable | AppError::NotKept(_) => return,
    };
    if let Some(options) = use_context::<ResponseOptions>() {
        options.set_status(status);
    }
}

fn status_of(problem: &Problem) -> StatusCode {
    StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY)
}

/// Says that the arguments of a call could not be read.
pub(crate) fn not_understood() {
    set_status(StatusCode::UNPROCESSABLE_ENTITY);
}

/// Sends a browser without JavaScript on after its form was handled. With JavaScript the page decides.
pub fn see_other(path: &str) {
    if is_plain_form() {
        leptos_axum::redirect(path);
    }
}

/// Sets the status of a server function's answer. A form posted without JavaScript is answered by a
/// redirect that carries the error, so there the status must stay what it is.
fn set_status(status: StatusCode) {
    if let Some(options) = use_context::<ResponseOptions>()
        && is_call()
        && !is_plain_form()
    {
        options.set_status(status);
    }
}

fn is_call() -> bool {
    use_context::<Parts>().is_some_and(|parts| parts.uri.path().starts_with("/api/"))
}

fn is_plain_form() -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        let accept = parts.headers.get(ACCEPT).and_then(|value| value.to_str().ok());
        accept.is_some_and(|accept| accept.contains("text/html"))
    })
}

/// The signed-in person, provided for page renders only: a call needs no more than the [`Caller`].
#[derive(Clone)]
pub struct SignedInAs(pub domain::accounts::MeView);

/// Allows this page its own scripts by nonce, and nothing else: no inline style, no foreign origin, no frame.
pub fn set_content_policy() {
    let (Some(nonce), Some(options)) = (leptos::nonce::use_nonce(), use_context::<ResponseOptions>()) else {
        return;
    };
    // Only `cargo leptos watch` opens a socket, to its own port.
    let watch =
        if std::env::var_os("LEPTOS_WATCH").is_some() { " ws://127.0.0.1:3001 ws://localhost:3001" } else { "" };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data: blob:; connect-src 'self'{watch}; worker-src 'self'; manifest-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    if let Ok(policy) = http::HeaderValue::try_from(policy) {
        options.insert_header(http::header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// The session's cookie: bound to this host, unreadable for scripts, not sent from other sites' forms.
pub const SESSION_COOKIE: &str = "__Host-zaigang";

/// Tells one browser from another over all its sessions, so that the first punch from a new phone can be told.
/// It names nobody, and scripts can't read it.
pub const DEVICE_COOKIE: &str = "__Host-zaigang-device";

/// Gives the browser a fresh session.
pub fn set_session(signed_in: &services::SignedIn) {
    append_cookie(&session_cookie(&signed_in.token));
    // Renewed with each sign-in; browsers keep no cookie for longer than 400 days.
    let known = use_context::<Request>().and_then(|request| request.visitor.device);
    let device = known.unwrap_or_else(domain::ids::DeviceId::new);
    append_cookie(&cookie(&format!("{DEVICE_COOKIE}={device}; Max-Age={}", 60 * 60 * 24 * 400)));
}

/// A session's cookie. The server decides when the session ends; the cookie only must not end before it, so it is set
/// anew whenever that end moves on.
pub fn session_cookie(token: &str) -> String {
    let age = 60 * 60 * 24 * 30;
    cookie(&format!("{SESSION_COOKIE}={token}; Max-Age={age}"))
}

/// Takes the session from the browser.
pub fn clear_session() {
    append_cookie(&cookie(&format!("{SESSION_COOKIE}=; Max-Age=0")));
}

/// A cookie for this host alone, which scripts can't read and other sites' forms don't send.
pub fn cookie(named: &str) -> String {
    format!("{named}; Path=/; Secure; HttpOnly; SameSite=Lax")
}

fn append_cookie(cookie: &str) {
    if let (Some(options), Ok(value)) = (use_context::<ResponseOptions>(), http::HeaderValue::try_from(cookie)) {
        options.append_header(http::header::SET_COOKIE, value);
    }
}
