//! Swapping days with a colleague: with whom it can be done, and asking.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{Days, NaiveDate};
use domain::{
    calendar::WorkCalendar,
    ids::{AgencyId, HallId, PersonId, SwapId, ZoneId},
    notices::NoticeContent,
    policy::{Action, Place as PolicyPlace},
    problem::{FieldReason, Problem},
    roster::{
        Duty, Pair, Place, PlanName, RosterError, SWAP_AHEAD, SwapChoices, SwapCommand, SwapOption, SwapState, exchange,
    },
    time::hall_date,
};
use store::{
    Connection, Tx,
    repo::roster::{self as repo, SwapRecord},
};

use super::{Duties, Roster, editor::whole};
use crate::{
    accounts::{leaders_among, name_of},
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    org::{Posts, hall_agency, hold_hall},
    received::Sent,
};

/// Days of mine that are offered for a swap.
const OFFERED: usize = 40;

/// What two people are to do on the dates of a swap.
pub(super) struct Facts {
    duties: Arc<Duties>,
    posts: Arc<Posts>,
    dates: (NaiveDate, NaiveDate),
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

    /// See [`Roster::swap_places`].
    pub(super) fn places(&self, swap: &SwapRecord, agency: AgencyId, leaders: &BTreeSet<PersonId>) -> [PolicyPlace; 2] {
        let leads = leaders.contains(&swap.asker) || leaders.contains(&swap.partner);
        let zones = [self.zone(swap.asker, swap.give.0), self.zone(swap.partner, swap.take.0)];
        // Where only one of the two works at a window, it is that window's lead who decides.
        let zone = |own: Option<ZoneId>, other: Option<ZoneId>| own.or(other).filter(|_| !leads);
        let place = PolicyPlace::hall(agency, swap.hall);
        [
            PolicyPlace { zone: zone(zones[0], zones[1]), ..place.about(swap.asker) },
            PolicyPlace { zone: zone(zones[1], zones[0]), ..place.about(swap.partner) },
        ]
    }
}

impl Roster {
    /// My days that I can give, and for two dates the colleagues of my hall with whom they can be swapped.
    /// Of these it tells the name and the shift that would become mine, and nothing else of their roster.
    pub async fn swap_choices(&self, caller: &Caller, dates: Option<(NaiveDate, NaiveDate)>) -> Result<SwapChoices> {
        caller.check_own(Action::SwapAsk)?;
        let (db, me) = (self.0.db.read(), caller.actor.person);
        let Some(hall) = caller.actor.hall else {
            return Ok(SwapChoices { mine: Vec::new(), dates: None, options: Vec::new() });
        };
        let today = hall_date(self.0.clock.now());
        let (from, to) = (today + Days::new(1), today + Days::new(SWAP_AHEAD));
        let calendar = self.calendar().current().await?;
        let mine = self.duties_of(db, &calendar, &[me], from, to).await?.remove(&me).unwrap_or_default();
        let mine = mine.iter().filter_map(|duty| Some((duty.date, duty.shift()?.name.clone())));
        let mine = mine.take(OFFERED).collect();
        let dates = dates.filter(|(give, take)| (from..=to).contains(give) && (from..=to).contains(take));
        let options = match dates {
            Some(dates) => self.options(db, &calendar, (hall, me), dates).await?,
            None => Vec::new(),
        };
        Ok(SwapChoices { mine, dates, options })
    }

    async fn options(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        (hall, me): (HallId, PersonId),
        dates: (NaiveDate, NaiveDate),
    ) -> Result<Vec<SwapOption>> {
        let workers = repo::list_hall_workers(db, hall, &whole(hall), dates.0).await?;
        let people: Vec<PersonId> = workers.iter().map(|worker| worker.id).collect();
        let facts = self.swap_facts(db, calendar, &people, dates).await?;
        let mine = facts.pair(me);
        let possible =
            |worker: &&repo::PersonName| worker.id != me && exchange(dates, &mine, &facts.pair(worker.id)).is_ok();
        let option = |worker: &repo::PersonName| SwapOption {
            person: worker.id,
            name: worker.name.clone(),
            shift: facts.plan(worker.id, dates.1),
        };
        Ok(workers.iter().filter(possible).map(option).collect())
    }

