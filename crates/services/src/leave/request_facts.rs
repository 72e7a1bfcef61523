//! What a request for leave is held against: the post that is left, who is away, who covers whom.

use chrono::NaiveDate;
use domain::{
    approvals::FlowState,
    ids::{ApprovalId, HallId, PersonId, PostId, WindowId, ZoneId},
    leave::{Holder, LeaveRequestError, Period, PostFacts, collide},
    org::Side,
    policy::Scope,
    problem::{FieldReason, Problem},
};
use store::{
    Connection,
    repo::{
        leave::{self as repo, LeaveRequestRecord},
        org::{HeldPost, PostPlace},
    },
};

use super::Leave;
use crate::{
    error::Result,
    org::{post_holders, posts_held, window_label, window_posts},
    roster::certified_for,
};

/// The post of somebody, and what matters about it on some days.
pub(super) struct Facts {
    pub(super) rules: PostFacts,
    place: Option<PostPlace>,
}

impl Facts {
    pub(super) fn post(&self) -> Option<PostId> {
        self.place.as_ref()?.post.as_ref().map(|(post, _)| *post)
    }

    pub(super) fn zone(&self) -> Option<ZoneId> {
        self.place.as_ref().map(|place| place.zone)
    }

    /// The window that is left, as it is shown.
    pub(super) fn window(&self) -> Option<String> {
        self.place.as_ref().map(window_label)
    }

    /// Everybody who could cover, holders first.
    pub(super) fn candidates(&self) -> Vec<(PersonId, bool)> {
        let holders = self.rules.others.iter().map(|holder| (holder.person, true));
        let held = |person: &PersonId| self.rules.others.iter().any(|holder| holder.person == *person);
        let certified = self.rules.certified.iter().filter(|person| !held(person)).map(|person| (*person, false));
        holders.chain(certified).collect()
    }
}

impl Leave {
    /// The facts for somebody's leave on some days, other requests than `but` being asked. The post is the one
    /// they hold on the first day; of several, one that they hold as A.
    pub(super) async fn facts(
        &self,
        db: &impl Connection,
        (person, hall): (PersonId, HallId),
        period: Period,
        but: ApprovalId,
    ) -> Result<Facts> {
        let mut held = posts_held(db, &[person], period.from, period.from).await?;
        held.sort_by_key(|held| (held.side != Side::A, held.post));
        let places = window_posts(db, hall, &[Scope::Hall(hall)]).await?;
        let place_of =
            |post: PostId| places.iter().find(|place| place.post.as_ref().is_some_and(|(id, _)| *id == post));
        let own = held.iter().find_map(|held| Some((held, place_of(held.post)?)));
        let Some((own, place)) = own else { return Ok(Facts { rules: PostFacts::default(), place: None }) };
        let others = others_of(db, own, person, period.from).await?;
        let certified = self.certified(db, (place.window, hall), person, period.from).await?;
        let people: Vec<PersonId> =
            others.iter().map(|holder| holder.person).chain(certified.iter().copied()).collect();
        let rules = PostFacts {
            own: Some(own.side),
            others,
            certified,
            away: self.away(db, &people, period, but).await?,
            covering: self.covering(db, &people, period, but).await?,
        };
        Ok(Facts { rules, place: Some(place.clone()) })
    }

    async fn certified(
        &self,
        db: &impl Connection,
        (window, hall): (WindowId, HallId),
        person: PersonId,
        on: NaiveDate,
    ) -> Result<Vec<PersonId>> {
        let mut certified = certified_for(db, hall, window, on).await?;
        certified.retain(|other| *other != person);
        Ok(certified)
    }

    /// Leave of some people around some days.
    async fn away(
        &self,
        db: &impl Connection,
        people: &[PersonId],
        period: Period,
        but: ApprovalId,
    ) -> Result<Vec<(PersonId, Period)>> {
        let found = repo::list_leave_between(db, people, (period.from, period.to), &FlowState::HOLDING).await?;
        Ok(found.into_iter().filter(|record| record.id != but).map(|record| (record.person, record.period)).collect())
    }

    /// What some people cover or are asked to, around some days.
    async fn covering(
        &self,
        db: &impl Connection,
        people: &[PersonId],
        period: Period,
        but: ApprovalId,
    ) -> Result<Vec<(PersonId, Period)>> {
        let found = repo::list_covered_by(db, people, period.from, &FlowState::HOLDING, false).await?;
        let other = |record: &LeaveRequestRecord| record.id != but && record.period.from <= period.to;
        let covered = found.into_iter().filter(other);
        Ok(covered.filter_map(|record| Some((record.cover?.0, record.period))).collect())
    }

    /// Own leave that a request would overlap with.
    pub(super) async fn own_overlap(&self, db: &impl Connection, asked: &LeaveRequestRecord) -> Result<Option<Period>> {
        let (people, period) = ([asked.person], asked.period);
        let found = repo::list_leave_between(db, &people, (period.from, period.to), &FlowState::HOLDING).await?;
        let mut others = found.into_iter().filter(|record| record.id != asked.id);
        let overlaps = |other: &LeaveRequestRecord| collide((asked.kind, period), (other.kind, other.period));
        Ok(others.find(overlaps).map(|record| record.period))
    }

    /// Refuses leave that can't be: on top of one's own, while the post's other holder is away, or while one
    /// has promised to cover for somebody.
    pub(super) async fn check_free(
        &self,
        db: &impl Connection,
        facts: &Facts,
        asked: &LeaveRequestRecord,
    ) -> Result<()> {
        let period = asked.period;
        if self.own_overlap(db, asked).await?.is_some() {
            return Err(Problem::field("from", FieldReason::Overlaps).into());
        }
        if facts.rules.partner_is_away(period) {
            return Err(LeaveRequestError::PartnerAway.into());
        }
        let covering = self.covering(db, &[asked.person], period, asked.id).await?;
        if covering.iter().any(|(_, other)| other.overlaps(period)) {
            return Err(LeaveRequestError::Covering.into());
        }
        Ok(())
    }
}

async fn others_of(db: &impl Connection, own: &HeldPost, person: PersonId, on: NaiveDate) -> Result<Vec<Holder>> {
    let holders = post_holders(db, &[own.post], on).await?;
    let others = holders.into_iter().filter(|held| held.person != person);
    Ok(others.map(|held| Holder { person: held.person, side: held.side }).collect())
}
