//! On which days B would have been at a window alone, so that it is B who answers for it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Holder, LeftPost, PostFacts};
use crate::{
    ids::{PersonId, PostId},
    leave::Period,
    org::Side,
    roster::Duty,
};

impl PostFacts {
    /// Notes the days of a leave on which the roster has its person at a post that they hold as B, and none of the
    /// post's other holders: off, elsewhere, away or covering for somebody just then. `duties` are of all of them; a
    /// date without one is a day off.
    pub fn note_alone(&mut self, (person, leave): (PersonId, Period), duties: &BTreeMap<PersonId, Vec<Duty>>) {
        let own = duties.get(&person).into_iter().flatten().filter(|duty| duty.shift().is_some());
        let alone: Vec<(usize, NaiveDate)> = own
            .filter_map(|duty| {
                let hours = leave.within(duty.date, duty.date).filter(|part| part.on(duty.date).is_any())?;
                let (nth, post) = self.posts.iter().enumerate().find(|(_, post)| post.is_place_of(duty))?;
                let there = |holder: &Holder| {
                    let holds = holder.from <= duty.date && duty.date <= holder.to;
                    let works = duties.get(&holder.person).is_some_and(|of| works_at(of, post.post, duty.date));
                    holds && works && self.is_free(holder.person, hours)
                };
                (post.side == Side::B && !post.others.iter().any(there)).then_some((nth, duty.date))
            })
            .collect();
        for (nth, date) in alone {
            self.posts[nth].alone.push(date);
        }
    }
}

impl LeftPost {
    /// Whether a duty of who leaves can be at it: it names it, or no post at all.
    fn is_place_of(&self, duty: &Duty) -> bool {
        self.from <= duty.date && duty.date <= self.to && duty.post.is_none_or(|post| post == self.post)
    }
}

/// Whether somebody who holds a post is rostered there on a date: their shift names it, or no other.
pub fn works_at(duties: &[Duty], post: PostId, date: NaiveDate) -> bool {
    let here = |duty: &Duty| duty.post.is_none_or(|named| named == post);
    duties.iter().any(|duty| duty.date == date && duty.shift().is_some() && here(duty))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        leave::check_cover,
        problem::{FieldReason, Problem},
        roster::{Assignment, Half, samples},
    };

    fn day(of: u32) -> NaiveDate {
        samples::date(2026, 11, of)
    }

    /// Wednesday to Friday.
    const DAYS: [u32; 3] = [25, 26, 27];

    fn duty(of: u32, assignment: Assignment, post: Option<PostId>) -> Duty {
        Duty { post, ..samples::duty(day(of), assignment) }
    }

    fn shift() -> Assignment {
        Assignment::Shift(Arc::new(samples::office()))
    }

    fn held(post: PostId, side: Side, other: PersonId) -> LeftPost {
        let others = vec![Holder { person: other, from: day(25), to: day(27) }];
        LeftPost { post, side, from: day(25), to: day(27), others, certified: Vec::new(), alone: Vec::new() }
    }

    #[test]
    fn b_answers_for_the_window_on_days_on_which_the_roster_has_no_a_there() {
        let (me, a, here, elsewhere) = (PersonId::new(), PersonId::new(), PostId::new(), PostId::new());
        let own = || DAYS.map(|of| duty(of, shift(), None)).to_vec();
        let of_a = |on_26th| vec![duty(25, shift(), None), on_26th, duty(27, shift(), Some(here))];
        let at = |post| duty(26, shift(), Some(post));
        let cases = [
            ("A works as well", own(), of_a(at(here)), vec![]),
            ("A is off", own(), of_a(duty(26, Assignment::Rest, None)), vec![26]),
            ("nothing is said of A", own(), of_a(duty(26, Assignment::Unscheduled, None)), vec![26]),
            ("A is sent to another window", own(), of_a(at(elsewhere)), vec![26]),
            ("nobody is A", own(), vec![], vec![25, 26, 27]),
            ("B is off, too", vec![duty(26, Assignment::Rest, None)], vec![], vec![]),
            ("B is sent to another window", vec![duty(26, shift(), Some(elsewhere))], vec![], vec![]),
        ];
        for (what, own, of_a, expected) in cases {
            let mut facts = PostFacts { posts: vec![held(here, Side::B, a)], ..PostFacts::default() };
            facts.note_alone((me, Period::whole(day(25), day(27))), &[(me, own), (a, of_a)].into());
            let expected: Vec<NaiveDate> = expected.into_iter().map(day).collect();
            assert_eq!(facts.posts[0].alone, expected, "{what}");
            assert_eq!(facts.needs_cover(), !expected.is_empty(), "{what}");
        }
    }

    #[test]
    fn an_a_who_is_away_or_covers_elsewhere_is_not_there() {
        let (me, a, here) = (PersonId::new(), PersonId::new(), PostId::new());
        let works = || DAYS.map(|of| duty(of, shift(), None)).to_vec();
        let duties = [(me, works()), (a, works())].into();
        let morning = Period::halves((day(26), Half::Morning), (day(26), Half::Morning));
        let afternoon = Period::halves((day(26), Half::Afternoon), (day(26), Half::Afternoon));
        let free = PostFacts { posts: vec![held(here, Side::B, a)], ..PostFacts::default() };
        let away = PostFacts { away: vec![(a, morning)], ..free.clone() };
        let covers = PostFacts { covering: vec![(a, Period::whole(day(26), day(26)))], ..free };
        for (facts, leave, alone) in [(&away, morning, true), (&away, afternoon, false), (&covers, afternoon, true)] {
            let mut facts = facts.clone();
            facts.note_alone((me, leave), &duties);
            assert_eq!(facts.posts[0].alone == [day(26)], alone, "{leave:?}");
        }
    }

    #[test]
    fn who_is_a_of_one_window_and_b_of_another_is_at_the_first_unless_the_roster_says_otherwise() {
        let [me, b, a] = [0; 3].map(|_| PersonId::new());
        let [first, second] = [0; 2].map(|_| PostId::new());
        for (named, alone) in [(None, false), (Some(first), false), (Some(second), true)] {
            let posts = vec![held(first, Side::A, b), held(second, Side::B, a)];
            let mut facts = PostFacts { posts, ..PostFacts::default() };
            facts.note_alone((me, Period::whole(day(25), day(25))), &[(me, vec![duty(25, shift(), named)])].into());
            assert_eq!(facts.posts[1].stands_empty(), alone, "{named:?}");
            assert!(facts.posts[0].alone.is_empty() && facts.posts[0].stands_empty());
        }
    }

    #[test]
    fn where_b_is_alone_they_name_somebody_and_the_gap_ends_with_the_last_such_day() {
        let (me, a, here, certified) = (PersonId::new(), PersonId::new(), PostId::new(), PersonId::new());
        let left = LeftPost { certified: vec![certified], alone: vec![day(25), day(26)], ..held(here, Side::B, a) };
        let facts = PostFacts { posts: vec![left], ..PostFacts::default() };
        let days = Period::whole(day(25), day(27));
        let check = |cover| check_cover(&facts, me, cover, days);
        assert_eq!(check(None), Err(Problem::field("cover", FieldReason::Required)));
        assert_eq!(check(Some(PersonId::new())), Err(Problem::field("cover", FieldReason::NotAllowed)));
        assert_eq!((check(Some(certified)), check(Some(a))), (Ok(()), Ok(())));
        assert!(facts.needs_cover_from(day(26)) && !facts.needs_cover_from(day(27)));
    }
}
