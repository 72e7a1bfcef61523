//! What rosters say about windows: where B is alone, and who of those who could cover is needed at a window of their
//! own, since one is not left to fill another (1.K-4).

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use domain::{
    approvals::FlowState,
    ids::{PersonId, PostId},
    leave::{LeftPost, Period, works_at},
    org::Side,
};
use store::{
    Connection,
    repo::leave::{self as repo, LeaveRequestRecord},
};

use super::{
    Leave,
    request_facts::{Facts, Whose},
};
use crate::{error::Result, org::Posts, roster::Duties};

/// How far ahead rosters are looked at: beyond it none is published.
const KNOWN: Days = Days::new(62);

/// Somebody who works at another post than those that are left, on a date, and who might stay there.
struct Keeps {
    person: PersonId,
    date: NaiveDate,
    post: PostId,
    partner: Option<PersonId>,
}

impl Leave {
    /// Notes on which days of their leave people who hold a post as B are alone there, as far ahead as rosters are
    /// looked at. No query where nobody is B.
    pub(super) async fn note_alone(&self, db: &impl Connection, whose: &[Whose], facts: &mut [Facts]) -> Result<()> {
        let today = self.today();
        let (mut people, mut span) = (BTreeSet::new(), None::<(NaiveDate, NaiveDate)>);
        for (one, facts) in whose.iter().zip(&*facts) {
            let as_b: Vec<&LeftPost> = facts.rules.posts.iter().filter(|post| post.side == Side::B).collect();
            let Some((from, to)) = looked_at(one.period, today).filter(|_| !as_b.is_empty()) else { continue };
            people.insert(one.person);
            people.extend(as_b.iter().flat_map(|post| post.others.iter().map(|holder| holder.person)));
            span = Some(span.map_or((from, to), |(first, last)| (first.min(from), last.max(to))));
        }
        let Some((from, to)) = span else { return Ok(()) };
        let calendar = self.calendar().current_in(db).await?;
        let people: Vec<PersonId> = people.into_iter().collect();
        let duties = self.roster().duties_of(db, &calendar, &people, from, to).await?;
        for (one, facts) in whose.iter().zip(facts) {
            if let Some(rest) = looked_at(one.period, today).and_then(|(from, to)| one.period.within(from, to)) {
                facts.rules.note_alone((one.person, rest), &duties);
            }
        }
        Ok(())
    }

    /// The days of a leave on which some people keep a post of their own where nobody else would stay. Who holds a
    /// post that is left works there, unless the roster names another for them.
    pub(super) async fn bound(
        &self,
        db: &impl Connection,
        facts: &Facts,
        whose: Whose,
        candidates: &[PersonId],
    ) -> Result<Vec<(PersonId, NaiveDate)>> {
        let span = looked_at(whose.period, self.today());
        let Some((from, to)) = span.filter(|_| !candidates.is_empty() && !facts.places.is_empty()) else {
            return Ok(Vec::new());
        };
        let calendar = self.calendar().current_in(db).await?;
        let roster = self.roster();
        let duties = roster.duties_of(db, &calendar, candidates, from, to).await?;
        let posts = Posts::of(db, &duties, from, to).await?;
        let keeps = keeps(facts, &duties, &posts);
        let partners: BTreeSet<PersonId> = keeps.iter().filter_map(|one| one.partner).collect();
        let partners: Vec<PersonId> = partners.into_iter().filter(|person| *person != whose.person).collect();
        let theirs = roster.duties_of(db, &calendar, &partners, from, to).await?;
        let away = repo::list_leave_between(db, &partners, (from, to), &FlowState::HOLDING).await?;
        let covering = self.promised(db, &partners, (from, to)).await?;
        let stays = |one: &Keeps, partner: PersonId| {
            let works = theirs.get(&partner).is_some_and(|own| works_at(own, one.post, one.date));
            let gone = away.iter().any(|leave| leave.person == partner && leave.period.on(one.date).is_any());
            let elsewhere = |(person, leave): &(PersonId, LeaveRequestRecord)| {
                *person == partner && leave.period.on(one.date).is_any()
            };
            works && !gone && !covering.iter().any(elsewhere)
        };
        let alone = keeps.iter().filter(|one| !one.partner.is_some_and(|partner| stays(one, partner)));
        Ok(alone.map(|one| (one.person, one.date)).collect())
    }
}

/// The days of a period that are still to come and for which rosters are looked at, both included.
fn looked_at(period: Period, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let from = period.from.max(today);
    let to = period.to.min(from + KNOWN);
    (from <= to).then_some((from, to))
}

/// Who works where else, by the roster, else by what they hold.
fn keeps(facts: &Facts, duties: &Duties, posts: &Posts) -> Vec<Keeps> {
    let left: BTreeSet<PostId> = facts.posts().collect();
    let mut keeps = Vec::new();
    for (person, duty) in duties.iter().flat_map(|(person, own)| own.iter().map(move |duty| (*person, duty))) {
        let works = duty.shift().is_some();
        let here = duty.post.is_none() && facts.rules.is_partner(person);
        let Some(post) = posts.post_of(person, duty).filter(|post| works && !here && !left.contains(post)) else {
            continue;
        };
        let partner = posts.partner(post, person, duty.date).map(|held| held.person);
        keeps.push(Keeps { person, date: duty.date, post, partner });
    }
    keeps
}
