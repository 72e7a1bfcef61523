//! Halls and what is in them. Everything is dated and nothing deleted; every change leaves an audit line
//! and nudges the hall's open boards.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::{
    ids::{HallId, PostId, WindowId, ZoneId},
    policy::{Action, Place},
    problem::{FieldReason, Problem},
    time::hall_date,
};
use futures::future::BoxFuture;
use store::{
    DbErr, Tx,
    repo::org::{self as repo, HallRecord, PostRecord, WindowRecord, ZoneRecord},
};

use crate::{
    Core,
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
};

mod close;
mod fences;
mod former;
mod holders;
mod places;
mod read;
mod save;
mod staffing;
#[cfg(test)]
mod tests;

pub(crate) use places::{
    Posts, agencies_of, default_hall, fences, hall_agency, halls_in, post_holders_between, post_places, posts_held,
    reachable_hall, window_label, window_places, window_posts,
};
pub(crate) use staffing::{
    Restaffing, ScopeInfo, Staffing, all_halls, end_all_holdings, found, hall_name, hold_hall, holdings, label,
    places_in, restaff, scope_info, scope_names, staffing,
};

/// Halls, zones, windows, posts, who holds them, fences.
#[derive(Clone)]
pub struct Org(pub(crate) Arc<Core>);

impl Org {
    fn today(&self) -> NaiveDate {
        hall_date(self.0.clock.now())
    }

    /// One change inside a hall: asks the permission table, holds the hall against other editors while
    /// `work` looks and writes, keeps the acts that `work` reports, and nudges open boards.
    async fn edit<C, T, W>(&self, caller: &Caller, action: Action, hall: HallId, context: C, work: W) -> Result<T>
    where
        C: Send + Sync + 'static,
        T: Send + 'static,
        W: for<'a> Fn(&'a Tx, &'a C) -> BoxFuture<'a, Result<(T, Vec<Act<'static>>)>> + Send + Sync + 'static,
    {
        let record = hall_record(self.0.db.read(), hall).await?;
        caller.check(action, &place_of(&record))?;
        let now = self.0.clock.now();
        let done = self
            .0
            .db
            .write((caller.clone(), context, work), move |tx, (caller, context, work)| {
                Box::pin(async move {
                    hold_hall(tx, hall).await?;
                    let (done, acts) = work(tx, context).await?;
                    for act in acts {
                        audit::record(tx, caller, now, act).await?;
                    }
                    Ok::<_, Error>(done)
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(done)
    }
}

// Looking a part up: what is not there is "not found"; what is closed can be read about, not changed.

pub(crate) async fn hall_record(db: &impl store::Connection, id: HallId) -> Result<HallRecord> {
    repo::find_hall(db, id).await?.ok_or_else(|| Problem::NotFound.into())
}

async fn open_zone(db: &impl store::Connection, id: ZoneId) -> Result<ZoneRecord> {
    let found = repo::find_zone(db, id).await?.filter(|zone| zone.closed_on.is_none());
    found.ok_or_else(|| Problem::NotFound.into())
}

async fn open_window(db: &impl store::Connection, id: WindowId) -> Result<WindowRecord> {
    let found = repo::find_window(db, id).await?.filter(|window| window.closed_on.is_none());
    found.ok_or_else(|| Problem::NotFound.into())
}

async fn open_post(db: &impl store::Connection, id: PostId) -> Result<PostRecord> {
    let found = repo::find_post(db, id).await?.filter(|post| post.closed_on.is_none());
    found.ok_or_else(|| Problem::NotFound.into())
}

fn place_of(hall: &HallRecord) -> Place {
    Place::hall(hall.agency, hall.id)
}

/// A name that another open part has.
fn taken(field: &'static str) -> impl Fn(DbErr) -> Error {
    move |error| Error::unless_unique(error, Problem::field(field, FieldReason::Taken))
}
