use store::repo::accounts as repo;

use super::Accounts;
use crate::error::{Error, Result};

impl Accounts {
    /// Removes challenges and counters that nobody will ask for any more.
    pub(crate) async fn remove_expired(&self) -> Result<()> {
        let now = self.0.clock.now();
        self.0
            .db
            .write((), move |tx, ()| Box::pin(async move { Ok::<_, Error>(repo::remove_expired(tx, now).await?) }))
            .await
    }
}
