//! A person's roster as a calendar that their phone fetches, under an address that only they know.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::{
    accounts::Language,
    ids::{ApprovalId, PersonId},
    leave::{AWAY_AFTER, Hours, LEAVE_AHEAD, Period},
    policy::Action,
    problem::Problem,
    roster::{Duty, FeedView},
    time::{hall_date, hall_midnight},
};
use icalendar::{Calendar, Component, Event, EventLike};
use store::repo::roster as repo;

use super::Roster;
use crate::{
    accounts::person_record,
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    leave::leave_days,
    org::{Posts, window_label},
    secrets::{hash_token, new_token},
};

/// Days before today that are in it.
const BACK: Days = Days::new(14);
/// Days after today whose shifts are in it: the longest that rosters are published ahead. Leave is in it for as far
/// ahead as it can be asked for.
const AHEAD: Days = Days::new(62);

impl Roster {
    /// Whether the caller has such an address, and since when. The address itself is not kept.
    pub async fn my_feed(&self, caller: &Caller) -> Result<FeedView> {
        caller.check_own(Action::RosterFeed)?;
        Ok(FeedView { since: repo::find_feed(self.0.db.read(), caller.actor.person).await? })
    }

    /// Makes an address, in the place of an older one, and gives it out this once.
    pub async fn create_feed(&self, caller: &Caller) -> Result<String> {
        caller.check_own(Action::RosterFeed)?;
        let (me, now, token) = (caller.actor.person, self.0.clock.now(), new_token());
        let hash = hash_token(&token);
        self.0
            .db
            .write((caller.clone(), hash), move |tx, (caller, hash)| {
                Box::pin(async move {
                    repo::revoke_feed(tx, me, now).await?;
                    let twice = |error| Error::unless_unique(error, Problem::Conflict);
                    repo::create_feed(tx, me, hash.clone(), now).await.map_err(twice)?;
                    Ok::<_, Error>(audit::record(tx, caller, now, Act::about(me, "roster.create_feed", "")).await?)
                })
            })
            .await?;
        let address = self.0.origin.join(&format!("/calendar/{token}.ics")).map_err(Error::internal)?;
        Ok(address.into())
    }

    /// Revokes the caller's address: whoever knows it reads nothing any more.
    pub async fn revoke_feed(&self, caller: &Caller) -> Result<()> {
        caller.check_own(Action::RosterFeed)?;
        let (me, now) = (caller.actor.person, self.0.clock.now());
        self.0
            .db
            .write(caller.clone(), move |tx, caller| {
                Box::pin(async move {
                    if repo::revoke_feed(tx, me, now).await? {
                        audit::record(tx, caller, now, Act::about(me, "roster.revoke_feed", "")).await?;
                    }
                    Ok::<_, Error>(())
                })
            })
            .await
    }

    /// The calendar under an address, in a language; nothing once it was revoked, or its person has left.
    pub async fn feed(&self, token: &str, language: Language) -> Result<String> {
        let (db, now) = (self.0.db.read(), self.0.clock.now());
        let today = hall_date(now);
        let owner = repo::find_feed_owner(db, &hash_token(token)).await?.ok_or(Problem::NotFound)?;
        let person = person_record(db, owner).await?;
        if person.left_on.is_some_and(|left| left < today) {
            return Err(Problem::NotFound.into());
        }
        let (from, to) = (today - BACK, today + AHEAD);
        let calendar = self.calendar().current().await?;
        let duties = self.duties_of(db, &calendar, &[owner], from, to).await?;
        let posts = Posts::of(db, &duties, from, to).await?;
        let place = |duty: &Duty| posts.post_of(owner, duty).and_then(|post| posts.place(post)).map(window_label);
        let mut feed = Calendar::new().name(name(language)).ttl(&TimeDelta::hours(6)).done();
        let leave = leave_days(db, &[owner], from, today + LEAVE_AHEAD).await?;
        for duty in duties.values().flatten().filter(|duty| !leave.on(owner, duty.date).is_whole()) {
            if let Some(event) = event(owner, duty, place(duty), now) {
                feed.push(event);
            }
        }
        let rostered = |date| duties.values().flatten().any(|duty| duty.date == date && duty.shift().is_some());
        // Beyond the roster nobody knows it better than the calendar.
        let works = |date: NaiveDate| if date <= to { rostered(date) } else { calendar.is_workday(date) };
        for (request, period) in leave.spans(owner) {
            match period.hours() {
                Some(hours) => {
                    for date in period.dates().filter(|date| works(*date)) {
                        feed.push(hours_away(request, (date, hours), (leave_word(language), now)));
                    }
                }
                None => {
                    feed.push(away(request, period, (leave_word(language), now)));
                }
            }
        }
        Ok(feed.to_string())
    }
}

/// What calendar programs call it.
const fn name(language: Language) -> &'static str {
    match language {
        Language::ZhCn => "在岗排班",
        Language::En => "Zaigang roster",
    }
}

const fn leave_word(language: Language) -> &'static str {
    match language {
        Language::ZhCn => "请假",
        Language::En => "On leave",
    }
}

/// A day's shift, from its first due time to its last. The same day keeps its name, so that a change moves it.
fn event(person: PersonId, duty: &Duty, place: Option<String>, now: DateTime<Utc>) -> Option<Event> {
    let shift = duty.shift()?;
    let (first, last) = (shift.slots.first()?, shift.slots.last()?);
    let at = |minute: i32| hall_midnight(duty.date) + TimeDelta::minutes(minute.into());
    let mut event = Event::with_uid(&uid(person, duty.date));
    event.timestamp(now).summary(&shift.name).starts(at(first.due)).ends(at(last.due));
    if let Some(place) = place {
        event.location(&place);
    }
    Some(event.done())
}

/// Granted leave, whole days as such, without what it is for: others' computers read the feed.
fn away(request: ApprovalId, period: Period, (word, now): (&str, DateTime<Utc>)) -> Event {
    let mut event = Event::with_uid(&format!("{request}@zaigang"));
    event.timestamp(now).summary(word);
    let (first, last) = (period.on(period.from), period.on(period.to));
    if first.is_whole() && last.is_whole() {
        return event.starts(period.from).ends(period.to + Days::new(1)).done();
    }
    let at = |date, minute: i32| hall_midnight(date) + TimeDelta::minutes(minute.into());
    let starts = if first.morning { hall_midnight(period.from) } else { at(period.from, AWAY_AFTER) };
    let ends = if last.afternoon { hall_midnight(period.to + Days::new(1)) } else { at(period.to, AWAY_AFTER) };
    event.starts(starts).ends(ends).done()
}

/// The same for some hours of a day.
fn hours_away(request: ApprovalId, (date, hours): (NaiveDate, Hours), (word, now): (&str, DateTime<Utc>)) -> Event {
    let at = |minute: i32| hall_midnight(date) + TimeDelta::minutes(minute.into());
    let mut event = Event::with_uid(&format!("{date}-{request}@zaigang"));
    event.timestamp(now).summary(word).starts(at(hours.from)).ends(at(hours.to)).done()
}

fn uid(person: PersonId, date: NaiveDate) -> String {
    format!("{date}-{person}@zaigang")
}
