//! What must hold of the ledger whatever happens to it.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::{
    LeaveDay, LeaveKind, LeaveLot, Line, LotSource, Movement, balance_on, consume, held, hold, recount, release,
    settled,
};
use crate::{ids::LotId, roster::samples::date};

const REQUESTS: usize = 4;

#[derive(Clone, Debug)]
enum Step {
    Hold(usize, Vec<LeaveDay>),
    Consume(usize),
    Release(usize, Option<NaiveDate>),
    Recount(usize, Vec<LeaveDay>),
}

fn day(offset: u64) -> NaiveDate {
    date(2026, 1, 1) + Days::new(offset)
}

fn any_lots() -> impl Strategy<Value = Vec<LeaveLot>> {
    let lot = (0..60u64, 0..120u64, 0..20i32).prop_map(|(from, length, granted)| LeaveLot {
        id: LotId::new(),
        kind: LeaveKind::Annual,
        source: LotSource::Granted,
        year: 2026,
        valid_from: day(from),
        expires_on: day(from + length),
        granted,
        pending: 0,
        used: 0,
    });
    prop::collection::vec(lot, 0..5)
}

fn any_days() -> impl Strategy<Value = Vec<LeaveDay>> {
    let days = prop::collection::btree_map(0..180u64, 1..=2i32, 0..6);
    days.prop_map(|days| days.into_iter().map(|(offset, units)| LeaveDay { date: day(offset), units }).collect())
}

fn any_step() -> impl Strategy<Value = Step> {
    let which = 0..REQUESTS;
    prop_oneof![
        (which.clone(), any_days()).prop_map(|(which, days)| Step::Hold(which, days)),
        which.clone().prop_map(Step::Consume),
        (which.clone(), prop::option::of(0..180u64)).prop_map(|(which, from)| Step::Release(which, from.map(day))),
        (which, any_days()).prop_map(|(which, days)| Step::Recount(which, days)),
    ]
}

/// Carries a history out, each request with its own lines; what is refused changes nothing.
fn play(lots: &[LeaveLot], steps: &[Step], limited: bool) -> (Vec<LeaveLot>, Vec<Vec<Line>>) {
    let (mut now, mut requests) = (lots.to_vec(), vec![Vec::<Line>::new(); REQUESTS]);
    for step in steps {
        let (which, lines) = match step {
            // A request is held once; asking again with other days is a recount.
            Step::Hold(which, days) if requests[*which].is_empty() => (*which, hold(&now, days, limited)),
            Step::Hold(which, _) => (*which, Ok(Vec::new())),
            Step::Consume(which) => (*which, Ok(consume(&held(&requests[*which])))),
            Step::Release(which, from) => (*which, Ok(release(&held(&requests[*which]), *from))),
            Step::Recount(which, days) => (*which, recount(&now, &held(&requests[*which]), days, limited)),
        };
        if let Ok(lines) = lines {
            now = settled(&now, &lines);
            requests[which].extend(lines);
        }
    }
    (now, requests)
}

proptest! {
    #[test]
    fn a_balance_is_what_was_granted_less_used_less_expired_and_never_below_zero(
        lots in any_lots(), steps in prop::collection::vec(any_step(), 0..30), on in 0..240u64,
    ) {
        let (after, _) = play(&lots, &steps, true);
        for lot in &after {
            prop_assert!(lot.pending >= 0 && lot.used >= 0 && lot.free() >= 0, "{lot:?}");
        }
        let balance = balance_on(&after, day(on));
        prop_assert_eq!(balance.left, balance.granted - balance.used - balance.expired);
        prop_assert!(balance.left >= 0 && balance.free() >= 0 && balance.expired >= 0);
    }

    #[test]
    fn no_day_is_taken_from_a_lot_that_is_not_valid_on_it(
        lots in any_lots(), steps in prop::collection::vec(any_step(), 0..30),
    ) {
        let (_, requests) = play(&lots, &steps, true);
        for held in requests.iter().flat_map(held) {
            let lot = lots.iter().find(|lot| Some(lot.id) == held.lot);
            prop_assert!(lot.is_some_and(|lot| lot.is_valid(held.day)), "{held:?}");
        }
    }

    #[test]
    fn releasing_everything_restores_every_lot(
        lots in any_lots(), steps in prop::collection::vec(any_step(), 0..30),
    ) {
        let (mut after, requests) = play(&lots, &steps, true);
        for lines in &requests {
            let lines = release(&held(lines), None);
            prop_assert!(lines.iter().all(|line| line.units > 0));
            after = settled(&after, &lines);
        }
        prop_assert_eq!(after, lots);
    }

    #[test]
    fn a_second_recount_and_a_second_consume_change_nothing(
        lots in any_lots(), steps in prop::collection::vec(any_step(), 0..20), days in any_days(), limited: bool,
    ) {
        let (after, requests) = play(&lots, &steps, limited);
        let mut lines = requests[0].clone();
        if let Ok(more) = recount(&after, &held(&lines), &days, limited) {
            lines.extend(more.iter().copied());
            let after = settled(&after, &more);
            prop_assert_eq!(recount(&after, &held(&lines), &days, limited), Ok(Vec::new()));
            let mut costs: Vec<LeaveDay> = Vec::new();
            for part in held(&lines) {
                match costs.last_mut().filter(|day| day.date == part.day) {
                    Some(day) => day.units += part.pending + part.used,
                    None => costs.push(LeaveDay { date: part.day, units: part.pending + part.used }),
                }
            }
            prop_assert_eq!(costs, days);
        }
        lines.extend(consume(&held(&lines)));
        prop_assert!(consume(&held(&lines)).is_empty());
        prop_assert!(lines.iter().all(|line| line.movement != Movement::Grant));
    }
}
