//! Photos: handed in through a server function, given out by one route that asks who may see each.

use app::error::AppError;
use axum::{
    Extension, Json,
    body::Body,
    extract::Path,
    http::{HeaderMap, HeaderValue, Request, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{
    ids::PhotoId,
    photos::MAX_UPLOAD,
    problem::{FieldReason, Problem},
};
use services::Error;

use super::{
    Shared,
    said::{Said, language},
    wants_page,
};

/// What an upload may have in all: the photo, and the form around it.
pub(super) const BODY: usize = MAX_UPLOAD + 16 * 1024;

/// Around `POST /api/photos/add`: what says beforehand that it is too large is told so in words; the limit on
/// the route would only break it off.
pub(super) async fn refuse_large(request: Request<Body>, next: Next) -> Response {
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if length.is_none_or(|length: usize| length <= BODY) {
        return next.run(request).await;
    }
    if wants_page(request.headers()) {
        let text = Said::PhotoTooLarge.text(language(request.headers()));
        return (StatusCode::PAYLOAD_TOO_LARGE, text).into_response();
    }
    let problem = AppError::from(Problem::field("photo", FieldReason::TooLarge));
    (StatusCode::PAYLOAD_TOO_LARGE, Json(problem)).into_response()
}

/// `GET /photos/{id}`. Nothing on the way may keep it, and nothing may take it for anything but a picture.
pub(super) async fn show(Extension(request): Shared, Path(photo): Path<String>, headers: HeaderMap) -> Response {
    let Some(caller) = request.caller else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let Ok(photo) = photo.parse::<PhotoId>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match request.services.photos().open(&caller, photo).await {
        Ok(picture) => {
            let kind = HeaderValue::try_from(picture.media_type).ok();
            let kind = kind.unwrap_or(HeaderValue::from_static("application/octet-stream"));
            let headers = [
                (header::CONTENT_TYPE, kind),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
                (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline")),
            ];
            (headers, picture.bytes).into_response()
        }
        Err(Error::Problem(problem)) => {
            let status = StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::NOT_FOUND);
            (status, Said::NoPhoto.text(language(&headers))).into_response()
        }
        Err(error @ (Error::Store(_) | Error::Internal(_))) => {
            tracing::error!(request = request.id, %error, "a photo could not be read");
            (StatusCode::INTERNAL_SERVER_ERROR, Said::Broken.text(language(&headers))).into_response()
        }
    }
}
