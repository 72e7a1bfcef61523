//! Those who could stand in at a post for a while, and where everybody is.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::{
    attendance::{AttendanceError, HolderState, StandIn, Timetable},
    calendar::WorkCalendar,
    ids::{HallId, PersonId, PostId, ZoneId},
    problem::Problem,
    time::hall_date,
};
use store::Connection;

use super::{Attendance, board::Presence};
use crate::{
    accounts::names_of,
    error::Result,
    org::{Posts, post_holders, post_places, posts_held},
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
    pub(super) presence: Presence,
    post: PostId,
    zone: Option<ZoneId>,
    mates: Vec<Mate>,
    /// Who is at the posts that mates would leave.
    behind: BTreeMap<PostId, Vec<PersonId>>,
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
        let today = hall_date(now);
        let place = post_places(db, &[post]).await?.into_iter().next();
        let holders = post_holders(db, &[post], today).await?;
        let certified: BTreeSet<PersonId> = match &place {
            Some(place) => certified_at(db, place.window, today).await?.into_iter().collect(),
            None => BTreeSet::new(),
        };
        let holding: BTreeSet<PersonId> = holders.iter().map(|held| held.person).collect();
        let asked: Vec<PersonId> = holding.union(&certified).copied().filter(|other| *other != person).collect();
        let people: Vec<PersonId> = asked.iter().copied().chain([person]).collect();
        let mut presence = self.presence_at(db, calendar, hall, &people, now).await?;
        let own = posts_of(db, &presence, (&asked, post), &holding, now).await?;
        let elsewhere: BTreeSet<PostId> = own.values().copied().filter(|own| *own != post).collect();
        let elsewhere: Vec<PostId> = elsewhere.into_iter().collect();
        let mut zones: BTreeMap<PostId, ZoneId> = place.iter().map(|place| (post, place.zone)).collect();
        let mut behind = BTreeMap::<PostId, Vec<PersonId>>::new();
        if !elsewhere.is_empty() {
            let places = post_places(db, &elsewhere).await?;
            zones.extend(places.iter().filter_map(|place| Some((place.post.as_ref()?.0, place.zone))));
            for held in post_holders(db, &elsewhere, today).await? {
                behind.entry(held.post).or_default().push(held.person);
            }
            let people: Vec<PersonId> = people.into_iter().chain(behind.values().flatten().copied()).collect();
            presence = self.presence_at(db, calendar, hall, &people, now).await?;
        }
        let names = names_of(db, &asked).await?;
        let mates = asked.iter().map(|mate| Mate {
            person: *mate,
            name: names.get(mate).cloned().unwrap_or_default(),
            holds: holding.contains(mate),
            certified: certified.contains(mate),
            own: own.get(mate).and_then(|own| Some((*own, *zones.get(own)?))),
        });
        let mut team = PostTeam { presence, post, zone: zones.get(&post).copied(), mates: mates.collect(), behind };
        let asked: BTreeSet<PersonId> =
            team.mates.iter().filter(|mate| team.stand_in(mate).is_asked()).map(|mate| mate.person).collect();
        team.mates.retain(|mate| asked.contains(&mate.person));
        Ok(team)
    }
}

/// Where some people work today: the post that the roster names, else the one they hold; for the holders of the
/// post that is left, that one.
async fn posts_of(
    db: &impl Connection,
    presence: &Presence,
    (people, post): (&[PersonId], PostId),
    holding: &BTreeSet<PersonId>,
    now: DateTime<Utc>,
) -> Result<BTreeMap<PersonId, PostId>> {
    let named = |person: &PersonId| {
        let named = presence.duty(*person).and_then(|duty| duty.post);
        Some((*person, named.or_else(|| holding.contains(person).then_some(post))?))
    };
    let mut own: BTreeMap<PersonId, PostId> = people.iter().filter_map(named).collect();
    let rest: Vec<PersonId> = people.iter().copied().filter(|person| !own.contains_key(person)).collect();
    if !rest.is_empty() {
        for held in posts_held(db, &rest, hall_date(now), hall_date(now)).await? {
            own.entry(held.person).or_insert(held.post);
        }
    }
    Ok(own)
}
