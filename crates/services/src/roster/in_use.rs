//! The shifts that somebody can be given at a hall, and what takes the place of which from a day to come.

use chrono::NaiveDate;
use domain::{
    ids::{HallId, ShiftId},
    roster::{PatternDays, Shift, Succession, version_on},
};
use store::{Connection, repo::roster as repo};

use crate::error::Result;

/// See the module.
#[derive(Clone)]
pub(super) struct InUse {
    /// Those of today, by name.
    pub(super) open: Vec<Shift>,
    /// Those to come.
    coming: Vec<(Shift, Succession)>,
}

impl InUse {
    pub(super) async fn of(db: &impl Connection, hall: HallId, today: NaiveDate) -> Result<Self> {
        let (open, coming) = repo::list_shifts(db, hall, today).await?;
        Ok(Self { open, coming })
    }

    /// What takes whose place.
    pub(super) fn successions(&self) -> Vec<Succession> {
        self.coming.iter().map(|(_, step)| *step).collect()
    }

    /// Those of today and those to come.
    pub(super) fn all(&self) -> impl Iterator<Item = &Shift> {
        self.open.iter().chain(self.coming.iter().map(|(shift, _)| shift))
    }

    /// What is to take a shift's place.
    pub(super) fn next_of(&self, shift: ShiftId) -> Option<&(Shift, Succession)> {
        self.coming.iter().find(|(_, step)| step.old == shift)
    }

    /// The succession that brings a shift.
    pub(super) fn bringing(&self, shift: ShiftId) -> Option<&(Shift, Succession)> {
        self.coming.iter().find(|(_, step)| step.new == shift)
    }

    /// What somebody is given on a date who is given a shift; nothing where that is out of use.
    pub(super) fn on(&self, shift: ShiftId, date: NaiveDate) -> Option<&Shift> {
        let version = version_on(&self.successions(), shift, date);
        self.all().find(|shift| shift.id == version)
    }

    /// The days of a week that begins on a date. What is out of use stays for others to refuse.
    pub(super) fn week_from(&self, days: PatternDays, date: NaiveDate) -> PatternDays {
        days.map(|day| day.map(|shift| version_on(&self.successions(), shift, date)))
    }
}
