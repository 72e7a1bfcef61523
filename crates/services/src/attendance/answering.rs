//! Who answers for a post at a moment: rounds are about them.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use domain::ids::{HallId, PersonId, PostId};
use store::{
    Connection,
    repo::org::{HeldPost, PostPlace},
};

use super::{Attendance, whereabouts::Presence};
use crate::{accounts::names_of, error::Result};

/// Who answers for some posts of a hall at one moment.
pub(super) struct Answering {
    holders: Vec<HeldPost>,
    presence: Presence,
    names: HashMap<PersonId, String>,
}

impl Attendance {
    /// Who answers for some posts of a hall at a moment.
    pub(super) async fn answering(
        &self,
        db: &impl Connection,
        (hall, posts): (HallId, &[PostId]),
        at: DateTime<Utc>,
    ) -> Result<Answering> {
        let calendar = self.calendar().current().await?;
        let (holders, presence) = self.presence_at_posts(db, &calendar, (hall, posts), at).await?;
        let people: Vec<PersonId> = presence.people().collect();
        let names = if people.is_empty() { HashMap::new() } else { names_of(db, &people).await? };
        Ok(Answering { holders, presence, names })
    }
}

impl Answering {
    /// Those of some of the posts: their holders, A before B, then who is there for one of them, as the board shows it:
    /// by the roster, standing in, or covering for leave.
    pub(super) fn people_for(&self, posts: &[PostId]) -> Vec<(PersonId, String)> {
        let mut people: Vec<(PersonId, String)> = Vec::new();
        let is_at = |person: &PersonId| self.presence.post(*person).is_some_and(|post| posts.contains(&post));
        let mut others: BTreeSet<PersonId> = self.presence.people().filter(is_at).collect();
        for held in self.holders.iter().filter(|held| posts.contains(&held.post)) {
            if people.iter().all(|(known, _)| *known != held.person) {
                people.push((held.person, held.name.clone()));
            }
            others.extend(self.presence.leave_cover(held.person, self.presence.status(held.person)));
        }
        let name = |person: PersonId| (person, self.names.get(&person).cloned().unwrap_or_default());
        let mut others: Vec<_> =
            others.into_iter().filter(|other| people.iter().all(|(known, _)| known != other)).map(name).collect();
        others.sort_by(|(_, one), (_, other)| one.cmp(other));
        people.extend(others);
        people
    }
}

/// The posts at some places.
pub(super) fn posts_of(places: &[PostPlace]) -> Vec<PostId> {
    places.iter().filter_map(|place| Some(place.post.as_ref()?.0)).collect()
}
