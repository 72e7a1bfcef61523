//! The three platforms on this machine: they check what arrives and answer as the real ones do, 200 whatever it is.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use chrono::Utc;
use domain::notices::RobotKind;
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

/// What every robot's messages must be signed with, where its platform signs.
pub const SECRET: &str = "SEC0123456789";

/// The token of every robot.
pub const TOKEN: &str = "0123456789abcdef-4711";

/// A status, how many seconds to wait, a body.
type Answer = (u16, Option<u32>, String);

#[derive(Clone, Default)]
struct Shared {
    /// Instead of the platform's own.
    answer: Arc<Mutex<Option<Answer>>>,
    said: Arc<Mutex<Vec<(RobotKind, String)>>>,
}

/// The platforms; they are there until the test ends.
pub struct Platform {
    pub origin: String,
    shared: Shared,
}

impl Platform {
    pub async fn start() -> Self {
        let shared = Shared::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new()
            .route("/cgi-bin/webhook/send", post(wecom))
            .route("/robot/send", post(dingtalk))
            .route("/open-apis/bot/v2/hook/{token}", post(feishu))
            .with_state(shared.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { origin, shared }
    }

    /// A robot's address, as its platform gives it.
    pub fn address(&self, kind: RobotKind) -> String {
        match kind.token() {
            Some(name) => format!("{}{}?{name}={TOKEN}", self.origin, kind.path()),
            None => format!("{}{}{TOKEN}", self.origin, kind.path()),
        }
    }

    /// What they answer from now on, whatever they are told.
    pub fn answers(&self, status: u16, wait: Option<u32>, body: &str) {
        *self.shared.answer.lock().unwrap() = Some((status, wait, body.to_owned()));
    }

    /// From now on they answer as they do.
    pub fn works(&self) {
        *self.shared.answer.lock().unwrap() = None;
    }

    /// What was said since it was last asked, taken or not.
    pub fn said(&self) -> Vec<(RobotKind, String)> {
        std::mem::take(&mut *self.shared.said.lock().unwrap())
    }

    /// The same, of one message.
    #[track_caller]
    pub fn one(&self) -> String {
        let mut said = self.said();
        assert_eq!(said.len(), 1, "{said:?}");
        said.remove(0).1
    }
}

impl Shared {
    fn answer(&self, kind: RobotKind, text: &Value, theirs: Value) -> Response {
        let text = text.as_str().expect("a text").to_owned();
        assert!(text.starts_with("【在岗】"), "{text}");
        self.said.lock().unwrap().push((kind, text));
        let Some((status, wait, body)) = self.answer.lock().unwrap().clone() else {
            return Json(theirs).into_response();
        };
        let mut headers = HeaderMap::new();
        if let Some(wait) = wait {
            headers.insert(header::RETRY_AFTER, wait.into());
        }
        (StatusCode::from_u16(status).unwrap(), headers, body).into_response()
    }
}

async fn wecom(
    State(shared): State<Shared>,
    Query(query): Query<HashMap<String, String>>,
    Json(body): Json<Value>,
) -> Response {
    assert_eq!(query, HashMap::from([("key".to_owned(), TOKEN.to_owned())]));
    assert_eq!(body["msgtype"], "text");
    shared.answer(RobotKind::WeCom, &body["text"]["content"], json!({ "errcode": 0, "errmsg": "ok" }))
}

async fn dingtalk(
    State(shared): State<Shared>,
    Query(query): Query<HashMap<String, String>>,
    Json(body): Json<Value>,
) -> Response {
    assert_eq!(query["access_token"], TOKEN);
    assert_eq!(body["msgtype"], "text");
    let said = (query.get("timestamp"), query.get("sign"));
    let right = said.0.zip(said.1).is_some_and(|(timestamp, sign)| {
        let signed = format!("{timestamp}\n{SECRET}");
        is_now(timestamp.parse::<i64>().unwrap() / 1000) && *sign == hmac(SECRET, &signed)
    });
    let theirs = if right {
        json!({ "errcode": 0, "errmsg": "ok" })
    } else {
        json!({ "errcode": 310_000, "errmsg": format!("sign not match for {TOKEN}") })
    };
    shared.answer(RobotKind::DingTalk, &body["text"]["content"], theirs)
}

async fn feishu(State(shared): State<Shared>, Path(token): Path<String>, Json(body): Json<Value>) -> Response {
    assert_eq!(token, TOKEN);
    assert_eq!(body["msg_type"], "text");
    let said = (body["timestamp"].as_str(), body["sign"].as_str());
    let right = said.0.zip(said.1).is_some_and(|(timestamp, sign)| {
        is_now(timestamp.parse().unwrap()) && sign == hmac(&format!("{timestamp}\n{SECRET}"), "")
    });
    let theirs = if right {
        json!({ "StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success" })
    } else {
        json!({ "code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time" })
    };
    shared.answer(RobotKind::Feishu, &body["content"]["text"], theirs)
}

/// Within the hour that a signature is good for, by a real clock: the test's own stands years away.
fn is_now(seconds: i64) -> bool {
    (Utc::now().timestamp() - seconds).abs() < 3_600
}

fn hmac(key: &str, text: &str) -> String {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    BASE64_STANDARD.encode(mac.finalize().into_bytes())
}
