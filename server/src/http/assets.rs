//! Files: hashed ones for ever, all others asked for again each time.

use std::{collections::BTreeSet, fs, path::Path};

use app::Code;
use axum::{
    Router,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use tower::ServiceBuilder;
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

use super::State as Shared;
use crate::site::Site;

const FOREVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// What a page without a network is made of; their names stay when their content changes.
const SHELL: [&str; 3] = ["/offline.html", "/offline.css", "/icons/mark.svg"];

/// A worker is bound by the policy it came with, not by the page's: without this it could fetch nothing, nor show
/// a hint's icon.
const WORKER_POLICY: &str = "default-src 'none'; connect-src 'self'; img-src 'self'; script-src 'self'";

pub(super) fn routes(state: &Shared) -> Router<Shared> {
    let dir = &state.site.dir;
    // Unhashed names, in development, change their content.
    let pkg_policy = if state.site.hashes.is_some() { FOREVER } else { ASK_AGAIN };
    let files = |path: &str| ServeDir::new(dir.join(path)).precompressed_br().precompressed_gzip();
    let cached = |policy: &'static str| {
        SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static(policy))
    };
    let day = |path: &str| ServiceBuilder::new().layer(cached("public, max-age=86400")).service(files(path));
    let mut router = Router::new()
        .nest_service("/pkg", ServiceBuilder::new().layer(cached(pkg_policy)).service(files("pkg")))
        .nest_service("/icons", day("icons"))
        .nest_service("/pictures", day("pictures"))
        .route("/sw.js", get(service_worker));
    for (path, content_type) in [
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/offline.html", "text/html; charset=utf-8"),
        ("/offline.css", "text/css; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
    ] {
        let file = dir.join(path.trim_start_matches('/'));
        router = router.route(path, get(move || serve(file.clone(), content_type)));
    }
    router
}

async fn serve(file: std::path::PathBuf, content_type: &'static str) -> Response {
    match tokio::fs::read(file).await {
        Ok(text) => ([(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, ASK_AGAIN)], text).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The service worker with this release's list of files. A new release changes its text, and so browsers
/// notice it.
async fn service_worker(State(state): State<Shared>) -> Response {
    let Ok(template) = tokio::fs::read_to_string(state.site.dir.join("sw.js")).await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let files = release_files(&state.site, &state.code);
    let list = |names: &[_]| serde_json::to_string(names).unwrap_or_else(|_| "[]".to_owned());
    let text = template
        .replace("__PRECACHE__", &list(&files))
        .replace("__SHELL__", &list(&SHELL.map(str::to_owned)))
        .replace("__RELEASE__", &release_name(&files, &state.site.dir));
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, ASK_AGAIN),
        (header::CONTENT_SECURITY_POLICY, WORKER_POLICY),
    ];
    (headers, text).into_response()
}

/// The hashed files of the current release, as addresses. Files of earlier releases are still served, but
/// not listed: their hashes are not in the list of hashes or in the manifest of chunks.
fn release_files(site: &Site, code: &Code) -> Vec<String> {
    let Ok(hashes) = site.hashes() else { return Vec::new() };
    let chunks: BTreeSet<&String> = code.bundles.values().flatten().collect();
    let Ok(entries) = fs::read_dir(site.dir.join("pkg")) else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut files: Vec<String> = names
        .filter(|name| ["wasm", "js", "css", "json"].contains(&extension(name)))
        .map(|name| format!("/pkg/{name}"))
        .filter(|file| hashes.values().any(|hash| file.contains(hash.as_str())) || chunks.contains(file))
        .collect();
    files.sort();
    files
}

/// What follows the last dot; compressed copies and type declarations are not for browsers to ask for.
fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// A short name that changes with any file: a hashed one by its name, one of the shell by its content.
fn release_name(files: &[String], site: &Path) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    files.hash(&mut hasher);
    for path in SHELL {
        fs::read(site.join(path.trim_start_matches('/'))).unwrap_or_default().hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}
