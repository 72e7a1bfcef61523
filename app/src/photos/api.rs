//! Server functions of `photos`. The pictures themselves come from `/photos/{id}`.

use domain::{ids::PhotoId, photos::PhotoView};
use leptos::{prelude::*, server_fn::codec::MultipartData};

use crate::{
    error::AppError,
    wire::{Files, Write},
};
#[cfg(feature = "ssr")]
use crate::{
    request::{answer, signed_in},
    upload::PhotoUpload,
};

/// Hands a photo in: for a request of mine that the form names as `subject`, or for one that I still fill in.
#[server(prefix = "/api", endpoint = "photos/add", protocol = Files, input_derive = ())]
pub async fn add_photo(form: MultipartData) -> Result<PhotoView, AppError> {
    let (services, caller) = signed_in()?;
    let upload = answer(PhotoUpload::read(form).await.map_err(Into::into))?;
    answer(services.photos().add(&caller, upload.bytes, upload.subject).await)
}

/// Takes back a photo of mine that nobody has decided on yet.
#[server(prefix = "/api", endpoint = "photos/take-back", protocol = Write)]
pub async fn take_back_photo(photo: PhotoId) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.photos().take_back(&caller, photo).await)
}
