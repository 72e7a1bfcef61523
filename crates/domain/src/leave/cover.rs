use serde::{Deserialize, Serialize};

use super::Period;
use crate::{
    coded::coded_enum,
    ids::PersonId,
    org::Side,
    problem::{FieldReason, Problem},
};

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

/// A holder of a post that somebody leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Who.
    pub person: PersonId,
    /// A or B.
    pub side: Side,
}

/// What is known about the post of who asks, on the days that are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostFacts {
    /// The side on which the requester holds it; none where they hold no post.
    pub own: Option<Side>,
    /// Its other holders.
    pub others: Vec<Holder>,
    /// Who else is certified for its window.
    pub certified: Vec<PersonId>,
    /// Leave of other people that is asked for or granted, on these days or around them.
    pub away: Vec<(PersonId, Period)>,
    /// Days on which people have promised to cover for others.
    pub covering: Vec<(PersonId, Period)>,
}

impl PostFacts {
    /// Whether one of the others who hold the post is away at the same time (AB岗: A and B are never both).
    pub fn partner_is_away(&self, period: Period) -> bool {
        let holds = |person: PersonId| self.others.iter().any(|holder| holder.person == person);
        self.away.iter().any(|(person, other)| holds(*person) && other.overlaps(period))
    }

    /// Who holds the post or is certified for its window.
    pub fn knows_the_post(&self, person: PersonId) -> bool {
        self.others.iter().any(|holder| holder.person == person) || self.certified.contains(&person)
    }

    /// Whether somebody is neither away nor covering elsewhere.
    pub fn is_free(&self, person: PersonId, period: Period) -> bool {
        let taken =
            |list: &[(PersonId, Period)]| list.iter().any(|(of, other)| *of == person && other.overlaps(period));
        !taken(&self.away) && !taken(&self.covering)
    }
}

/// Whether a post would stand empty: its A is away. B stands in for A and leaves no gap of their own.
pub fn needs_cover(facts: &PostFacts) -> bool {
    facts.own == Some(Side::A)
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
        None if needs_cover(facts) => refuse(FieldReason::Required),
        Some(person) if person == requester => refuse(FieldReason::SamePerson),
        Some(person) if facts.own.is_some() && !facts.knows_the_post(person) => refuse(FieldReason::NotAllowed),
        Some(person) if !facts.is_free(person, period) => refuse(FieldReason::Overlaps),
        None | Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::date;

    #[test]
    fn who_covers_is_somebody_else_who_knows_the_post_and_is_free() {
        let [me, b, certified, stranger] = [0; 4].map(|_| PersonId::new());
        let days = Period::whole(date(2026, 11, 25), date(2026, 11, 26));
        let later = Period::whole(date(2026, 11, 27), date(2026, 11, 27));
        let facts = PostFacts {
            own: Some(Side::A),
            others: vec![Holder { person: b, side: Side::B }],
            certified: vec![certified],
            ..PostFacts::default()
        };
        let check = |facts: &PostFacts, cover| check_cover(facts, me, cover, days).err();
        let refused = |reason| Some(Problem::field("cover", reason));
        assert_eq!(check(&facts, None), refused(FieldReason::Required));
        assert_eq!(check(&facts, Some(me)), refused(FieldReason::SamePerson));
        assert_eq!(check(&facts, Some(stranger)), refused(FieldReason::NotAllowed));
        for known in [b, certified] {
            assert_eq!(check(&facts, Some(known)), None);
        }
        let away = PostFacts { away: vec![(b, days)], ..facts.clone() };
        assert_eq!(check(&away, Some(b)), refused(FieldReason::Overlaps));
        assert!(away.partner_is_away(days) && !away.partner_is_away(later));
        let elsewhere = PostFacts { covering: vec![(certified, days)], ..facts.clone() };
        assert_eq!(check(&elsewhere, Some(certified)), refused(FieldReason::Overlaps));
        let later = PostFacts { covering: vec![(certified, later)], ..facts };
        assert_eq!(check(&later, Some(certified)), None);
    }

    #[test]
    fn b_and_who_holds_no_post_leave_no_gap() {
        for own in [None, Some(Side::B)] {
            let facts = PostFacts { own, ..PostFacts::default() };
            let day = Period::whole(date(2026, 11, 25), date(2026, 11, 25));
            assert_eq!(check_cover(&facts, PersonId::new(), None, day), Ok(()));
        }
    }
}
