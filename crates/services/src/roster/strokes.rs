//! Which cells a change of a draft paints with what.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    calendar::WorkCalendar,
    ids::PersonId,
    problem::{FieldReason, Problem},
    roster::{Brush, Cycle, Placing, Plan, Stroke, week_to_next},
};
use store::{
    Tx,
    repo::roster::{self as repo, CellRecord},
};

use super::{
    Roster,
    drafting::{cells_of, duty_on},
    editor::{Month, plan_of},
    in_use::InUse,
    placing::Windows,
    shift_changes::month_of,
};
use crate::error::Result;

/// A brush for somebody's date.
pub(super) const fn stroke((person, date): (PersonId, NaiveDate), brush: Brush) -> Stroke {
    Stroke { person, date, brush }
}

/// Strokes with the versions of shifts that are worked on their dates. Every cell must be one that the caller may
/// change, and every shift and window one that is in use at the hall.
pub(super) fn settled(
    month: &Month,
    strokes: Vec<Stroke>,
    (shifts, windows): (&InUse, &Windows),
) -> Result<Vec<Stroke>> {
    let workers: BTreeMap<PersonId, _> = month.editable().map(|worker| (worker.id, worker)).collect();
    let settle = |Stroke { person, date, brush }: Stroke| -> Result<Stroke> {
        let worker = workers.get(&person).ok_or(Problem::Denied)?;
        // What was drafted for a day that has closed since can still be taken back.
        if brush != Brush::Clear && !month.has_cell(worker, date) {
            return Err(Problem::field("cells", FieldReason::OutOfRange).into());
        }
        let known = match brush {
            Brush::Shift(shift) => shifts.on(shift, date).map(|shift| Brush::Shift(shift.id)),
            Brush::Window(window) => windows.has(window).then_some(brush),
            Brush::Rest | Brush::Clear | Brush::OwnPost => Some(brush),
        };
        let brush = known.ok_or(Problem::field("brush", FieldReason::Unknown))?;
        Ok(stroke((person, date), brush))
    };
    strokes.into_iter().map(settle).collect()
}

/// A cycle of days over the rows of some cells, see [`Roster::lay_cycle`].
pub(super) fn laid(
    month: &Month,
    (shifts, calendar): (&InUse, &WorkCalendar),
    (starts, typed): (&[(PersonId, NaiveDate)], &str),
) -> Result<Vec<Stroke>> {
    let named = shifts.open.iter().map(|shift| (shift.id, shift.short.as_str()));
    let cycle = Cycle::parse(typed, named).map_err(|reason| Problem::field("cycle", reason))?;
    let mut strokes = Vec::new();
    for (person, from) in starts {
        let worker = month.editable().find(|worker| worker.id == *person).ok_or(Problem::Denied)?;
        let days = month.first.iter_days().take_while(|date| *date <= month.last);
        let days = days.filter(|date| month.has_cell(worker, *date) && !calendar.day_kind(*date).is_holiday());
        strokes.extend(cycle.over(*person, *from, days));
    }
    if strokes.is_empty() { Err(Problem::field("cells", FieldReason::OutOfRange).into()) } else { Ok(strokes) }
}

impl Roster {
    /// What a week shows, for the week after it, see [`Roster::copy_roster_week`].
    pub(super) async fn copied(
        &self,
        tx: &Tx,
        (month, cells): (&Month, &[CellRecord]),
        monday: NaiveDate,
        (shifts, calendar): (&InUse, &WorkCalendar),
    ) -> Result<Vec<Stroke>> {
        let days: Vec<_> = week_to_next(monday).collect();
        let (Some((from, _)), Some((_, to))) = (days.first(), days.last()) else { return Ok(Vec::new()) };
        let people: Vec<PersonId> = month.editable().map(|worker| worker.id).collect();
        let duties = self.duties_of(tx, calendar, &people, *from, *to).await?;
        let windows = Windows::of(tx, month.hall.id, &people, (*from, *to)).await?;
        let mut cells = cells.to_vec();
        if *from < month.first {
            // The week begins in the month before, which has a draft of its own.
            let before = repo::find_draft(tx, month.hall.id, month_of(*from)).await?;
            cells.extend(cells_of(tx, before).await?);
        }
        let mut strokes = Vec::new();
        for worker in month.editable() {
            for (source, target) in &days {
                if calendar.day_kind(*target).is_holiday() || !month.has_cell(worker, *target) {
                    continue;
                }
                let drafted = cells.iter().find(|cell| (cell.person, cell.date) == (worker.id, *source));
                let published = duty_on(&duties, (worker.id, *source));
                let plan = drafted.map(plan_of).or_else(|| published.map(|duty| Plan::from(&duty.assignment)));
                let brush = match plan {
                    // A shift that is out of use by then can't be given anew.
                    Some(Plan::Shift(shift)) if shifts.on(shift, *target).is_some() => Brush::Shift(shift),
                    Some(Plan::Rest) => Brush::Rest,
                    _ => continue,
                };
                strokes.push(stroke((worker.id, *target), brush));
                let placing = drafted.map_or(Placing::Published, |cell| cell.place);
                let post = placing.resolve(published.and_then(|duty| duty.post), None);
                let place = post.map_or(Some(Brush::OwnPost), |post| windows.window(post).map(Brush::Window));
                strokes.extend(place.map(|brush| stroke((worker.id, *target), brush)));
            }
        }
        Ok(strokes)
    }
}
