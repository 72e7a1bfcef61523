//! Files that people take with them, and the calendars that their phones fetch.

use axum::{
    Extension,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::NaiveDate;
use domain::{ids::HallId, problem::Problem};
use serde::Deserialize;
use services::{Download, Error, attendance::attendance_file};

use super::{Shared, State as AppState};

/// Whose month.
#[derive(Deserialize)]
pub(super) struct Whose {
    hall: HallId,
}

/// `/downloads/attendance/{yyyy-mm}/{file}?hall=`: a hall's months or punches.
pub(super) async fn attendance(
    Extension(request): Shared,
    Path((month, file)): Path<(String, String)>,
    Query(whose): Query<Whose>,
) -> Response {
    let Some(caller) = request.caller else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let Ok(month) = format!("{month}-01").parse::<NaiveDate>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let made = match attendance_file(&file) {
        Ok(what) => request.services.attendance().export(&caller, whose.hall, month, what).await,
        Err(problem) => Err(problem.into()),
    };
    match made {
        Ok(file) => attachment(file),
        Err(error) => refused(&request.id, &error),
    }
}

/// `/calendar/{token}.ics`: the roster of whoever made this address. Calendar programs have no session: who
/// knows the address may read it, until it is revoked.
pub(super) async fn roster_feed(State(state): State<AppState>, Path(file): Path<String>) -> Response {
    let token = file.strip_suffix(".ics").unwrap_or_default();
    match state.services.roster().feed(token).await {
        Ok(calendar) => {
            let kind = HeaderValue::from_static("text/calendar; charset=utf-8");
            let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))];
            (headers, calendar).into_response()
        }
        Err(error) => refused("", &error),
    }
}

fn attachment(file: Download) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.media_type));
    // The name is ours, and plain ASCII.
    if let Ok(name) = HeaderValue::try_from(format!("attachment; filename=\"{}\"", file.name)) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    (headers, file.bytes).into_response()
}

fn refused(id: &str, error: &Error) -> Response {
    let (status, text) = match error {
        Error::Problem(problem) => (
            StatusCode::from_u16(problem.status()),
            match problem {
                Problem::NotFound => "没有找到这个文件。",
                _ => "您没有权限下载这个文件。",
            },
        ),
        Error::Store(_) | Error::Internal(_) => {
            tracing::error!(request = id, %error, "a file could not be made");
            (Ok(StatusCode::INTERNAL_SERVER_ERROR), "服务器出错了，请稍后再试。")
        }
    };
    (status.unwrap_or(StatusCode::FORBIDDEN), text).into_response()
}
