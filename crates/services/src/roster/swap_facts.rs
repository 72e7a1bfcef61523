//! What the two of a swap are to do on its days, and what each would do instead.

use std::{collections::BTreeSet, sync::Arc};

use chrono::NaiveDate;
use domain::{
    calendar::WorkCalendar,
    ids::{PersonId, ZoneId},
    problem::Problem,
    roster::{Duty, Pair, PersonChanges, Place, PlanName, RosterChange, RosterEntry, RosterError, exchange},
};
use store::{Connection, repo::roster::SwapRecord};

use super::{Duties, Line, Roster, check::Span};
use crate::{error::Result, org::Posts};

/// What some people are to do on the dates of a swap.
pub(super) struct Facts {
    duties: Arc<Duties>,
    posts: Arc<Posts>,
    dates: (NaiveDate, NaiveDate),
}

/// What a swap would change.
pub(super) struct Outcome {
    pub(super) lines: Vec<Line>,
    pub(super) told: Vec<PersonChanges>,
}

impl Facts {
    fn duty(&self, person: PersonId, date: NaiveDate) -> Option<&Duty> {
        self.duties.get(&person)?.iter().find(|duty| duty.date == date)
    }

    fn place(&self, person: PersonId, date: NaiveDate) -> Place {
        self.duty(person, date)
            .map_or(Place { shift: None, post: None }, |duty| Place::of(duty, self.posts.post_of(person, duty)))
    }

    pub(super) fn pair(&self, person: PersonId) -> Pair {
        Pair { on_give: self.place(person, self.dates.0), on_take: self.place(person, self.dates.1) }
    }

    /// What somebody is to do on a date, by name.
    pub(super) fn plan(&self, person: PersonId, date: NaiveDate) -> PlanName {
        self.duty(person, date).map_or(PlanName::Unscheduled, |duty| PlanName::from(&duty.assignment))
    }

    /// The zone of the window at which somebody works on a date.
    fn zone(&self, person: PersonId, date: NaiveDate) -> Option<ZoneId> {
        Some(self.posts.place(self.place(person, date).post?)?.zone)
    }

    /// The zone whose lead knows both days: that of both windows, or of the only one. Between zones it is for those who
    /// lead the whole hall.
    pub(super) fn zone_of(&self, swap: &SwapRecord) -> Option<ZoneId> {
        let (first, second) = (self.zone(swap.asker, swap.give.0), self.zone(swap.partner, swap.take.0));
        first.or(second).filter(|zone| second.is_none_or(|other| other == *zone))
    }

    /// What each of the two is to do instead. Refused where one of the rosters is no longer what they agreed on.
    pub(super) fn outcome(&self, swap: &SwapRecord) -> std::result::Result<Outcome, Problem> {
        let (asker, partner) = (swap.asker, swap.partner);
        let (give, take) = (swap.give.0, swap.take.0);
        let stands =
            |person, (date, agreed): &(NaiveDate, PlanName)| self.plan(person, *date).shift() == agreed.shift();
        if !stands(asker, &swap.give) || !stands(partner, &swap.take) {
            return Err(RosterError::RosterMoved.into());
        }
        let exchanged = exchange((give, take), &self.pair(asker), &self.pair(partner));
        let (to_asker, to_partner) = exchanged.map_err(|_| RosterError::RosterMoved)?;
        let of = |person: PersonId, other: PersonId, lines: Vec<RosterEntry>| {
            let change = |date| RosterChange { date, from: self.plan(person, date), to: self.plan(other, date) };
            let mut changes: Vec<RosterChange> = lines.iter().map(|line| change(line.date)).collect();
            changes.sort_by_key(|change| change.date);
            let lines: Vec<Line> = lines.into_iter().map(|line| (person, line)).collect();
            // A receipt is its person's own: it needs no name.
            (lines, PersonChanges { person, name: String::new(), changes })
        };
        let (mut lines, first) = of(asker, partner, to_asker);
        let (others, second) = of(partner, asker, to_partner);
        lines.extend(others);
        Ok(Outcome { lines, told: vec![first, second] })
    }
}

impl Roster {
    /// What some people are to do on the dates of a swap.
    pub(super) async fn swap_facts(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        people: &[PersonId],
        dates: (NaiveDate, NaiveDate),
    ) -> Result<Facts> {
        let (duties, posts) = self.days_on(db, calendar, people, &BTreeSet::from([dates.0, dates.1])).await?;
        Ok(Facts { duties, posts, dates })
    }

    /// The same for each of some swaps, read together.
    pub(super) async fn facts_of_swaps(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        swaps: &[&SwapRecord],
    ) -> Result<Vec<Facts>> {
        let people: BTreeSet<PersonId> = swaps.iter().flat_map(|swap| [swap.asker, swap.partner]).collect();
        let people: Vec<PersonId> = people.into_iter().collect();
        let wanted: BTreeSet<NaiveDate> = swaps.iter().flat_map(|swap| [swap.give.0, swap.take.0]).collect();
        let (duties, posts) = self.days_on(db, calendar, &people, &wanted).await?;
        let facts = |swap: &&SwapRecord| Facts {
            duties: duties.clone(),
            posts: posts.clone(),
            dates: (swap.give.0, swap.take.0),
        };
        Ok(swaps.iter().map(facts).collect())
    }

    async fn days_on(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        people: &[PersonId],
        wanted: &BTreeSet<NaiveDate>,
    ) -> Result<(Arc<Duties>, Arc<Posts>)> {
        let (mut duties, mut posts) = (Duties::new(), Posts::default());
        if let (Some(from), Some(to)) = (wanted.first(), wanted.last()) {
            duties = self.duties_of(db, calendar, people, *from, *to).await?;
            for days in duties.values_mut() {
                days.retain(|duty| wanted.contains(&duty.date));
            }
            posts = Posts::of(db, &duties, *from, *to).await?;
        }
        Ok((Arc::new(duties), Arc::new(posts)))
    }
}

/// The days that a swap changes.
pub(super) fn spans(swap: &SwapRecord) -> [Span; 2] {
    [(swap.give.0, swap.give.0), (swap.take.0, swap.take.0)]
}

/// The first of a swap's days: once it has come, what is still open is given up.
pub(super) fn first(swap: &SwapRecord) -> NaiveDate {
    swap.give.0.min(swap.take.0)
}
