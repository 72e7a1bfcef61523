//! Where everybody of a hall is at one moment, by their rosters, punches, leave and outings.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, Utc};
use domain::{
    attendance::{
        HolderState, HolderStatus, PunchMark, SlotWindow, Timetable, begins_soon, holder_status, working_since,
    },
    calendar::WorkCalendar,
    ids::{HallId, PersonId, PostId},
    roster::{Duty, Half},
    time::{hall_date, hall_midnight},
};
use store::repo::{attendance as repo, org::HeldPost};
use tokio::sync::SemaphorePermit;

use super::{Attendance, by_person, dates_around, outings::Outings};
use crate::{
    error::{Error, Result},
    leave::{LeaveDays, leave_days},
    org::post_holders_between,
    roster::{Duties, people_named_for},
};

type Timetables = BTreeMap<PersonId, Timetable>;

/// Everybody's whereabouts at one moment.
pub(super) struct Presence {
    pub(super) duties: Duties,
    timetables: Timetables,
    punches: BTreeMap<PersonId, Vec<PunchMark>>,
    pub(super) leave: LeaveDays,
    /// Who is out, and who stands in.
    pub(super) outings: Outings,
    now: DateTime<Utc>,
}

impl Attendance {
    /// A turn among those who read where everybody is. Who watches a hall hears of the same clock-in as the others and
    /// reads at the same moment, and each minute every hall is read for its alarms: they may wait for each other, and
    /// whoever clocks in meanwhile must not wait for all of them.
    pub(super) async fn turn(&self) -> Result<SemaphorePermit<'_>> {
        self.0.boards.acquire().await.map_err(Error::internal)
    }

    /// The holders of some posts of a hall, and where they are and whoever the roster names for one of the posts.
    pub(super) async fn presence_at_posts(
        &self,
        db: &impl store::Connection,
        calendar: &WorkCalendar,
        (hall, posts): (HallId, &[PostId]),
        now: DateTime<Utc>,
    ) -> Result<(Vec<HeldPost>, Presence)> {
        let (from, to) = dates_around(now);
        let holders = self.holders_now(db, calendar, posts, now).await?;
        let mut people: Vec<PersonId> = holders.iter().map(|held| held.person).collect();
        people.extend(people_named_for(db, posts, from, to).await?);
        let presence = self.presence_at(db, calendar, hall, &people, now).await?;
        Ok((holders, presence))
    }

    /// The holders of some posts, A before B: today's, and yesterday's whose night is not over.
    pub(super) async fn holders_now(
        &self,
        db: &impl store::Connection,
        calendar: &WorkCalendar,
        posts: &[PostId],
        now: DateTime<Utc>,
    ) -> Result<Vec<HeldPost>> {
        let today = hall_date(now);
        let found = post_holders_between(db, posts, (today - Days::new(1), today)).await?;
        let (mut holders, mut past): (Vec<HeldPost>, Vec<HeldPost>) =
            found.into_iter().partition(|held| held.covers(today));
        // A from yesterday may be B from today.
        past.retain(|past| !holders.iter().any(|held| (held.post, held.person) == (past.post, past.person)));
        let nights = self.still_there(db, calendar, past, now).await?;
        // They are where the night is, and not yet at another post that is theirs from today.
        holders.retain(|held| !nights.iter().any(|night| night.person == held.person));
        holders.extend(nights);
        holders.sort_by_key(|held| held.side);
        Ok(holders)
    }

    /// Those of yesterday's holders who are still in a shift of yesterday's: a night may be the last of their term.
    async fn still_there(
        &self,
        db: &impl store::Connection,
        calendar: &WorkCalendar,
        mut past: Vec<HeldPost>,
        now: DateTime<Utc>,
    ) -> Result<Vec<HeldPost>> {
        if past.is_empty() {
            return Ok(past);
        }
        let (from, to) = dates_around(now);
        let people: Vec<PersonId> = past.iter().map(|held| held.person).collect();
        let duties = self.roster().duties_of(db, calendar, &people, from, to).await?;
        let timetables = timetables(&duties, &leave_days(db, &people, from, to).await?);
        let work_date = |person: PersonId| timetables.get(&person).map(|timetable| timetable.work_date_at(now));
        past.retain(|held| work_date(held.person).is_some_and(|date| date < hall_date(now) && held.covers(date)));
        Ok(past)
    }

    /// Where some people of a hall are, by their rosters, punches and outings. The calendar is handed over: inside
    /// a transaction nothing may ask for a second connection.
    pub(super) async fn presence_at(
        &self,
        db: &impl store::Connection,
        calendar: &WorkCalendar,
        hall: HallId,
        people: &[PersonId],
        now: DateTime<Utc>,
    ) -> Result<Presence> {
        let (from, to) = dates_around(now);
        let outings = Outings::of(db, hall, now).await?;
        let mut leave = leave_days(db, people, from, to).await?;
        // Whoever stands in counts where they do, which may be at another's window.
        let mut everybody: BTreeSet<PersonId> = people.iter().copied().collect();
        let covers = outings.covers().chain(leave.covers());
        let others: Vec<PersonId> = covers.filter(|cover| everybody.insert(*cover)).collect();
        if !others.is_empty() {
            leave.add(leave_days(db, &others, from, to).await?);
        }
        let people: Vec<PersonId> = everybody.into_iter().collect();
        let duties = self.roster().duties_of(db, calendar, &people, from, to).await?;
        let timetables = timetables(&duties, &leave);
        // Where somebody is follows from the punches of the work-date that they are in.
        let spans = timetables.values().filter_map(|timetable| timetable.span_of(timetable.work_date_at(now)));
        let since = spans.map(|(start, _)| start).min().unwrap_or(now);
        let punches = by_person(repo::list_marks(db, &people, since, hall_midnight(to + Days::new(1))).await?);
        Ok(Presence { duties, timetables, punches, leave, outings, now })
    }
}

