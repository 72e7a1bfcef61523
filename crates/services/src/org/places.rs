//! The organisation as roster and attendance read it: which halls a caller may look at, where posts are, who
//! holds them, where the fences run.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::{
    attendance::Fence,
    ids::{AgencyId, HallId, PersonId, PostId, WindowId},
    policy::{Action, Denied, Place, Scope},
    problem::Problem,
    roster::Duty,
};
use store::{
    Connection,
    repo::org::{self as repo, FenceRecord, HallRecord, HeldPost, PostPlace},
};

use super::former::{Former, label};
use crate::{caller::Caller, error::Result};

/// A hall in all of which, or at least in one zone of which, the caller may take an action on others. What
/// is not there is refused like what is not theirs.
pub(crate) async fn reachable_hall(
    db: &impl Connection,
    caller: &Caller,
    action: Action,
    hall: HallId,
) -> Result<HallRecord> {
    let record = repo::find_hall(db, hall).await?.ok_or(Denied)?;
    let whole = caller.check(action, &Place::hall(record.agency, hall)).is_ok();
    if whole || repo::reaches_hall(db, hall, &caller.actor.scopes(action)).await? {
        Ok(record)
    } else {
        Err(Denied.into())
    }
}

/// The hall to show where none was asked for: the caller's own if they may take the action there, else the
/// first by name.
pub(crate) async fn default_hall(db: &impl Connection, caller: &Caller, action: Action) -> Result<HallId> {
    let halls = repo::list_halls(db, &caller.actor.scopes(action)).await?;
    let own = halls.iter().find(|hall| caller.actor.hall == Some(hall.id));
    Ok(own.or(halls.first()).ok_or(Denied)?.id)
}

/// The halls inside some scopes; for the lead of a zone, the hall around it.
pub(crate) async fn halls_in(db: &impl Connection, scopes: &[Scope]) -> Result<Vec<HallId>> {
    Ok(repo::list_halls(db, scopes).await?.into_iter().map(|hall| hall.id).collect())
}

/// The agency that answers for a hall.
pub(crate) async fn hall_agency(db: &impl Connection, hall: HallId) -> Result<AgencyId> {
    Ok(repo::find_hall(db, hall).await?.ok_or(Denied)?.agency)
}

/// The agencies of some halls.
pub(crate) async fn agencies_of(db: &impl Connection, halls: &[HallId]) -> Result<HashMap<HallId, AgencyId>> {
    Ok(repo::find_halls(db, halls).await?.into_iter().map(|hall| (hall.id, hall.agency)).collect())
}

/// The open windows of a hall inside some scopes, once for each of their open posts, in the order of zones,
/// windows and posts.
pub(crate) async fn window_posts(db: &impl Connection, hall: HallId, scopes: &[Scope]) -> Result<Vec<PostPlace>> {
    Ok(repo::list_places(db, hall, scopes).await?)
}

/// Where some posts are, closed ones included.
pub(crate) async fn post_places(db: &impl Connection, posts: &[PostId]) -> Result<Vec<PostPlace>> {
    Ok(repo::find_places(db, posts).await?)
}

/// The hall of an open window, and the window once for each of its open posts.
pub(crate) async fn window_places(db: &impl Connection, window: WindowId) -> Result<(HallId, Vec<PostPlace>)> {
    let found =
        repo::find_window(db, window).await?.filter(|window| window.closed_on.is_none()).ok_or(Problem::NotFound)?;
    let mut places = repo::list_places(db, found.hall, &[Scope::Hall(found.hall)]).await?;
    places.retain(|place| place.window == window);
    Ok((found.hall, places))
}

