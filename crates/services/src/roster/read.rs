use chrono::NaiveDate;
use domain::{
    ids::{HallId, PersonId},
    policy::Action,
    problem::{FieldReason, Problem},
    roster::{Duty, HallDayRow, HallDayView, RosterDay, RosterView},
};
use store::{Connection, repo::roster as repo};

use super::Roster;
use crate::{
    caller::Caller,
    error::Result,
    leave::{LeaveDays, leave_days},
    org::{Posts, reachable_hall, window_label},
};

/// Days that can be asked for at once: a month with the weeks around it, and then some.
const MAX_DAYS: i64 = 93;

impl Roster {
    /// My duties from one date to another, both included, at most 93 days.
    pub async fn my_days(&self, caller: &Caller, from: NaiveDate, to: NaiveDate) -> Result<RosterView> {
        caller.check_own(Action::RosterView)?;
        if to < from {
            return Err(Problem::field("to", FieldReason::EndsBeforeStart).into());
        }
        if (to - from).num_days() >= MAX_DAYS {
            return Err(Problem::field("to", FieldReason::OutOfRange).into());
        }
        let (db, me) = (self.0.db.read(), caller.actor.person);
        let calendar = self.calendar().current().await?;
        let mut duties = self.duties_of(db, &calendar, &[me], from, to).await?;
        let posts = Posts::of(db, &duties, from, to).await?;
        let leave = leave_days(db, &[me], from, to).await?;
        let duties = duties.remove(&me).unwrap_or_default();
        let days = duties.into_iter().map(|duty| roster_day(&posts, me, &leave, duty)).collect();
        let news = repo::list_open_receipts(db, me).await?;
        Ok(RosterView { as_of: self.0.clock.now(), from, to, days, news })
    }

    /// Everybody dispatched to a hall on a date.
    pub(crate) async fn hall_people(&self, db: &impl Connection, hall: HallId, on: NaiveDate) -> Result<Vec<PersonId>> {
        Ok(repo::list_hall_people(db, hall, on).await?)
    }

    /// Everybody's duty at a hall on a date, by the names and zones that its windows had then. Leads see those who hold a
    /// post of what is their zone today.
    pub async fn hall_day(&self, caller: &Caller, hall: HallId, date: NaiveDate) -> Result<HallDayView> {
        let db = self.0.db.read();
        reachable_hall(db, caller, Action::RosterView, hall).await?;
        let workers = repo::list_hall_workers(db, hall, &caller.actor.scopes(Action::RosterView), date).await?;
        let people: Vec<PersonId> = workers.iter().map(|worker| worker.id).collect();
        let calendar = self.calendar().current().await?;
        let mut duties = self.duties_of(db, &calendar, &people, date, date).await?;
        let posts = Posts::of(db, &duties, date, date).await?.by_names_on(db, hall, date).await?;
        let leave = leave_days(db, &people, date, date).await?;
        let mut rows = Vec::with_capacity(workers.len());
        for worker in workers {
            let Some(duty) = duties.remove(&worker.id).and_then(|mut duties| duties.pop()) else { continue };
            let post = posts.post_of(worker.id, &duty);
            // Who works nowhere in particular stands last.
            let position = post.and_then(|post| posts.position(post)).unwrap_or(usize::MAX);
            let place = post.and_then(|post| posts.place(post));
            let place = place.map(|place| format!("{} · {}", place.zone_name, window_label(place)));
            let leave = leave.on(worker.id, date);
            rows.push((position, HallDayRow { person: worker.id, name: worker.name, place, duty, leave }));
        }
        rows.sort_by_key(|(position, _)| *position);
        let rows = rows.into_iter().map(|(_, row)| row).collect();
        Ok(HallDayView { as_of: self.0.clock.now(), hall, date, rows })
    }
}

fn roster_day(posts: &Posts, person: PersonId, leave: &LeaveDays, duty: Duty) -> RosterDay {
    let post = posts.post_of(person, &duty);
    let window = post.and_then(|post| posts.place(post)).map(window_label);
    let partner = post.and_then(|post| posts.partner(post, person, duty.date)).map(|held| held.name.clone());
    RosterDay { leave: leave.on(person, duty.date), duty, window, partner }
}
