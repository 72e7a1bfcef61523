use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{LeaveKind, Period, floor::comes_suddenly};
use crate::{
    coded::coded_enum,
    ids::{ActId, ApprovalId, PersonId, PostId},
    org::Side,
    problem::{FieldReason, Problem},
};

mod alone;

pub use alone::works_at;

coded_enum! {
    /// What who shall cover a post has said.
    pub enum CoverState {
        /// Nothing yet.
        Asked = "asked",
        /// Yes: they take the post over for these days.
        Confirmed = "confirmed",
        /// No.
        Declined = "declined",
    }
}

/// Somebody else who holds a post that is left, on days within the leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub person: PersonId,
    /// The first of those days.
    pub from: NaiveDate,
    /// The last one.
    pub to: NaiveDate,
}

/// A post that is left, on days within the leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftPost {
    /// The post.
    pub post: PostId,
    /// The side on which who leaves holds it.
    pub side: Side,
    /// The first of those days.
    pub from: NaiveDate,
    /// The last one.
    pub to: NaiveDate,
    /// Its other holders.
    pub others: Vec<Holder>,
    /// Who else, its other holders among them, is certified for its window throughout.
    pub certified: Vec<PersonId>,
    /// The days, from today on, on which who leaves as B would have been there alone.
    pub alone: Vec<NaiveDate>,
}

impl LeftPost {
    /// The last day on which it would stand empty: its A is missed on all days, B on those on which A is not there.
    fn empty_until(&self) -> Option<NaiveDate> {
        match self.side {
            Side::A => Some(self.to),
            Side::B => self.alone.iter().max().copied(),
        }
    }

    /// Whether it would stand empty.
    pub fn stands_empty(&self) -> bool {
        self.empty_until().is_some()
    }

    fn is_held_by(&self, person: PersonId) -> bool {
        self.others.iter().any(|holder| holder.person == person)
    }
}

/// What is known about the posts of who asks, on the days that are asked for. Somebody can be A of one post and B
/// of others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostFacts {
    /// Every post that they hold then, those that they hold as A first.
    pub posts: Vec<LeftPost>,
    /// Leave of other people that is asked for or granted, on these days or around them.
    pub away: Vec<(PersonId, Period)>,
    /// Days on which people, who asks among them, have promised to cover for others or are asked to.
    pub covering: Vec<(PersonId, Period)>,
    /// Days on which people keep a post of their own where nobody else stays: one window is not left to fill another.
    pub bound: Vec<(PersonId, NaiveDate)>,
    /// Whether the hall lets only certified people serve at a window.
    pub certification_required: bool,
}

impl PostFacts {
    /// Whether one of the others who hold a post is away at the same time (AB岗: A and B are never both).
    pub fn partner_is_away(&self, period: Period) -> bool {
        let shared =
            |post: &LeftPost, holder: &Holder| period.within(post.from.max(holder.from), post.to.min(holder.to));
        let away = |person: PersonId, days: Period| {
            self.away.iter().any(|(other, leave)| *other == person && leave.overlaps(days))
        };
        let meets =
            |post: &LeftPost, holder: &Holder| shared(post, holder).is_some_and(|days| away(holder.person, days));
        self.posts.iter().any(|post| post.others.iter().any(|holder| meets(post, holder)))
    }

    /// Whether a post would stand empty: its A is away, or its B on a day on which A is not there. Beside A, B leaves
    /// no gap.
    pub fn needs_cover(&self) -> bool {
        self.posts.iter().any(LeftPost::stands_empty)
    }

    /// The same for what of the leave is still to come: hours that are over need nobody.
    pub fn needs_cover_from(&self, today: NaiveDate) -> bool {
        self.posts.iter().filter_map(LeftPost::empty_until).any(|last| today <= last)
    }

    /// Whether somebody is certified for the window of every post that would stand empty or, where the hall requires
    /// no certificate, holds the post; where none would, any of the posts.
    pub fn knows_the_posts(&self, person: PersonId) -> bool {
        let by_holding = |post: &LeftPost| !self.certification_required && post.is_held_by(person);
        let knows = |post: &LeftPost| by_holding(post) || post.certified.contains(&person);
        let mut empty = self.posts.iter().filter(|post| post.stands_empty());
        if self.needs_cover() { empty.all(knows) } else { self.posts.iter().any(knows) }
    }

    /// Whether somebody else holds one of the posts.
    pub fn is_partner(&self, person: PersonId) -> bool {
        self.posts.iter().any(|post| post.is_held_by(person))
    }

    /// Whether somebody covers for others or is asked to, at the same time.
    pub fn covers_others(&self, person: PersonId, period: Period) -> bool {
        self.covering.iter().any(|(of, other)| *of == person && other.overlaps(period))
    }

    /// Whether somebody is neither away nor covering elsewhere, nor needed at their own window.
    pub fn is_free(&self, person: PersonId, period: Period) -> bool {
        let away = self.away.iter().any(|(of, other)| *of == person && other.overlaps(period));
        let bound = self.bound.iter().any(|(of, date)| *of == person && period.on(*date).is_any());
        !away && !bound && !self.covers_others(person, period)
    }
}

/// Whether leave is something that happens to people rather than what they plan: reported as sudden, or illness, a
/// birth, a death, an injury. It is never refused for want of somebody at the post; who leads is told instead, and
/// names who covers.
pub const fn befalls(kind: LeaveKind, sudden: bool) -> bool {
    sudden || comes_suddenly(kind)
}

/// Refuses a cover person who can't cover, at `cover`; where nobody is needed, nobody has to be named.
pub fn check_cover(
    facts: &PostFacts,
    requester: PersonId,
    cover: Option<PersonId>,
    period: Period,
) -> Result<(), Problem> {
    let refuse = |reason| Err(Problem::field("cover", reason));
    match cover {
        None if facts.needs_cover() => refuse(FieldReason::Required),
        Some(person) if person == requester => refuse(FieldReason::SamePerson),
        Some(person) if !facts.posts.is_empty() && !facts.knows_the_posts(person) => refuse(FieldReason::NotAllowed),
        Some(person) if !facts.is_free(person, period) => refuse(FieldReason::Overlaps),
        None | Some(_) => Ok(()),
    }
}

/// Says whether one covers for a colleague who has asked one to. One that arrives when the leave was decided, or
/// somebody else was named, is refused with that reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerCoverCommand {
    /// Made with the form: sent twice, it is said once.
    pub id: ActId,
    /// The leave.
    pub request: ApprovalId,
    /// Whether one does.
    #[serde(default)]
    pub yes: bool,
}

/// Names who covers somebody's leave from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameCoverCommand {
    /// Made with the form: sent twice, it is done once.
    pub id: ActId,
    /// The leave.
    pub request: ApprovalId,
    /// Who shall cover.
    pub cover: PersonId,
}

#[cfg(test)]
mod tests;
