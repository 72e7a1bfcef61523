//! Requests on their way over the ledger that they share: whatever is done, in whatever order, each has in hand
//! what its state says, and taking everything back restores every lot.

use std::collections::BTreeSet;

use chrono::Days;
use proptest::prelude::*;

use super::{
    LeaveDay, LeaveKind, LeaveLot, LedgerAct, Line, LotSource, consume, held, hold, ledger_acts, release, settled,
};
use crate::{
    approvals::{Amount, ApprovalKind, Bench, Facts, Flow, FlowState, Holding, Level, Routes, Verdict},
    ids::{LotId, PersonId},
    roster::samples::date,
};

const REQUESTS: usize = 4;

#[derive(Clone, Debug)]
enum Act {
    /// Asked, or changed and asked again.
    Ask(Vec<LeaveDay>),
    Decide(Level, Verdict),
    Undo,
    Withdraw,
    Cancel,
    Expire,
}

fn any_days() -> impl Strategy<Value = Vec<LeaveDay>> {
    let days = prop::collection::btree_map(0..120u64, 1..=2i32, 1..6);
    let day = |(offset, units)| LeaveDay { date: date(2026, 1, 1) + Days::new(offset), units };
    days.prop_map(move |days| days.into_iter().map(day).collect())
}

fn any_act() -> impl Strategy<Value = (usize, Act)> {
    let verdict = prop::sample::select(Verdict::ALL);
    let act = prop_oneof![
        3 => any_days().prop_map(Act::Ask),
        4 => prop::sample::select(Level::ALL).prop_map(|level| Act::Decide(level, Verdict::Agree)),
        2 => (prop::sample::select(Level::ALL), verdict).prop_map(|(level, verdict)| Act::Decide(level, verdict)),
        2 => Just(Act::Undo),
        1 => Just(Act::Withdraw),
        2 => Just(Act::Cancel),
        1 => Just(Act::Expire),
    ];
    (0..REQUESTS, act)
}

fn any_lots() -> impl Strategy<Value = Vec<LeaveLot>> {
    let lot = (0..60u64, 20..120u64, 2..20i32).prop_map(|(from, length, granted)| LeaveLot {
        id: LotId::new(),
        kind: LeaveKind::Annual,
        source: LotSource::Granted,
        year: 2026,
        valid_from: date(2026, 1, 1) + Days::new(from),
        expires_on: date(2026, 1, 1) + Days::new(from + length),
        granted,
        pending: 0,
        used: 0,
    });
    prop::collection::vec(lot, 1..4)
}

#[derive(Clone)]
struct Request {
    flow: Flow,
    before: Option<(Flow, i32)>,
    days: Vec<LeaveDay>,
    lines: Vec<Line>,
}

struct House {
    people: Vec<(Level, PersonId)>,
    bench: Bench,
    lots: Vec<LeaveLot>,
    requests: Vec<Request>,
}

impl House {
    fn new(lots: &[LeaveLot]) -> Self {
        let people: Vec<(Level, PersonId)> = Level::ALL.iter().map(|level| (*level, PersonId::new())).collect();
        let bench = Bench { holders: people.clone(), barred: BTreeSet::new(), delegations: Vec::new() };
        let request = Request { flow: Flow::draft(), before: None, days: Vec::new(), lines: Vec::new() };
        Self { people, bench, lots: lots.to_vec(), requests: vec![request; REQUESTS] }
    }

    /// Like a transaction: what is refused, by the flow or by the ledger, changes nothing.
    fn act(&mut self, which: usize, act: &Act) {
        let (mut request, mut lots) = (self.requests[which].clone(), self.lots.clone());
        if self.step(&mut request, &mut lots, act).is_some() {
            (self.requests[which], self.lots) = (request, lots);
        }
    }

