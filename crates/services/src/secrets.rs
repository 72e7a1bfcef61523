//! Tokens, password hashes, the seal on ID numbers, photos, robots' addresses and refused forms.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, Generate, KeyInit, Payload},
};
use domain::ids::{ChildId, PersonId, PhotoId, RobotId, SessionId};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// A fresh secret of 256 bits, as text for a link or a cookie.
pub(crate) fn new_token() -> String {
    BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// What is stored of a token. It has 256 random bits, so a plain hash can't be searched.
pub(crate) fn hash_token(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Hashes a password with argon2id, off the async threads.
///
/// # Errors
/// Internal, when there is not enough memory for it.
pub async fn hash_password(password: String) -> Result<String> {
    off_thread(move || {
        let hash: PasswordHash = Argon2::default().hash_password(password.as_bytes()).map_err(Error::internal)?;
        Ok(hash.to_string())
    })
    .await?
}

/// Compares a password with a stored hash, or with a stand-in where there is none, so that an unknown
/// name takes as long to refuse as a wrong password.
pub(crate) async fn verify_password(password: String, stored: Option<String>) -> Result<bool> {
    const STAND_IN: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$c3RhbmQtaW4gc2FsdCAxNg$Cl8kXwJsYcmuMDr2n5c0XCqPgRMWQ5vW7S2Yl3jEKqY";
    off_thread(move || {
        let known = stored.is_some();
        let hash = PasswordHash::new(stored.as_deref().unwrap_or(STAND_IN)).map_err(Error::internal)?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok() && known)
    })
    .await?
}

/// Runs what keeps a thread busy, so that requests don't wait for it.
pub(crate) async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}

/// The key that seals ID numbers, photos, robots' addresses and refused forms at rest (XChaCha20-Poly1305; PIPL 51).
#[derive(Clone)]
pub struct IdNumberKey([u8; 32]);

impl std::fmt::Debug for IdNumberKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IdNumberKey(…)")
    }
}

impl IdNumberKey {
    /// Wraps key material from the configuration or the key file.
    pub const fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// Fresh key material.
    pub fn generate() -> [u8; 32] {
        rand::random()
    }

    /// Seals a number for one person; it can't be opened as another's.
    pub(crate) fn seal(&self, person: PersonId, number: &str) -> Result<Vec<u8>> {
        self.seal_as(person.uuid().as_bytes(), number.as_bytes())
    }

    /// Opens a person's number.
    pub(crate) fn open(&self, person: PersonId, sealed: &[u8]) -> Result<String> {
        let number = self.open_as(person.uuid().as_bytes(), sealed)?;
        String::from_utf8(number).map_err(Error::internal)
    }

    /// Seals a picture under its photo's id; it can't be opened as another photo, nor as an ID number.
    pub(crate) fn seal_photo(&self, photo: PhotoId, picture: &[u8]) -> Result<Vec<u8>> {
        self.seal_as(&photo_label(photo), picture)
    }

    /// Opens a photo's picture.
    pub(crate) fn open_photo(&self, photo: PhotoId, sealed: &[u8]) -> Result<Vec<u8>> {
        self.open_as(&photo_label(photo), sealed)
    }

    /// Seals where a group robot's messages go and by what they are signed; it can't be opened as another robot's.
    pub(crate) fn seal_robot(&self, robot: RobotId, hook: &[u8]) -> Result<Vec<u8>> {
        self.seal_as(&robot_label(robot), hook)
    }

    /// Opens the same.
    pub(crate) fn open_robot(&self, robot: RobotId, sealed: &[u8]) -> Result<Vec<u8>> {
        self.open_as(&robot_label(robot), sealed)
    }

    /// Seals when a child was born under the child's id; it can't be opened as another's.
    pub(crate) fn seal_child(&self, child: ChildId, born_on: &str) -> Result<Vec<u8>> {
        self.seal_as(&child_label(child), born_on.as_bytes())
    }

    /// Opens the same.
    pub(crate) fn open_child(&self, child: ChildId, sealed: &[u8]) -> Result<String> {
        String::from_utf8(self.open_as(&child_label(child), sealed)?).map_err(Error::internal)
    }

    /// Seals what stood in a form for one session; it can't be opened as another's.
    pub(crate) fn seal_form(&self, session: SessionId, form: &[u8]) -> Result<Vec<u8>> {
        self.seal_as(&form_label(session), form)
    }

    /// Opens the same.
    pub(crate) fn open_form(&self, session: SessionId, sealed: &[u8]) -> Result<Vec<u8>> {
        self.open_as(&form_label(session), sealed)
    }

