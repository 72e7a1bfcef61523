//! Server functions of `leave` for its kinds as settings.

use domain::{
    ids::HallId,
    leave::{LeaveKind, LeaveTypeView, LeaveTypesView, PublishForm, PublishPreview},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{answer, see_other, signed_in};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// All kinds of leave of a hall: what applies, and what will. For HR and who manages it.
#[server(prefix = "/api", endpoint = "leave/types", protocol = Read)]
pub async fn leave_types(hall: Option<HallId>) -> Result<LeaveTypesView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.leave().leave_types(&caller, hall).await)
}

/// One kind of leave of a hall with its versions. For the same.
#[server(prefix = "/api", endpoint = "leave/types/one", protocol = Read)]
pub async fn leave_type(hall: Option<HallId>, kind: LeaveKind) -> Result<LeaveTypeView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.leave().leave_type(&caller, hall, kind).await)
}

/// What publishing a version would change, and what stands against it. For HR.
#[server(prefix = "/api", endpoint = "leave/types/preview", protocol = Read)]
pub async fn preview_leave_version(form: PublishForm) -> Result<PublishPreview, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.leave().preview_version(&caller, &form).await)
}

/// Publishes another version; says its number. For HR.
#[server(prefix = "/api", endpoint = "leave/types/publish", protocol = Write)]
pub async fn publish_leave_version(form: PublishForm) -> Result<i32, AppError> {
    let (services, caller) = signed_in()?;
    let (hall, kind) = (form.hall, form.kind);
    let number = answer(services.leave().publish_version(&caller, form).await)?;
    see_other(&format!("/leave/types/{}?hall={hall}&published={number}", kind.code()));
    Ok(number)
}