/// Who holds some posts on any date from one to another, A before B.
pub(crate) async fn post_holders_between(
    db: &impl Connection,
    posts: &[PostId],
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<HeldPost>> {
    Ok(repo::find_holders(db, posts, from, to).await?)
}

/// Which posts some people hold on any date from one to another.
pub(crate) async fn posts_held(
    db: &impl Connection,
    people: &[PersonId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<HeldPost>> {
    Ok(repo::find_holdings(db, people, from, to).await?)
}

/// The circles of some halls' geofences; nothing for a hall without any.
pub(crate) async fn fences(db: &impl Connection, halls: &BTreeSet<HallId>) -> Result<BTreeMap<HallId, Vec<Fence>>> {
    let halls: Vec<HallId> = halls.iter().copied().collect();
    let mut fences = BTreeMap::<HallId, Vec<Fence>>::new();
    for FenceRecord { id, hall, centre, radius_m, .. } in repo::list_fences(db, &halls).await? {
        fences.entry(hall).or_default().push(Fence { id, centre, radius_m });
    }
    Ok(fences)
}

/// The posts that some people's duties name or that they hold, where these are, and all their holders.
#[derive(Default)]
pub(crate) struct Posts {
    /// In the order of zones, windows and posts.
    places: Vec<PostPlace>,
    holders: Vec<HeldPost>,
    /// Where each stands in `places`: a large hall's are looked up for every day of everybody.
    positions: HashMap<PostId, usize>,
    /// What each person holds, as it stands in `holders`.
    held_by: HashMap<PersonId, Vec<usize>>,
}

impl Posts {
    /// Reads them for some dates, in three queries however many people there are.
    pub(crate) async fn of(
        db: &impl Connection,
        duties: &BTreeMap<PersonId, Vec<Duty>>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Self> {
        let people: Vec<PersonId> = duties.keys().copied().collect();
        let held = repo::find_holdings(db, &people, from, to).await?;
        let named = duties.values().flatten().filter_map(|duty| duty.post);
        let posts: BTreeSet<PostId> = named.chain(held.iter().map(|held| held.post)).collect();
        let posts: Vec<PostId> = posts.into_iter().collect();
        let places = repo::find_places(db, &posts).await?;
        let holders = repo::find_holders(db, &posts, from, to).await?;
        let positions = positions(&places);
        let mut held_by = HashMap::<PersonId, Vec<usize>>::new();
        for (nth, held) in holders.iter().enumerate() {
            held_by.entry(held.person).or_default().push(nth);
        }
        Ok(Self { places, holders, positions, held_by })
    }

    /// The same, by the names that the parts of a hall had on a past date, and its windows in their zones of then.
    pub(crate) async fn by_names_on(mut self, db: &impl Connection, hall: HallId, date: NaiveDate) -> Result<Self> {
        let former = Former::of(db, hall).await?;
        let mut renamed = false;
        for place in &mut self.places {
            renamed |= former.rename(place, date);
        }
        // A window that was in another zone stands among those of that one.
        if renamed {
            self.places.sort_by(|one, other| order(one).cmp(&order(other)));
            self.positions = positions(&self.places);
        }
        Ok(self)
    }

    /// Where a person works on a duty's date: the post that the roster names, else, on a day with a shift,
    /// the one that they hold.
    pub(crate) fn post_of(&self, person: PersonId, duty: &Duty) -> Option<PostId> {
        let held = || {
            duty.shift()?;
            self.held_by(person).find(|held| held.covers(duty.date)).map(|held| held.post)
        };
        duty.post.or_else(held)
    }

    /// Where a post is.
    pub(crate) fn place(&self, post: PostId) -> Option<&PostPlace> {
        self.position(post).map(|position| &self.places[position])
    }

    /// Where a post stands in the order of zones, windows and posts.
    pub(crate) fn position(&self, post: PostId) -> Option<usize> {
        self.positions.get(&post).copied()
    }

    /// The person's own holding of a post.
    pub(crate) fn own(&self, post: PostId, person: PersonId, date: NaiveDate) -> Option<&HeldPost> {
        self.held_by(person).find(|held| held.post == post && held.covers(date))
    }

    /// The other holder of a post; for who holds neither side of it, its A.
    pub(crate) fn partner(&self, post: PostId, person: PersonId, date: NaiveDate) -> Option<&HeldPost> {
        self.holders.iter().find(|held| held.post == post && held.person != person && held.covers(date))
    }

    fn held_by(&self, person: PersonId) -> impl Iterator<Item = &HeldPost> {
        self.held_by.get(&person).into_iter().flatten().map(|nth| &self.holders[*nth])
    }
}

/// Where each post stands.
fn positions(places: &[PostPlace]) -> HashMap<PostId, usize> {
    let position = |(position, place): (usize, &PostPlace)| Some((place.post.as_ref()?.0, position));
    places.iter().enumerate().filter_map(position).collect()
}

/// The order of zones and windows; the posts of a window stay in theirs.
fn order(place: &PostPlace) -> (i32, &str, &str) {
    (place.zone_position, &place.zone_name, &place.code)
}

/// A window as it is shown: its code and what it serves.
pub(crate) fn window_label(place: &PostPlace) -> String {
    label(Some(&place.code), &place.window_name)
}
