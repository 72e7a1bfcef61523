//! Server functions of `accounts`.

use domain::{
    accounts::{DeviceView, InviteView, SignInMethods},
    ids::{ChallengeId, PasskeyId, SessionId},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use webauthn_rs_proto::{
    CreationChallengeResponse, PublicKeyCredential, RegisterPublicKeyCredential, RequestChallengeResponse,
};

#[cfg(feature = "ssr")]
use crate::request::{answer, request, see_other, signed_in};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// A passkey ceremony's challenge with the server's name for it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ceremony<T> {
    /// To send back with the answer.
    pub challenge: ChallengeId,
    /// For the browser.
    pub options: T,
}

/// Signs in with 工号 and password. For everybody.
#[server(prefix = "/api", endpoint = "accounts/sign-in", protocol = Write)]
pub async fn sign_in(name: String, password: String) -> Result<(), AppError> {
    let request = request()?;
    let accounts = request.services.accounts();
    let signed_in = answer(accounts.sign_in_with_password(&request.visitor, &name, password).await)?;
    crate::request::set_session(&signed_in);
    see_other("/");
    Ok(())
}

/// Starts a sign-in by passkey. For everybody.
#[server(prefix = "/api", endpoint = "accounts/passkey-sign-in/start", protocol = Write)]
pub async fn start_passkey_sign_in() -> Result<String, AppError> {
    let request = request()?;
    let (challenge, options) = answer(request.services.accounts().start_passkey_sign_in(&request.visitor).await)?;
    to_json(&Ceremony::<RequestChallengeResponse> { challenge, options })
}

/// Finishes a sign-in by passkey. For everybody.
#[server(prefix = "/api", endpoint = "accounts/passkey-sign-in/finish", protocol = Write)]
pub async fn finish_passkey_sign_in(challenge: ChallengeId, credential: String) -> Result<(), AppError> {
    let request = request()?;
    let credential: PublicKeyCredential = from_json(&credential)?;
    let accounts = request.services.accounts();
    let signed_in = answer(accounts.finish_passkey_sign_in(&request.visitor, challenge, credential).await)?;
    crate::request::set_session(&signed_in);
    Ok(())
}

/// Whom an invitation is for. For everybody who has the link.
#[server(prefix = "/api", endpoint = "accounts/invite", protocol = Read)]
pub async fn open_invite(token: String) -> Result<InviteView, AppError> {
    answer(request()?.services.accounts().open_invite(&token).await)
}

/// Accepts an invitation by setting a password. For everybody who has the link and knows the phone.
#[server(prefix = "/api", endpoint = "accounts/invite/password", protocol = Write)]
pub async fn accept_with_password(token: String, phone_last4: String, password: String) -> Result<(), AppError> {
    let request = request()?;
    let accounts = request.services.accounts();
    let signed_in =
        answer(accounts.accept_with_password(&request.visitor, &token, phone_last4.trim(), password).await)?;
    crate::request::set_session(&signed_in);
    see_other("/");
    Ok(())
}

/// Starts accepting an invitation with a passkey. For everybody who has the link and knows the phone.
#[server(prefix = "/api", endpoint = "accounts/invite/passkey/start", protocol = Write)]
pub async fn start_invite_passkey(token: String, phone_last4: String) -> Result<String, AppError> {
    let accounts = request()?.services.accounts();
    let (challenge, options) = answer(accounts.start_invite_passkey(&token, phone_last4.trim()).await)?;
    to_json(&Ceremony::<CreationChallengeResponse> { challenge, options })
}

/// Finishes accepting an invitation with a passkey. For everybody who has the challenge.
#[server(prefix = "/api", endpoint = "accounts/invite/passkey/finish", protocol = Write)]
pub async fn finish_invite_passkey(challenge: ChallengeId, credential: String) -> Result<(), AppError> {
    let request = request()?;
    let credential: RegisterPublicKeyCredential = from_json(&credential)?;
    let accounts = request.services.accounts();
    let signed_in = answer(accounts.finish_invite_passkey(&request.visitor, challenge, credential).await)?;
    crate::request::set_session(&signed_in);
    Ok(())
}

/// Signs out on this phone. For everybody signed in.
#[server(prefix = "/api", endpoint = "accounts/sign-out", protocol = Write)]
pub async fn sign_out() -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.accounts().sign_out_device(&caller, caller.session).await)?;
    crate::request::clear_session();
    see_other("/sign-in");
    Ok(())
}

/// My signed-in devices.
#[server(prefix = "/api", endpoint = "accounts/devices", protocol = Read)]
pub async fn devices() -> Result<Vec<DeviceView>, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.accounts().devices(&caller).await)
}

/// Signs out one of my devices.
#[server(prefix = "/api", endpoint = "accounts/devices/end", protocol = Write)]
pub async fn end_device(session: SessionId) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.accounts().sign_out_device(&caller, session).await)?;
    see_other("/me");
    Ok(())
}

/// Signs out all my devices but this one.
#[server(prefix = "/api", endpoint = "accounts/devices/end-others", protocol = Write)]
pub async fn end_other_devices() -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.accounts().sign_out_others(&caller).await)?;
    see_other("/me");
    Ok(())
}

/// My passkeys, and whether I have a password.
#[server(prefix = "/api", endpoint = "accounts/methods", protocol = Read)]
pub async fn my_sign_in_methods() -> Result<SignInMethods, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.accounts().sign_in_methods(&caller).await)
}

/// Starts adding a passkey for this device.
#[server(prefix = "/api", endpoint = "accounts/passkeys/start", protocol = Write)]
pub async fn start_passkey() -> Result<String, AppError> {
    let (services, caller) = signed_in()?;
    let (challenge, options) = answer(services.accounts().start_passkey(&caller).await)?;
    to_json(&Ceremony::<CreationChallengeResponse> { challenge, options })
}

/// Finishes adding a passkey.
#[server(prefix = "/api", endpoint = "accounts/passkeys/finish", protocol = Write)]
pub async fn finish_passkey(challenge: ChallengeId, credential: String) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    let credential: RegisterPublicKeyCredential = from_json(&credential)?;
    answer(services.accounts().finish_passkey(&caller, challenge, credential).await)
}

/// Removes one of my passkeys.
#[server(prefix = "/api", endpoint = "accounts/passkeys/remove", protocol = Write)]
pub async fn remove_passkey(passkey: PasskeyId) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.accounts().remove_passkey(&caller, passkey).await)?;
    see_other("/me");
    Ok(())
}

/// Sets my password, given the current one if there is one, and signs out my other devices.
#[server(prefix = "/api", endpoint = "accounts/password", protocol = Write)]
pub async fn change_password(
    #[server(default)] current_password: String,
    new_password: String,
) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.accounts().change_password(&caller, current_password, new_password).await)?;
    see_other("/me?password=changed");
    Ok(())
}

/// Ceremonies cross the wire as JSON text: their numbers and nested options do not survive a form's encoding.
#[cfg(feature = "ssr")]
fn to_json<T: Serialize>(value: &T) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(|error| AppError::Internal(error.to_string()))
}

#[cfg(feature = "ssr")]
fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, AppError> {
    serde_json::from_str(text).map_err(|_| domain::accounts::AccountsError::PasskeyRejected.into())
}
