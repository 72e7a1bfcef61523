use proptest::prelude::*;

use super::*;
use crate::roster::samples::date;

fn standings() -> Vec<SwapStanding> {
    let stands = |consent: Consent| FlowState::ALL.iter().map(move |state| SwapStanding { consent, state: *state });
    Consent::ALL.iter().copied().flat_map(stands).collect()
}

#[test]
fn each_of_the_two_says_what_is_theirs_to_say() {
    use Consent::{Agreed, Asked, Declined};
    use FlowState::{Draft, InReview, Returned, Withdrawn};
    use SwapAct::{Agree, Decline, Withdraw};

    let (today, first) = (date(2026, 11, 30), date(2026, 12, 1));
    for (consent, state, asker, partner) in [
        (Asked, Draft, vec![Withdraw], vec![Agree, Decline]),
        (Agreed, InReview, vec![Withdraw], vec![Decline]),
        (Agreed, Returned, vec![Withdraw], vec![Decline]),
        (Asked, Returned, vec![Withdraw], vec![Agree, Decline]),
        (Declined, Withdrawn, vec![], vec![]),
    ] {
        let stands = SwapStanding { consent, state };
        assert_eq!(stands.acts(SwapSide::Asker, first, today), asker, "{stands:?}");
        assert_eq!(stands.acts(SwapSide::Partner, first, today), partner, "{stands:?}");
        assert_eq!(stands.may_change(SwapSide::Asker, first, today), !asker.is_empty(), "{stands:?}");
        assert!(!stands.may_change(SwapSide::Partner, first, today), "{stands:?}");
    }
}

#[test]
fn what_is_settled_or_has_come_is_nobodys_to_change() {
    let first = date(2026, 12, 1);
    for stands in standings() {
        for side in [SwapSide::Asker, SwapSide::Partner] {
            assert_eq!(stands.acts(side, first, first), [], "{stands:?}: its day has come");
            assert!(!stands.may_change(side, first, first));
            let acts = stands.acts(side, first, date(2026, 11, 30));
            assert!(acts.iter().all(|act| act.side() == side), "{stands:?} {acts:?}");
            if stands.state.is_final() {
                assert_eq!(stands.acts(side, first, date(2026, 11, 30)), [], "{stands:?}");
            }
        }
        assert!(!(stands.state.is_final() && stands.waits_for_partner()), "{stands:?}");
    }
}

#[test]
fn routes_tell_a_day_for_another_from_two_shifts_of_one_date() {
    let day = date(2026, 12, 1);
    assert_eq!(SwapSpan::of(day, day), SwapSpan::OneDate);
    assert_eq!(SwapSpan::of(day, date(2026, 12, 2)), SwapSpan::TwoDates);
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
        let (to_partner, to_asker) = exchange((give, take), &b, &a).expect("what was swapped can be swapped back");
        let back = |lines: &[RosterEntry], now: &Pair| Pair {
            on_give: after(lines, give, now.on_give),
            on_take: after(lines, take, now.on_take),
        };
        prop_assert_eq!((back(&to_asker, &a), back(&to_partner, &b)), (asker, partner), "and is as it was");
    }

    #[test]
    fn a_free_day_is_never_given(asker in any_pair(false), partner in any_pair(false)) {
        let asker = Pair { on_give: Place { shift: None, post: None }, ..asker };
        prop_assert!(exchange((date(2026, 12, 1), date(2026, 12, 2)), &asker, &partner).is_err());
    }
}
