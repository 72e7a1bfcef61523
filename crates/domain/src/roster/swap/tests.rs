use proptest::prelude::*;

use super::*;
use crate::roster::samples::date;

const STATES: [SwapState; 7] = [
    SwapState::Asked,
    SwapState::Agreed,
    SwapState::Approved,
    SwapState::Declined,
    SwapState::Rejected,
    SwapState::Withdrawn,
    SwapState::Expired,
];

#[test]
fn only_what_is_open_moves_and_approval_needs_agreement() {
    for state in STATES {
        for act in SwapAct::ALL {
            let next = state.after(*act);
            assert!(state.is_open() || next.is_err(), "{state:?} {act:?}");
        }
    }
    assert_eq!(SwapState::Asked.after(SwapAct::Approve), Err(RosterError::Settled));
    assert_eq!(SwapState::Agreed.after(SwapAct::Agree), Err(RosterError::Settled));
}

#[test]
fn what_is_open_expires_on_the_day() {
    let day = date(2026, 12, 1);
    for state in STATES {
        let expected = if state.is_open() { SwapState::Expired } else { state };
        assert_eq!(state.on(day, day), expected);
        assert_eq!(state.on(day, date(2026, 11, 30)), state);
    }
}

fn any_place() -> impl Strategy<Value = Place> {
    prop::option::of(any::<bool>()).prop_map(|shift| Place {
        shift: shift.map(|_| ShiftId::new()),
        post: shift.filter(|held| *held).map(|_| PostId::new()),
    })
}

fn any_pair(same: bool) -> impl Strategy<Value = Pair> {
    (any_place(), any_place())
        .prop_map(move |(on_give, on_take)| Pair { on_give, on_take: if same { on_give } else { on_take } })
}

fn after(lines: &[RosterEntry], at: NaiveDate, before: Place) -> Place {
    let line = lines.iter().find(|line| line.date == at);
    line.map_or(before, |line| Place { shift: line.shift, post: line.post })
}

proptest! {
    #[test]
    fn an_exchange_keeps_every_dates_shifts_and_undoes_itself(
        (same, asker, partner) in any::<bool>().prop_flat_map(|same| (Just(same), any_pair(same), any_pair(same))),
    ) {
        let give = date(2026, 12, 1);
        let take = if same { give } else { date(2026, 12, 4) };
        let Ok((to_asker, to_partner)) = exchange((give, take), &asker, &partner) else { return Ok(()) };
        let moved = |lines: &[RosterEntry], pair: &Pair| Pair {
            on_give: after(lines, give, pair.on_give),
            on_take: after(lines, take, pair.on_take),
        };
        let (a, b) = (moved(&to_asker, &asker), moved(&to_partner, &partner));
        prop_assert_eq!((a, b), (partner, asker), "nobody's work is lost or doubled");
        let dates: Vec<_> = to_asker.iter().map(|line| line.date).collect();
        prop_assert_eq!(dates.len(), if same { 1 } else { 2 });
        if !same {
            let back = exchange((take, give), &Pair { on_give: a.on_take, on_take: a.on_give },
                &Pair { on_give: b.on_take, on_take: b.on_give });
            prop_assert!(back.is_ok(), "what was swapped can be swapped back");
        }
    }

    #[test]
    fn a_free_day_is_never_given(asker in any_pair(false), partner in any_pair(false)) {
        let asker = Pair { on_give: Place { shift: None, post: None }, ..asker };
        prop_assert!(exchange((date(2026, 12, 1), date(2026, 12, 2)), &asker, &partner).is_err());
    }
}