    /// The sealed text, with its nonce in front. `label` has to be the same to open it.
    fn seal_as(&self, label: &[u8], text: &[u8]) -> Result<Vec<u8>> {
        let nonce = XNonce::generate();
        let sealed = self.cipher().encrypt(&nonce, Payload { msg: text, aad: label }).map_err(Error::internal)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    fn open_as(&self, label: &[u8], sealed: &[u8]) -> Result<Vec<u8>> {
        let (nonce, text) = sealed.split_at_checked(24).ok_or_else(|| Error::internal("a sealed text is too short"))?;
        let nonce = XNonce::try_from(nonce).map_err(Error::internal)?;
        self.cipher().decrypt(&nonce, Payload { msg: text, aad: label }).map_err(Error::internal)
    }

    /// A seal of ours over some text: whoever shows it shows that this program has said so. `purpose` keeps
    /// seals of one kind from passing for another.
    pub(crate) fn mac(&self, purpose: &str, text: &[u8]) -> Result<Vec<u8>> {
        Ok(self.keyed(purpose, text)?.finalize().into_bytes().to_vec())
    }

    /// Whether a seal is ours, over this text and for this purpose; takes as long whatever is wrong with it.
    pub(crate) fn is_mac(&self, purpose: &str, text: &[u8], seal: &[u8]) -> Result<bool> {
        Ok(self.keyed(purpose, text)?.verify_slice(seal).is_ok())
    }

    fn keyed(&self, purpose: &str, text: &[u8]) -> Result<Hmac<Sha256>> {
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&self.0).map_err(Error::internal)?;
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(text);
        Ok(mac)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.0.into())
    }
}

fn child_label(child: ChildId) -> Vec<u8> {
    [b"child ".as_slice(), child.uuid().as_bytes()].concat()
}

fn form_label(session: SessionId) -> Vec<u8> {
    [b"form ".as_slice(), session.uuid().as_bytes()].concat()
}

/// Longer than a person's label, which is the bare id, so that the two are never the same.
fn photo_label(photo: PhotoId) -> Vec<u8> {
    [b"photo ".as_slice(), photo.uuid().as_bytes()].concat()
}

/// Unlike a person's and a photo's.
fn robot_label(robot: RobotId) -> Vec<u8> {
    [b"robot ".as_slice(), robot.uuid().as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_picture_opens_as_its_photo_only() {
        let key = IdNumberKey::new(IdNumberKey::generate());
        let photo = PhotoId::new();
        let sealed = key.seal_photo(photo, b"picture").unwrap();
        assert!(!sealed.windows(7).any(|bytes| bytes == b"picture"));
        assert_eq!(key.open_photo(photo, &sealed).unwrap(), b"picture");
        assert!(key.open_photo(PhotoId::new(), &sealed).is_err());
        assert!(key.open(PersonId::from_uuid(photo.uuid()), &sealed).is_err());
    }

    #[test]
    fn a_sealed_number_opens_for_its_person_only() {
        let key = IdNumberKey::new(IdNumberKey::generate());
        let (one, other) = (PersonId::new(), PersonId::new());
        let sealed = key.seal(one, "11010519491231002X").unwrap();
        assert_eq!(key.open(one, &sealed).unwrap(), "11010519491231002X");
        assert!(key.open(other, &sealed).is_err());
        assert!(IdNumberKey::new(IdNumberKey::generate()).open(one, &sealed).is_err());
        assert!(key.open(one, &sealed[..20]).is_err());
    }

    #[test]
    fn a_sealed_form_opens_for_its_session_only() {
        let key = IdNumberKey::new(IdNumberKey::generate());
        let session = SessionId::new();
        let sealed = key.seal_form(session, "搬家".as_bytes()).unwrap();
        assert_eq!(key.open_form(session, &sealed).unwrap(), "搬家".as_bytes());
        assert!(key.open_form(SessionId::new(), &sealed).is_err());
        assert!(key.open(PersonId::from_uuid(session.uuid()), &sealed).is_err());
    }

    #[test]
    fn a_seal_is_of_one_purpose_and_one_text() {
        let key = IdNumberKey::new([7; 32]);
        let seal = key.mac("ticket", b"08:00").unwrap();
        assert!(key.is_mac("ticket", b"08:00", &seal).unwrap());
        for (purpose, text) in [("ticket", "08:01"), ("code", "08:00"), ("ticke", "t08:00")] {
            assert!(!key.is_mac(purpose, text.as_bytes(), &seal).unwrap(), "{purpose} {text}");
        }
        assert!(!key.is_mac("ticket", b"08:00", b"").unwrap());
        assert!(!IdNumberKey::new([8; 32]).is_mac("ticket", b"08:00", &seal).unwrap());
    }

    #[tokio::test]
    async fn passwords_verify_and_unknown_names_do_not() {
        let hash = hash_password("correct horse battery".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(verify_password("correct horse battery".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!verify_password("wrong horse battery".to_owned(), Some(hash)).await.unwrap());
        assert!(!verify_password("correct horse battery".to_owned(), None).await.unwrap());
    }
}
