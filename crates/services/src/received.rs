//! What phones send more than once. A write made without a network carries an id made on the phone; sent
//! again it gets the answer it got, and another command under the same id is refused.

use chrono::{DateTime, Utc};
use domain::{
    ids::{ApprovalId, PersonId},
    problem::Problem,
};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use store::{
    Tx,
    repo::received::{self as repo, Received},
};
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

    /// Carries the command out, unless it was before: then it gets the answer it got. What has to be held against
    /// others is held before this.
    pub(crate) async fn once<T: Serialize + DeserializeOwned + Send + Sync>(
        &self,
        tx: &Tx,
        now: DateTime<Utc>,
        work: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        if let Some(answer) = self.answered(tx).await? {
            return Ok(answer);
        }
        let answer = work.await?;
        self.remember(tx, &answer, now).await?;
        Ok(answer)
    }

    /// The answer this command got before, if it was carried out. Ask inside the transaction that carries it
    /// out otherwise.
    pub(crate) async fn answered<T: DeserializeOwned>(&self, tx: &Tx) -> Result<Option<T>> {
        match repo::find(tx, self.person, self.client_id).await? {
            Some(received) if received.digest == self.digest => {
                serde_json::from_str(&received.answer).map(Some).map_err(Error::internal)
            }
            Some(_) => Err(Problem::Conflict.into()),
            None => Ok(None),
        }
    }

    /// Remembers the answer. Of two sends at once one fails here, is rolled back and asked to try again.
    pub(crate) async fn remember(&self, tx: &Tx, answer: &impl Serialize, now: DateTime<Utc>) -> Result<()> {
        let answer = serde_json::to_string(answer).map_err(Error::internal)?;
        let received = Received { digest: self.digest.clone(), answer };
        let remembered = repo::create(tx, self.person, self.client_id, received, now).await;
        remembered.map_err(|error| Error::unless_unique(error, Problem::Conflict))
    }
}
