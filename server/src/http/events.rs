//! Live pages: "something at this hall has changed", "there is something new for you", as server-sent events.
//! The page then reads again, so who may see what is decided by that read.

use std::{convert::Infallible, time::Duration};

use axum::{
    Extension,
    extract::{Path, State},
    http::StatusCode,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use domain::ids::HallId;
use futures::{Stream, StreamExt, stream};
use tokio::sync::{
    broadcast::{Receiver, error::RecvError},
    watch,
};

use super::{Shared, State as AppState};

pub(super) async fn board(
    State(state): State<AppState>,
    Extension(request): Shared,
    Path(hall): Path<HallId>,
) -> Response {
    let Some(caller) = request.caller else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    // Whoever may read the board may be told that it changed.
    match state.services.attendance().board(&caller, Some(hall)).await {
        Ok(_) => Sse::new(changes(state.services.changes(), hall).take_until(stopped(state.stopping.clone())))
            .keep_alive(KeepAlive::new().interval(Duration::from_secs(20)))
            .into_response(),
        Err(services::Error::Problem(problem)) => {
            StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::FORBIDDEN).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "could not open a board's live channel");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

pub(super) async fn notices(State(state): State<AppState>, Extension(request): Shared) -> Response {
    let Some(caller) = request.caller else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let nudges = changes(state.services.inbox_changes(), caller.actor.person);
    Sse::new(nudges.take_until(stopped(state.stopping.clone())))
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(20)))
        .into_response()
}

fn changes<T>(nudges: Receiver<T>, watched: T) -> impl Stream<Item = Result<Event, Infallible>>
where
    T: Copy + PartialEq + Send + 'static,
{
    stream::unfold(nudges, move |mut nudges| async move {
        loop {
            match nudges.recv().await {
                // One that lagged has missed some; reading again is right then, too.
                Ok(changed) if changed != watched => {}
                Ok(_) | Err(RecvError::Lagged(_)) => {
                    // Browsers pass over an event without data.
                    return Some((Ok(Event::default().event("changed").data("now")), nudges));
                }
                Err(RecvError::Closed) => return None,
            }
        }
    })
}

/// Waits until the server is asked to stop.
async fn stopped(mut stopping: watch::Receiver<bool>) {
    // A sender that is gone will never ask.
    if stopping.wait_for(|stopping| *stopping).await.is_err() {
        std::future::pending::<()>().await;
    }
}
