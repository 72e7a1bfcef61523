use super::*;

fn step(level: Level, quorum: Quorum) -> Step {
    Step { level, quorum, minutes: 60 }
}

fn asked(steps: Vec<Step>, bench: &Bench) -> Flow {
    let mut flow = Flow::draft();
    flow.submit(steps, bench).unwrap();
    flow
}

fn people<const N: usize>() -> [PersonId; N] {
    [(); N].map(|()| PersonId::new())
}

fn bench(holders: &[(Level, PersonId)]) -> Bench {
    Bench { holders: holders.to_vec(), ..Bench::default() }
}

#[test]
fn steps_are_asked_in_order_and_the_last_approves() {
    let [lead, supervisor] = people();
    let bench = bench(&[(Level::Lead, lead), (Level::Supervisor, supervisor)]);
    let mut flow = asked(vec![step(Level::Lead, Quorum::One), step(Level::Supervisor, Quorum::One)], &bench);
    assert_eq!(flow.decide(&bench, supervisor, Verdict::Agree), Err(ApprovalsError::NotYours));
    assert_eq!(flow.decide(&bench, lead, Verdict::Agree), Ok(Change::Next { skipped: 0 }));
    assert_eq!(flow.decide(&bench, lead, Verdict::Agree), Err(ApprovalsError::NotYours));
    let approved = Change::Settled(FlowState::Approved);
    assert_eq!(flow.decide(&bench, supervisor, Verdict::Agree), Ok(approved));
    assert_eq!(flow.decide(&bench, supervisor, Verdict::Reject), Err(ApprovalsError::Settled));
}

#[test]
fn who_is_on_two_steps_decides_once() {
    let [both, hr] = people();
    let bench = bench(&[(Level::Lead, both), (Level::Supervisor, both), (Level::Hr, hr)]);
    let steps = [Level::Lead, Level::Supervisor, Level::Hr].map(|level| step(level, Quorum::One));
    let mut flow = asked(steps.to_vec(), &bench);
    assert_eq!(flow.decide(&bench, both, Verdict::Agree), Ok(Change::Next { skipped: 1 }));
    assert_eq!(flow.step, 2);
}

#[test]
fn where_all_must_agree_each_seat_is_asked_and_a_deputy_speaks_for_theirs() {
    let [first, second, deputy] = people();
    let mut bench = bench(&[(Level::Lead, first), (Level::Lead, second)]);
    bench.delegations.push((second, deputy));
    let mut flow = asked(vec![step(Level::Lead, Quorum::All)], &bench);
    assert_eq!(flow.decide(&bench, first, Verdict::Agree), Ok(Change::Waits));
    assert_eq!(flow.decide(&bench, deputy, Verdict::Agree), Ok(Change::Settled(FlowState::Approved)));
}

#[test]
fn what_is_revised_waits_for_nobody_until_it_is_asked_again() {
    let [lead] = people();
    let bench = bench(&[(Level::Lead, lead)]);
    let mut flow = Flow::draft();
    flow.revise().unwrap();
    assert_eq!((flow.state, flow.version), (FlowState::Draft, 2));
    flow.submit(vec![step(Level::Lead, Quorum::One)], &bench).unwrap();
    let looked_at = flow.version;
    flow.revise().unwrap();
    assert_eq!((flow.state, flow.seats(&bench)), (FlowState::Returned, vec![]));
    assert!(flow.version > looked_at, "a decision on what was looked at is a conflict");
    assert_eq!(flow.decide(&bench, lead, Verdict::Agree), Err(ApprovalsError::Settled));
    flow.submit(vec![step(Level::Lead, Quorum::One)], &bench).unwrap();
    flow.decide(&bench, lead, Verdict::Agree).unwrap();
    assert_eq!(flow.revise(), Err(ApprovalsError::Settled));
}

#[test]
fn a_change_asks_everybody_again() {
    let [lead, supervisor] = people();
    let bench = bench(&[(Level::Lead, lead), (Level::Supervisor, supervisor)]);
    let steps = vec![step(Level::Lead, Quorum::One), step(Level::Supervisor, Quorum::One)];
    let mut flow = asked(steps.clone(), &bench);
    flow.decide(&bench, lead, Verdict::Agree).unwrap();
    let seen = flow.version;
    flow.submit(steps, &bench).unwrap();
    assert!(flow.version > seen && flow.step == 0 && flow.agreed.is_empty());
}

