//! For the machines that watch this one.

use std::net::SocketAddr;

use axum::{
    Router,
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

use super::State as Shared;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/healthz", get("ok")).route("/readyz", get(ready)).route("/metrics", get(metrics))
}

/// Whether this server can serve: the database answers and its schema is this program's.
async fn ready(State(state): State<Shared>) -> Response {
    match state.services.db().pending_migrations().await {
        Ok(pending) if pending.is_empty() => "ready".into_response(),
        Ok(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database's schema is older than this program").into_response(),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer").into_response()
        }
    }
}

/// Prometheus text, for this machine or for whoever has the token.
async fn metrics(
    State(state): State<Shared>,
    peer: Option<axum::Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
) -> Response {
    let local = peer.is_some_and(|peer| peer.0.0.ip().is_loopback())
        // Behind a proxy on this machine every peer is local.
        && !headers.contains_key("x-forwarded-for");
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let known = state.config.metrics_token.as_ref().is_some_and(|token| {
        let expected = format!("Bearer {token}");
        given.is_some_and(|given| bool::from(subtle::ConstantTimeEq::ct_eq(given.as_bytes(), expected.as_bytes())))
    });
    if local || known { state.metrics.render().into_response() } else { StatusCode::FORBIDDEN.into_response() }
}