    fn step(&self, request: &mut Request, lots: &mut Vec<LeaveLot>, act: &Act) -> Option<()> {
        let was = request.flow.state.holding();
        let mut from = was;
        match act {
            Act::Ask(days) => {
                let half_days = days.iter().map(|day| day.units).sum();
                let facts = Facts { amount: Amount::HalfDays(half_days), subtype: String::new(), requester: None };
                let steps = Routes::house(ApprovalKind::Leave).steps(&facts);
                request.flow.submit(steps, &self.bench).ok()?;
                // What was asked before is let go first: the new days may be the same.
                post(request, lots, (was, Holding::Nothing))?;
                (request.days, from) = (days.clone(), Holding::Nothing);
            }
            Act::Decide(level, verdict) => {
                let before = request.flow.clone();
                let by = self.people.iter().find(|(of, _)| of == level)?.1;
                request.flow.decide(&self.bench, by, *verdict).ok()?;
                request.before = Some((before, request.flow.version));
            }
            Act::Undo => {
                let (before, version) = request.before.take()?;
                (version == request.flow.version).then_some(())?;
                request.flow = request.flow.undone(before);
            }
            Act::Withdraw => request.flow.withdraw().ok()?,
            Act::Cancel => request.flow.cancel().ok()?,
            Act::Expire => request.flow.expire().ok()?,
        }
        let is = request.flow.state.holding();
        post(request, lots, (from, is))
    }
}

/// What the ledger does, and what it comes to; nothing, where it refuses.
fn post(request: &mut Request, lots: &mut Vec<LeaveLot>, (was, is): (Holding, Holding)) -> Option<()> {
    for act in ledger_acts(was, is) {
        let has = held(&request.lines);
        let lines = match act {
            LedgerAct::Release => release(&has, None),
            LedgerAct::Hold => hold(lots, &request.days, true).ok()?,
            LedgerAct::Consume => consume(&has),
        };
        *lots = settled(lots, &lines);
        request.lines.extend(lines);
    }
    Some(())
}

fn in_hand(request: &Request) -> (i32, i32) {
    let has = held(&request.lines);
    (has.iter().map(|part| part.pending).sum(), has.iter().map(|part| part.used).sum())
}

proptest! {
    #[test]
    fn each_has_in_hand_what_its_state_says_and_all_taken_back_restores(
        lots in any_lots(), acts in prop::collection::vec(any_act(), 0..60),
    ) {
        let mut house = House::new(&lots);
        for (which, act) in &acts {
            house.act(*which, act);
            let (mut pending, mut used) = (0, 0);
            for request in &house.requests {
                let cost: i32 = request.days.iter().map(|day| day.units).sum();
                let expected = match request.flow.state.holding() {
                    Holding::Nothing => (0, 0),
                    Holding::Held => (cost, 0),
                    Holding::Given => (0, cost),
                };
                prop_assert_eq!(in_hand(request), expected, "{:?}", act);
                (pending, used) = (pending + expected.0, used + expected.1);
            }
            // The lots know as much as the requests do.
            prop_assert_eq!(house.lots.iter().map(|lot| lot.pending).sum::<i32>(), pending);
            prop_assert_eq!(house.lots.iter().map(|lot| lot.used).sum::<i32>(), used);
            prop_assert!(house.lots.iter().all(|lot| lot.free() >= 0));
        }
        for which in 0..REQUESTS {
            let state = house.requests[which].flow.state;
            house.act(which, if state == FlowState::Approved { &Act::Cancel } else { &Act::Withdraw });
        }
        prop_assert_eq!(house.lots, lots);
    }

    #[test]
    fn a_decision_undone_and_taken_again_comes_to_the_same(
        lots in any_lots(), days in any_days(), verdict in prop::sample::select(Verdict::ALL),
    ) {
        let mut house = House::new(&lots);
        house.act(0, &Act::Ask(days));
        let lead = if house.requests[0].flow.steps.first().is_some_and(|step| step.level == Level::DutyLead) {
            Level::DutyLead
        } else {
            Level::Lead
        };
        let asked = house.lots.clone();
        house.act(0, &Act::Decide(lead, verdict));
        let decided = house.lots.clone();
        house.act(0, &Act::Undo);
        prop_assert_eq!(&house.lots, &asked);
        house.act(0, &Act::Decide(lead, verdict));
        prop_assert_eq!(house.lots, decided);
    }
}
