//! Server functions of `notices`.

use domain::{
    ids::NoticeId,
    notices::{AcknowledgeCommand, NoticePage},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, signed_in};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// A page of my inbox, the latest first.
#[server(prefix = "/api", endpoint = "notices/inbox", protocol = Read)]
pub async fn inbox(after: Option<NoticeId>) -> Result<NoticePage, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.notices().inbox(&caller, after).await)
}

/// How many of my notices are unread.
#[server(prefix = "/api", endpoint = "notices/unread", protocol = Read)]
pub async fn unread_notices() -> Result<u64, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.notices().unread(&caller).await)
}

/// Marks my notices up to one as read.
#[server(prefix = "/api", endpoint = "notices/read", protocol = Write)]
pub async fn read_notices(up_to: NoticeId) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.notices().mark_read(&caller, up_to).await)
}

/// Says that I have read a notice which asks for it. Sent twice, it is said once.
#[server(prefix = "/api", endpoint = "notices/acknowledge", protocol = Write)]
pub async fn acknowledge_notice(command: AcknowledgeCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.notices().acknowledge(&caller, command).await)
}
