//! The key by which push services know this server (VAPID, RFC 8292).

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::notices::HINT_LIFE;
use serde_json::json;
use url::Url;
use web_push_native::p256::ecdsa::{Signature, SigningKey, signature::Signer};

use crate::clock;

/// A key pair of P-256. Browsers bind their subscriptions to its public half: another key, and none of them can be
/// rung any more.
#[derive(Clone)]
pub struct PushKey(SigningKey);

/// Not a private key of P-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a private key of P-256")]
pub struct InvalidPushKey;

impl std::fmt::Debug for PushKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PushKey({})", self.public())
    }
}

impl PushKey {
    /// Wraps key material from the configuration or the key file.
    ///
    /// # Errors
    /// When it is none: all zeros, or beyond the curve's order.
    pub fn new(key: [u8; 32]) -> Result<Self, InvalidPushKey> {
        SigningKey::from_slice(&key).map(Self).map_err(|_| InvalidPushKey)
    }

    /// Fresh key material.
    pub fn generate() -> [u8; 32] {
        loop {
            let key: [u8; 32] = rand::random();
            // One in four thousand million is beyond the curve's order.
            if Self::new(key).is_ok() {
                return key;
            }
        }
    }

    /// The public half, as browsers take it: an uncompressed point as base64url.
    pub fn public(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0.verifying_key().to_encoded_point(false).as_bytes())
    }

    /// The `Authorization` of a hint to an endpoint: that it comes from whoever answers at `contact`, and until when
    /// that holds. By hand rather than by a crate for JWT: it is one algorithm of many, and nothing is ever read.
    ///
    /// Until when is by the computer's own time: push services hold it against theirs, and refuse what has expired or
    /// goes further than a day. The program's clock may be set, in a demo, to any other.
    pub(crate) fn authorization(&self, endpoint: &Url, contact: &Url) -> String {
        let part = |value: serde_json::Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
        let head = part(json!({ "typ": "JWT", "alg": "ES256" }));
        let claims = part(json!({
            "aud": endpoint.origin().ascii_serialization(),
            "exp": (clock::real_now() + HINT_LIFE).timestamp(),
            "sub": contact,
        }));
        let signed = format!("{head}.{claims}");
        let signature: Signature = self.0.sign(signed.as_bytes());
        format!("vapid t={signed}.{}, k={}", BASE64_URL_SAFE_NO_PAD.encode(signature.to_bytes()), self.public())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_a_point_and_zeros_are_none() {
        let key = PushKey::new(PushKey::generate()).unwrap();
        let point = BASE64_URL_SAFE_NO_PAD.decode(key.public()).unwrap();
        assert_eq!((point.len(), point[0]), (65, 4));
        assert_eq!(PushKey::new([0; 32]).unwrap_err(), InvalidPushKey);
        assert!(!format!("{key:?}").contains("Scalar"));
    }
}