impl Presence {
    /// Those whose whereabouts are known: who was asked about, and who stands in for them.
    pub(super) fn people(&self) -> impl Iterator<Item = PersonId> {
        self.duties.keys().copied()
    }

    /// Where a person is.
    pub(super) fn status(&self, person: PersonId) -> HolderStatus {
        let nothing = Timetable::default();
        let timetable = self.timetables.get(&person).unwrap_or(&nothing);
        let punches = self.punches.get(&person).map(Vec::as_slice).unwrap_or_default();
        let status = holder_status(timetable, punches, self.now);
        status.out_since(self.outings.out_since(person))
    }

    /// Whether a shift of anybody's is under way.
    pub(super) fn is_any_under_way(&self) -> bool {
        under_way(&self.timetables, self.now)
    }

    /// Since when a person is to be at work without a break.
    pub(super) fn working_since(&self, person: PersonId) -> Option<DateTime<Utc>> {
        working_since(self.timetables.get(&person)?, self.now)
    }

    /// The arrival with which a person's work begins within some minutes, if they have not clocked in yet.
    pub(super) fn begins_soon(&self, person: PersonId, minutes: i32) -> Option<&SlotWindow> {
        let punches = self.punches.get(&person).map(Vec::as_slice).unwrap_or_default();
        begins_soon(self.timetables.get(&person)?, punches, minutes, self.now)
    }

    /// Whether a person's shift serves a half of the work-date that they are in.
    pub(super) fn serves(&self, person: PersonId, half: Half) -> bool {
        self.duty(person).and_then(Duty::shift).is_some_and(|shift| shift.serves(half))
    }

    /// Who covers for a person, if they are on leave now.
    pub(super) fn leave_cover(&self, person: PersonId, status: HolderStatus) -> Option<PersonId> {
        if status.state != HolderState::OnLeave {
            return None;
        }
        self.leave.cover_of(person, self.now)
    }

    /// The post at which a person works now, where that is not simply the one that they hold: they stand in there, or
    /// the roster names it.
    pub(super) fn post(&self, person: PersonId) -> Option<PostId> {
        self.outings.stands_in_at(person).or_else(|| self.rostered_at(person))
    }

    /// The post that the roster names for a person's shift.
    pub(super) fn rostered_at(&self, person: PersonId) -> Option<PostId> {
        let duty = self.duty(person)?;
        duty.shift()?;
        duty.post
    }

    /// The duty of the work-date that a person is in.
    pub(super) fn duty(&self, person: PersonId) -> Option<&Duty> {
        let date = self.timetables.get(&person)?.work_date_at(self.now);
        self.duties.get(&person)?.iter().find(|duty| duty.date == date)
    }
}

/// Whether a shift of anybody's is under way at an instant.
pub(super) fn any_under_way(duties: &Duties, leave: &LeaveDays, now: DateTime<Utc>) -> bool {
    under_way(&timetables(duties, leave), now)
}

fn timetables(duties: &Duties, leave: &LeaveDays) -> Timetables {
    duties.iter().map(|(person, duties)| (*person, leave.timetable(*person, duties))).collect()
}

fn under_way(timetables: &Timetables, now: DateTime<Utc>) -> bool {
    timetables.values().any(|timetable| {
        let span = timetable.span_of(timetable.work_date_at(now));
        span.is_some_and(|(start, end)| start <= now && now < end)
    })
}
