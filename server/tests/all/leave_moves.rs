//! 改期: other days instead of a granted leave. It is decided like any request; the older leave lets go when it is
//! granted, and only then.

use domain::{
    approvals::{DecideCommand, FlowState, Verdict},
    ids::{ActId, ApprovalId, DecisionId},
    leave::{Balance, LeaveAct, LeaveCommand, LeaveKind, LeaveQuestion, LeaveRequestError, Period},
    problem::{FieldReason, Problem},
};
use services::Caller;
use testkit::{World, db_test};

use crate::{
    approvals::{days_off, november},
    leave_balances::{began, date},
    leave_requests::Window,
    support::{problem, takes_back},
};

/// Two days of annual leave of B's, granted; a year gives five.
async fn granted(world: World) -> (Window, ApprovalId) {
    let window = Window::new(world).await;
    began(&window.world, window.b_person.id, date(2020, 1, 1)).await;
    window.world.services.run_jobs().await.unwrap();
    let id = window.ask(&window.b, annual(26, 27)).await.unwrap();
    grant(&window, id).await;
    (window, id)
}

fn annual(from: u32, to: u32) -> LeaveCommand {
    LeaveCommand { kind: LeaveKind::Annual, ..days_off(from, to) }
}

fn moving(old: ApprovalId, from: u32, to: u32) -> LeaveCommand {
    LeaveCommand { moves: Some(old), ..annual(from, to) }
}

async fn grant(window: &Window, id: ApprovalId) {
    for decider in [&window.lead, &window.supervisor, &window.hr] {
        if window.view(&window.b, id).await.row.state == FlowState::InReview
            && window.view(decider, id).await.mine.is_some()
        {
            window.agree(decider, id).await.unwrap();
        }
    }
    assert_eq!(state(window, id).await, FlowState::Approved);
}

async fn version(window: &Window, id: ApprovalId) -> i32 {
    window.view(&window.b, id).await.row.version
}

async fn state(window: &Window, id: ApprovalId) -> FlowState {
    window.view(&window.b, id).await.row.state
}

async fn balance(window: &Window) -> Balance {
    let book = window.world.services.leave().leave_book(&window.b, None).await.unwrap();
    book.balances[0].balance
}

async fn can(window: &Window, caller: &Caller, id: ApprovalId) -> bool {
    window.world.services.leave().view(caller, id).await.unwrap().acts.contains(&LeaveAct::Move)
}

#[db_test]
async fn the_older_leave_lets_go_when_the_new_one_is_granted(world: World) {
    let (window, old) = granted(world).await;
    let leave = window.world.services.leave();
    assert!(can(&window, &window.b, old).await && !can(&window, &window.lead, old).await);
    let choices = leave.choices_to_move(&window.b, old).await.unwrap();
    assert_eq!(choices.moves, Some((old, Period::whole(november(26), november(27)))));
    assert_eq!(choices.kinds, [LeaveKind::Annual]);

    // Five days, of which two are granted: four others can be asked for instead, over the same days too.
    let command = moving(old, 25, 30);
    let period = Period::whole(november(25), november(30));
    let question = LeaveQuestion { moves: Some(old), ..LeaveQuestion::of(command.id, LeaveKind::Annual, period) };
    let preview = leave.preview(&window.b, question).await.unwrap();
    assert_eq!((preview.costs, preview.overlaps), (Some((8, 2)), None));
    let new = window.ask(&window.b, command).await.unwrap();
    let held = balance(&window).await;
    assert_eq!((held.used, held.pending, held.free()), (4, 4, 2), "what the older one has is not reserved twice");
    assert_eq!(state(&window, old).await, FlowState::Approved);
    assert!(!can(&window, &window.b, old).await, "one move at a time");
    let twice = window.ask(&window.b, moving(old, 24, 24)).await;
    assert_eq!(problem(twice), LeaveRequestError::NotNow.into());
    assert_eq!(window.card(new).await.moves, Some(Period::whole(november(26), november(27))));
    let by = leave.view(&window.b, old).await.unwrap().moved_by.unwrap();
    assert_eq!((by.request, by.done), (new, false));

    grant(&window, new).await;
    let after = balance(&window).await;
    assert_eq!((after.used, after.pending, after.free()), (8, 0, 2));
    assert_eq!(state(&window, old).await, FlowState::Cancelled);
    assert!(leave.view(&window.b, new).await.unwrap().moves.unwrap().done);
}

