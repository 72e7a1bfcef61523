//! Sending a file and hearing how much of it is out, which `fetch` does not tell.

use js_sys::{Function, Promise};
use leptos::server_fn::{ContentType, codec::JsonEncoding};
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{FormData, ProgressEvent, XmlHttpRequest};

use super::{PERSON, PERSON_HEADER, parse, refusal};
use crate::error::AppError;

/// Posts a form to a function of the protocol [`super::Files`] and reads the answer. `heard` is told how much is
/// out, in whole percent. The request is the caller's, who may abort it.
///
/// # Errors
/// What the server answered; [`AppError::Unreachable`] if nothing came, or the request was aborted.
pub(crate) async fn upload<O: DeserializeOwned>(
    request: &XmlHttpRequest,
    path: &str,
    form: &FormData,
    heard: impl Fn(f64) + 'static,
) -> Result<O, AppError> {
    let broken = |_| AppError::Unreachable;
    request.open("POST", path).map_err(broken)?;
    request.set_request_header("Accept", JsonEncoding::CONTENT_TYPE).map_err(broken)?;
    if let Some(person) = PERSON.get() {
        request.set_request_header(PERSON_HEADER, &person.to_string()).map_err(broken)?;
    }
    let on_progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.total() > 0.0 {
            heard((event.loaded() * 100.0 / event.total()).floor());
        }
    });
    request.upload().map_err(broken)?.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
    // However it ends: answered, broken off or aborted.
    let ended = Promise::new(&mut |done: Function, _failed: Function| request.set_onloadend(Some(&done)));
    request.send_with_opt_form_data(Some(form)).map_err(broken)?;
    JsFuture::from(ended).await.map_err(broken)?;
    let status = request.status().map_err(broken)?;
    // No status is no answer.
    let body = request.response_text().ok().flatten().filter(|_| status > 0).ok_or(AppError::Unreachable)?;
    match refusal(status, body.as_bytes()) {
        Some(error) => Err(error),
        None => parse(body.as_bytes()),
    }
}
