//! What zones and windows were called before.

use chrono::{Days, NaiveDate};
use domain::{ids::HallId, org::FormerName};
use store::{
    Connection, Tx,
    repo::org::{self as repo, FormerNameRecord, NamedPlace, PostPlace, WindowRecord, ZoneRecord},
};

use crate::error::Result;

/// What a place is called, and since when it may have been.
struct Called {
    place: NamedPlace,
    hall: HallId,
    opened_on: NaiveDate,
    code: Option<String>,
    name: String,
}

/// Keeps what a zone was called until yesterday, if it is called otherwise from today on.
pub(super) async fn keep_zone_name(tx: &Tx, was: &ZoneRecord, is: &str, today: NaiveDate) -> Result<()> {
    let ZoneRecord { id, hall, opened_on, name, .. } = was.clone();
    if name == is {
        return Ok(());
    }
    keep(tx, Called { place: id.into(), hall, opened_on, code: None, name }, today).await
}

/// Keeps what a window was called until yesterday, if its code or its name is another from today on.
pub(super) async fn keep_window_name(
    tx: &Tx,
    was: &WindowRecord,
    (code, name): (&str, &str),
    today: NaiveDate,
) -> Result<()> {
    if (was.code.as_str(), was.name.as_str()) == (code, name) {
        return Ok(());
    }
    let WindowRecord { id, hall, opened_on, code, name, .. } = was.clone();
    keep(tx, Called { place: id.into(), hall, opened_on, code: Some(code), name }, today).await
}

async fn keep(tx: &Tx, was: Called, today: NaiveDate) -> Result<()> {
    let until = today - Days::new(1);
    // What opened today was called so on no day.
    if until < was.opened_on {
        return Ok(());
    }
    let Called { place, hall, code, name, .. } = was;
    Ok(repo::create_former_name(tx, FormerNameRecord { place, hall, code, name, until }).await?)
}

/// The former names of a hall's zones and windows.
pub(super) struct FormerNames(Vec<FormerNameRecord>);

impl FormerNames {
    pub(super) async fn of(db: &impl Connection, hall: HallId) -> Result<Self> {
        Ok(Self(repo::list_former_names(db, hall).await?))
    }

    /// Those of a place that is called `now`, the latest first. A name that was taken back on the day on which it was
    /// changed went on.
    pub(super) fn of_place(&self, place: NamedPlace, now: &str) -> Vec<FormerName> {
        let mut next = now.to_owned();
        let mut former = Vec::new();
        for record in self.0.iter().rev().filter(|record| record.place == place) {
            let name = label(record.code.as_deref(), &record.name);
            if name != next {
                former.push(FormerName { name: name.clone(), until: record.until });
            }
            next = name;
        }
        former
    }

    /// What a place was called on a past date, if otherwise than today.
    fn on(&self, place: NamedPlace, date: NaiveDate) -> Option<&FormerNameRecord> {
        self.0.iter().find(|record| record.place == place && date <= record.until)
    }

    /// A place by the names of a date.
    pub(super) fn rename(&self, place: &mut PostPlace, date: NaiveDate) {
        if let Some(zone) = self.on(place.zone.into(), date) {
            place.zone_name.clone_from(&zone.name);
        }
        if let Some(window) = self.on(place.window.into(), date) {
            place.window_name.clone_from(&window.name);
            place.code = window.code.clone().unwrap_or_default();
        }
    }
}

/// A window's code and name; a zone has no code.
pub(super) fn label(code: Option<&str>, name: &str) -> String {
    code.into_iter().chain([name]).collect::<Vec<_>>().join(" ")
}
