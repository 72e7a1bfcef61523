//! Counters and latencies, by route pattern: never by path, which would hold ids.

use std::time::Instant;

use anyhow::{Context, Result};
use axum::{
    body::Body,
    extract::MatchedPath,
    http::{Method, Request},
    middleware::Next,
    response::Response,
};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

/// Renders what was measured.
pub type Handle = PrometheusHandle;

/// Starts measuring; once a process.
///
/// # Errors
/// When another recorder is installed already.
pub fn install() -> Result<Handle> {
    let buckets = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5];
    PrometheusBuilder::new().set_buckets(&buckets)?.install_recorder().context("can't start measuring")
}

pub(super) async fn count(request: Request<Body>, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("unmatched", |path| path.as_str()).to_owned();
    let method = method(request.method());
    let started = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    let labels = [("route", route), ("method", method.to_owned()), ("status", status)];
    metrics::counter!("zaigang_requests_total", &labels).increment(1);
    metrics::histogram!("zaigang_request_seconds", &labels).record(started.elapsed().as_secs_f64());
    response
}

/// Its name, if it has one: anybody may make up methods, and each would be a counter of its own for ever.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_methods_are_one() {
        assert_eq!(method(&Method::POST), "POST");
        assert_eq!(method(&Method::from_bytes(b"X1").unwrap()), method(&Method::from_bytes(b"X2").unwrap()));
    }
}
