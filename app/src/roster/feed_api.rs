//! Server functions of `roster` for its secret address.

use domain::roster::FeedView;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, see_other, signed_in};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// Whether I have a secret address of my roster.
#[server(prefix = "/api", endpoint = "roster/feed", protocol = Read)]
pub async fn my_feed() -> Result<FeedView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().my_feed(&caller).await)
}

/// Makes one, in the place of an older one, and gives it out this once.
#[server(prefix = "/api", endpoint = "roster/feed/create", protocol = Write)]
pub async fn create_feed() -> Result<String, AppError> {
    let (services, caller) = signed_in()?;
    let mut address = answer(services.roster().create_feed(&caller).await)?;
    // A calendar program has no cookie that tells the language.
    let language = crate::preferences::ssr::language();
    if language == "en" {
        address.push_str("?lang=en");
    }
    // Without a script the page must be told; the address is this person's own and theirs alone to see.
    see_other(&format!("/roster/feed?address={address}"));
    Ok(address)
}

/// Revokes it.
#[server(prefix = "/api", endpoint = "roster/feed/revoke", protocol = Write)]
pub async fn revoke_feed() -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.roster().revoke_feed(&caller).await)?;
    see_other("/roster/feed");
    Ok(())
}
