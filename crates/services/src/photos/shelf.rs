//! Where the sealed pictures are: a folder, or, in tests, the memory.

use std::{path::Path, sync::Arc};

use domain::ids::PhotoId;
use object_store::{
    ObjectStore, ObjectStoreExt, PutPayload, local::LocalFileSystem, memory::InMemory, path::Path as Key,
};

use crate::error::{Error, Result};

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

    /// In the memory of this program, for tests.
    pub fn in_memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }

    pub(crate) async fn put(&self, photo: PhotoId, sealed: Vec<u8>) -> Result<()> {
        self.0.put(&key(photo), PutPayload::from(sealed)).await.map(drop).map_err(Error::internal)
    }

    pub(crate) async fn get(&self, photo: PhotoId) -> Result<Option<Vec<u8>>> {
        let found = match self.0.get(&key(photo)).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(Error::internal(error)),
        };
        Ok(Some(found.bytes().await.map_err(Error::internal)?.to_vec()))
    }

    /// Erases a picture; one that is not there is erased already.
    pub(crate) async fn erase(&self, photo: PhotoId) -> Result<()> {
        match self.0.delete(&key(photo)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(Error::internal(error)),
        }
    }
}

/// By the last two digits into 256 folders: the first ones of such an id are the time.
fn key(photo: PhotoId) -> Key {
    let name = photo.to_string();
    let folder = name.get(name.len() - 2..).unwrap_or_default();
    Key::from(format!("{folder}/{name}"))
}
