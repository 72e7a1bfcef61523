//! How the phone and the server functions talk: forms and queries there, JSON back.
//!
//! Leptos's own `Http<GetUrl, Json>` does the same, but compiles sending, waiting and reading once for each
//! function. Here they are compiled once, and what a function adds is the type that it answers with. All JSON
//! is read from bytes, also what came with the page, so that each type has one reader.
//!
//! Every call names the person whose page it comes from. The session's cookie is the browser's, not the page's: in
//! a tab that was left open it may be another person's by now, and what waits there must not become theirs.

use std::{cell::Cell, future::Future};

use codee::{Decoder, Encoder};
use domain::{ids::PersonId, problem::Problem};
use http::Method;
use leptos::{
    prelude::*,
    server_fn::{
        Bytes, ContentType, Protocol,
        client::Client,
        codec::{Encoding, FromReq, GetUrl, IntoReq, IntoRes, Json, JsonEncoding, MultipartFormData, PostUrl},
        redirect::call_redirect_hook,
        request::{ClientReq, browser::BrowserRequest},
        response::ClientRes,
        server::Server,
    },
};
use serde::{Serialize, de::DeserializeOwned};

use crate::error::AppError;

#[cfg(feature = "hydrate")]
mod upload;

#[cfg(feature = "hydrate")]
pub(crate) use upload::upload;

/// The header by which a call names the person whose page it comes from. A form that is posted without a script has
/// none: there the session alone says who it is.
pub const PERSON_HEADER: &str = "zaigang-as";

/// The event by which the page hears that somebody else is signed in.
#[cfg(feature = "hydrate")]
pub(crate) const SOMEBODY_ELSE_EVENT: &str = "zaigang.somebody-else";

thread_local! {
    /// Whose page this is. Never set on the server.
    static PERSON: Cell<Option<PersonId>> = const { Cell::new(None) };
}

/// Says whose page this is, for as long as it lives: signing in and out load a new one.
#[cfg(feature = "hydrate")]
pub(crate) fn speak_for(person: PersonId) {
    PERSON.set(Some(person));
}

/// Whether somebody is signed in on this page.
#[cfg(feature = "hydrate")]
pub(crate) fn speaks_for_somebody() -> bool {
    PERSON.get().is_some()
}

/// The protocol of functions that change nothing: arguments in the address.
pub struct Read;

/// The protocol of functions that do something: arguments as a form's body, whether a script sends it or not.
pub struct Write;

/// The protocol of functions that take a file: a form in many parts. Such a form is no list of arguments, so they say
/// `input_derive = ()`.
pub struct Files;

macro_rules! protocol {
    ($name:ident, $input:ty) => {
        impl<I, O, C, S> Protocol<I, O, C, S, AppError> for $name
        where
            I: IntoReq<$input, BrowserRequest, AppError> + FromReq<$input, S::Request, AppError> + Send,
            O: IntoRes<Json, S::Response, AppError> + DeserializeOwned + Send,
            C: Client<AppError, Request = BrowserRequest>,
            S: Server<AppError>,
        {
            const METHOD: Method = <$input>::METHOD;

            async fn run_server<F, Fut>(request: S::Request, function: F) -> Result<S::Response, AppError>
            where
                F: Fn(I) -> Fut + Send,
                Fut: Future<Output = Result<O, AppError>> + Send,
            {
                let input = I::from_req(request).await?;
                function(input).await?.into_res().await
            }

            async fn run_client(path: &str, input: I) -> Result<O, AppError> {
                let request = input.into_req(path, JsonEncoding::CONTENT_TYPE)?;
                parse(&send::<C>(request).await?)
            }
        }
    };
}

protocol!(Read, GetUrl);
protocol!(Write, PostUrl);
protocol!(Files, MultipartFormData);

/// Posts a form's body, as a browser without a script does, and reads the answer.
///
/// # Errors
/// What the server answered; [`AppError::Unreachable`] if nothing came.
pub async fn post<C, O>(path: &str, body: String) -> Result<O, AppError>
where
    C: Client<AppError, Request = BrowserRequest>,
    O: DeserializeOwned,
{
    let (content, accepts) = (PostUrl::CONTENT_TYPE, JsonEncoding::CONTENT_TYPE);
    let request: Result<BrowserRequest, AppError> = ClientReq::try_new_post(path, content, accepts, body);
    let request = request?;
    parse(&send::<C>(request).await?)
}

