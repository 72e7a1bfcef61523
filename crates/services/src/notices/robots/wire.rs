//! What the three platforms take and what they answer. All of them answer 200 to nearly everything: whether a message
//! was taken stands in the body. Messages are plain text, since that is shown everywhere, in WeChat too.
//!
//! - WeCom: <https://developer.work.weixin.qq.com/document/path/91770>
//! - DingTalk: <https://open.dingtalk.com/document/robots/custom-robot-access>
//! - Feishu: <https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot>

use base64::{Engine, prelude::BASE64_STANDARD};
use chrono::{DateTime, Utc};
use domain::{
    ids::RobotId,
    notices::{MAX_ROBOT_ADDRESS, MAX_ROBOT_SECRET, RobotFailure, RobotFault, RobotKind},
    problem::{FieldErrors, FieldReason, Problem},
};
use hmac::{Hmac, Mac};
use http::{Request, header};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::Sha256;
use url::Url;

use crate::{
    IdNumberKey, Outgoing,
    error::{Error, Result},
};

/// Characters of a platform's answer that are kept.
const ANSWER: usize = 200;

/// Characters of a token: the three platforms' have 32 to 64.
const TOKEN: std::ops::RangeInclusive<usize> = 8..=128;

/// Where a robot's messages go, and by what they are signed. Whoever has it can speak in the group, so it can't be
/// printed.
pub(super) struct Hook {
    kind: RobotKind,
    /// Nothing but the token in it.
    url: Url,
    token: String,
    secret: Option<String>,
}

/// The same, to be sealed.
#[derive(Serialize, Deserialize)]
struct Written {
    address: String,
    secret: Option<String>,
}

impl Hook {
    /// What was pasted into a form.
    ///
    /// # Errors
    /// At `address`, unless it is one of the three platforms'; at `secret`, where the platform signs nothing.
    pub(super) fn pasted(outgoing: &Outgoing, address: &str, secret: &str) -> std::result::Result<Self, Problem> {
        let (address, secret) = (address.trim(), secret.trim());
        let mut errors = FieldErrors::default();
        let hook = match address.chars().count() {
            0 => Err(FieldReason::Required),
            n if n > usize::from(MAX_ROBOT_ADDRESS) => Err(FieldReason::TooLong),
            _ => Self::at(outgoing, address).ok_or(FieldReason::Malformed),
        };
        let hook = errors.take("address", hook);
        let signs = hook.as_ref().is_none_or(|hook| hook.kind.can_sign());
        let secret = match secret.chars().count() {
            0 => Ok(None),
            n if n > usize::from(MAX_ROBOT_SECRET) => Err(FieldReason::TooLong),
            _ if signs => Ok(Some(secret.to_owned())),
            _ => Err(FieldReason::Malformed),
        };
        let secret = errors.take("secret", secret);
        match (hook, secret) {
            (Some(hook), Some(secret)) => Ok(Self { secret, ..hook }),
            _ => Err(errors.into()),
        }
    }

    /// An address without a secret. Its host must be its platform's own: otherwise whoever may set a robot up could
    /// have this server call anywhere.
    fn at(outgoing: &Outgoing, address: &str) -> Option<Self> {
        let mut url = outgoing.target(address)?;
        let (kind, token) = RobotKind::ALL.iter().find_map(|kind| Some((*kind, token_of(*kind, &url)?)))?;
        let theirs = url.host_str() == Some(kind.host()) && url.port().is_none();
        let plain = token.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        if !(theirs || outgoing.is_local()) || !plain || !TOKEN.contains(&token.len()) {
            return None;
        }
        url.set_fragment(None);
        url.set_query(None);
        if let Some(name) = kind.token() {
            url.query_pairs_mut().append_pair(name, &token);
        }
        Some(Self { kind, url, token, secret: None })
    }

    pub(super) fn kind(&self) -> RobotKind {
        self.kind
    }

    pub(super) fn host(&self) -> String {
        self.url.host_str().unwrap_or_default().to_owned()
    }

    /// By what people tell it from another: the last four of its token.
    pub(super) fn tail(&self) -> String {
        self.token[self.token.len() - 4..].to_owned()
    }

    pub(super) fn is_signed(&self) -> bool {
        self.secret.is_some()
    }

    /// Seals it for one robot; it can't be opened as another's.
    pub(super) fn seal(&self, key: &IdNumberKey, robot: RobotId) -> Result<Vec<u8>> {
        let written = Written { address: self.url.to_string(), secret: self.secret.clone() };
        key.seal_robot(robot, &serde_json::to_vec(&written).map_err(Error::internal)?)
    }

    /// Opens what is stored of a robot.
    pub(super) fn open(key: &IdNumberKey, outgoing: &Outgoing, robot: RobotId, sealed: &[u8]) -> Result<Self> {
        // What serde says of it could hold a piece of it.
        let unreadable = || Error::internal("a robot's address can't be read");
        let written: Written = serde_json::from_slice(&key.open_robot(robot, sealed)?).map_err(|_| unreadable())?;
        let hook = Self::at(outgoing, &written.address).ok_or_else(unreadable)?;
        Ok(Self { secret: written.secret, ..hook })
    }

