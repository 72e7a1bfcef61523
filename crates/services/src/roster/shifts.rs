use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use domain::{
    calendar::WorkCalendar,
    ids::{HallId, PersonId, ShiftId},
    problem::{FieldError, FieldReason, Problem},
    roster::{RosterError, Shift, ShiftImportReport, Succession, clashes},
    time::hall_date,
};
use store::{Tx, repo::roster as repo};

use super::{Roster, bringer::Bringer, in_use::InUse, shift_file::read_shifts, versions::follow};
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
        let known = InUse::of(tx, hall, today).await?;
        let from = today + Days::new(1);
        for shift in shifts {
            // What is to come counts as what stands: a file that is brought again changes nothing.
            let named: Vec<&Shift> = known.all().filter(|known| known.name == shift.name).collect();
            if named.iter().any(|known| known.short == shift.short && known.slots == shift.slots) {
                report.unchanged.push(shift.name.clone());
                continue;
            }
            let old = named.first();
            if old.is_some_and(|old| known.next_of(old.id).is_some() || known.bringing(old.id).is_some()) {
                return Err(RosterError::ReplacementWaits.into());
            }
            if let Some(old) = old {
                replaced.insert(old.id, shift.id);
                repo::replace_shift(tx, hall, shift, Succession { old: old.id, new: shift.id, from }).await?;
                report.replaced.push(shift.name.clone());
            } else {
                repo::create_shift(tx, hall, shift).await?;
                report.added.push(shift.name.clone());
            }
        }
        let plan = follow(tx, &replaced, from).await?;
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