/// The address from which a function that changes nothing is read; the same to the letter each time, so that what
/// was read ahead is found under it.
#[cfg(feature = "hydrate")]
pub(crate) fn address<F: leptos::server_fn::ServerFn + Serialize>(arguments: &F) -> Option<String> {
    let query = serde_qs::to_string(arguments).ok()?;
    // As the browser writes it: nothing asked for, no question mark.
    Some(if query.is_empty() { F::url().to_owned() } else { format!("{}?{query}", F::url()) })
}

/// Sends a request and takes what comes back. Where the server leads on to another page, the router follows.
async fn send<C>(request: BrowserRequest) -> Result<Bytes, AppError>
where
    C: Client<AppError, Request = BrowserRequest>,
{
    if let Some(person) = PERSON.get() {
        request.headers().set(PERSON_HEADER, &person.to_string());
    }
    let response = C::send(request).await?;
    let (status, location, leads_on) = (response.status(), response.location(), response.has_redirect());
    let body = response.try_into_bytes().await?;
    if let Some(error) = refusal(status, &body) {
        return Err(error);
    }
    if leads_on {
        call_redirect_hook(&location);
    }
    Ok(body)
}

/// What an answer refuses, if it does; the page is told where it was because somebody else is signed in.
fn refusal(status: u16, body: &[u8]) -> Option<AppError> {
    if !(400..=599).contains(&status) {
        return None;
    }
    let error = serde_json::from_slice(body).unwrap_or_else(|_| by_status(status));
    if error == AppError::Problem(Problem::SomebodyElse) {
        say_somebody_else();
    }
    Some(error)
}

/// What a refusal means whose body is none of ours: the layers around our functions, and whatever stands before the
/// server, have words of their own. What no other try can change is a refusal; the rest is as good as no answer.
fn by_status(status: u16) -> AppError {
    match status {
        403 => Problem::Denied.into(),
        409 => Problem::Conflict.into(),
        413 => Problem::TooLarge.into(),
        422 => Problem::Invalid(Vec::new()).into(),
        500 => AppError::Internal(status.to_string()),
        _ => AppError::Unreachable,
    }
}

/// Tells the page, whichever of its parts has asked.
fn say_somebody_else() {
    #[cfg(feature = "hydrate")]
    if let Ok(event) = leptos::web_sys::Event::new(SOMEBODY_ELSE_EVENT) {
        let _ = window().dispatch_event(&event);
    }
}

/// An answer that is none of ours is no answer: proxies whose server is away and networks that ask for a password
/// give pages like that.
fn parse<O: DeserializeOwned>(body: &[u8]) -> Result<O, AppError> {
    serde_json::from_slice(body).map_err(|_| AppError::Unreachable)
}

/// JSON in the page.
pub struct PageJson;

impl<T: Serialize> Encoder<T> for PageJson {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Self::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for PageJson {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Self::Error> {
        from_text(text)
    }
}

/// Reads JSON. From bytes as the answers are, or each type would have two readers.
///
/// # Errors
/// Where the text is no such value.
pub fn from_text<T: DeserializeOwned>(text: &str) -> serde_json::Result<T> {
    serde_json::from_slice(text.as_bytes())
}

/// What a page reads from the server.
pub type Reading<T> = Resource<Result<T, AppError>, PageJson>;

/// Reads what a page shows, on the server before its first byte and again whenever `asked` changes. A page that could
/// not read it answers with the status of that, whatever it shows instead.
pub fn reading<A, T, F>(
    asked: impl Fn() -> A + Send + Sync + 'static,
    read: impl Fn(A) -> F + Send + Sync + 'static,
) -> Reading<T>
where
    A: Clone + PartialEq + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    #[cfg(feature = "ssr")]
    let read = move |asked| {
        let answer = read(asked);
        async move { answer.await.inspect_err(crate::request::page_lacks) }
    };
    Resource::new_with_options(asked, read, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_in_words_of_others_is_one_by_its_status() {
        assert_eq!(by_status(403), Problem::Denied.into());
        assert_eq!(by_status(409), Problem::Conflict.into());
        assert_eq!(by_status(413), Problem::TooLarge.into());
        assert!(matches!(by_status(422), AppError::Problem(Problem::Invalid(_))));
        assert!(matches!(by_status(500), AppError::Internal(_)));
        for away in [400, 401, 404, 408, 429, 502, 503, 504, 511] {
            assert_eq!(by_status(away), AppError::Unreachable, "{away}");
        }
    }
}