#[test]
fn lateness_reminds_then_lifts_and_never_approves() {
    let [lead, supervisor, hr] = people();
    let bench = bench(&[(Level::Lead, lead), (Level::Supervisor, supervisor), (Level::Hr, hr)]);
    let mut flow = asked(vec![step(Level::Lead, Quorum::One)], &bench);
    let lifts: Vec<Option<Level>> = (0..8).map(|_| flow.run_late(&bench).unwrap()).collect();
    let up = |level| [None, Some(level)];
    // Nobody is on the hall's level, so it is HR that joins for it: an empty one would cost a whole round more.
    assert_eq!(lifts[..4], [up(Level::Supervisor), up(Level::Host)].concat());
    assert_eq!(lifts[4..], [None; 4]);
    assert_eq!(flow.state, FlowState::InReview);
    assert!(flow.seats(&bench).iter().any(|seat| seat.person == lead), "who is late can still decide");
    assert_eq!(flow.decide(&bench, hr, Verdict::Agree), Ok(Change::Settled(FlowState::Approved)));
}

#[test]
fn a_step_that_has_climbed_already_is_lifted_to_somebody_new() {
    let [supervisor, host, deputy] = people();
    // The lead's place is vacant, so the supervisor is asked from the start.
    let mut bench = bench(&[(Level::Supervisor, supervisor), (Level::Host, host)]);
    let mut flow = asked(vec![step(Level::Lead, Quorum::One)], &bench);
    assert_eq!((flow.run_late(&bench), flow.run_late(&bench)), (Ok(None), Ok(Some(Level::Host))));
    assert_eq!(flow.seats(&bench).len(), 2);
    // Nobody is left to ask: they are reminded, and it waits for them.
    assert_eq!([flow.run_late(&bench), flow.run_late(&bench)], [Ok(None), Ok(None)]);
    // Whoever comes to the top meanwhile is asked, whatever was tried before.
    bench.holders.push((Level::Hr, deputy));
    assert_eq!((flow.run_late(&bench), flow.state), (Ok(Some(Level::Hr)), FlowState::InReview));
}

#[test]
fn nobody_to_ask_is_told_at_once() {
    let [only] = people();
    let mut bench = bench(&[(Level::Hr, only)]);
    bench.barred.insert(only);
    let mut flow = Flow::draft();
    let refused = flow.submit(vec![step(Level::Lead, Quorum::One)], &bench);
    assert_eq!((refused, flow.state), (Err(ApprovalsError::NobodyCanDecide), FlowState::Draft));
}

#[test]
fn states_and_what_can_be_done_in_them() {
    use FlowState::{Approved, Cancelled, Draft, Expired, InReview, Rejected, Returned, Withdrawn};
    let [lead] = people();
    let bench = bench(&[(Level::Lead, lead)]);
    let steps = vec![step(Level::Lead, Quorum::One)];
    let table: [(FlowState, [Option<FlowState>; 6]); 8] = [
        // submit, agree, reject, withdraw, cancel, expire
        (Draft, [Some(InReview), None, None, Some(Withdrawn), None, Some(Expired)]),
        (InReview, [Some(InReview), Some(Approved), Some(Rejected), Some(Withdrawn), None, Some(Expired)]),
        (Returned, [Some(InReview), None, None, Some(Withdrawn), None, Some(Expired)]),
        (Approved, [None, None, None, None, Some(Cancelled), None]),
        (Rejected, [None; 6]),
        (Withdrawn, [None; 6]),
        (Cancelled, [None; 6]),
        (Expired, [None; 6]),
    ];
    for (state, expected) in table {
        for (act, expected) in expected.into_iter().enumerate() {
            let mut flow = Flow { state, steps: steps.clone(), ..Flow::draft() };
            let done = match act {
                0 => flow.submit(steps.clone(), &bench),
                1 => flow.decide(&bench, lead, Verdict::Agree).map(drop),
                2 => flow.decide(&bench, lead, Verdict::Reject).map(drop),
                3 => flow.withdraw(),
                4 => flow.cancel(),
                _ => flow.expire(),
            };
            assert_eq!(done.ok().map(|()| flow.state), expected, "{state:?}, act {act}");
        }
    }
}

#[test]
fn the_states_that_hold_something_are_listed() {
    let holding: Vec<FlowState> =
        FlowState::ALL.iter().copied().filter(|state| state.holding() != Holding::Nothing).collect();
    assert_eq!(holding, FlowState::HOLDING);
}
