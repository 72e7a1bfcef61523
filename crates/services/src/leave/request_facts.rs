//! What a request for leave is held against: the posts that are left, who is away, who covers whom.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    approvals::FlowState,
    ids::{ApprovalId, HallId, PersonId, PostId, ZoneId},
    leave::{Holder, LeaveFlag, LeaveRequestError, LeftPost, Period, PostFacts, befalls, collide},
    org::Side,
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
    org::{post_holders_between, post_places, posts_held, window_label},
    roster::{certification_required, certified_for},
};

/// Whose leave, when, and the request of it, which does not stand against itself, nor does the leave whose place it is to
/// take.
#[derive(Clone, Copy)]
pub(super) struct Whose {
    pub(super) person: PersonId,
    pub(super) period: Period,
    pub(super) but: ApprovalId,
    pub(super) moves: Option<ApprovalId>,
}

impl Whose {
    fn is_own(&self, request: ApprovalId) -> bool {
        self.but == request || self.moves == Some(request)
    }
}

impl From<&LeaveRequestRecord> for Whose {
    fn from(request: &LeaveRequestRecord) -> Self {
        Self { person: request.person, period: request.period, but: request.id, moves: request.moves }
    }
}

/// The posts of somebody, and what matters about them on some days.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) rules: PostFacts,
    /// Where the posts are, in the order of the rules.
    pub(super) places: Vec<PostPlace>,
}

impl Facts {
    /// The post that they leave: of several, one that they hold as A.
    pub(super) fn post(&self) -> Option<PostId> {
        self.posts().next()
    }

    pub(super) fn posts(&self) -> impl Iterator<Item = PostId> {
        self.places.iter().filter_map(|place| place.post.as_ref().map(|(post, _)| *post))
    }

    pub(super) fn zone(&self) -> Option<ZoneId> {
        self.places.first().map(|place| place.zone)
    }

    /// The windows that are left, as they are shown: those that would stand empty, else all of them.
    pub(super) fn window(&self) -> Option<String> {
        let needs = self.rules.needs_cover();
        let left = self.rules.posts.iter().zip(&self.places).filter(|(post, _)| !needs || post.stands_empty());
        let mut labels: Vec<String> = left.map(|(_, place)| window_label(place)).collect();
        labels.dedup();
        (!labels.is_empty()).then(|| labels.join("、"))
    }

    /// Everybody who could cover, holders first.
    pub(super) fn candidates(&self) -> Vec<(PersonId, bool)> {
        let posts = || self.rules.posts.iter();
        let holders = posts().flat_map(|post| post.others.iter().map(|holder| (holder.person, true)));
        let certified = posts().flat_map(|post| post.certified.iter().map(|person| (*person, false)));
        let mut seen = BTreeSet::new();
        let known = |(person, _): &(PersonId, bool)| self.rules.knows_the_posts(*person) && seen.insert(*person);
        holders.chain(certified).filter(known).collect()
    }

    /// What is looked at where leave is not refused for it.
    pub(super) fn hindrances(&self, person: PersonId, period: Period) -> Vec<LeaveFlag> {
        let away = self.rules.partner_is_away(period).then_some(LeaveFlag::PartnerAway);
        let covers = self.rules.covers_others(person, period).then_some(LeaveFlag::Covering);
        away.into_iter().chain(covers).collect()
    }
}

impl Leave {
    /// The posts that some people leave, over all the days of their leave, with their other holders, who of all
    /// of these is away and who covers, and on which days who leaves as B is alone: five queries, and the rosters of
    /// those who share a post with a B who leaves, however many people there are. Not who else could cover.
    pub(super) async fn posts_left(&self, db: &impl Connection, whose: &[Whose]) -> Result<Vec<Facts>> {
        let (Some(from), Some(to)) =
            (whose.iter().map(|one| one.period.from).min(), whose.iter().map(|one| one.period.to).max())
        else {
            return Ok(Vec::new());
        };
        let people: BTreeSet<PersonId> = whose.iter().map(|one| one.person).collect();
        let held = posts_held(db, &people.iter().copied().collect::<Vec<_>>(), from, to).await?;
        let posts: BTreeSet<PostId> = held.iter().map(|held| held.post).collect();
        let posts: Vec<PostId> = posts.into_iter().collect();
        let places = post_places(db, &posts).await?;
        let holders = post_holders_between(db, &posts, (from, to)).await?;
        let everybody: BTreeSet<PersonId> = holders.iter().map(|held| held.person).chain(people).collect();
        let everybody: Vec<PersonId> = everybody.into_iter().collect();
        let away = repo::list_leave_between(db, &everybody, (from, to), &FlowState::HOLDING).await?;
        let covering = self.promised(db, &everybody, (from, to)).await?;
        let facts = |one: &Whose| {
            let (posts, places) = left_by(one, &held, &holders, &places);
            let others = away.iter().filter(|record| !one.is_own(record.id));
            let promised = covering.iter().filter(|(_, record)| !one.is_own(record.id));
            let rules = PostFacts {
                posts,
                away: others.map(|record| (record.person, record.period)).collect(),
                covering: promised.map(|(person, record)| (*person, record.period)).collect(),
                ..PostFacts::default()
            };
            Facts { rules, places }
        };
        let mut facts: Vec<Facts> = whose.iter().map(facts).collect();
        self.note_alone(db, whose, &mut facts).await?;
        Ok(facts)
    }

