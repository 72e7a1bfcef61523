use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use domain::{
    calendar::WorkCalendar,
    ids::{HallId, PatternId, PersonId, ShiftId},
    problem::{FieldError, FieldReason, Problem},
    roster::{Shift, ShiftImportReport, WeeklyPattern, clashes},
    time::hall_date,
};
use store::{Connection, Tx, repo::roster as repo};

use super::{Roster, bringer::Bringer, editor::AHEAD, patterns::WeekPlan, shift_file::read_shifts};
use crate::{
    caller::Caller,
    error::{Error, Result},
    org::hold_hall,
};

/// Days looked at for shifts that overlap with their neighbours: each weekday next to each other one.
pub(super) const CLASH_DAYS: Days = Days::new(14);

impl Roster {
    /// Imports shifts of a hall from the text of a TOML or JSON file, all or none; wrong fields are named.
    ///
    /// What stands already is left, and a shift that is not in the file stays. A shift is never edited: one of
    /// the same name with other slots takes its place from tomorrow. Weekly patterns go on with the new one
    /// from then; roster lines keep the shift that they were published with until they are imported again.
    pub async fn import_shifts(&self, caller: &Caller, hall: HallId, text: &str) -> Result<ShiftImportReport> {
        self.import_shift_file(Bringer::caller(self.0.db.read(), caller, hall).await?, text).await
    }

    /// The same from the command line, by whoever runs the server; the hall by its name.
    pub async fn import_shifts_by_operator(&self, hall: &str, text: &str) -> Result<ShiftImportReport> {
        self.import_shift_file(Bringer::operator(self.0.db.read(), hall).await?, text).await
    }

    async fn import_shift_file(&self, bringer: Bringer, text: &str) -> Result<ShiftImportReport> {
        let shifts = read_shifts(text)?;
        let calendar = self.calendar().current().await?;
        let (now, hall) = (self.0.clock.now(), bringer.hall.id);
        let report = self
            .0
            .db
            .write((self.clone(), bringer, shifts, calendar), move |tx, (me, bringer, shifts, calendar)| {
                Box::pin(async move {
                    hold_hall(tx, hall).await?;
                    let report = me.replace_shifts(tx, hall, shifts, calendar, hall_date(now)).await?;
                    let (added, replaced) = (report.added.len(), report.replaced.len());
                    let detail = format!("{added} added, {replaced} replaced, {} patterns", report.patterns);
                    bringer.record(tx, now, "roster.import_shifts", detail).await?;
                    Ok::<_, Error>(report)
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(report)
    }

    async fn replace_shifts(
        &self,
        tx: &Tx,
        hall: HallId,
        shifts: &[Shift],
        calendar: &WorkCalendar,
        today: NaiveDate,
    ) -> Result<ShiftImportReport> {
        let mut report = ShiftImportReport::default();
        let mut replaced = BTreeMap::<ShiftId, ShiftId>::new();
        let open = repo::list_shifts(tx, hall).await?;
        for shift in shifts {
            let list = match open.iter().find(|open| open.name == shift.name) {
                Some(open) if open.short == shift.short && open.slots == shift.slots => {
                    report.unchanged.push(shift.name.clone());
                    continue;
                }
                Some(open) => {
                    repo::close_shift(tx, open.id, today).await?;
                    replaced.insert(open.id, shift.id);
                    &mut report.replaced
                }
                None => &mut report.added,
            };
            list.push(shift.name.clone());
            repo::create_shift(tx, hall, shift).await?;
        }
        let plan = follow(tx, &replaced, today).await?;
        report.patterns = plan.changed.len();
        plan.store(tx).await?;
        let people: Vec<PersonId> = plan.people.iter().copied().collect();
        let duties = self.duties_of(tx, calendar, &people, today, today + CLASH_DAYS).await?;
        let new: BTreeSet<ShiftId> = replaced.into_values().collect();
        let mut faults = BTreeSet::new();
        for duties in duties.values() {
            for (earlier, later) in clashes(duties) {
                let two = duties.iter().filter(|duty| duty.date == earlier || duty.date == later);
                let new = two.filter_map(|duty| duty.shift()).filter(|shift| new.contains(&shift.id));
                faults.extend(new.map(|shift| format!("{}.slot", shift.name)));
            }
        }
        if faults.is_empty() {
            return Ok(report);
        }
        let faults = faults.iter().map(|field| FieldError::new(field, FieldReason::Overlaps)).collect();
        Err(Problem::Invalid(faults).into())
    }
}

/// The weeks that name a replaced shift as they go on with the one in its place from tomorrow; today and what was
/// worked stay. Nothing is written.
pub(super) async fn follow(
    db: &impl Connection,
    replaced: &BTreeMap<ShiftId, ShiftId>,
    today: NaiveDate,
) -> Result<WeekPlan> {
    let tomorrow = today + Days::new(1);
    // A pattern may name several of them.
    let mut patterns = BTreeMap::<PatternId, (PersonId, WeeklyPattern)>::new();
    for old in replaced.keys() {
        let naming = repo::find_patterns_naming(db, *old, tomorrow).await?;
        patterns.extend(naming.into_iter().map(|(person, pattern)| (pattern.id, (person, pattern))));
    }
    let mut plan = WeekPlan { from: Some(tomorrow), ..WeekPlan::default() };
    for (person, old) in patterns.into_values() {
        let days = old.days.map(|day| day.map(|shift| *replaced.get(&shift).unwrap_or(&shift)));
        plan.people.insert(person);
        if old.from < tomorrow {
            plan.new.push((person, WeeklyPattern { id: PatternId::new(), days, from: tomorrow, ..old.clone() }));
            plan.changed.insert(old.id, WeeklyPattern { to: Some(today), ..old });
        } else {
            plan.changed.insert(old.id, WeeklyPattern { days, ..old });
        }
    }
    let people: Vec<PersonId> = plan.people.iter().copied().collect();
    for (person, stored) in repo::find_patterns(db, &people, tomorrow, tomorrow + AHEAD).await? {
        let pattern = plan.changed.get(&stored.id).cloned().unwrap_or(stored);
        plan.rosters.entry(person).or_default().patterns.push(pattern);
    }
    for (person, pattern) in &plan.new {
        plan.rosters.entry(*person).or_default().patterns.push(pattern.clone());
    }
    Ok(plan)
}
