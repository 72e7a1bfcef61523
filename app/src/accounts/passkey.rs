//! The browser's half of the passkey ceremonies.

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use webauthn_rs_proto::{
    CreationChallengeResponse, PublicKeyCredential, RegisterPublicKeyCredential, RequestChallengeResponse,
};

use super::api::{self, Ceremony};
use crate::{error::AppError, wire::from_text};
use domain::accounts::AccountsError;

/// Chat apps that open links by themselves: their browsers have the object, but no passkey comes of it.
const IN_APP: [&str; 4] = ["MicroMessenger", "wxwork", "DingTalk", "Lark"];

/// Whether passkeys can be used in this browser.
pub(super) fn supported() -> bool {
    let agent = window().navigator().user_agent().unwrap_or_default();
    !IN_APP.iter().any(|app| agent.contains(app))
        && js_sys::Reflect::has(&window(), &JsValue::from_str("PublicKeyCredential")).is_ok_and(|has| has)
}

/// Signs in with a passkey of this site that the person picks.
pub(super) async fn sign_in() -> Result<(), AppError> {
    let ceremony: Ceremony<RequestChallengeResponse> = read(&api::start_passkey_sign_in().await?)?;
    let mut options = ceremony.options;
    // A tapped button asks at once; "conditional" would wait for an autofill.
    options.mediation = None;
    let options: web_sys::CredentialRequestOptions = options.into();
    let asked = window().navigator().credentials().get_with_options(&options).map_err(refused)?;
    let credential: web_sys::PublicKeyCredential = JsFuture::from(asked).await.map_err(refused)?.unchecked_into();
    let credential = PublicKeyCredential::from(credential);
    api::finish_passkey_sign_in(ceremony.challenge, write(&credential)?).await
}

/// Makes a passkey for an invitation and signs in with it.
pub(super) async fn accept_invite(token: String, phone_last4: String) -> Result<(), AppError> {
    let ceremony = read(&api::start_invite_passkey(token, phone_last4).await?)?;
    let (challenge, credential) = create(ceremony).await?;
    api::finish_invite_passkey(challenge, credential).await
}

/// Makes another passkey for the signed-in person.
pub(super) async fn add() -> Result<(), AppError> {
    let ceremony = read(&api::start_passkey().await?)?;
    let (challenge, credential) = create(ceremony).await?;
    api::finish_passkey(challenge, credential).await
}

async fn create(ceremony: Ceremony<CreationChallengeResponse>) -> Result<(domain::ids::ChallengeId, String), AppError> {
    let options: web_sys::CredentialCreationOptions = ceremony.options.into();
    let asked = window().navigator().credentials().create_with_options(&options).map_err(refused)?;
    let credential: web_sys::PublicKeyCredential = JsFuture::from(asked).await.map_err(refused)?.unchecked_into();
    Ok((ceremony.challenge, write(&RegisterPublicKeyCredential::from(credential))?))
}

/// The person said no, the time was up, or the device can't: the browser does not tell which.
fn refused(_: JsValue) -> AppError {
    AccountsError::PasskeyRejected.into()
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, AppError> {
    from_text(text).map_err(|_| AccountsError::PasskeyRejected.into())
}

fn write<T: serde::Serialize>(value: &T) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(|_| AccountsError::PasskeyRejected.into())
}
