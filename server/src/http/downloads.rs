//! Files that people take with them, and the calendars that their phones fetch.

use axum::{
    Extension,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::NaiveDate;
use domain::{accounts::Language, ids::HallId, problem::Problem};
use serde::Deserialize;
use services::{
    Download, Error,
    attendance::{attendance_file, day_file},
};

use super::{
    Shared, State as AppState,
    said::{Said, language, language_of},
};

/// Of which hall.
#[derive(Deserialize)]
pub(super) struct Whose {
    hall: HallId,
}

/// `/downloads/attendance/{yyyy-mm}/{file}?hall=`: a hall's months or punches.
pub(super) async fn attendance(
    Extension(request): Shared,
    Path((month, file)): Path<(String, String)>,
    Query(whose): Query<Whose>,
    headers: HeaderMap,
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
    handed_out(made, &request.id, &headers)
}

/// `/downloads/attendance/day/{yyyy-mm-dd}/{file}?hall=`: what a hall's windows went through on a day.
pub(super) async fn day(
    Extension(request): Shared,
    Path((date, file)): Path<(String, String)>,
    Query(whose): Query<Whose>,
    headers: HeaderMap,
) -> Response {
    let Some(caller) = request.caller else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let Ok(date) = date.parse::<NaiveDate>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let made = match day_file(&file) {
        Ok(what) => request.services.attendance().export_day(&caller, whose.hall, date, what).await,
        Err(problem) => Err(problem.into()),
    };
    handed_out(made, &request.id, &headers)
}

fn handed_out(made: Result<Download, Error>, id: &str, headers: &HeaderMap) -> Response {
    match made {
        Ok(file) => attachment(file),
        Err(error) => refused(id, &error, language(headers)),
    }
}

/// The language that a calendar was asked for in.
#[derive(Deserialize)]
pub(super) struct Spoken {
    lang: Option<String>,
}

/// `/calendar/{token}.ics`, with `?lang=en` in English: the roster of whoever made this address. Calendar programs have no session: who
/// knows the address may read it, until it is revoked.
pub(super) async fn roster_feed(
    State(state): State<AppState>,
    Path(file): Path<String>,
    Query(spoken): Query<Spoken>,
) -> Response {
    let language = language_of(spoken.lang.as_deref());
    let token = file.strip_suffix(".ics").unwrap_or_default();
    match state.services.roster().feed(token, language).await {
        Ok(calendar) => {
            let kind = HeaderValue::from_static("text/calendar; charset=utf-8");
            let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))];
            (headers, calendar).into_response()
        }
        Err(error) => refused("", &error, language),
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

fn refused(id: &str, error: &Error, language: Language) -> Response {
    let (status, said) = match error {
        Error::Problem(problem) => (
            StatusCode::from_u16(problem.status()),
            match problem {
                Problem::NotFound | Problem::Invalid(_) => Said::NoFile,
                _ => Said::NotAllowed,
            },
        ),
        Error::Store(_) | Error::Internal(_) => {
            tracing::error!(request = id, %error, "a file could not be made");
            (Ok(StatusCode::INTERNAL_SERVER_ERROR), Said::Broken)
        }
    };
    (status.unwrap_or(StatusCode::FORBIDDEN), said.text(language)).into_response()
}
