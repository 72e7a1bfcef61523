use std::collections::HashMap;

use domain::{
    accounts::AuditPage,
    ids::{AuditId, HallId, PostId, WindowId, ZoneId},
    org::{FenceView, HallRow, HallView, HolderView, LeadView, PostView, WindowView, ZoneView},
    policy::{Action, Place, Scope},
    problem::Problem,
};
use store::repo::{
    audit::subjects_of_hall,
    org::{self as repo, FenceRecord, HolderRow, PostRecord, WindowRecord, ZoneRecord},
};

use super::{
    Org,
    former::{Former, label},
    hall_record, place_of,
};
use crate::{accounts, audit, caller::Caller, error::Result};

impl Org {
    /// The open halls of the caller's scope, by name; for the lead of a zone, the hall around it.
    pub async fn halls(&self, caller: &Caller) -> Result<Vec<HallRow>> {
        let scopes = caller.actor.scopes(Action::OrgView);
        if scopes.is_empty() {
            return Err(Problem::Denied.into());
        }
        let halls = repo::list_halls(self.0.db.read(), &scopes).await?;
        Ok(halls.into_iter().map(|hall| HallRow { id: hall.id, name: hall.name }).collect())
    }

    /// A hall with all that is open in it, and who holds what today or later. Those whose scope is a zone
    /// get their zones only, and no fences.
    pub async fn hall(&self, caller: &Caller, hall: HallId) -> Result<HallView> {
        let db = self.0.db.read();
        let record = hall_record(db, hall).await?;
        let whole = caller.check(Action::OrgView, &place_of(&record)).is_ok();
        let scopes = caller.actor.scopes(Action::OrgView);
        let mut zones = repo::list_zones(db, hall).await?;
        zones.retain(|zone| whole || scopes.contains(&Scope::Zone(zone.id)));
        if !whole && zones.is_empty() {
            return Err(Problem::Denied.into());
        }
        let parts = Parts {
            windows: grouped(repo::list_windows(db, hall).await?, |window| window.zone),
            posts: grouped(repo::list_posts(db, hall).await?, |post| post.window),
            holders: grouped(repo::list_hall_holders(db, hall, self.today()).await?, |row| row.holder.post),
            former: Former::of(db, hall).await?,
            leads: accounts::leads(db, &zones.iter().map(|zone| zone.id).collect::<Vec<_>>(), self.today()).await?,
        };
        let fences = if whole { repo::list_fences(db, &[hall]).await? } else { Vec::new() };
        Ok(HallView {
            id: hall,
            former: parts.former.names_of(hall.into(), &record.name),
            name: record.name,
            zones: parts.zones(zones),
            fences: fences.into_iter().map(fence_view).collect(),
        })
    }

    /// The circles of a hall's geofence, for those who may set them.
    pub async fn fences(&self, caller: &Caller, hall: HallId) -> Result<Vec<FenceView>> {
        let db = self.0.db.read();
        let record = hall_record(db, hall).await?;
        caller.check(Action::FenceEdit, &place_of(&record))?;
        Ok(repo::list_fences(db, &[hall]).await?.into_iter().map(fence_view).collect())
    }

    /// What was done to a hall and what is in it, newest first: its parts, circles, screens and robots, and what was
    /// set, brought in and published for all of it. `after` is what the page before gave as its `next`.
    pub async fn audit(&self, caller: &Caller, hall: HallId, after: Option<AuditId>) -> Result<AuditPage> {
        let db = self.0.db.read();
        let record = hall_record(db, hall).await?;
        caller.check(Action::AuditView, &place_of(&record))?;
        audit::page(db, &subjects_of_hall(db, hall).await?, after).await
    }

    /// What was set for the caller's whole agency, newest first: its calendar and its routes of approval.
    pub async fn agency_audit(&self, caller: &Caller, after: Option<AuditId>) -> Result<AuditPage> {
        let agency = caller.actor.agency;
        caller.check(Action::AuditView, &Place::agency(agency))?;
        audit::page(self.0.db.read(), &[agency.uuid()], after).await
    }
}

/// What is in a hall, by what it is in: a handful of queries, however large the hall.
struct Parts {
    windows: HashMap<ZoneId, Vec<WindowRecord>>,
    posts: HashMap<WindowId, Vec<PostRecord>>,
    holders: HashMap<PostId, Vec<HolderRow>>,
    former: Former,
    leads: HashMap<ZoneId, Vec<LeadView>>,
}

impl Parts {
    fn zones(mut self, zones: Vec<ZoneRecord>) -> Vec<ZoneView> {
        let with_windows = |zone: ZoneRecord| ZoneView {
            windows: self.windows(zone.id),
            leads: self.leads.remove(&zone.id).unwrap_or_default(),
            former: self.former.names_of(zone.id.into(), &zone.name),
            id: zone.id,
            name: zone.name,
            position: zone.position,
        };
        zones.into_iter().map(with_windows).collect()
    }

    fn windows(&mut self, zone: ZoneId) -> Vec<WindowView> {
        let windows = self.windows.remove(&zone).unwrap_or_default();
        let with_posts = |window: WindowRecord| WindowView {
            posts: self.posts(window.id),
            former: self.former.names_of(window.id.into(), &label(Some(&window.code), &window.name)),
            former_zones: self.former.zones_of(window.id, window.zone),
            id: window.id,
            code: window.code,
            name: window.name,
        };
        windows.into_iter().map(with_posts).collect()
    }

    fn posts(&mut self, window: WindowId) -> Vec<PostView> {
        let posts = self.posts.remove(&window).unwrap_or_default();
        let with_holders = |post: PostRecord| PostView {
            holders: self.holders.remove(&post.id).unwrap_or_default().into_iter().map(holder_view).collect(),
            former: self.former.names_of(post.id.into(), &post.name),
            id: post.id,
            name: post.name,
        };
        posts.into_iter().map(with_holders).collect()
    }
}

fn grouped<T, K: Eq + std::hash::Hash>(rows: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, Vec<T>> {
    let mut groups: HashMap<K, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}

fn holder_view(row: HolderRow) -> HolderView {
    let holder = row.holder;
    HolderView { side: holder.side, person: holder.person, name: row.name, from: holder.from, to: holder.to }
}

fn fence_view(fence: FenceRecord) -> FenceView {
    let FenceRecord { id, name, centre, entered, radius_m, .. } = fence;
    FenceView { id, name, centre, entered, radius_m }
}
