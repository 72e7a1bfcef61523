//! What holds for every request, whatever is done to it and in whatever order.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Amount, ApprovalKind, Bench, Facts, Flow, FlowState, Holding, Level, Routes, Verdict};
use crate::ids::PersonId;

#[derive(Clone, Copy, Debug)]
enum Act {
    Submit,
    Revise,
    Decide(usize, Verdict),
    Withdraw,
    Cancel,
    Expire,
    RunLate,
    HandOver(usize, usize),
    Undo,
    LoseRole(usize),
    Delegate(usize, usize),
}

/// Six people: who is on which level by number, the sixth is the requester.
const PEOPLE: usize = 6;

fn any_act() -> impl Strategy<Value = Act> {
    let person = || 0..PEOPLE;
    prop_oneof![
        Just(Act::Submit),
        Just(Act::Revise),
        (person(), prop::sample::select(Verdict::ALL)).prop_map(|(who, verdict)| Act::Decide(who, verdict)),
        person().prop_map(|who| Act::Decide(who, Verdict::Agree)),
        person().prop_map(|who| Act::Decide(who, Verdict::Agree)),
        Just(Act::Withdraw),
        Just(Act::Cancel),
        Just(Act::Expire),
        Just(Act::RunLate),
        (person(), person()).prop_map(|(from, to)| Act::HandOver(from, to)),
        Just(Act::Undo),
        person().prop_map(Act::LoseRole),
        (person(), person()).prop_map(|(from, to)| Act::Delegate(from, to)),
    ]
}

/// A request, the house around it, and an account from which it takes one unit while it holds or has it.
struct Case {
    people: Vec<PersonId>,
    bench: Bench,
    flow: Flow,
    before: Option<(Flow, i32)>,
    half_days: i32,
    held: i32,
    given: i32,
}

impl Case {
    fn new(holders: &[(Level, usize)], half_days: i32) -> Self {
        let people: Vec<PersonId> = (0..PEOPLE).map(|_| PersonId::new()).collect();
        let holders = holders.iter().map(|(level, nth)| (*level, people[*nth])).collect();
        let barred = BTreeSet::from([people[PEOPLE - 1]]);
        let bench = Bench { holders, barred, delegations: Vec::new() };
        Self { people, bench, flow: Flow::draft(), before: None, half_days, held: 0, given: 0 }
    }

    fn act(&mut self, act: Act) {
        let was = self.flow.clone();
        match act {
            Act::Submit => {
                let facts = Facts { amount: Amount::HalfDays(self.half_days), subtype: String::new(), requester: None };
                let _ = self.flow.submit(Routes::house(ApprovalKind::Leave).steps(&facts), &self.bench);
            }
            Act::Revise => drop(self.flow.revise()),
            Act::Decide(who, verdict) => {
                if self.flow.decide(&self.bench, self.people[who], verdict).is_ok() {
                    self.before = Some((was.clone(), self.flow.version));
                }
            }
            Act::Withdraw => drop(self.flow.withdraw()),
            Act::Cancel => drop(self.flow.cancel()),
            Act::Expire => drop(self.flow.expire()),
            Act::RunLate => drop(self.flow.run_late(&self.bench)),
            Act::HandOver(from, to) => drop(self.flow.hand_over(&self.bench, self.people[from], self.people[to])),
            Act::Undo => {
                if let Some((before, version)) = self.before.take()
                    && version == self.flow.version
                {
                    self.flow = self.flow.undone(before);
                }
            }
            Act::LoseRole(who) => {
                // The house keeps somebody: an agency has HR.
                let left: Vec<_> =
                    self.bench.holders.iter().copied().filter(|(_, person)| *person != self.people[who]).collect();
                if left.iter().any(|(_, person)| !self.bench.bars(*person)) {
                    self.bench.holders = left;
                }
            }
            Act::Delegate(from, to) => self.bench.delegations.push((self.people[from], self.people[to])),
        }
        self.book(was.state.holding(), self.flow.state.holding());
    }

    /// What a slice does when a request changes: out of the old hand, into the new.
    fn book(&mut self, before: Holding, after: Holding) {
        let amount = |holding, wanted| i32::from(holding == wanted);
        self.held += amount(after, Holding::Held) - amount(before, Holding::Held);
        self.given += amount(after, Holding::Given) - amount(before, Holding::Given);
    }
}

fn any_house() -> impl Strategy<Value = Vec<(Level, usize)>> {
    let holder = (prop::sample::select(Level::ALL), 0..PEOPLE);
    prop::collection::vec(holder, 1..8)
        .prop_filter("somebody may decide", |holders| holders.iter().any(|(_, nth)| *nth != PEOPLE - 1))
}

proptest! {
    #[test]
    fn whatever_is_done_what_is_held_fits_the_state(
        holders in any_house(),
        half_days in 1..20,
        acts in prop::collection::vec(any_act(), 0..40),
    ) {
        let mut case = Case::new(&holders, half_days);
        for act in acts {
            let version = case.flow.version;
            case.act(act);
            let holding = case.flow.state.holding();
            prop_assert_eq!(case.held, i32::from(holding == Holding::Held), "{:?}", act);
            prop_assert_eq!(case.given, i32::from(holding == Holding::Given), "{:?}", act);
            prop_assert!(case.flow.version >= version);
            // Nobody has to act on what is final; on all else the requester can, or somebody who decides.
            let seats = case.flow.seats(&case.bench);
            if case.flow.state == FlowState::InReview {
                prop_assert!(!seats.is_empty(), "nobody can act after {:?}", act);
            } else {
                prop_assert!(seats.is_empty());
            }
            prop_assert!(seats.iter().all(|seat| !case.bench.bars(seat.person)), "own or a relative's");
        }
    }

    #[test]
    fn only_decisions_approve(holders in any_house(), half_days in 1..20, late in 0..30) {
        let mut case = Case::new(&holders, half_days);
        case.act(Act::Submit);
        for _ in 0..late {
            case.act(Act::RunLate);
        }
        prop_assert_eq!(case.flow.state, FlowState::InReview);
    }

    #[test]
    fn undoing_brings_back_all_but_the_version(
        holders in any_house(),
        half_days in 1..20,
        who in 0..PEOPLE,
        verdict in prop::sample::select(Verdict::ALL),
    ) {
        let mut case = Case::new(&holders, half_days);
        case.act(Act::Submit);
        let before = case.flow.clone();
        // The first from `who` on whose turn it is: picked at random, hardly anybody's is.
        let decided = (0..PEOPLE).any(|step| {
            case.act(Act::Decide((who + step) % PEOPLE, verdict));
            case.flow != before
        });
        prop_assume!(decided);
        case.act(Act::Undo);
        let version = case.flow.version;
        prop_assert!(version > before.version);
        prop_assert_eq!(&case.flow, &Flow { version, ..before });
        prop_assert_eq!((case.held, case.given), (1, 0));
    }
}
