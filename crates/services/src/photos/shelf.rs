//! Where the sealed pictures are: a folder, a bucket, or, in tests, the memory; under the same names in each.

use std::{path::Path, sync::Arc};

use domain::ids::PhotoId;
use object_store::{
    ObjectStore, ObjectStoreExt, PutPayload, local::LocalFileSystem, memory::InMemory, path::Path as Key,
};
use uuid::Uuid;

use super::Bucket;
use crate::error::{Error, Result};

/// What is put for a trial.
const TRIAL: &[u8] = b"zaigang";

/// The place where sealed photos are kept.
#[derive(Clone, Debug)]
pub struct PhotoShelf(Arc<dyn ObjectStore>);

impl PhotoShelf {
    /// In a folder, which must be there. What was put is on the disk: a photo that was confirmed survives a
    /// power cut.
    ///
    /// # Errors
    /// When it is no folder.
    pub fn folder(path: &Path) -> std::result::Result<Self, String> {
        let folder = LocalFileSystem::new_with_prefix(path).map_err(|error| error.to_string())?;
        Ok(Self(Arc::new(folder.with_fsync(true))))
    }

    /// In a bucket; that it is there shows when it is used.
    ///
    /// # Errors
    /// When the bucket can't be asked at all, as without root certificates.
    pub fn bucket(bucket: &Bucket) -> std::result::Result<Self, String> {
        Ok(Self(Arc::new(bucket.open()?)))
    }

    /// In the memory of this program, for tests.
    pub fn in_memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }

    /// Puts something, reads it and erases it again: an operator asks whether all is well.
    ///
    /// # Errors
    /// What can't be done there, and what to do about it.
    pub async fn try_out(&self) -> std::result::Result<(), String> {
        // A name of its own: other servers may be trying as well.
        let key = Key::from(format!("trial-{}", Uuid::now_v7()));
        self.0.put(&key, PutPayload::from(TRIAL)).await.map_err(|error| advice("write", &error))?;
        let read = self.read(&key).await;
        let erased = self.0.delete(&key).await;
        let read = read.map_err(|error| advice("read", &error))?;
        erased.map_err(|error| advice("erase", &error))?;
        if read == TRIAL { Ok(()) } else { Err("what is read is not what was written".to_owned()) }
    }

    pub(crate) async fn put(&self, photo: PhotoId, sealed: Vec<u8>) -> Result<()> {
        self.0.put(&key(photo), PutPayload::from(sealed)).await.map(drop).map_err(Error::internal)
    }

    pub(crate) async fn get(&self, photo: PhotoId) -> Result<Option<Vec<u8>>> {
        match self.read(&key(photo)).await {
            Ok(sealed) => Ok(Some(sealed)),
            Err(error) if is_gone(&error) => Ok(None),
            Err(error) => Err(Error::internal(error)),
        }
    }

    async fn read(&self, key: &Key) -> object_store::Result<Vec<u8>> {
        Ok(self.0.get(key).await?.bytes().await?.to_vec())
    }

    /// Erases a picture; one that is not there is erased already.
    pub(crate) async fn erase(&self, photo: PhotoId) -> Result<()> {
        match self.0.delete(&key(photo)).await {
            Ok(()) => Ok(()),
            Err(error) if is_gone(&error) => Ok(()),
            Err(error) => Err(Error::internal(error)),
        }
    }
}

/// Whether it is the picture that is missing, and not the whole bucket: then nothing is known of the picture. A service
/// says which by a word in its answer.
fn is_gone(error: &object_store::Error) -> bool {
    matches!(error, object_store::Error::NotFound { .. }) && !error.to_string().contains("NoSuchBucket")
}

/// What failed, and what an operator can do.
fn advice(act: &str, error: &object_store::Error) -> String {
    let advice = match error {
        object_store::Error::NotFound { .. } => "there is no such bucket; make it, or correct its name",
        object_store::Error::PermissionDenied { .. } | object_store::Error::Unauthenticated { .. } => {
            "the key is not accepted or may not do this; correct its id and secret, or its rights"
        }
        _ => "see that it is there, is well and can be reached",
    };
    format!("can't {act}: {advice} ({error})")
}

/// By the last two digits into 256 folders: the first ones of such an id are the time.
fn key(photo: PhotoId) -> Key {
    let name = photo.to_string();
    let folder = name.get(name.len() - 2..).unwrap_or_default();
    Key::from(format!("{folder}/{name}"))
}
