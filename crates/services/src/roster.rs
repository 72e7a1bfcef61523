//! Who works which shift when.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use chrono::NaiveDate;
use domain::{
    calendar::WorkCalendar,
    ids::{HallId, PersonId, PostId, ShiftId, WindowId},
    policy::Scope,
    roster::{CoverageDemand, Duty, PersonRoster, RosterEntry, Shift, Shifts},
};
use store::{Connection, repo::roster as repo};

use crate::{
    Core,
    approvals::Approvals,
    attendance::Attendance,
    calendar::Calendar,
    error::{Error, Result},
    notices::Notices,
};

mod bringer;
mod check;
mod drafting;
mod editor;
mod feed;
mod file_effects;
mod import;
mod in_use;
mod offered;
mod open_shift_acts;
mod open_shifts;
mod overtime;
mod overtime_acts;
mod overtime_reads;
mod patterns;
mod placing;
mod plans;
mod publishing;
mod read;
mod receipts;
mod rules;
mod sheet;
mod shift_acts;
mod shift_changes;
mod shift_file;
mod shifts;
mod strokes;
mod swap_acts;
mod swap_facts;
mod swap_reads;
mod swaps;
mod telling;
mod terms;
#[cfg(test)]
mod tests;
mod time_off;
mod versions;
mod week;
mod week_acts;
mod weeks;

/// Duties of a person and of a hall; drafts and their publication; swaps; roster files.
#[derive(Clone)]
pub struct Roster(pub(crate) Arc<Core>);

/// A person's duties of consecutive dates, for many people.
pub(crate) type Duties = BTreeMap<PersonId, Vec<Duty>>;

/// A roster line with whose it is to be.
pub(crate) type Line = (PersonId, RosterEntry);

/// Shifts that were read before. A shift is never changed, so what is here is what the database says.
#[derive(Default)]
pub(crate) struct ShiftCache(Mutex<Arc<Shifts>>);

impl ShiftCache {
    fn known(&self) -> Arc<Shifts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn add(&self, shifts: Vec<Shift>) -> Arc<Shifts> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::make_mut(&mut known).extend(shifts.into_iter().map(|shift| (shift.id, Arc::new(shift))));
        known.clone()
    }
}

/// Who is certified for some windows on a date, wherever they work.
pub(crate) async fn certified_at(
    db: &impl Connection,
    windows: &[WindowId],
    on: NaiveDate,
) -> Result<Vec<(WindowId, PersonId)>> {
    Ok(repo::list_certified(db, windows, on).await?)
}