    /// The same for one leave, and who else could cover it: everybody at the hall, or of them `only` one.
    pub(super) async fn facts(
        &self,
        db: &impl Connection,
        (whose, hall): (Whose, HallId),
        only: Option<PersonId>,
    ) -> Result<Facts> {
        let mut facts = self.posts_left(db, &[whose]).await?.pop().unwrap_or_default();
        let (from, to) = (whose.period.from, whose.period.to);
        let windows: BTreeSet<_> = facts.places.iter().map(|place| place.window).collect();
        let windows: Vec<_> = windows.into_iter().collect();
        if !windows.is_empty() {
            facts.rules.certification_required = certification_required(db, hall).await?;
            let certified = certified_for(db, hall, &windows, (from, to)).await?;
            for (post, place) in facts.rules.posts.iter_mut().zip(&facts.places) {
                let here = certified.iter().filter(|(window, _)| *window == place.window);
                post.certified = here.map(|(_, person)| *person).filter(|person| *person != whose.person).collect();
            }
        }
        let candidates: Vec<PersonId> = match only {
            Some(person) => vec![person],
            None => facts.candidates().into_iter().map(|(person, _)| person).collect(),
        };
        let known: BTreeSet<PersonId> =
            facts.rules.posts.iter().flat_map(|post| post.others.iter().map(|holder| holder.person)).collect();
        let new: Vec<PersonId> = candidates.iter().copied().filter(|person| !known.contains(person)).collect();
        let away = repo::list_leave_between(db, &new, (from, to), &FlowState::HOLDING).await?;
        let others = away.into_iter().filter(|record| !whose.is_own(record.id));
        facts.rules.away.extend(others.map(|record| (record.person, record.period)));
        let covering = self.promised(db, &new, (from, to)).await?;
        let promised = covering.into_iter().filter(|(_, record)| !whose.is_own(record.id));
        facts.rules.covering.extend(promised.map(|(person, record)| (person, record.period)));
        facts.rules.bound = self.bound(db, &facts, whose, &candidates).await?;
        Ok(facts)
    }

    /// What some people cover or are asked to, also in somebody's place, on some days.
    pub(super) async fn promised(
        &self,
        db: &impl Connection,
        people: &[PersonId],
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Vec<(PersonId, LeaveRequestRecord)>> {
        let covered = repo::list_covered_by(db, people, from, &FlowState::HOLDING, false).await?;
        let covered = covered.into_iter().filter_map(|record| Some((record.cover?.0, record)));
        let next = repo::list_next_covered_by(db, people, from, &FlowState::HOLDING).await?;
        Ok(covered.chain(next).filter(|(_, record)| record.period.from <= to).collect())
    }

    /// Own leave that a request would overlap with.
    pub(super) async fn own_overlap(&self, db: &impl Connection, asked: &LeaveRequestRecord) -> Result<Option<Period>> {
        let (people, period) = ([asked.person], asked.period);
        let found = repo::list_leave_between(db, &people, (period.from, period.to), &FlowState::HOLDING).await?;
        let mut others = found.into_iter().filter(|record| !Whose::from(asked).is_own(record.id));
        let overlaps = |other: &LeaveRequestRecord| collide((asked.kind, period), (other.kind, other.period));
        Ok(others.find(overlaps).map(|record| record.period))
    }

    /// Refuses leave that can't be: on top of one's own; and, of what people plan and what is still to come, while
    /// a post's other holder is away, or while one has promised to cover for somebody. Who falls ill is not there
    /// whatever was promised, and days that are over change for nobody.
    pub(super) async fn check_free(
        &self,
        db: &impl Connection,
        facts: &Facts,
        asked: &LeaveRequestRecord,
    ) -> Result<()> {
        if self.own_overlap(db, asked).await?.is_some() {
            return Err(Problem::field("from", FieldReason::Overlaps).into());
        }
        let Some(rest) = asked.period.rest_from(self.today()) else { return Ok(()) };
        if befalls(asked.kind, asked.sudden) {
            return Ok(());
        }
        if facts.rules.partner_is_away(rest) {
            return Err(LeaveRequestError::PartnerAway.into());
        }
        if facts.rules.covers_others(asked.person, rest) {
            return Err(LeaveRequestError::Covering.into());
        }
        Ok(())
    }
}

/// The posts that somebody holds on days of their leave, those held as A first, and where they are.
fn left_by(
    whose: &Whose,
    held: &[HeldPost],
    holders: &[HeldPost],
    places: &[PostPlace],
) -> (Vec<LeftPost>, Vec<PostPlace>) {
    let (first, last) = (whose.period.from, whose.period.to);
    let days = |held: &HeldPost| (held.from.max(first), held.to.unwrap_or(last).min(last));
    let now = |held: &&HeldPost| days(held).0 <= days(held).1;
    let mut own: Vec<&HeldPost> = held.iter().filter(|held| held.person == whose.person).filter(now).collect();
    own.sort_by_key(|held| (held.side != Side::A, held.post, held.from));
    let left = |own: &HeldPost| {
        let place = places.iter().find(|place| place.post.as_ref().is_some_and(|(id, _)| *id == own.post))?;
        let others = holders.iter().filter(|other| other.post == own.post && other.person != whose.person).filter(now);
        let other = |held: &HeldPost| Holder { person: held.person, from: days(held).0, to: days(held).1 };
        let (from, to) = days(own);
        let others = others.map(other).collect();
        let (certified, alone) = (Vec::new(), Vec::new());
        Some((LeftPost { post: own.post, side: own.side, from, to, others, certified, alone }, place.clone()))
    };
    own.into_iter().filter_map(left).unzip()
}
