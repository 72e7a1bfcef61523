//! The State Council calendar: the years that ship with the program, overlaid by imported ones.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use domain::calendar::{Limit, Matter, WorkCalendar, render_year};
use store::{Connection, Tx, repo::calendar as repo};

use crate::{Core, error::Result};

mod file;
mod import;
mod preview;

/// Calendar years: read, printed, imported.
#[derive(Clone)]
pub struct Calendar(pub(crate) Arc<Core>);

/// The calendar as last read, with the number of imported versions at the time. Versions are only ever
/// added, so while the database counts as many, this is what it says.
#[derive(Default)]
pub(crate) struct CalendarCache(Mutex<Option<(u64, Arc<WorkCalendar>)>>);

impl CalendarCache {
    fn get(&self, versions: u64) -> Option<Arc<WorkCalendar>> {
        let cached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cached.as_ref().filter(|(counted, _)| *counted == versions).map(|(_, calendar)| calendar.clone())
    }

    fn put(&self, versions: u64, calendar: Arc<WorkCalendar>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((versions, calendar));
    }
}

impl Calendar {
    /// The calendar in force: of every year the latest version.
    pub async fn current(&self) -> Result<Arc<WorkCalendar>> {
        self.current_in(self.0.db.read()).await
    }

    /// The same inside a transaction: one that waits for a second connection while it holds the first can
    /// leave a full pool waiting for itself.
    pub(crate) async fn current_in(&self, db: &impl Connection) -> Result<Arc<WorkCalendar>> {
        let versions = repo::count_versions(db).await?;
        self.of_versions(db, versions).await
    }

    /// The same, and it stays in force until the transaction ends.
    pub(crate) async fn held_in(&self, tx: &Tx) -> Result<Arc<WorkCalendar>> {
        repo::hold_calendar(tx).await?;
        self.current_in(tx).await
    }

    /// The same, where the number of imported versions has been read already.
    pub(crate) async fn of_versions(&self, db: &impl Connection, versions: u64) -> Result<Arc<WorkCalendar>> {
        if let Some(calendar) = self.0.calendar_cache.get(versions) {
            return Ok(calendar);
        }
        let mut calendar = WorkCalendar::built_in();
        for year in repo::list_versions(db).await? {
            calendar.insert(year);
        }
        let calendar = Arc::new(calendar);
        self.0.calendar_cache.put(versions, calendar.clone());
        Ok(calendar)
    }

    /// When the time limit of a matter ends that starts on a day: the law's, and the same for everybody.
    ///
    /// # Errors
    /// `start`, where nobody can mean it.
    pub async fn limit(&self, matter: Matter, start: NaiveDate) -> Result<Limit> {
        Ok(Limit::of(matter, start, &*self.current().await?)?)
    }

    /// A year as lines of Chinese text; `None` for a year without data.
    pub async fn lines(&self, year: i32) -> Result<Option<Vec<String>>> {
        Ok(render_year(&*self.current().await?, year))
    }
}