    /// A message. `now` is what the platform's clock shows, too: a signature is good for an hour.
    pub(super) fn letter(&self, text: &str, now: DateTime<Utc>) -> Result<Request<Vec<u8>>> {
        let mut url = self.url.clone();
        let mut body = match self.kind {
            RobotKind::WeCom | RobotKind::DingTalk => json!({ "msgtype": "text", "text": { "content": text } }),
            RobotKind::Feishu => json!({ "msg_type": "text", "content": { "text": text } }),
        };
        match (self.kind, &self.secret) {
            (RobotKind::DingTalk, Some(secret)) => {
                let timestamp = now.timestamp_millis();
                let sign = dingtalk_sign(timestamp, secret)?;
                url.query_pairs_mut().append_pair("timestamp", &timestamp.to_string()).append_pair("sign", &sign);
            }
            (RobotKind::Feishu, Some(secret)) => {
                let timestamp = now.timestamp();
                body["timestamp"] = timestamp.to_string().into();
                body["sign"] = feishu_sign(timestamp, secret)?.into();
            }
            (RobotKind::WeCom, _) | (_, None) => {}
        }
        Request::post(url.as_str())
            .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
            .body(body.to_string().into_bytes())
            .map_err(|_| Error::internal("a robot's address can't be asked"))
    }

    /// What the platform's answer means.
    ///
    /// # Errors
    /// Why the message was not taken, and what the platform said to it, without the token that some of them repeat.
    pub(super) fn judge(&self, status: u16, body: &[u8]) -> std::result::Result<(), RobotFailure> {
        let said: Value = serde_json::from_slice(body).unwrap_or_default();
        let (code, message) = match self.kind {
            RobotKind::WeCom | RobotKind::DingTalk => (said["errcode"].as_i64(), &said["errmsg"]),
            // Beside `code` there may be a StatusCode of 0 whatever happened; by itself it counts.
            RobotKind::Feishu if said["code"].is_i64() => (said["code"].as_i64(), &said["msg"]),
            RobotKind::Feishu => (said["StatusCode"].as_i64(), &said["StatusMessage"]),
        };
        let message = message.as_str().unwrap_or_default();
        let fault = match (status, code) {
            (200..=299, Some(0)) => return Ok(()),
            (429, _) => RobotFault::TooFast,
            (408 | 500..=599, _) | (200..=299, None) => RobotFault::Busy,
            (_, Some(code)) => fault_of(self.kind, code, message),
            (_, None) => RobotFault::Refused,
        };
        let answer = match code {
            Some(code) => format!("{code} {message}"),
            None => format!("HTTP {status}"),
        };
        Err(RobotFailure { fault, answer: self.without_secrets(&answer) })
    }

    fn without_secrets(&self, answer: &str) -> String {
        let mut answer = answer.replace(&self.token, "…");
        if let Some(secret) = &self.secret {
            answer = answer.replace(secret, "…");
        }
        answer.chars().filter(|c| !c.is_control()).take(ANSWER).collect::<String>().trim_end().to_owned()
    }
}

/// The token of an address that has the form of a platform's.
fn token_of(kind: RobotKind, url: &Url) -> Option<String> {
    match kind.token() {
        Some(name) if url.path() == kind.path() => {
            url.query_pairs().find(|(key, _)| key == name).map(|(_, token)| token.into_owned())
        }
        Some(_) => None,
        None => url.path().strip_prefix(kind.path()).map(ToOwned::to_owned),
    }
}

/// 加签 at DingTalk: over time and secret, by the secret. Milliseconds; goes into the address.
fn dingtalk_sign(timestamp: i64, secret: &str) -> Result<String> {
    hmac(secret, format!("{timestamp}\n{secret}").as_bytes())
}

/// 签名校验 at Feishu: over nothing, by time and secret. Seconds; goes into the body.
fn feishu_sign(timestamp: i64, secret: &str) -> Result<String> {
    hmac(&format!("{timestamp}\n{secret}"), b"")
}

fn hmac(key: &str, text: &[u8]) -> Result<String> {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key.as_bytes()).map_err(Error::internal)?;
    mac.update(text);
    Ok(BASE64_STANDARD.encode(mac.finalize().into_bytes()))
}

/// What the codes mean that tell somebody what to do; the rest stands in the answer.
fn fault_of(kind: RobotKind, code: i64, message: &str) -> RobotFault {
    let says = |word: &str| message.to_ascii_lowercase().contains(word);
    match (kind, code) {
        (_, -1) => RobotFault::Busy,
        (RobotKind::WeCom, 45009 | 45033)
        | (RobotKind::DingTalk, 130_101 | 410_100)
        | (RobotKind::Feishu, 11232 | 11233) => RobotFault::TooFast,
        (RobotKind::Feishu, 9499) if says("too many") => RobotFault::TooFast,
        // Not a webhook, or the robot was removed, switched off or is not in the group; the group is no more.
        (RobotKind::WeCom, 93000 | 93004 | 93008)
        | (RobotKind::DingTalk, 300_001 | 300_005 | 400_013 | 400_101 | 400_102 | 400_106)
        | (RobotKind::Feishu, 19001 | 19007) => RobotFault::Gone,
        // One code for three things.
        (RobotKind::DingTalk, 310_000) if says("keyword") => RobotFault::Keyword,
        (RobotKind::DingTalk, 310_000) if says("sign") || says("timestamp") => RobotFault::Signature,
        (RobotKind::DingTalk, 310_000) if says("whitelist") => RobotFault::NotListed,
        (RobotKind::Feishu, 19024) => RobotFault::Keyword,
        (RobotKind::Feishu, 19021) => RobotFault::Signature,
        (RobotKind::Feishu, 19022) => RobotFault::NotListed,
        _ => RobotFault::Refused,
    }
}

#[cfg(test)]
mod tests;
