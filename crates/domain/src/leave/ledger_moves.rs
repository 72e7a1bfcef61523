use std::collections::BTreeMap;

use super::{
    count::LeaveDay,
    error::LeaveError,
    ledger::{Held, LeaveLot, Line, hold, release, settled},
};
use crate::ids::LotId;

/// Reserves what days cost beyond what an older request has in hand, whose place they are to take: that is not reserved
/// a second time, and is there for them once the older one lets go. Whatever else is reserved meanwhile, they can be
/// held in full then.
pub fn hold_beyond(
    lots: &[LeaveLot],
    days: &[LeaveDay],
    older: &[Held],
    limited: bool,
) -> Result<Vec<Line>, LeaveError> {
    let freed = settled(lots, &release(older, None));
    let mut covered = BTreeMap::<Option<LotId>, i32>::new();
    for part in older {
        *covered.entry(part.lot).or_default() += part.pending + part.used;
    }
    let beyond = |line: Line| {
        let has = covered.entry(line.lot).or_default();
        let there = line.units.min(*has);
        *has -= there;
        Line { units: line.units - there, ..line }
    };
    let lines = hold(&freed, days, limited)?.into_iter().map(beyond);
    Ok(lines.filter(|line| line.units > 0).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        leave::{LeaveKind, LotSource, Movement, consume, held},
        roster::samples::date,
    };

    #[test]
    fn only_what_the_older_one_has_not_is_reserved() {
        let lot = LeaveLot {
            id: LotId::new(),
            kind: LeaveKind::Annual,
            source: LotSource::Granted,
            year: 2026,
            valid_from: date(2026, 1, 1),
            expires_on: date(2026, 12, 31),
            granted: 10,
            pending: 0,
            used: 0,
        };
        let day = |day, units| LeaveDay { date: date(2026, 11, day), units };
        let asked = hold(std::slice::from_ref(&lot), &[day(26, 2), day(27, 2)], true).unwrap();
        let taken = consume(&held(&asked));
        let lots = settled(&[lot], &[asked.clone(), taken.clone()].concat());
        let older = held(asked.iter().chain(&taken));
        let beyond = |days: &[LeaveDay]| hold_beyond(&lots, days, &older, true);
        let line =
            |day, units| Line { lot: Some(lots[0].id), movement: Movement::Hold, units, day: date(2026, 11, day) };
        assert_eq!(beyond(&[day(30, 2)]), Ok(vec![]), "no more than it has");
        assert_eq!(beyond(&[day(25, 2), day(26, 2), day(30, 2)]), Ok(vec![line(30, 2)]));
        let all: Vec<LeaveDay> = (23..=27).map(|nth| day(nth, 2)).collect();
        assert_eq!(beyond(&all).map(|lines| lines.len()), Ok(3), "all that there is");
        assert_eq!(beyond(&[all, vec![day(30, 1)]].concat()), Err(LeaveError::NotEnough));
    }
}
