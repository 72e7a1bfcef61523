//! What halls and their parts were called before, and in which zones windows were.

use chrono::{Days, NaiveDate};
use domain::{
    ids::{HallId, WindowId, ZoneId},
    org::FormerName,
};
use store::{
    Connection, Tx,
    repo::org::{
        self as repo, FormerNameRecord, FormerZoneRecord, HallRecord, NamedPlace, PostPlace, PostRecord, WindowRecord,
        ZoneRecord,
    },
};

use crate::error::Result;

/// What a place is called, and since when it may have been.
struct Called {
    place: NamedPlace,
    hall: HallId,
    opened_on: NaiveDate,
    code: Option<String>,
    name: String,
}

/// Keeps what a hall was called until yesterday, if it is called otherwise from today on.
pub(super) async fn keep_hall_name(tx: &Tx, was: &HallRecord, is: &str, today: NaiveDate) -> Result<()> {
    let HallRecord { id, opened_on, name, .. } = was.clone();
    if name == is {
        return Ok(());
    }
    keep(tx, Called { place: id.into(), hall: id, opened_on, code: None, name }, today).await
}

/// Keeps what a zone was called until yesterday, if it is called otherwise from today on.
pub(super) async fn keep_zone_name(tx: &Tx, was: &ZoneRecord, is: &str, today: NaiveDate) -> Result<()> {
    let ZoneRecord { id, hall, opened_on, name, .. } = was.clone();
    if name == is {
        return Ok(());
    }
    keep(tx, Called { place: id.into(), hall, opened_on, code: None, name }, today).await
}

/// Keeps what a window was called until yesterday, if its code or its name is another from today on.
pub(super) async fn keep_window_name(
    tx: &Tx,
    was: &WindowRecord,
    (code, name): (&str, &str),
    today: NaiveDate,
) -> Result<()> {
    if (was.code.as_str(), was.name.as_str()) == (code, name) {
        return Ok(());
    }
    let WindowRecord { id, hall, opened_on, code, name, .. } = was.clone();
    keep(tx, Called { place: id.into(), hall, opened_on, code: Some(code), name }, today).await
}

/// Keeps what a post of a hall was called until yesterday, if it is called otherwise from today on.
pub(super) async fn keep_post_name(
    tx: &Tx,
    (hall, was): (HallId, &PostRecord),
    is: &str,
    today: NaiveDate,
) -> Result<()> {
    let PostRecord { id, opened_on, name, .. } = was.clone();
    if name == is {
        return Ok(());
    }
    keep(tx, Called { place: id.into(), hall, opened_on, code: None, name }, today).await
}

async fn keep(tx: &Tx, was: Called, today: NaiveDate) -> Result<()> {
    let Called { place, hall, opened_on, code, name } = was;
    let Some(until) = last_day(opened_on, today) else { return Ok(()) };
    Ok(repo::create_former_name(tx, FormerNameRecord { place, hall, code, name, until }).await?)
}

/// Keeps the zone in which a window was until yesterday, if it is in another from today on.
pub(super) async fn keep_window_zone(tx: &Tx, was: &WindowRecord, is: ZoneId, today: NaiveDate) -> Result<()> {
    let WindowRecord { id: window, hall, zone, opened_on, .. } = *was;
    let Some(until) = last_day(opened_on, today).filter(|_| zone != is) else { return Ok(()) };
    Ok(repo::create_former_zone(tx, FormerZoneRecord { window, hall, zone, until }).await?)
}

/// The last day of what changes today. What opened today was as it was on no day.
fn last_day(opened_on: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
    let until = today - Days::new(1);
    (opened_on <= until).then_some(until)
}

/// The former names of a hall and its parts, and the former zones of its windows.
pub(super) struct Former {
    names: Vec<FormerNameRecord>,
    /// Each zone as it is today.
    zones: Vec<(FormerZoneRecord, ZoneRecord)>,
}

impl Former {
    pub(super) async fn of(db: &impl Connection, hall: HallId) -> Result<Self> {
        Ok(Self { names: repo::list_former_names(db, hall).await?, zones: repo::list_former_zones(db, hall).await? })
    }

    /// The names of a place that is called `now`, the latest first.
    pub(super) fn names_of(&self, place: NamedPlace, now: &str) -> Vec<FormerName> {
        let records = self.names.iter().filter(|record| record.place == place);
        let names = records.map(|record| {
            let name = label(record.code.as_deref(), &record.name);
            (name.clone(), FormerName { name, until: record.until })
        });
        before(names, now.to_owned())
    }

