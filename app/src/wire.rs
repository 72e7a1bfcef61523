//! How the phone and the server functions talk: forms and queries there, JSON back.
//!
//! Leptos's own `Http<GetUrl, Json>` does the same, but compiles sending, waiting and reading once for each
//! function. Here they are compiled once, and what a function adds is the type that it answers with. All JSON
//! is read from bytes, also what came with the page, so that each type has one reader.

use std::future::Future;

use codee::{Decoder, Encoder};
use http::Method;
use leptos::{
    prelude::*,
    server_fn::{
        Bytes, ContentType, Protocol,
        client::Client,
        codec::{Encoding, FromReq, GetUrl, IntoReq, IntoRes, Json, JsonEncoding, PostUrl},
        redirect::call_redirect_hook,
        request::ClientReq,
        response::ClientRes,
        server::Server,
    },
};
use serde::{Serialize, de::DeserializeOwned};

use crate::error::AppError;

/// The protocol of functions that change nothing: arguments in the address.
pub struct Read;

/// The protocol of functions that do something: arguments as a form's body, whether a script sends it or not.
pub struct Write;

macro_rules! protocol {
    ($name:ident, $input:ty) => {
        impl<I, O, C, S> Protocol<I, O, C, S, AppError> for $name
        where
            I: IntoReq<$input, C::Request, AppError> + FromReq<$input, S::Request, AppError> + Send,
            O: IntoRes<Json, S::Response, AppError> + DeserializeOwned + Send,
            C: Client<AppError>,
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

/// Posts a form's body, as a browser without a script does, and reads the answer.
///
/// # Errors
/// What the server answered; [`AppError::Unreachable`] if nothing came.
pub async fn post<C: Client<AppError>, O: DeserializeOwned>(path: &str, body: String) -> Result<O, AppError> {
    let request = C::Request::try_new_post(path, PostUrl::CONTENT_TYPE, JsonEncoding::CONTENT_TYPE, body)?;
    parse(&send::<C>(request).await?)
}

/// Sends a request and takes what comes back. Where the server leads on to another page, the router follows.
async fn send<C: Client<AppError>>(request: C::Request) -> Result<Bytes, AppError> {
    let response = C::send(request).await?;
    let (status, location, leads_on) = (response.status(), response.location(), response.has_redirect());
    let body = response.try_into_bytes().await?;
    if (400..=599).contains(&status) {
        return Err(parse(&body).unwrap_or_else(|error| error));
    }
    if leads_on {
        call_redirect_hook(&location);
    }
    Ok(body)
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

/// Reads what a page shows, on the server before its first byte and again whenever `asked` changes.
pub fn reading<A, T, F>(
    asked: impl Fn() -> A + Send + Sync + 'static,
    read: impl Fn(A) -> F + Send + Sync + 'static,
) -> Reading<T>
where
    A: Clone + PartialEq + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    Resource::new_with_options(asked, read, true)
}
