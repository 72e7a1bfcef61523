//! Everybody's usual weeks, for who sets them.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    ids::{HallId, PersonId, PostId, ShiftId},
    roster::{HallWeeks, Shifts, WeekPerson, WeekView, WeeklyPattern},
    time::hall_date,
};
use store::repo::{org::PostPlace, roster as repo};

use super::{
    Roster,
    bringer::Bringer,
    editor::{AHEAD, whole},
    in_use::InUse,
};
use crate::{
    caller::Caller,
    error::Result,
    org::{posts_held, window_label, window_posts},
};

impl Roster {
    /// The usual weeks of a hall's people, of today and to come. For those who may set them.
    pub async fn hall_weeks(&self, caller: &Caller, hall: HallId) -> Result<HallWeeks> {
        let db = self.0.db.read();
        Bringer::caller(db, caller, hall).await?;
        let today = hall_date(self.0.clock.now());
        let workers = repo::list_workers_between(db, hall, &whole(hall), today, today + AHEAD, today).await?;
        let ids: Vec<PersonId> = workers.iter().map(|worker| worker.id).collect();
        let places = window_posts(db, hall, &whole(hall)).await?;
        let held = posts_held(db, &ids, today, today).await?;
        let mut patterns = BTreeMap::<PersonId, Vec<WeeklyPattern>>::new();
        for (person, pattern) in repo::find_patterns(db, &ids, today, today + AHEAD).await? {
            patterns.entry(person).or_default().push(pattern);
        }
        let named: BTreeSet<ShiftId> = patterns.values().flatten().flat_map(|pattern| pattern.days).flatten().collect();
        let shifts = self.shifts_by_id(db, named).await?;
        let mut open = InUse::of(db, hall, today).await?.open;
        let worked =
            |id: ShiftId| patterns.values().flatten().filter(|pattern| pattern.days.contains(&Some(id))).count();
        open.sort_by_cached_key(|shift| std::cmp::Reverse(worked(shift.id)));
        let position = |post: PostId| places.iter().position(|place| is_at(place, post));
        let mut people: Vec<(usize, WeekPerson)> = Vec::with_capacity(workers.len());
        for worker in workers {
            let mut weeks = patterns.remove(&worker.id).unwrap_or_default();
            weeks.sort_by_key(|pattern| pattern.from);
            let post = held.iter().find(|held| held.person == worker.id && position(held.post).is_some());
            let at = post.and_then(|held| Some((position(held.post)?, held.side)));
            let post = at.and_then(|(nth, side)| {
                let place = places.get(nth)?;
                Some((window_label(place), place.zone, side))
            });
            let weeks = weeks.iter().map(|pattern| week_view(pattern, &shifts, &places)).collect();
            let person = WeekPerson { person: worker.id, name: worker.name, post, weeks };
            people.push((at.map_or(usize::MAX, |(nth, _)| nth), person));
        }
        people.sort_by_key(|(position, _)| *position);
        let mut zones: Vec<_> = places.iter().map(|place| (place.zone, place.zone_name.clone())).collect();
        zones.dedup();
        let with_posts = places.iter().filter(|place| place.post.is_some());
        let mut windows: Vec<_> = with_posts.map(|place| (place.window, window_label(place))).collect();
        windows.dedup();
        Ok(HallWeeks {
            hall,
            today,
            shifts: open.into_iter().map(|shift| (shift.id, shift.name)).collect(),
            windows,
            zones,
            people: people.into_iter().map(|(_, person)| person).collect(),
        })
    }
}

fn is_at(place: &PostPlace, post: PostId) -> bool {
    place.post.as_ref().is_some_and(|(at, _)| *at == post)
}

fn week_view(pattern: &WeeklyPattern, shifts: &Shifts, places: &[PostPlace]) -> WeekView {
    let name = |day: Option<ShiftId>| day.and_then(|id| shifts.get(&id)).map(|shift| shift.name.clone());
    let place = pattern.post.and_then(|post| places.iter().find(|place| is_at(place, post)));
    WeekView {
        from: pattern.from,
        to: pattern.to,
        days: pattern.days.map(name),
        make_up: pattern.make_up,
        window: place.map(window_label),
    }
}