/// Who of a hall's workers is certified for some windows from one date to another: on both of them, so that a
/// certificate that was renewed between counts.
pub(crate) async fn certified_for(
    db: &impl Connection,
    hall: HallId,
    windows: &[WindowId],
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<(WindowId, PersonId)>> {
    let found = repo::list_hall_certificates(db, hall, windows, (from, to)).await?;
    let on = |date: NaiveDate| {
        let valid =
            move |known: &&repo::HallCertificate| known.from <= date && known.to.is_none_or(|last| date <= last);
        let of = found.iter().filter(valid).map(|known| (known.window, known.person));
        of.collect::<BTreeSet<(WindowId, PersonId)>>()
    };
    Ok(on(from).intersection(&on(to)).copied().collect())
}

/// Whether only certified people may serve at the windows of a hall.
pub(crate) async fn certification_required(db: &impl Connection, hall: HallId) -> Result<bool> {
    Ok(repo::certification_required(db, hall).await?)
}

/// Everybody whom the roster names for one of some posts between two dates.
pub(crate) async fn people_named_for(
    db: &impl Connection,
    posts: &[PostId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<PersonId>> {
    Ok(repo::people_named_for(db, posts, from, to).await?)
}

/// How many people each window of a hall needs, where that was set.
pub(crate) async fn demand_of(db: &impl Connection, hall: HallId) -> Result<Vec<CoverageDemand>> {
    Ok(repo::list_demand(db, hall).await?)
}

/// Those of a hall's people inside some scopes who work there on any date from one to another; scopes as they
/// are on a day.
pub(crate) async fn workers_of(
    db: &impl Connection,
    hall: HallId,
    scopes: &[Scope],
    (from, to): (NaiveDate, NaiveDate),
    on: NaiveDate,
) -> Result<Vec<(PersonId, String)>> {
    let workers = repo::list_workers_between(db, hall, scopes, from, to, on).await?;
    Ok(workers.into_iter().map(|worker| (worker.id, worker.name)).collect())
}

/// Whether any of some days of a person is in a swap that is still open.
pub(crate) async fn has_open_swap(db: &impl Connection, person: PersonId, dates: &[NaiveDate]) -> Result<bool> {
    Ok(repo::has_open_swap(db, person, dates, None).await?)
}

/// Whether overtime was approved for somebody on any day from one to another.
pub(crate) async fn has_overtime(
    db: &impl Connection,
    person: PersonId,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<bool> {
    Ok(!repo::find_approved_overtime(db, &[person], from, to).await?.is_empty())
}

impl Roster {
    fn attendance(&self) -> Attendance {
        Attendance(self.0.clone())
    }

    fn approvals(&self) -> Approvals {
        Approvals(self.0.clone())
    }

    fn notices(&self) -> Notices {
        Notices(self.0.clone())
    }

    fn calendar(&self) -> Calendar {
        Calendar(self.0.clone())
    }

    /// The duties of some people from one date to another, both included: each of them has an entry. Two
    /// queries, however many people and dates there are, and a third when a shift is met for the first time.
    pub(crate) async fn duties_of(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        people: &[PersonId],
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Duties> {
        self.duties_with(db, calendar, people, &[], (from, to)).await
    }

    /// The same as they would be with some lines published.
    pub(crate) async fn duties_with(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        people: &[PersonId],
        lines: &[Line],
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Duties> {
        let mut rosters = self.rosters_of(db, people, (from, to)).await?;
        for (person, line) in lines {
            if let Some(roster) = rosters.get_mut(person) {
                roster.overlay(line.clone());
            }
        }
        let shifts = self.shifts_of(db, rosters.values()).await?;
        let duties = |roster: PersonRoster| roster.duties(from, to, calendar, &shifts).map_err(Error::internal);
        rosters.into_iter().map(|(person, roster)| Ok((person, duties(roster)?))).collect()
    }

    /// What some people's days come from: each of them has an entry.
    async fn rosters_of(
        &self,
        db: &impl Connection,
        people: &[PersonId],
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<BTreeMap<PersonId, PersonRoster>> {
        let mut rosters: BTreeMap<PersonId, PersonRoster> =
            people.iter().map(|person| (*person, PersonRoster::default())).collect();
        for (person, pattern) in repo::find_patterns(db, people, from, to).await? {
            rosters.entry(person).or_default().patterns.push(pattern);
        }
        for record in repo::find_entries(db, people, from, to).await? {
            rosters.entry(record.person).or_default().entries.push(record.entry);
        }
        Ok(rosters)
    }

    /// The shifts that some rosters name, and perhaps others.
    async fn shifts_of(
        &self,
        db: &impl Connection,
        rosters: impl Iterator<Item = &PersonRoster>,
    ) -> Result<Arc<Shifts>> {
        let named = rosters.flat_map(|roster| {
            let patterns = roster.patterns.iter().flat_map(|pattern| pattern.days);
            patterns.chain(roster.entries.iter().map(|entry| entry.shift)).flatten()
        });
        let named: BTreeSet<ShiftId> = named.collect();
        self.shifts_by_id(db, named).await
    }

    /// The shifts of some ids, and perhaps others.
    async fn shifts_by_id(&self, db: &impl Connection, ids: BTreeSet<ShiftId>) -> Result<Arc<Shifts>> {
        let known = self.0.shift_cache.known();
        let unknown: Vec<ShiftId> = ids.into_iter().filter(|shift| !known.contains_key(shift)).collect();
        if unknown.is_empty() {
            return Ok(known);
        }
        Ok(self.0.shift_cache.add(repo::find_shifts(db, &unknown).await?))
    }
}
