//! A group of halls as large as there are, with years of history, for the bench that asks whether a busy
//! morning holds. Everything in it follows from its size: the same group has the same ids on every run, so
//! that a database that took minutes to fill is kept.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::ids::{HallId, PersonId, PostId, ShiftId, WindowId, ZoneId};
use uuid::Uuid;

use crate::load::Member;

mod create;
mod history;
mod kept;
mod spread;

pub use kept::Shelf;

/// When the servers' clocks start: the day shift begins four minutes later.
pub const MORNING: &str = "2026-11-24T08:26:00+08:00";

/// The day of the rush, a Tuesday; history ends the day before.
const RUSH_DAY: NaiveDate = match NaiveDate::from_ymd_opt(2026, 11, 24) {
    Some(date) => date,
    None => panic!("a date"),
};

/// Window staff of a zone, two to a window as A and B.
const ZONE_STAFF: usize = 100;

/// Zones of a hall.
const HALL_ZONES: usize = 5;

/// Leads; where there are fewer zones, several lead the same.
pub const LEADS: usize = 50;

/// How large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// Window staff, beside the [`LEADS`].
    pub staff: usize,
    /// Years of punches and judged days of each of them.
    pub years: u32,
}

/// What an id is of; a part of the id.
#[derive(Clone, Copy)]
enum Kind {
    Punch = 1,
    DayResult,
    Agency,
    Hall,
    Zone,
    Window,
    Post,
    Holder,
    Fence,
    Shift,
    Person,
    Appointment,
    Session,
    Pattern,
}

/// A UUIDv7 of a time in milliseconds, a kind and a number; `spread` writes the same in SQL.
fn id(millis: i64, kind: Kind, number: usize) -> Uuid {
    let (millis, kind, number) = (u128::from(millis.unsigned_abs()), kind as u128, number as u128);
    Uuid::from_u128(millis << 80 | 7 << 76 | kind << 64 | 8 << 60 | number)
}

/// The id of a part that was there before anybody punched.
fn part(kind: Kind, number: usize) -> Uuid {
    id(1_600_000_000_000, kind, number)
}

/// The place of a person in their group; leads come after the staff.
pub fn number(person: PersonId) -> usize {
    usize::try_from(person.uuid().as_u128() & 0xffff_ffff_ffff).unwrap_or(usize::MAX)
}

fn person(number: usize) -> PersonId {
    PersonId::from_uuid(part(Kind::Person, number))
}

fn hall(number: usize) -> HallId {
    HallId::from_uuid(part(Kind::Hall, number))
}

fn zone(number: usize) -> ZoneId {
    ZoneId::from_uuid(part(Kind::Zone, number))
}

fn window(number: usize) -> WindowId {
    WindowId::from_uuid(part(Kind::Window, number))
}

fn post(number: usize) -> PostId {
    PostId::from_uuid(part(Kind::Post, number))
}

fn shift(hall: usize) -> ShiftId {
    ShiftId::from_uuid(part(Kind::Shift, hall))
}

/// When the day of the rush begins.
fn rush_midnight() -> DateTime<Utc> {
    domain::time::hall_midnight(RUSH_DAY)
}

/// When everybody last used the app: the evening before, so that their first request of the day writes, too.
fn last_used() -> DateTime<Utc> {
    rush_midnight() - TimeDelta::hours(6)
}

impl Group {
    /// Who are to clock in, with their sessions.
    pub fn staff(self) -> Vec<Member> {
        (0..self.staff).map(|number| self.member(number)).collect()
    }

    /// One of the staff, or after them the leads, with their session.
    pub fn member(self, number: usize) -> Member {
        assert!(number < self.staff + LEADS, "{number} is not of this group");
        Member { person: person(number), token: token(number) }
    }

    /// Who hold boards open, with the hall of each; spread over all zones.
    pub fn leads(self) -> Vec<(Member, HallId)> {
        (0..LEADS).map(|lead| (self.member(self.staff + lead), hall(self.zone_of_lead(lead) / HALL_ZONES))).collect()
    }

    /// The numbers of those who are on a lead's board.
    pub fn on_board(self, lead: usize) -> std::ops::Range<usize> {
        let first = self.zone_of_lead(lead) * ZONE_STAFF;
        first..(first + ZONE_STAFF).min(self.staff)
    }

    /// The first halls, as many as so many staff work in.
    pub fn halls_with(self, staff: usize) -> Vec<HallId> {
        (0..staff.div_ceil(HALL_ZONES * ZONE_STAFF)).map(hall).collect()
    }

    fn zone_of_lead(self, lead: usize) -> usize {
        lead * self.zones() / LEADS
    }

    /// Halls in it.
    pub fn halls(self) -> usize {
        self.zones().div_ceil(HALL_ZONES)
    }

    fn zones(self) -> usize {
        self.staff.div_ceil(ZONE_STAFF)
    }

    /// The day everything opened and everybody was hired: a day before is nothing to be judged.
    fn first_day(self) -> NaiveDate {
        RUSH_DAY - Days::new(u64::from(self.years) * 365)
    }
}

/// The secret of a person's session.
fn token(number: usize) -> String {
    format!("token-{number}")
}
