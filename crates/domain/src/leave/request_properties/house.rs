//! Requests over one ledger, as the services have them.

use std::collections::BTreeSet;

use chrono::Days;
use proptest::prelude::*;

use crate::leave::{
    LeaveDay, LeaveKind, LeaveLot, LedgerAct, Line, LotSource, consume, held, hold, hold_beyond, ledger_acts, release,
    settled,
};
use crate::{
    approvals::{Amount, ApprovalKind, Bench, Facts, Flow, FlowState, Holding, Level, Routes, Verdict},
    ids::{LotId, PersonId},
    roster::samples::date,
};

pub(super) const REQUESTS: usize = 4;

#[derive(Clone, Debug)]
pub(super) enum Act {
    /// Asked, or changed and asked again.
    Ask(Vec<LeaveDay>),
    Decide(Level, Verdict),
    Undo,
    Withdraw,
    Cancel,
    Expire,
    /// Asked to take the place of another, which is granted.
    Move(usize, Vec<LeaveDay>),
}

pub(super) fn any_days() -> impl Strategy<Value = Vec<LeaveDay>> {
    let days = prop::collection::btree_map(0..120u64, 1..=2i32, 1..6);
    let day = |(offset, units)| LeaveDay { date: date(2026, 1, 1) + Days::new(offset), units };
    days.prop_map(move |days| days.into_iter().map(day).collect())
}

pub(super) fn any_act() -> impl Strategy<Value = (usize, Act)> {
    let verdict = prop::sample::select(Verdict::ALL);
    let act = prop_oneof![
        3 => any_days().prop_map(Act::Ask),
        4 => prop::sample::select(Level::ALL).prop_map(|level| Act::Decide(level, Verdict::Agree)),
        2 => (prop::sample::select(Level::ALL), verdict).prop_map(|(level, verdict)| Act::Decide(level, verdict)),
        2 => Just(Act::Undo),
        1 => Just(Act::Withdraw),
        2 => Just(Act::Cancel),
        1 => Just(Act::Expire),
        3 => (0..REQUESTS, any_days()).prop_map(|(old, days)| Act::Move(old, days)),
    ];
    (0..REQUESTS, act)
}

