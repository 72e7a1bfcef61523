//! HTTP: one router, and the layers every request walks through.
//!
//! From the outside in: request number, log span, security headers, panic guard, origin check on writes, body limit,
//! then (for pages and `/api` only) the session and the gate that keeps strangers out, text that can't be kept, and forms
//! that come back with what was typed.

use std::sync::{Arc, LazyLock};

use app::{App, Code, request::Request as AppRequest, shell};
use axum::{
    Extension, Router,
    body::Body,
    extract::FromRef,
    http::{Request, StatusCode, header, request::Parts},
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use leptos::{
    prelude::{LeptosOptions, provide_context, use_context},
    server_fn::axum::server_fn_paths,
};
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list_with_exclusions};
use services::{RefusedForm, Services};
use tokio::sync::watch;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{NotForContentType, Predicate, SizeAbove},
    },
    limit::RequestBodyLimitLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    trace::TraceLayer,
};
use url::Url;

use crate::{config::Config, site::Site};

mod assets;
mod downloads;
mod events;
mod gate;
mod headers;
mod health;
mod metrics;
mod origin;
mod photos;
mod refused;
mod said;
mod text;
mod wanted;

pub use gate::PUBLIC_API;
pub use metrics::install as install_metrics;

/// A form or a call: nobody types more.
const BODY: usize = 64 * 1024;

/// An uploaded list.
const UPLOAD: usize = 6 * 1024 * 1024;

/// What handlers share. Nothing in it is lost with the process.
#[derive(Clone)]
pub struct State {
    pub(crate) services: Services,
    pub(crate) config: Arc<Config>,
    pub(crate) site: Arc<Site>,
    pub(crate) leptos: Arc<LeptosOptions>,
    pub(crate) code: Arc<Code>,
    pub(crate) metrics: metrics::Handle,
    /// The address people open.
    pub(crate) origin: Url,
    /// Turns true when the server is asked to stop: event streams end then, since nothing else ends them.
    pub(crate) stopping: watch::Receiver<bool>,
}

impl State {
    /// Gathers what the router needs.
    ///
    /// # Errors
    /// When the configuration has no usable origin, or the built site's lists can't be read.
    pub fn new(
        services: Services,
        config: Config,
        site: Site,
        metrics: metrics::Handle,
        stopping: watch::Receiver<bool>,
    ) -> anyhow::Result<Self> {
        let origin = config.origin()?;
        let (leptos, code) = (Arc::new(site.leptos_options()), Arc::new(site.code()?));
        Ok(Self { services, config: Arc::new(config), site: Arc::new(site), leptos, code, metrics, origin, stopping })
    }
}

impl FromRef<State> for LeptosOptions {
    fn from_ref(state: &State) -> Self {
        LeptosOptions::clone(&state.leptos)
    }
}

/// The whole program as a service. Takes no socket, so tests call it directly.
pub fn router(state: State) -> Router {
    let (options, code) = (LeptosOptions::clone(&state.leptos), state.code.clone());
    let page = move || shell(options.clone(), code.clone());
    let pages = Router::new()
        .route("/events/board/{hall}", get(events::board))
        .route("/downloads/attendance/{month}/{file}", get(downloads::attendance))
        .route("/downloads/attendance/day/{date}/{file}", get(downloads::day))
        .route("/events/notices", get(events::notices))
        .route("/api/accounts/import", post(upload).layer(RequestBodyLimitLayer::new(UPLOAD)))
        .route("/api/roster/import", post(upload).layer(RequestBodyLimitLayer::new(UPLOAD)))
        .route(
            "/api/photos/add",
            post(upload)
                .layer(RequestBodyLimitLayer::new(photos::BODY))
                .layer(middleware::from_fn(photos::refuse_large)),
        )
        .route("/photos/{id}", get(photos::show))
        .route("/api/{*function}", get(server_function).post(server_function).layer(RequestBodyLimitLayer::new(BODY)))
        .leptos_routes_with_context(&state, pages_only(), provide_request, page.clone())
        .fallback(leptos_axum::render_app_async_with_context(provide_request, page))
        .layer(middleware::from_fn(refused::bring_back))
        .layer(middleware::from_fn(text::refuse_unfit))
        .layer(middleware::from_fn_with_state(state.clone(), gate::admit))
        .layer(compress_pages());
    Router::new()
        .merge(pages)
        .merge(assets::routes(&state))
        .merge(health::routes())
        .route("/calendar/{file}", get(downloads::roster_feed))
        .layer(middleware::from_fn_with_state(state.clone(), origin::check_writes))
        .layer(CatchPanicLayer::custom(headers::panicked))
        .layer(middleware::from_fn_with_state(state.clone(), headers::secure))
        .layer(middleware::from_fn(metrics::count))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .with_state(state)
}

/// A server function that takes a file. The decoder of such functions panics at what is no multipart form,
/// so that is stopped here.
async fn upload(request: Request<Body>) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if kind.is_some_and(|kind| multer::parse_boundary(kind).is_ok()) {
        server_function(request).await.into_response()
    } else {
        StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response()
    }
}

/// The pages. Leptos would add every server function too, without the limits that stand on ours.
///
/// Listed once per process: while Leptos lists routes, no resource of any page loads, so a page that another
/// router renders in that moment would wait forever.
fn pages_only() -> Vec<AxumRouteListing> {
    static PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| {
        generate_route_list_with_exclusions(App, Some(server_fn_paths().map(|(path, _)| path.to_owned()).collect()))
    });
    PAGES.clone()
}

async fn server_function(request: Request<Body>) -> impl IntoResponse {
    let response: Response =
        leptos_axum::handle_server_fns_with_context(provide_request, request).await.into_response();
    response
}

/// Hands the request that the gate has put together to Leptos.
fn provide_request() {
    let Some(parts) = use_context::<Parts>() else { return };
    if let Some(request) = parts.extensions.get::<AppRequest>() {
        provide_context(request.clone());
    }
    if let Some(me) = parts.extensions.get::<app::request::SignedInAs>() {
        provide_context(me.clone());
    }
    if let Some(form) = parts.extensions.get::<RefusedForm>() {
        provide_context(form.clone());
    }
}

/// Rendered pages and answers are compressed as they leave; files were compressed at build time. An event
/// stream must not be: a compressor would hold its events back.
fn compress_pages() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new().compress_when(SizeAbove::new(512).and(NotForContentType::new("text/event-stream")))
}

/// A span without query strings, cookies or bodies: an invitation's token must not reach the log.
fn span(request: &Request<Body>) -> tracing::Span {
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
    let path = request.uri().path();
    let path = ["/invite/", "/calendar/"].into_iter().find(|secret| path.starts_with(secret)).unwrap_or(path);
    tracing::info_span!("request", id, method = %request.method(), path)
}

/// The request number of a request under way.
fn request_id(headers: &axum::http::HeaderMap) -> String {
    headers.get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned()
}

/// Whether a browser asks for a page, as opposed to a call by our own code.
fn wants_page(headers: &axum::http::HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}

type Shared = Extension<AppRequest>;
