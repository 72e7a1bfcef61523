//! One's own requests, a page at a time: the newest first, each of them once.

use domain::{
    ids::ApprovalId,
    leave::{LeaveCommand, MyLeave},
    roster::{Compensation, SwapAct},
};
use testkit::{World, db_test};

use crate::{
    approvals::days_off,
    leave_requests::Window,
    overtime::{ask, case, december, overtime},
    roster_swaps::Pair,
    support::takes_back,
};

#[db_test]
async fn leave_goes_on_where_the_page_before_ended(world: World) {
    let window = Window::new(world).await;
    let leave = window.world.services.leave();
    let draft = || LeaveCommand { draft: true, ..days_off(25, 25) };
    let ids = |page: &MyLeave| page.requests.iter().map(|request| request.id).collect::<Vec<_>>();
    let mut kept = Vec::new();
    for _ in 0..32 {
        kept.push(window.ask(&window.a, draft()).await.unwrap());
    }
    kept.reverse();
    let theirs = window.ask(&window.b, draft()).await.unwrap();
    let first = leave.mine(&window.a, None).await.unwrap();
    assert_eq!((ids(&first), first.next), (kept[..30].to_vec(), Some(kept[29])));
    // What comes meanwhile moves nothing on the pages after it.
    window.ask(&window.a, draft()).await.unwrap();
    let last = leave.mine(&window.a, first.next).await.unwrap();
    assert_eq!((ids(&last), last.next), (kept[30..].to_vec(), None));
    assert_eq!(ids(&leave.mine(&window.b, None).await.unwrap()), [theirs]);
    assert_eq!(leave.mine(&window.b, first.next).await.unwrap().requests, [], "another's key shows nothing of theirs");
}

#[db_test]
async fn overtime_goes_on_where_the_page_before_ended(world: World) {
    let case = case(&world).await;
    let roster = world.services.roster();
    let mut asked: Vec<ApprovalId> = Vec::new();
    for _ in 0..21 {
        let id = ask(&world, &case.me, overtime(december(1), 60, Compensation::Pay)).await.unwrap();
        let kept = store::repo::approvals::find_approval(world.db.read(), id).await.unwrap().unwrap();
        roster.withdraw_overtime(&case.me, takes_back(id, kept.flow.version)).await.unwrap();
        asked.push(id);
    }
    asked.reverse();
    let first = roster.overtime_book(&case.me, None).await.unwrap();
    let ids: Vec<_> = first.requests.iter().map(|request| request.id).collect();
    assert_eq!((ids, first.next), (asked[..20].to_vec(), Some(asked[19])));
    let last = roster.overtime_book(&case.me, first.next).await.unwrap();
    let ids: Vec<_> = last.requests.iter().map(|request| request.id).collect();
    assert_eq!((ids, last.next), (asked[20..].to_vec(), None));
}

#[db_test]
async fn swaps_go_on_where_the_page_before_ended_for_both(world: World) {
    let pair = Pair::new(world).await;
    let roster = pair.world.services.roster();
    let mut asked = Vec::new();
    for _ in 0..21 {
        let swap = pair.ask().await;
        pair.say(&pair.asker, swap, 1, SwapAct::Withdraw).await.unwrap();
        asked.push(swap);
    }
    asked.reverse();
    for caller in [&pair.asker, &pair.partner] {
        let first = roster.my_swaps(caller, None).await.unwrap();
        let ids: Vec<_> = first.swaps.iter().map(|swap| swap.id).collect();
        assert_eq!((ids, first.next), (asked[..20].to_vec(), Some(asked[19])));
        let last = roster.my_swaps(caller, first.next).await.unwrap();
        let ids: Vec<_> = last.swaps.iter().map(|swap| swap.id).collect();
        assert_eq!((ids, last.next), (asked[20..].to_vec(), None));
    }
}
