//! A push service on this machine, and a browser that has subscribed there: they check and open what arrives as real
//! ones do.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    routing::post,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::Utc;
use domain::notices::SubscribeCommand;
use serde_json::Value;
use web_push_native::{
    Auth, decrypt,
    p256::{
        SecretKey,
        ecdsa::{Signature, VerifyingKey, signature::Verifier},
        elliptic_curve::sec1::ToEncodedPoint,
    },
};

/// What was posted: to which path, with which headers.
type Posted = (String, HeaderMap, Bytes);

#[derive(Clone)]
struct Shared {
    status: Arc<Mutex<(StatusCode, Option<u32>)>>,
    posted: Arc<Mutex<Vec<Posted>>>,
}

/// The service; it is there until the test ends.
pub struct PushService {
    pub origin: String,
    shared: Shared,
}

impl PushService {
    pub async fn start() -> Self {
        let shared = Shared { status: Arc::new(Mutex::new((StatusCode::CREATED, None))), posted: Arc::default() };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().route("/push/{browser}", post(take)).with_state(shared.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { origin, shared }
    }

    /// What it answers from now on.
    pub fn answers(&self, status: u16) {
        *self.shared.status.lock().unwrap() = (StatusCode::from_u16(status).unwrap(), None);
    }

    /// That it wants to be left alone for so many seconds.
    pub fn asks_to_wait(&self, seconds: u32) {
        *self.shared.status.lock().unwrap() = (StatusCode::TOO_MANY_REQUESTS, Some(seconds));
    }

    /// What has arrived since it was last asked.
    pub fn arrived(&self) -> Vec<Posted> {
        std::mem::take(&mut *self.shared.posted.lock().unwrap())
    }
}

async fn take(
    State(shared): State<Shared>,
    Path(browser): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, HeaderMap) {
    shared.posted.lock().unwrap().push((browser, headers, body));
    let (status, wait) = *shared.status.lock().unwrap();
    let mut answer = HeaderMap::new();
    if let Some(seconds) = wait {
        answer.insert(header::RETRY_AFTER, seconds.into());
    }
    (status, answer)
}

/// A browser with keys of its own.
pub struct Browser {
    name: &'static str,
    key: SecretKey,
    auth: [u8; 16],
}

impl Browser {
    pub fn new(name: &'static str, seed: u8) -> Self {
        Self { name, key: SecretKey::from_slice(&[seed; 32]).unwrap(), auth: [seed; 16] }
    }

    /// What it says to a site that it lets ring.
    pub fn subscription(&self, service: &PushService) -> SubscribeCommand {
        SubscribeCommand {
            endpoint: format!("{}/push/{}", service.origin, self.name),
            p256dh: BASE64_URL_SAFE_NO_PAD.encode(self.key.public_key().to_encoded_point(false).as_bytes()),
            auth: BASE64_URL_SAFE_NO_PAD.encode(self.auth),
        }
    }

    /// Opens what has arrived for it alone, after a look at who says to have sent it.
    pub fn open(&self, service: &PushService, server_key: &str, (browser, headers, body): Posted) -> Value {
        assert_eq!(browser, self.name);
        assert_eq!(headers["content-encoding"], "aes128gcm");
        assert!(headers["ttl"].to_str().unwrap().parse::<u32>().unwrap() > 0);
        check_sender(headers["authorization"].to_str().unwrap(), server_key, &service.origin);
        let text = decrypt(body.to_vec(), &self.key, &Auth::from(self.auth)).expect("sealed for this browser");
        serde_json::from_slice(&text).unwrap()
    }
}

/// RFC 8292: signed by the key that the browser was given, for this service, for a day at most.
fn check_sender(authorization: &str, server_key: &str, origin: &str) {
    let rest = authorization.strip_prefix("vapid t=").expect("VAPID");
    let (token, key) = rest.split_once(", k=").expect("a key");
    assert_eq!(key, server_key);
    let decode = |text: &str| BASE64_URL_SAFE_NO_PAD.decode(text).unwrap();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let key = VerifyingKey::from_sec1_bytes(&decode(key)).unwrap();
    key.verify(signed.as_bytes(), &Signature::from_slice(&decode(signature)).unwrap()).expect("its signature");
    let (head, claims) = signed.split_once('.').unwrap();
    let (head, claims): (Value, Value) =
        (serde_json::from_slice(&decode(head)).unwrap(), serde_json::from_slice(&decode(claims)).unwrap());
    assert_eq!((head["typ"].as_str(), head["alg"].as_str()), (Some("JWT"), Some("ES256")));
    assert_eq!((claims["aud"].as_str(), claims["sub"].as_str()), (Some(origin), Some("http://localhost:3000/")));
    // By a real clock, as real services do: the test's own stands years away.
    let left = claims["exp"].as_i64().unwrap() - Utc::now().timestamp();
    assert!((1..=24 * 3_600).contains(&left), "{left} s");
}