    /// The zones of a window that is in `now`, the latest first.
    pub(super) fn zones_of(&self, window: WindowId, now: ZoneId) -> Vec<FormerName> {
        let records = self.zones.iter().filter(|(record, _)| record.window == window);
        let zones =
            records.map(|(record, zone)| (record.zone, FormerName { name: zone.name.clone(), until: record.until }));
        before(zones, now)
    }

    /// What a place was called on a past date, if otherwise than today.
    fn name_on(&self, place: NamedPlace, date: NaiveDate) -> Option<&FormerNameRecord> {
        self.names.iter().find(|record| record.place == place && date <= record.until)
    }

    /// In which zone a window was on a past date, if in another than today.
    fn zone_on(&self, window: WindowId, date: NaiveDate) -> Option<&ZoneRecord> {
        let found = self.zones.iter().find(|(record, _)| record.window == window && date <= record.until);
        found.map(|(_, zone)| zone)
    }

    /// A place by the names of a date, a window in its zone of that date. Says whether that is another than today's.
    pub(super) fn rename(&self, place: &mut PostPlace, date: NaiveDate) -> bool {
        let today = place.clone();
        if let Some(zone) = self.zone_on(place.window, date) {
            place.zone = zone.id;
            place.zone_name.clone_from(&zone.name);
            place.zone_position = zone.position;
        }
        if let Some(zone) = self.name_on(place.zone.into(), date) {
            place.zone_name.clone_from(&zone.name);
        }
        if let Some(window) = self.name_on(place.window.into(), date) {
            place.window_name.clone_from(&window.name);
            place.code = window.code.clone().unwrap_or_default();
        }
        if let Some((post, name)) = &mut place.post
            && let Some(was) = self.name_on((*post).into(), date)
        {
            name.clone_from(&was.name);
        }
        *place != today
    }
}

/// What was before `now`, the latest first, of what has ended in this order. What was taken back on the day on which it
/// was changed had gone on.
fn before<T: PartialEq>(ended: impl DoubleEndedIterator<Item = (T, FormerName)>, now: T) -> Vec<FormerName> {
    let mut next = now;
    let mut former = Vec::new();
    for (was, told) in ended.rev() {
        if was != next {
            former.push(told);
        }
        next = was;
    }
    former
}

/// A window's code and name; nothing else has a code.
pub(super) fn label(code: Option<&str>, name: &str) -> String {
    code.into_iter().chain([name]).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use domain::ids::PostId;

    use super::*;

    fn november(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    #[test]
    fn a_place_has_the_names_of_a_date_and_is_in_the_zone_of_that_date() {
        let (hall, window, post) = (HallId::new(), WindowId::new(), PostId::new());
        let (old, new) = (ZoneId::new(), ZoneId::new());
        let called = |place, code: Option<&str>, name: &str, until| FormerNameRecord {
            place,
            hall,
            code: code.map(ToOwned::to_owned),
            name: name.to_owned(),
            until: november(until),
        };
        let (opened_on, closed_on) = (november(2), None);
        let left = ZoneRecord { id: old, hall, name: "社保区".to_owned(), position: 1, opened_on, closed_on };
        let former = Former {
            names: vec![
                called(old.into(), None, "一区", 10),
                called(post.into(), None, "综合岗", 12),
                called(window.into(), Some("A01"), "综合", 18),
                called(new.into(), None, "二区", 20),
            ],
            zones: vec![(FormerZoneRecord { window, hall, zone: old, until: november(15) }, left)],
        };
        let on = |day| {
            let mut place = PostPlace {
                zone: new,
                zone_name: "医保区".to_owned(),
                zone_position: 2,
                window,
                code: "B07".to_owned(),
                window_name: "医保".to_owned(),
                post: Some((post, "受理岗".to_owned())),
            };
            former.rename(&mut place, november(day));
            let post = place.post.map(|(_, name)| name).unwrap_or_default();
            format!("{} {} {} {} {post}", place.zone_position, place.zone_name, place.code, place.window_name)
        };
        assert_eq!(on(10), "1 一区 A01 综合 综合岗");
        assert_eq!(on(12), "1 社保区 A01 综合 综合岗");
        assert_eq!(on(15), "1 社保区 A01 综合 受理岗");
        assert_eq!(on(16), "2 二区 A01 综合 受理岗");
        assert_eq!(on(20), "2 二区 B07 医保 受理岗");
        assert_eq!(on(21), "2 医保区 B07 医保 受理岗");
    }
}
