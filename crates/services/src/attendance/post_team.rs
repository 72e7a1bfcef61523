//! Those who could stand in at a post for a while, and where everybody is.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{
    attendance::{AttendanceError, HolderState, StandIn, Timetable},
    calendar::WorkCalendar,
    ids::{HallId, PersonId, PostId, WindowId, ZoneId},
    problem::Problem,
    time::hall_date,
};
use store::{
    Connection,
    repo::org::{HeldPost, PostPlace},
};

use super::{Attendance, whereabouts::Presence};
use crate::{
    accounts::names_of,
    error::{Error, Result},
    org::{Posts, post_places, posts_held},
    roster::certified_at,
};

/// Somebody who could stand in.
struct Mate {
    person: PersonId,
    name: String,
    holds: bool,
    certified: bool,
    /// Where they work today.
    own: Option<(PostId, ZoneId)>,
}

/// Who could stand in at a post, and where they and whoever stays behind are.
pub(super) struct PostTeam {
    pub(super) presence: Arc<Presence>,
    post: PostId,
    zone: Option<ZoneId>,
    mates: Vec<Mate>,
    /// Who is at the posts that mates would leave.
    behind: Arc<BTreeMap<PostId, Vec<PersonId>>>,
}

impl PostTeam {
    /// Those who could stand in now, by name.
    pub(super) fn free(&self) -> Vec<String> {
        let free = self.mates.iter().filter(|mate| self.stand_in(mate).hindrance().is_none());
        free.map(|mate| mate.name.clone()).collect()
    }

    /// The same people.
    pub(super) fn free_people(&self) -> Vec<PersonId> {
        let free = self.mates.iter().filter(|mate| self.stand_in(mate).hindrance().is_none());
        free.map(|mate| mate.person).collect()
    }

    /// Whether a person could stand in now.
    pub(super) fn is_free(&self, person: PersonId) -> bool {
        self.hindrance(person).is_ok_and(|hindrance| hindrance.is_none())
    }

    /// Why a person can't stand in now, if they can't. Who is not asked is told nothing.
    pub(super) fn hindrance(&self, person: PersonId) -> Result<Option<AttendanceError>> {
        let mate = self.mates.iter().find(|mate| mate.person == person).ok_or(Problem::NotFound)?;
        Ok(self.stand_in(mate).hindrance())
    }

    /// Why a person can't leave now, if they can't.
    pub(super) fn leaving(&self, person: PersonId) -> Option<AttendanceError> {
        if self.presence.outings.records.iter().any(|record| record.person == person) {
            Some(AttendanceError::OutAlready)
        } else if self.presence.status(person).state != HolderState::OnPost {
            Some(AttendanceError::NotOnPost)
        } else {
            self.presence.outings.stands_in_at(person).map(|_| AttendanceError::Covering)
        }
    }

    fn keep_asked(&mut self) {
        let asked: BTreeSet<PersonId> =
            self.mates.iter().filter(|mate| self.stand_in(mate).is_asked()).map(|mate| mate.person).collect();
        self.mates.retain(|mate| asked.contains(&mate.person));
    }

    fn stand_in(&self, mate: &Mate) -> StandIn {
        let own = mate.own.map(|(post, _)| post);
        // Who has no post of their own leaves none.
        let here = own.is_none_or(|own| own == self.post);
        let others = own.and_then(|own| self.behind.get(&own)).map(Vec::as_slice).unwrap_or_default();
        let stays = |person: &PersonId| {
            *person != mate.person
                && self.presence.status(*person).state == HolderState::OnPost
                && self.presence.outings.stands_in_at(*person).is_none()
        };
        StandIn {
            holds: mate.holds,
            certified: mate.certified,
            here,
            near: mate.own.is_some_and(|(_, zone)| Some(zone) == self.zone),
            state: self.presence.status(mate.person).state,
            covering: self.presence.outings.stands_in_at(mate.person).is_some(),
            spared: others.iter().any(stays),
        }
    }
}

impl Attendance {
    /// Where a person works now: the post that their roster names, else the one they hold.
    pub(super) async fn post_now(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        person: PersonId,
        now: DateTime<Utc>,
    ) -> Result<Option<PostId>> {
        let (from, to) = super::dates_around(now);
        let duties = self.roster().duties_of(db, calendar, &[person], from, to).await?;
        let posts = Posts::of(db, &duties, from, to).await?;
        let own = duties.get(&person).map(Vec::as_slice).unwrap_or_default();
        let date = Timetable::new(own).work_date_at(now);
        Ok(own.iter().find(|duty| duty.date == date).and_then(|duty| posts.post_of(person, duty)))
    }

    /// Who could stand in at a post for a person: the other holders, and whoever is certified for its window and
    /// works in its zone today.
    pub(super) async fn team(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        (hall, post): (HallId, PostId),
        person: PersonId,
        now: DateTime<Utc>,
    ) -> Result<PostTeam> {
        let teams = self.teams(db, calendar, hall, &[(post, person)], now).await?;
        teams.into_iter().next().ok_or_else(|| Error::internal("a post without a team"))
    }