#[db_test]
async fn refused_or_withdrawn_it_leaves_the_older_leave_as_it_was(world: World) {
    let (window, old) = granted(world).await;
    let before = balance(&window).await;
    let leave = window.world.services.leave();
    let withdrawn = window.ask(&window.b, moving(old, 25, 30)).await.unwrap();
    leave.withdraw(&window.b, takes_back(withdrawn, version(&window, withdrawn).await)).await.unwrap();
    assert_eq!((balance(&window).await, state(&window, old).await), (before, FlowState::Approved));
    let refused = window.ask(&window.b, moving(old, 30, 30)).await.unwrap();
    let command = DecideCommand {
        id: DecisionId::new(),
        approval: refused,
        version: version(&window, refused).await,
        verdict: Verdict::Reject,
        reason: Some("那天人手不够".to_owned()),
        seen: true,
    };
    window.world.services.approvals().decide(&window.lead, command).await.unwrap();
    assert_eq!((balance(&window).await, state(&window, old).await), (before, FlowState::Approved));
}

#[db_test]
async fn a_grant_that_is_undone_gives_the_older_leave_back(world: World) {
    let (window, old) = granted(world).await;
    let before = balance(&window).await;
    let new = window.ask(&window.b, moving(old, 30, 30)).await.unwrap();
    window.agree(&window.lead, new).await.unwrap();
    assert_eq!((state(&window, old).await, balance(&window).await.used), (FlowState::Cancelled, 2));
    window.world.services.approvals().undo(&window.lead, new).await.unwrap();
    assert_eq!((state(&window, old).await, balance(&window).await), (FlowState::Approved, before));
    window.agree(&window.lead, new).await.unwrap();
    assert_eq!((state(&window, old).await, balance(&window).await.used), (FlowState::Cancelled, 2));
}

#[db_test]
async fn given_up_meanwhile_the_older_leave_frees_what_the_new_one_then_holds(world: World) {
    let (window, old) = granted(world).await;
    let leave = window.world.services.leave();
    let new = window.ask(&window.b, moving(old, 25, 30)).await.unwrap();
    let version = version(&window, old).await;
    let back = domain::leave::ReturnCommand {
        id: ActId::new(),
        request: old,
        version,
        back_on: november(26),
        half: domain::roster::Half::Morning,
    };
    leave.come_back(&window.b, back).await.unwrap();
    let held = balance(&window).await;
    assert_eq!((held.used, held.pending), (0, 8), "all of it is reserved now");
    grant(&window, new).await;
    assert_eq!(balance(&window).await.used, 8);
}

#[db_test]
async fn only_ones_own_granted_leave_that_has_not_begun(world: World) {
    let (window, old) = granted(world).await;
    let anothers =
        window.ask(&window.a, LeaveCommand { cover: Some(window.spare.actor.person), ..moving(old, 30, 30) });
    assert_eq!(problem(anothers.await), Problem::NotFound);
    let other_kind = LeaveCommand { kind: LeaveKind::Personal, ..moving(old, 30, 30) };
    let refused = window.ask(&window.b, other_kind).await;
    assert_eq!(problem(refused), Problem::field("kind", FieldReason::NotAllowed));
    let open = window.ask(&window.b, annual(30, 30)).await.unwrap();
    let refused = window.ask(&window.b, moving(open, 25, 25)).await;
    assert_eq!(problem(refused), LeaveRequestError::NotNow.into());
    let new = window.ask(&window.b, LeaveCommand { from: november(24), to: november(24), ..moving(old, 24, 24) }).await;
    let new = new.unwrap();
    window.world.clock.set("2026-11-26 08:00");
    let late = window.agree(&window.lead, new).await;
    assert_eq!(problem(late), LeaveRequestError::Begun.into(), "it has begun");
    assert_eq!(state(&window, old).await, FlowState::Approved);
    assert!(!can(&window, &window.b, old).await);
}
