//! Requests on their way over the ledger that they share: whatever is done, in whatever order, each has in hand
//! what its state says, and taking everything back restores every lot.

mod house;

use proptest::prelude::*;

use self::house::{Act, House, REQUESTS, any_act, any_days, any_lots, first_level, grant, in_hand};
use crate::approvals::{FlowState, Holding, Level, Verdict};

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
                let has = in_hand(request);
                // What the older leave has in hand is not reserved a second time.
                let older = request.moves.map(|old| in_hand(&house.requests[old])).unwrap_or_default();
                let (least, most) = match request.flow.state.holding() {
                    Holding::Nothing => ((0, 0), (0, 0)),
                    Holding::Held => ((cost - older.0 - older.1, 0), (cost, 0)),
                    Holding::Given => ((0, cost), (0, cost)),
                };
                prop_assert!(least.0 <= has.0 && has.0 <= most.0 && has.1 == most.1, "{act:?}: {has:?} of {cost}");
                if let Some(old) = request.moves.filter(|_| request.flow.state == FlowState::Approved) {
                    prop_assert_eq!(in_hand(&house.requests[old]), (0, 0), "never both");
                }
                (pending, used) = (pending + has.0, used + has.1);
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
    fn a_move_refused_or_withdrawn_leaves_the_older_leave_as_it_was(
        lots in any_lots(), days in any_days(), other in any_days(), more in any_days(), withdrawn: bool,
    ) {
        let mut house = House::new(&lots);
        house.act(0, &Act::Ask(days));
        grant(&mut house, 0);
        let granted = (house.lots.clone(), house.requests[0].flow.state);
        let asked = house.act(1, &Act::Move(0, other));
        let with_move = house.lots.clone();
        // Whatever else is asked for meanwhile takes nothing that either of them needs.
        house.act(2, &Act::Ask(more));
        if asked {
            let mut decided = House { people: house.people.clone(), bench: house.bench.clone(), ..House::new(&lots) };
            (decided.lots, decided.requests) = (house.lots.clone(), house.requests.clone());
            grant(&mut decided, 1);
            prop_assert_eq!(decided.requests[1].flow.state, FlowState::Approved);
            prop_assert_eq!(decided.requests[0].flow.state, FlowState::Cancelled);
            prop_assert_eq!(in_hand(&decided.requests[0]), (0, 0));
        }
        house.act(2, &Act::Withdraw);
        prop_assert_eq!(&house.lots, &with_move);
        let refusal = Act::Decide(first_level(&house, 1), Verdict::Reject);
        house.act(1, if withdrawn { &Act::Withdraw } else { &refusal });
        prop_assert_eq!((house.lots.clone(), house.requests[0].flow.state), granted);
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
