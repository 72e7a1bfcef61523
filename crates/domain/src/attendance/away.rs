//! What granted leave makes of the slots of a shift.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::SlotWindow;
use crate::{
    leave::{AWAY_AFTER, DayLeave, Hours},
    roster::SlotKind,
    time::hall_midnight,
};

/// From an instant to another, which is left out.
pub(super) type Span = (DateTime<Utc>, DateTime<Utc>);

/// Halves of a work-date reach as far as its shift does, into the night before and after.
const REACH: i32 = 2 * 24 * 60;

/// The halves of a work-date that are leave.
pub(super) fn halves(date: NaiveDate, leave: &DayLeave) -> Vec<Span> {
    let morning = leave.morning.then_some(Hours { from: -REACH, to: AWAY_AFTER });
    let afternoon = leave.afternoon.then_some(Hours { from: AWAY_AFTER, to: REACH });
    morning.into_iter().chain(afternoon).map(|hours| span(date, hours)).collect()
}

/// The hours of a date on the wall that are leave, whichever work-date's shift they fall into.
pub(super) fn hours(date: NaiveDate, leave: &DayLeave) -> impl Iterator<Item = Span> {
    leave.hours.iter().map(move |hours| span(date, *hours))
}

fn span(date: NaiveDate, hours: Hours) -> Span {
    let at = |minute: i32| hall_midnight(date) + TimeDelta::minutes(minute.into());
    (at(hours.from), at(hours.to))
}

/// Minutes of some spans, none of which touch, between two instants.
pub(super) fn minutes_within(spans: &[Span], (from, to): Span) -> i64 {
    spans.iter().map(|span| (span.1.min(to) - span.0.max(from)).num_minutes().max(0)).sum()
}

/// Fits the slots of one shift to leave. A slot in a half that is leave is not owed. Of hours, those decide
/// that lie around the slot: who would arrive within them is due at their end, who would leave within them at
/// their start; and where they hold everything from an arrival to its departure, neither is owed.
pub(super) fn fit(slots: &mut [SlotWindow], halves: &[Span], hours: &[Span]) {
    let mut leave: Vec<Span> = halves.iter().chain(hours).copied().collect();
    leave.sort_unstable();
    leave.dedup_by(|later, earlier| {
        let touches = later.0 <= earlier.1;
        if touches {
            earlier.1 = earlier.1.max(later.1);
        }
        touches
    });
    if leave.is_empty() {
        return;
    }
    for i in 0..slots.len() {
        // By turns, so an arrival's departure follows it.
        let other = match slots[i].kind {
            SlotKind::In => slots.get(i + 1),
            SlotKind::Out => i.checked_sub(1).and_then(|before| slots.get(before)),
        };
        let other = other.map(|other| other.rostered);
        fit_one(&mut slots[i], other, halves, &leave);
    }
}

fn fit_one(slot: &mut SlotWindow, other: Option<DateTime<Utc>>, halves: &[Span], leave: &[Span]) {
    let at = slot.rostered;
    let (first, last) = (slot.start.min(other.unwrap_or(at)), slot.end.max(other.unwrap_or(at)));
    slot.leave = leave.iter().copied().filter(|span| span.0 < last && first < span.1).collect();
    slot.excused = halves.iter().any(|half| half.0 <= at && at < half.1);
    let around = slot.leave.iter().find(|span| match slot.kind {
        SlotKind::In => span.0 <= at && at < span.1,
        SlotKind::Out => span.0 < at && at <= span.1,
    });
    let Some((from, to)) = around.copied().filter(|_| !slot.excused) else { return };
    match slot.kind {
        SlotKind::In if other.unwrap_or(slot.end) <= to => slot.excused = true,
        SlotKind::Out if other.unwrap_or(slot.start) >= from => slot.excused = true,
        // The window moves with the due time, and stays open on the side where one may be early or stay on.
        SlotKind::In => {
            slot.end = slot.end.max(to + (slot.end - at));
            slot.due = to;
        }
        SlotKind::Out => {
            slot.start = slot.start.min(from - (at - slot.start));
            slot.due = from;
        }
    }
}

#[cfg(test)]
mod tests;
