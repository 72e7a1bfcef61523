//! What the other slices ask of this one: where people work, what a scope is called, and the ending or
//! moving of holders as a part of their own transactions.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::{
    ids::{HallId, PersonId, PostHolderId},
    policy::{Place, Scope},
    problem::Problem,
};
use store::{
    Tx,
    repo::org::{self as repo, AgencyRecord, HallRecord, HolderRecord, HolderRow, Holding, PostRecord, WindowRecord},
};

use super::hall_record;
use crate::error::Result;

/// Holds an open hall against other editors until the transaction ends.
pub(crate) async fn hold_hall(tx: &Tx, hall: HallId) -> Result<HallRecord> {
    let open = repo::lock_hall(tx, hall).await?.filter(|hall| hall.closed_on.is_none());
    open.ok_or_else(|| Problem::NotFound.into())
}

/// What people hold on a day or later.
pub(crate) async fn holdings(
    db: &impl store::Connection,
    people: &[PersonId],
    on: NaiveDate,
) -> Result<HashMap<PersonId, Vec<Holding>>> {
    let mut held: HashMap<PersonId, Vec<Holding>> = HashMap::new();
    for holding in repo::list_holdings(db, people, on).await? {
        held.entry(holding.holder.person).or_default().push(holding);
    }
    Ok(held)
}

/// A holding as people read it: window code and side, such as `A03 · A`.
pub(crate) fn label(holding: &Holding) -> String {
    format!("{} · {}", holding.window_code, holding.holder.side.letter())
}

/// Ends all that a person holds after a day. Returns the halls whose boards change.
pub(crate) async fn end_all_holdings(tx: &Tx, person: PersonId, last_day: NaiveDate) -> Result<BTreeSet<HallId>> {
    let held = repo::list_holdings(tx, &[person], last_day).await?;
    let ids: Vec<_> = held.iter().map(|holding| holding.holder.id).collect();
    repo::end_holders(tx, &ids, last_day).await?;
    Ok(held.iter().map(|holding| holding.hall).collect())
}

/// What scopes are called.
pub(crate) async fn scope_names(db: &impl store::Connection, scopes: &[Scope]) -> Result<HashMap<Scope, String>> {
    let (mut halls, mut zones) = (Vec::new(), Vec::new());
    for scope in scopes {
        match scope {
            Scope::Agency(_) => {}
            Scope::Hall(hall) => halls.push(*hall),
            Scope::Zone(zone) => zones.push(*zone),
        }
    }
    let agencies = repo::list_agencies(db).await?.into_iter().map(|agency| (Scope::Agency(agency.id), agency.name));
    let halls = repo::find_halls(db, &halls).await?.into_iter().map(|hall| (Scope::Hall(hall.id), hall.name));
    let zones = repo::find_zones(db, &zones).await?.into_iter().map(|zone| (Scope::Zone(zone.id), zone.name));
    Ok(agencies.chain(halls).chain(zones).collect())
}

/// The open halls and zones inside some scopes, with what they are called: each hall before its zones.
pub(crate) async fn places_in(db: &impl store::Connection, scopes: &[Scope]) -> Result<Vec<(Scope, String)>> {
    let mut found = Vec::new();
    for hall in repo::list_halls(db, scopes).await? {
        let place = Place::hall(hall.agency, hall.id);
        let inside = |place: &Place| scopes.iter().any(|scope| scope.covers(place));
        if inside(&place) {
            found.push((Scope::Hall(hall.id), hall.name.clone()));
        }
        for zone in repo::list_zones(db, hall.id).await? {
            if inside(&Place { zone: Some(zone.id), ..place }) {
                found.push((Scope::Zone(zone.id), format!("{} · {}", hall.name, zone.name)));
            }
        }
    }
    Ok(found)
}

/// A scope that is known.
pub(crate) struct ScopeInfo {
    /// Where it lies, for the permission table.
    pub(crate) place: Place,
    /// What it is called.
    pub(crate) name: String,
    /// Whether it, or the hall around it, is closed.
    pub(crate) closed: bool,
}

/// Looks a scope up.
pub(crate) async fn scope_info(db: &impl store::Connection, scope: Scope) -> Result<Option<ScopeInfo>> {
    let (hall, zone) = match scope {
        Scope::Agency(id) => {
            let known = repo::list_agencies(db).await?.into_iter().find(|known| known.id == id);
            return Ok(known.map(|known| ScopeInfo { place: Place::agency(id), name: known.name, closed: false }));
        }
        Scope::Hall(hall) => (hall, None),
        Scope::Zone(zone) => match repo::find_zone(db, zone).await? {
            Some(found) => (found.hall, Some(found)),
            None => return Ok(None),
        },
    };
    let hall = repo::find_hall(db, hall).await?;
    Ok(hall.map(|hall| ScopeInfo {
        place: Place { zone: zone.as_ref().map(|zone| zone.id), ..Place::hall(hall.agency, hall.id) },
        closed: hall.closed_on.is_some() || zone.as_ref().is_some_and(|zone| zone.closed_on.is_some()),
        name: zone.map_or(hall.name, |zone| zone.name),
    }))
}

/// A hall as a staff list refers to it.
#[derive(Default)]
pub(crate) struct Staffing {
    /// Open windows.
    pub(crate) windows: Vec<WindowRecord>,
    /// Open posts.
    pub(crate) posts: Vec<PostRecord>,
    /// Holders of today and later.
    pub(crate) holders: Vec<HolderRow>,
}

/// Reads it.
pub(crate) async fn staffing(db: &impl store::Connection, hall: HallId, on: NaiveDate) -> Result<Staffing> {
    Ok(Staffing {
        windows: repo::list_windows(db, hall).await?,
        posts: repo::list_posts(db, hall).await?,
        holders: repo::list_hall_holders(db, hall, on).await?,
    })
}

/// Changes to posts and holders that a staff list asks for.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Restaffing {
    /// Posts to make.
    pub(crate) posts: Vec<PostRecord>,
    /// Holders to end, each with its last day.
    pub(crate) ended: Vec<(PostHolderId, NaiveDate)>,
    /// Holders to name.
    pub(crate) holders: Vec<HolderRecord>,
}

/// Makes them; first what ends, so that nobody is two at once.
pub(crate) async fn restaff(tx: &Tx, changes: &Restaffing) -> Result<()> {
    for post in &changes.posts {
        repo::create_post(tx, post.clone()).await?;
    }
    for (holder, last_day) in &changes.ended {
        repo::end_holders(tx, &[*holder], *last_day).await?;
    }
    for holder in &changes.holders {
        repo::create_holder(tx, *holder).await?;
    }
    Ok(())
}

/// All agencies, and all open halls with them.
pub(crate) async fn all_halls(db: &impl store::Connection) -> Result<(Vec<AgencyRecord>, Vec<HallRecord>)> {
    let agencies = repo::list_agencies(db).await?;
    let scopes: Vec<_> = agencies.iter().map(|agency| Scope::Agency(agency.id)).collect();
    let halls = repo::list_halls(db, &scopes).await?;
    Ok((agencies, halls))
}

/// The first agency and its first hall.
pub(crate) async fn found(tx: &Tx, agency: AgencyRecord, hall: HallRecord) -> Result<()> {
    repo::create_agency(tx, agency).await?;
    Ok(repo::create_hall(tx, hall).await?)
}

/// A hall's name, closed or not.
pub(crate) async fn hall_name(db: &impl store::Connection, hall: HallId) -> Result<String> {
    Ok(hall_record(db, hall).await?.name)
}
