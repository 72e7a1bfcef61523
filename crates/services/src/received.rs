//! What phones send more than once. A write made without a network carries an id made on the phone; sent
//! again it gets the answer it got, and another command under the same id is refused.

use chrono::{DateTime, Utc};
use domain::{
    ids::{ApprovalId, PersonId},
    problem::Problem,
};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use store::{Tx, repo::received as repo};
use uuid::{Builder, Uuid};

use crate::error::{Error, Result};

/// A command as it came: whose, under which id, and its words.
pub(crate) struct Sent {
    person: PersonId,
    client_id: Uuid,
    digest: Vec<u8>,
}

impl Sent {
    /// `client_id` is the command's id, made on the phone.
    pub(crate) fn new(person: PersonId, client_id: Uuid, command: &impl Serialize) -> Result<Self> {
        let text = serde_json::to_vec(command).map_err(Error::internal)?;
        Ok(Self { person, client_id, digest: Sha256::digest(text).to_vec() })
    }

    /// The same for a request, or a change of one: that goes under the request's id, too, and the version that it changes
    /// tells one from another.
    pub(crate) fn of_request(
        person: PersonId,
        (request, version): (ApprovalId, Option<i32>),
        command: &impl Serialize,
    ) -> Result<Self> {
        let request = request.uuid();
        let client_id = version.map_or(request, |version| {
            let of_version = [&request.as_bytes()[..], &version.to_be_bytes()].concat();
            let mut id = [0; 16];
            id.copy_from_slice(&Sha256::digest(of_version)[..16]);
            Builder::from_custom_bytes(id).into_uuid()
        });
        Self::new(person, client_id, command)
    }

    /// Carries the command out, unless it was before: then it gets the answer it got. Sent twice at once, the second waits
    /// for the first.
    ///
    /// # Errors
    /// What `work` fails with: then nothing of it stands, and it may be sent anew. [`Problem::Conflict`]: other words under
    /// its id were carried out.
    pub(crate) async fn once<T: Serialize + DeserializeOwned + Send + Sync>(
        &self,
        tx: &Tx,
        now: DateTime<Utc>,
        work: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        let key = (self.person, self.client_id);
        if !repo::claim(tx, key, self.digest.clone(), now).await? {
            return self.answered(tx).await;
        }
        let answer = work.await?;
        repo::answer(tx, key, serde_json::to_string(&answer).map_err(Error::internal)?).await?;
        Ok(answer)
    }

    /// The answer that this command got before.
    async fn answered<T: DeserializeOwned>(&self, tx: &Tx) -> Result<T> {
        let received = repo::find(tx, self.person, self.client_id).await?;
        let same = received.filter(|received| received.digest == self.digest).ok_or(Problem::Conflict)?;
        serde_json::from_str(&same.answer).map_err(Error::internal)
    }
}
