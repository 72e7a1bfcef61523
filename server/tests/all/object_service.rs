//! An S3-compatible service on this machine: it has one bucket, asks for the key's id, and keeps what it is given.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::any,
};
use services::Bucket;

/// The name of its bucket.
pub const BUCKET: &str = "zaigang-photos";

/// The id of the key to it.
pub const KEY_ID: &str = "the-key";

/// The key's secret.
pub const SECRET: &str = "what-nobody-may-read";

type Objects = BTreeMap<String, Bytes>;

/// The service; it is there until the test ends.
pub struct ObjectService {
    pub origin: String,
    objects: Arc<Mutex<Objects>>,
}

impl ObjectService {
    pub async fn start() -> Self {
        let objects = Arc::<Mutex<Objects>>::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().route("/{bucket}/{*key}", any(answer)).with_state(objects.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { origin, objects }
    }

    /// Its bucket, with the right key.
    pub fn bucket(&self) -> Bucket {
        Bucket {
            name: BUCKET.to_owned(),
            endpoint: self.origin.parse().unwrap(),
            region: "us-east-1".to_owned(),
            key_id: KEY_ID.to_owned(),
            secret: SECRET.to_owned(),
        }
    }

    /// What lies in its bucket, by name.
    pub fn objects(&self) -> Objects {
        self.objects.lock().unwrap().clone()
    }
}

async fn answer(
    State(objects): State<Arc<Mutex<Objects>>>,
    method: Method,
    Path((bucket, key)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let signature = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !signature.starts_with(&format!("AWS4-HMAC-SHA256 Credential={KEY_ID}/")) {
        return StatusCode::FORBIDDEN.into_response();
    }
    if bucket != BUCKET {
        return (StatusCode::NOT_FOUND, "<Error><Code>NoSuchBucket</Code></Error>").into_response();
    }
    let mut objects = objects.lock().unwrap();
    match method {
        Method::PUT => {
            objects.insert(key, body);
            [(header::ETAG, "\"1\"")].into_response()
        }
        Method::GET => match objects.get(&key) {
            Some(object) => object.clone().into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        },
        Method::DELETE => {
            objects.remove(&key);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}
