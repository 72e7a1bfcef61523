//! Shifts as a form has them: times on the wall. On which day each lies follows from the order in which they come.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{FindingView, Shift, Slot, SlotKind, week_form::within};
use crate::{
    ids::{HallId, ShiftId},
    problem::{FieldErrors, FieldReason, Problem},
    time::{minute_of, wall_time},
};

/// Minutes of a day.
const DAY: i32 = 24 * 60;

/// How far a window may reach before and after its due time, in minutes. What lies further is no wide window but a
/// slip: an opening that was typed later than the due time would else be the evening before.
const REACH: i32 = 12 * 60;

/// A punch of a shift as it is filled in: three times, `HH:MM`, and minutes of grace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotForm {
    /// When it is due; not later than the time before it in the form means the day after.
    #[serde(default)]
    pub due: String,
    /// First minute of its window: the last such time up to the due time.
    #[serde(default)]
    pub opens: String,
    /// Last minute of its window: the first such time from the due time on.
    #[serde(default)]
    pub closes: String,
    /// Minutes late, or early, that still count as on time; none if empty.
    #[serde(default)]
    pub grace: String,
}

impl SlotForm {
    fn is_empty(&self) -> bool {
        [&self.due, &self.opens, &self.closes, &self.grace].iter().all(|text| text.trim().is_empty())
    }

    fn of(slot: &Slot) -> Self {
        Self {
            due: wall_time(slot.due),
            opens: wall_time(slot.opens),
            closes: wall_time(slot.closes),
            grace: slot.grace.to_string(),
        }
    }

    /// The slot that is meant, in the form's row, after one that is due at a minute.
    fn read(&self, row: usize, before: Option<i32>, errors: &mut FieldErrors) -> Option<Slot> {
        let mut take = |field: &str, value| errors.take(&format!("slots[{row}].{field}"), value);
        let due = take("due", minutes(&self.due));
        let opens = take("opens", minutes(&self.opens));
        let closes = take("closes", minutes(&self.closes));
        let grace = take("grace", grace(&self.grace));
        let due = due.map(|due| before.map_or(due, |before| before + 1 + (due - before - 1).rem_euclid(DAY)))?;
        let near = |distance: i32| if distance <= REACH { Ok(distance) } else { Err(FieldReason::OutOfRange) };
        let early = opens.and_then(|opens| take("opens", near((due - opens).rem_euclid(DAY))));
        let late = closes.and_then(|closes| take("closes", near((closes - due).rem_euclid(DAY))));
        Some(Slot {
            seq: i16::try_from(row + 1).unwrap_or(i16::MAX),
            kind: if row.is_multiple_of(2) { SlotKind::In } else { SlotKind::Out },
            due,
            opens: due - early?,
            closes: due + late?,
            grace: grace?,
        })
    }
}

fn minutes(time: &str) -> Result<i32, FieldReason> {
    match time.trim() {
        "" => Err(FieldReason::Required),
        time => minute_of(time).map(i32::from),
    }
}

fn grace(text: &str) -> Result<i32, FieldReason> {
    match text.trim() {
        "" => Ok(0),
        text => text.parse::<u16>().map(i32::from).map_err(|_| FieldReason::Malformed),
    }
}

/// Makes a shift of a hall, or puts one in the place of another, which nobody changes any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftCommand {
    /// The hall.
    pub hall: HallId,
    /// The shift whose place it takes.
    #[serde(default)]
    pub replaces: Option<ShiftId>,
    /// From which day on it takes it; from the first that can be chosen if empty.
    #[serde(default)]
    pub from: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// One or two characters for the cells of a grid.
    #[serde(default)]
    pub short: String,
    /// Its punches, in and out by turns; empty rows after the last are none.
    #[serde(default)]
    pub slots: Vec<SlotForm>,
}

impl ShiftCommand {
    /// A shift as it stands, to be changed.
    pub fn of(hall: HallId, shift: &Shift) -> Self {
        Self {
            hall,
            replaces: Some(shift.id),
            from: String::new(),
            name: shift.name.clone(),
            short: shift.short.clone(),
            slots: shift.slots.iter().map(SlotForm::of).collect(),
        }
    }

    /// The day on which it takes the place of the other: between two dates, or the first of them.
    ///
    /// # Errors
    /// [`Problem::Invalid`] at `from`.
    pub fn first_day(&self, span: (NaiveDate, NaiveDate)) -> Result<NaiveDate, Problem> {
        if self.from.trim().is_empty() {
            return Ok(span.0);
        }
        within(&self.from, span).map_err(|reason| Problem::field("from", reason))
    }

    /// The shift that is meant, under an id of its own.
    ///
    /// # Errors
    /// [`Problem::Invalid`] at `name`, `short`, `slots`, and at fields such as `slots[1].due`, counted from 0.
    pub fn shift(&self, id: ShiftId) -> Result<Shift, Problem> {
        let mut errors = FieldErrors::default();
        let mut slots: Vec<Slot> = Vec::new();
        let filled = self.slots.iter().rposition(|slot| !slot.is_empty()).map_or(0, |last| last + 1);
        for (row, form) in self.slots.iter().take(filled).enumerate() {
            slots.extend(form.read(row, slots.last().map(|slot| slot.due), &mut errors));
        }
        let whole = slots.len() == filled;
        let (name, short) = (self.name.trim().to_owned(), self.short.trim().to_owned());
        let shift = Shift { id, name, short, slots };
        if let Err(faults) = shift.validate() {
            // Where a punch can't be read, those after it lie on no day yet.
            let told = faults.iter().filter(|fault| whole || !fault.field.starts_with("slots"));
            errors.extend(told.map(|fault| fault.of_form(&shift)));
        }
        errors.check()?;
        Ok(shift)
    }
}

/// A shift in use, as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftRow {
    /// The shift.
    pub shift: Shift,
    /// How many people's weeks name it, from tomorrow on.
    pub people: usize,
    /// What takes its place, and from which day on.
    pub next: Option<(Shift, NaiveDate)>,
}

/// The shifts of a hall, for who sets them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallShifts {
    /// The hall.
    pub hall: HallId,
    /// The first date on which a change can begin: tomorrow, since today is judged by what it began with.
    pub from: NaiveDate,
    /// Those in use, by name.
    pub shifts: Vec<ShiftRow>,
    /// Those that were replaced or retired last, with their last day, the latest first.
    pub earlier: Vec<(Shift, NaiveDate)>,
}

/// What came of a shift that was set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftOutcome {
    /// Whether it was stored: not where a hard rule would be broken.
    pub applied: bool,
    /// Its first day.
    pub from: NaiveDate,
    /// People whose weeks go on with it.
    pub people: usize,
    /// Published and drafted days that now wait in drafts to be published with it.
    pub days: usize,
    /// What speaks against the weeks that go on with it, hard findings first.
    pub findings: Vec<FindingView>,
}

impl ShiftOutcome {
    /// Nothing but the shift itself has changed.
    pub const fn alone(from: NaiveDate) -> Self {
        Self { applied: true, from, people: 0, days: 0, findings: Vec::new() }
    }
}

#[cfg(test)]
mod tests;