pub(super) fn any_lots() -> impl Strategy<Value = Vec<LeaveLot>> {
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
pub(super) struct Request {
    pub(super) flow: Flow,
    pub(super) before: Option<(Flow, i32)>,
    pub(super) days: Vec<LeaveDay>,
    pub(super) lines: Vec<Line>,
    /// Whose place it is to take.
    pub(super) moves: Option<usize>,
    /// Which has taken its place.
    pub(super) moved_to: Option<usize>,
}

pub(super) struct House {
    pub(super) people: Vec<(Level, PersonId)>,
    pub(super) bench: Bench,
    pub(super) lots: Vec<LeaveLot>,
    pub(super) requests: Vec<Request>,
}

impl House {
    pub(super) fn new(lots: &[LeaveLot]) -> Self {
        let people: Vec<(Level, PersonId)> = Level::ALL.iter().map(|level| (*level, PersonId::new())).collect();
        let bench = Bench { holders: people.clone(), barred: BTreeSet::new(), delegations: Vec::new() };
        let request = Request {
            flow: Flow::draft(),
            before: None,
            days: Vec::new(),
            lines: Vec::new(),
            moves: None,
            moved_to: None,
        };
        Self { people, bench, lots: lots.to_vec(), requests: vec![request; REQUESTS] }
    }

    /// Like a transaction: what is refused, by the flow or by the ledger, changes nothing. Says whether it was.
    pub(super) fn act(&mut self, which: usize, act: &Act) -> bool {
        let (mut requests, mut lots) = (self.requests.clone(), self.lots.clone());
        let done = self.step(&mut requests, &mut lots, (which, act)).is_some();
        if done {
            (self.requests, self.lots) = (requests, lots);
        }
        done
    }

    fn step(&self, requests: &mut [Request], lots: &mut Vec<LeaveLot>, (which, act): (usize, &Act)) -> Option<()> {
        let was = requests[which].flow.state.holding();
        let mut from = was;
        match act {
            Act::Move(old, days) => {
                let free = requests[which].flow.state == FlowState::Draft && *old != which;
                let mover = |one: &Request| one.moves == Some(*old) && one.flow.state.holding() != Holding::Nothing;
                let granted = requests[*old].flow.state == FlowState::Approved;
                (free && granted && !requests.iter().any(mover)).then_some(())?;
                requests[which].moves = Some(*old);
                return self.step(requests, lots, (which, &Act::Ask(days.clone())));
            }
            Act::Ask(days) => {
                let half_days = days.iter().map(|day| day.units).sum();
                let facts = Facts { amount: Amount::HalfDays(half_days), subtype: String::new(), requester: None };
                let steps = Routes::house(ApprovalKind::Leave).steps(&facts);
                requests[which].flow.submit(steps, &self.bench).ok()?;
                // What was asked before is let go first: the new days may be the same.
                post(requests, lots, which, (was, Holding::Nothing))?;
                (requests[which].days, from) = (days.clone(), Holding::Nothing);
            }
            Act::Decide(level, verdict) => {
                let before = requests[which].flow.clone();
                let by = self.people.iter().find(|(of, _)| of == level)?.1;
                requests[which].flow.decide(&self.bench, by, *verdict).ok()?;
                requests[which].before = Some((before, requests[which].flow.version));
            }
            Act::Undo => {
                let (before, version) = requests[which].before.take()?;
                (version == requests[which].flow.version).then_some(())?;
                requests[which].flow = requests[which].flow.undone(before);
            }
            Act::Withdraw => requests[which].flow.withdraw().ok()?,
            Act::Cancel => requests[which].flow.cancel().ok()?,
            Act::Expire => requests[which].flow.expire().ok()?,
        }
        let is = requests[which].flow.state.holding();
        post(requests, lots, which, (from, is))?;
        // What is reserved for the request that is to take its place follows.
        let in_review = |one: &Request| one.moves == Some(which) && one.flow.state == FlowState::InReview;
        if let Some(mover) = requests.iter().position(in_review) {
            let lines = release(&held(&requests[mover].lines), None);
            write(requests, lots, mover, lines);
            let lines = beyond(requests, lots, mover)?;
            write(requests, lots, mover, lines);
        }
        Some(())
    }
}

fn write(requests: &mut [Request], lots: &mut Vec<LeaveLot>, which: usize, lines: Vec<Line>) {
    *lots = settled(lots, &lines);
    requests[which].lines.extend(lines);
}

/// What a request that moves another reserves beyond that one's own.
fn beyond(requests: &[Request], lots: &[LeaveLot], which: usize) -> Option<Vec<Line>> {
    let older = requests[which].moves.map(|old| held(&requests[old].lines)).unwrap_or_default();
    hold_beyond(lots, &requests[which].days, &older, true).ok()
}

/// What the ledger does, and what it comes to; nothing, where it refuses.
fn post(requests: &mut [Request], lots: &mut Vec<LeaveLot>, which: usize, (was, is): (Holding, Holding)) -> Option<()> {
    let moves = requests[which].moves;
    if let Some(old) = moves.filter(|_| is == Holding::Given && was == Holding::Held) {
        match requests[old].flow.state {
            FlowState::Approved => {
                requests[old].flow.cancel().ok()?;
                requests[old].moved_to = Some(which);
            }
            // Its own grant was undone meanwhile.
            FlowState::InReview => requests[old].flow.withdraw().ok()?,
            _ => {}
        }
        let lines = release(&held(&requests[old].lines), None);
        write(requests, lots, old, lines);
        let lines = release(&held(&requests[which].lines), None);
        write(requests, lots, which, lines);
        let all = hold(lots, &requests[which].days, true);
        write(requests, lots, which, all.expect("the older one's and what was reserved beyond suffice"));
        let lines = consume(&held(&requests[which].lines));
        write(requests, lots, which, lines);
        return Some(());
    }
    for act in ledger_acts(was, is) {
        let has = held(&requests[which].lines);
        match act {
            LedgerAct::Release => {
                write(requests, lots, which, release(&has, None));
                let undone = was == Holding::Given && is == Holding::Held;
                if let Some(old) = moves.filter(|old| undone && requests[*old].moved_to == Some(which)) {
                    requests[old].flow.reinstate().ok()?;
                    requests[old].moved_to = None;
                    let lines = hold(lots, &requests[old].days, true).ok()?;
                    write(requests, lots, old, lines);
                    let lines = consume(&held(&requests[old].lines));
                    write(requests, lots, old, lines);
                }
            }
            LedgerAct::Hold => {
                let lines = beyond(requests, lots, which)?;
                write(requests, lots, which, lines);
            }
            LedgerAct::Consume => write(requests, lots, which, consume(&has)),
        }
    }
    Some(())
}

/// The level that is asked now.
pub(super) fn first_level(house: &House, which: usize) -> Level {
    let flow = &house.requests[which].flow;
    flow.steps.get(flow.step).map_or(Level::Lead, |step| step.level)
}

/// Agreed to on every step, where it was asked for.
pub(super) fn grant(house: &mut House, which: usize) {
    for _ in 0..Level::ALL.len() {
        let level = first_level(house, which);
        house.act(which, &Act::Decide(level, Verdict::Agree));
    }
}

pub(super) fn in_hand(request: &Request) -> (i32, i32) {
    let has = held(&request.lines);
    (has.iter().map(|part| part.pending).sum(), has.iter().map(|part| part.used).sum())
}