    /// Asks a colleague of the same hall for a swap. The law is asked when the lead decides; that the two
    /// days can be swapped at all, and that neither is promised already, now. Sent again under the same id, it is
    /// asked once.
    pub async fn ask_swap(&self, caller: &Caller, command: SwapCommand) -> Result<SwapId> {
        caller.check_own(Action::SwapAsk)?;
        let now = self.0.clock.now();
        let hall = caller.actor.hall.ok_or(Problem::Denied)?;
        let calendar = self.calendar().current().await?;
        let sent = Sent::new(caller.actor.person, command.id.uuid(), &command)?;
        let context = (self.clone(), caller.clone(), command, sent, calendar);
        self.0
            .db
            .write(context, move |tx, (me, caller, command, sent, calendar)| {
                Box::pin(async move {
                    hold_hall(tx, hall).await?;
                    sent.once(tx, now, me.keep_swap(tx, calendar, caller, (hall, command))).await
                })
            })
            .await
    }

    async fn keep_swap(
        &self,
        tx: &Tx,
        calendar: &WorkCalendar,
        caller: &Caller,
        (hall, command): (HallId, &SwapCommand),
    ) -> Result<SwapId> {
        let now = self.0.clock.now();
        command.validate(hall_date(now))?;
        let swap = self.new_swap(tx, calendar, caller, (hall, command)).await?;
        let twice = |error| Error::unless_unique(error, RosterError::AskedAlready.into());
        repo::create_swap(tx, &swap).await.map_err(twice)?;
        let by = name_of(tx, swap.asker).await?;
        let asked = NoticeContent::SwapAsked { by, give: command.give, take: command.take };
        self.notices().by(swap.asker).tell(tx, vec![(swap.partner, asked)]).await?;
        let detail = format!("gives {}, takes {}", command.give, command.take);
        audit::record(tx, caller, now, Act::about(command.partner, "roster.ask_swap", detail)).await?;
        Ok(swap.id)
    }

    async fn new_swap(
        &self,
        tx: &Tx,
        calendar: &WorkCalendar,
        caller: &Caller,
        (hall, command): (HallId, &SwapCommand),
    ) -> Result<SwapRecord> {
        let (asker, partner) = (caller.actor.person, command.partner);
        let dates = (command.give, command.take);
        let workers = repo::list_hall_workers(tx, hall, &whole(hall), command.give).await?;
        let known = |person: PersonId| workers.iter().any(|worker| worker.id == person);
        if partner == asker {
            return Err(Problem::field("partner", FieldReason::SamePerson).into());
        }
        // Whether somebody is elsewhere or nobody at all is not told.
        if !known(asker) || !known(partner) {
            return Err(Problem::field("partner", FieldReason::NotAllowed).into());
        }
        let facts = self.swap_facts(tx, calendar, &[asker, partner], dates).await?;
        exchange(dates, &facts.pair(asker), &facts.pair(partner))?;
        repo::expire_swaps(tx, hall, hall_date(self.0.clock.now())).await?;
        for person in [asker, partner] {
            if repo::has_open_swap(tx, person, &[dates.0, dates.1]).await? {
                return Err(RosterError::AskedAlready.into());
            }
        }
        Ok(SwapRecord {
            id: command.id,
            hall,
            asker,
            partner,
            give: (dates.0, facts.plan(asker, dates.0)),
            take: (dates.1, facts.plan(partner, dates.1)),
            state: SwapState::Asked,
            version: 1,
            reason: command.reason.clone().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()),
            answer: None,
            asked_at: self.0.clock.now(),
            settled: None,
        })
    }

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
        swaps: &[SwapRecord],
    ) -> Result<Vec<Facts>> {
        let people: BTreeSet<PersonId> = swaps.iter().flat_map(|swap| [swap.asker, swap.partner]).collect();
        let people: Vec<PersonId> = people.into_iter().collect();
        let wanted: BTreeSet<NaiveDate> = swaps.iter().flat_map(|swap| [swap.give.0, swap.take.0]).collect();
        let (duties, posts) = self.days_on(db, calendar, &people, &wanted).await?;
        let facts = |swap: &SwapRecord| Facts {
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

    /// Where the two days of a swap are worked, for the permission table: each about one of the two, so that
    /// neither decides. A lead's own swap, and one between zones, is for those who lead the whole hall.
    pub(super) async fn swap_places(
        &self,
        db: &impl Connection,
        swap: &SwapRecord,
        facts: &Facts,
    ) -> Result<[PolicyPlace; 2]> {
        let today = hall_date(self.0.clock.now());
        let leaders = leaders_among(db, &[swap.asker, swap.partner], today).await?;
        Ok(facts.places(swap, hall_agency(db, swap.hall).await?, &leaders))
    }
}
