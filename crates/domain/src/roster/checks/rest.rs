//! Rest: a day of it in seven, and hours of it between two shifts.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{CheckFrame, Finding, PersonPlan, RosterRule};
use crate::{roster::Shift, time::hall_midnight};

/// Least rest between two shifts by the rule of the house, in minutes: 11 hours.
pub const SHORTEST_REST: i64 = 11 * 60;

/// Days in a row of which one is a day of rest (劳动法 38).
const REST_WITHIN: usize = 7;

/// Runs of seven days or more without a day off, each told once. A day on which nobody has said anything is
/// a day off, and approved overtime on it makes it a day of work. A permit (劳动法 39) changes how hours are added up; this holds for all.
pub(super) fn no_rest_day(plan: &PersonPlan, frame: &CheckFrame<'_>) -> Vec<Finding> {
    let runs = plan.duties.chunk_by(|a, b| plan.works(a) == plan.works(b));
    let long = runs.filter(|run| run.len() >= REST_WITHIN && run.iter().all(|duty| plan.works(duty)));
    long.filter_map(|run| {
        let (first, last) = (run.first()?.date, run.last()?.date);
        frame.meets(first, last).then(|| plan.finding(RosterRule::NoRestDay, first, last, 0))
    })
    .collect()
}

/// Neighbouring shifts with less than eleven hours between them.
pub(super) fn short_rests(plan: &PersonPlan, frame: &CheckFrame<'_>) -> Vec<Finding> {
    let pairs = plan.duties.windows(2).filter_map(|pair| match pair {
        [first, second] => Some((first, second)),
        _ => None,
    });
    pairs
        .filter(|(first, second)| frame.holds(first.date) || frame.holds(second.date))
        .filter_map(|(first, second)| {
            let rest = begins(second.date, second.shift()?)? - ends(first.date, first.shift()?)?;
            let minutes = rest.num_minutes();
            (0..SHORTEST_REST).contains(&minutes).then(|| {
                let amount = i32::try_from(minutes).unwrap_or_default();
                plan.finding(RosterRule::ShortRest, first.date, second.date, amount)
            })
        })
        .collect()
}

fn begins(date: NaiveDate, shift: &Shift) -> Option<DateTime<Utc>> {
    Some(hall_midnight(date) + TimeDelta::minutes(shift.slots.first()?.due.into()))
}

fn ends(date: NaiveDate, shift: &Shift) -> Option<DateTime<Utc>> {
    Some(hall_midnight(date) + TimeDelta::minutes(shift.slots.last()?.due.into()))
}
