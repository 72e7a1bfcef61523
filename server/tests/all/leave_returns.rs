//! Being back: once one is there, seen by who leads, and missed where one is not.

use chrono::NaiveDate;
use domain::{
    attendance::{PositionReport, PunchCommand},
    ids::PunchId,
    leave::{LeaveRequestError, Period, Returned},
    notices::NoticeContent,
    problem::{FieldReason, Problem},
};
use testkit::{World, db_test};

use crate::approvals::november;
use crate::leave_requests::Window;
use crate::leave_sudden::told;
use crate::support::problem;

fn out_of_range() -> Problem {
    Problem::field("back_on", FieldReason::OutOfRange)
}

async fn jobs_at(window: &Window, time: &str) {
    window.world.clock.set(time);
    window.world.services.run_jobs().await.unwrap();
}

async fn missed(window: &Window) -> Vec<NaiveDate> {
    let date = |notice| match notice {
        NoticeContent::Overstayed { date, .. } => Some(date),
        _ => None,
    };
    told(window, &window.lead).await.into_iter().filter_map(date).collect()
}

async fn punch(window: &Window, time: &str) {
    window.world.clock.set(time);
    let position = PositionReport::default();
    let command =
        PunchCommand { id: PunchId::new(), device_at: None, evidence: None, position, reason: None, code: None };
    window.world.services.attendance().punch(&window.a, command, None).await.unwrap();
}

#[db_test]
async fn a_day_to_come_is_no_return_and_who_stays_away_is_missed(world: World) {
    let window = Window::new(world).await;
    let id = window.granted(24, 25).await;
    for day in [25, 26, 27] {
        assert_eq!(problem(window.come_back(id, day).await), out_of_range(), "said on the 24th: {day}");
    }
    // Said on the morning of the 25th, and nobody came.
    window.world.clock.set("2026-11-25 07:00");
    let first = Period::whole(november(24), november(24));
    assert_eq!(window.come_back(id, 25).await.unwrap(), Returned::Early(first));
    let back = NoticeContent::CameBack { by: "测试w001".to_owned(), date: november(25), request: id };
    assert!(told(&window, &window.lead).await.contains(&back), "who leads hears of it at once");
    jobs_at(&window, "2026-11-26 09:00").await;
    assert_eq!(missed(&window).await, [november(25)], "the first shift after the leave as it is now");
}

#[db_test]
async fn who_has_said_so_and_comes_is_not_missed(world: World) {
    let window = Window::new(world).await;
    let id = window.granted(24, 24).await;
    punch(&window, "2026-11-25 08:20").await;
    assert_eq!(window.come_back(id, 25).await.unwrap(), Returned::AsPlanned);
    jobs_at(&window, "2026-11-25 12:00").await;
    assert_eq!(missed(&window).await, []);
}

#[db_test]
async fn days_that_are_over_are_given_back_for_a_punch_alone(world: World) {
    let window = Window::new(world).await;
    let id = window.granted(24, 26).await;
    punch(&window, "2026-11-26 08:20").await;
    window.world.clock.set("2026-12-14 09:00");
    for day in [24, 25] {
        assert_eq!(problem(window.come_back(id, day).await), LeaveRequestError::NoPunch.into(), "{day}");
    }
    let taken = Period::whole(november(24), november(25));
    assert_eq!(window.come_back(id, 26).await.unwrap(), Returned::Early(taken));
}

#[db_test]
async fn what_has_not_begun_can_be_given_up_as_a_whole(world: World) {
    let window = Window::new(world).await;
    let id = window.granted(26, 27).await;
    assert_eq!(problem(window.come_back(id, 27).await), out_of_range(), "it can't be shortened from afar");
    assert_eq!(window.come_back(id, 26).await.unwrap(), Returned::NotTaken);
}