    /// The same for several posts of a hall, each with who leaves it; in their order. As many queries as for one.
    pub(super) async fn teams(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        hall: HallId,
        left: &[(PostId, PersonId)],
        now: DateTime<Utc>,
    ) -> Result<Vec<PostTeam>> {
        let today = hall_date(now);
        let posts: Vec<PostId> = left.iter().map(|(post, _)| *post).collect::<BTreeSet<_>>().into_iter().collect();
        let holders = self.holders_now(db, calendar, &posts, now).await?;
        let candidates = Candidates::of(db, &posts, &holders, today).await?;
        let mut people: BTreeSet<PersonId> = left.iter().map(|(_, person)| *person).collect();
        people.extend(left.iter().flat_map(|left| candidates.asked(*left)));
        let all: Vec<PersonId> = people.iter().copied().collect();
        let mut presence = self.presence_at(db, calendar, hall, &all, now).await?;
        let held = held_by(db, &presence, &all, today).await?;
        let own = |post: PostId, person: PersonId| {
            let named = presence.duty(person).and_then(|duty| duty.post);
            named.or_else(|| candidates.holds(post, person).then_some(post)).or_else(|| held.get(&person).copied())
        };
        let own: Vec<BTreeMap<PersonId, PostId>> = left
            .iter()
            .map(|(post, leaver)| {
                let asked = candidates.asked((*post, *leaver));
                asked.into_iter().filter_map(|person| Some((person, own(*post, person)?))).collect()
            })
            .collect();
        let elsewhere: BTreeSet<PostId> = left
            .iter()
            .zip(&own)
            .flat_map(|((post, _), own)| own.values().copied().filter(move |own| own != post))
            .collect();
        let elsewhere: Vec<PostId> = elsewhere.into_iter().collect();
        let mut zones = candidates.zones();
        let mut behind = BTreeMap::<PostId, Vec<PersonId>>::new();
        if !elsewhere.is_empty() {
            let places = post_places(db, &elsewhere).await?;
            zones.extend(places.iter().filter_map(|place| Some((place.post.as_ref()?.0, place.zone))));
            for held in self.holders_now(db, calendar, &elsewhere, now).await? {
                behind.entry(held.post).or_default().push(held.person);
            }
            people.extend(behind.values().flatten());
            let all: Vec<PersonId> = people.into_iter().collect();
            presence = self.presence_at(db, calendar, hall, &all, now).await?;
        }
        let names = names_of(db, &all).await?;
        let (presence, behind) = (Arc::new(presence), Arc::new(behind));
        let team = |((post, leaver), own): (&(PostId, PersonId), BTreeMap<PersonId, PostId>)| {
            let asked = candidates.asked((*post, *leaver));
            let mates = asked.into_iter().map(|mate| Mate {
                person: mate,
                name: names.get(&mate).cloned().unwrap_or_default(),
                holds: candidates.holds(*post, mate),
                certified: candidates.is_certified(*post, mate),
                own: own.get(&mate).and_then(|own| Some((*own, *zones.get(own)?))),
            });
            let (presence, behind, zone) = (presence.clone(), behind.clone(), zones.get(post).copied());
            let mut team = PostTeam { presence, post: *post, zone, mates: mates.collect(), behind };
            team.keep_asked();
            team
        };
        Ok(left.iter().zip(own).map(team).collect())
    }
}

/// Who holds some posts that are left, and who is certified for their windows.
struct Candidates {
    places: BTreeMap<PostId, PostPlace>,
    holding: BTreeSet<(PostId, PersonId)>,
    certified: BTreeSet<(WindowId, PersonId)>,
}

impl Candidates {
    async fn of(db: &impl Connection, posts: &[PostId], holders: &[HeldPost], today: NaiveDate) -> Result<Self> {
        let places = post_places(db, posts).await?;
        let windows: BTreeSet<WindowId> = places.iter().map(|place| place.window).collect();
        let windows: Vec<WindowId> = windows.into_iter().collect();
        Ok(Self {
            places: places.into_iter().filter_map(|place| Some((place.post.as_ref()?.0, place))).collect(),
            holding: holders.iter().map(|held| (held.post, held.person)).collect(),
            certified: certified_at(db, &windows, today).await?.into_iter().collect(),
        })
    }

    fn holds(&self, post: PostId, person: PersonId) -> bool {
        self.holding.contains(&(post, person))
    }

    fn is_certified(&self, post: PostId, person: PersonId) -> bool {
        self.places.get(&post).is_some_and(|place| self.certified.contains(&(place.window, person)))
    }

    fn zones(&self) -> BTreeMap<PostId, ZoneId> {
        self.places.iter().map(|(post, place)| (*post, place.zone)).collect()
    }

    /// Everybody who might stand in at a post for somebody.
    fn asked(&self, (post, leaver): (PostId, PersonId)) -> BTreeSet<PersonId> {
        let holding = self.holding.iter().filter(|(held, _)| *held == post).map(|(_, person)| *person);
        let window = self.places.get(&post).map(|place| place.window);
        let certified = self.certified.iter().filter(|(known, _)| Some(*known) == window).map(|(_, person)| *person);
        holding.chain(certified).filter(|person| *person != leaver).collect()
    }
}

/// The posts that people hold whose roster names none.
async fn held_by(
    db: &impl Connection,
    presence: &Presence,
    people: &[PersonId],
    today: NaiveDate,
) -> Result<BTreeMap<PersonId, PostId>> {
    let named = |person: &PersonId| presence.duty(*person).is_some_and(|duty| duty.post.is_some());
    let rest: Vec<PersonId> = people.iter().copied().filter(|person| !named(person)).collect();
    let mut held = BTreeMap::new();
    if !rest.is_empty() {
        for holding in posts_held(db, &rest, today - Days::new(1), today).await? {
            // After midnight whoever is in a night works as on its first day.
            let date = presence.duty(holding.person).map_or(today, |duty| duty.date);
            if holding.covers(date) {
                held.entry(holding.person).or_insert(holding.post);
            }
        }
    }
    Ok(held)
}
