//! A month confirmed without a network: once, and only what was looked at.

use domain::{attendance::AcceptMonthCommand, ids::ActId, problem::Problem};
use testkit::{World, db_test};

use crate::{
    approvals::november,
    presence::{Morning, without_code},
    support::{decides, problem},
};

/// The second of December, with a punch of November that waits for the lead.
async fn month_over(world: World) -> (Morning, domain::ids::PunchId) {
    let morning = Morning::new(world).await;
    let punch = morning.punch(without_code()).await.punch.id;
    morning.world.clock.set("2026-12-02 12:30");
    morning.world.services.run_jobs().await.unwrap();
    (morning, punch)
}

fn confirms(morning: &Morning) -> AcceptMonthCommand {
    AcceptMonthCommand { id: ActId::new(), month: november(1), seen_at: morning.world.services.clock().now() }
}

#[db_test]
async fn a_month_is_confirmed_once(world: World) {
    let (morning, _) = month_over(world).await;
    let attendance = morning.world.services.attendance();
    let command = confirms(&morning);
    attendance.accept_month(&morning.me, command).await.unwrap();
    attendance.accept_month(&morning.me, command).await.expect("the same is confirmed once");
    let other = AcceptMonthCommand { month: november(2), ..command };
    assert_eq!(problem(attendance.accept_month(&morning.me, other).await), Problem::Conflict);
    let standing = attendance.month(&morning.me, None, november(1)).await.unwrap().standing;
    assert!(standing.accepted_at.is_some());
}

#[db_test]
async fn what_has_changed_since_it_was_looked_at_was_not_confirmed(world: World) {
    let (morning, punch) = month_over(world).await;
    let attendance = morning.world.services.attendance();
    let kept = confirms(&morning);
    morning.world.clock.set("2026-12-02 13:00");
    attendance.decide(&morning.lead, decides(punch, false, "当时不在大厅")).await.unwrap();
    morning.world.clock.set("2026-12-02 13:01");
    // Sent before the day is judged again by itself.
    assert_eq!(problem(attendance.accept_month(&morning.me, kept).await), Problem::Conflict);
    let standing = attendance.month(&morning.me, None, november(1)).await.unwrap().standing;
    assert!(standing.accepted_at.is_none() && standing.may_accept);
    attendance.accept_month(&morning.me, confirms(&morning)).await.expect("looked at anew");
}
