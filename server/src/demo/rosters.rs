use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc, Weekday};
use domain::{
    calendar::WorkCalendar,
    ids::PatternId,
    policy::Role,
    roster::{PatternDays, PersonRoster, RosterEntry, Shift, WeeklyPattern},
    time::hall_date,
};
use store::{
    DbErr, Tx,
    repo::roster::{EntryRecord, create_entries, create_patterns},
};

use super::{
    hall::{DemoHall, OPENED},
    people::DemoPerson,
};

/// From the first day of last month to the last of next.
pub(super) fn span(now: DateTime<Utc>) -> (NaiveDate, NaiveDate) {
    let first = hall_date(now).with_day(1).unwrap_or(OPENED);
    let from = first.checked_sub_months(Months::new(1)).unwrap_or(first);
    let to = first.checked_add_months(Months::new(2)).unwrap_or(first) - Days::new(1);
    (from, to)
}

/// Everybody but HR works by a weekly pattern; the reserve also has published days that differ from it.
pub(super) async fn create(tx: &Tx, hall: &DemoHall, staff: &[DemoPerson], now: DateTime<Utc>) -> Result<(), DbErr> {
    for person in staff.iter().filter(|person| person.grant.role != Role::Hr) {
        let (id, roster) = (person.record.id, of(hall, person, staff, now));
        let patterns: Vec<_> = roster.patterns.into_iter().map(|pattern| (id, pattern)).collect();
        let entries: Vec<_> =
            roster.entries.into_iter().map(|entry| EntryRecord { person: id, entry, revision: 1 }).collect();
        create_patterns(tx, &patterns).await?;
        create_entries(tx, &entries, now).await?;
    }
    Ok(())
}

/// A person's roster, the same each time it is asked for but for the pattern's id.
pub(super) fn of(hall: &DemoHall, person: &DemoPerson, staff: &[DemoPerson], now: DateTime<Utc>) -> PersonRoster {
    let [day, early, middle, night] = &hall.shifts;
    let (from, to) = span(now);
    let patterns = vec![weekly(person, day, from)];
    let reserve = staff.iter().filter(|other| is_reserve(other));
    let Some(nth) = reserve.zip(0_u32..).find(|(other, _)| other.record.id == person.record.id).map(|(_, nth)| nth)
    else {
        return PersonRoster { entries: Vec::new(), patterns };
    };
    let calendar = WorkCalendar::built_in();
    let shifts = if nth == 11 { [night, night] } else { [early, middle] };
    let days = from.iter_days().take_while(|date| *date <= to).filter(|date| calendar.is_workday(*date));
    let entries = days.map(|date| {
        // By turns, a week each.
        let shift = if (date.ordinal() / 7 + nth) % 2 == 0 { shifts[0] } else { shifts[1] };
        RosterEntry { date, shift: Some(shift.id), post: None }
    });
    PersonRoster { entries: entries.collect(), patterns }
}

/// w025 to w036.
fn is_reserve(person: &DemoPerson) -> bool {
    person.record.sign_in_name.as_str() >= "w025" && person.record.sign_in_name.starts_with("w0")
}

/// The usual week since the hall began to plan here: what was before is in no record.
fn weekly(person: &DemoPerson, day: &Shift, planned_from: NaiveDate) -> WeeklyPattern {
    let mut days: PatternDays = [Some(day.id); 7];
    days[5] = None;
    days[6] = None;
    WeeklyPattern {
        id: PatternId::new(),
        days,
        make_up: Weekday::Mon,
        post: person.post.map(|(post, _)| post),
        from: person.record.hired_on.max(planned_from),
        to: None,
    }
}
