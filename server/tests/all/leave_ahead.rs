//! Annual leave ahead of its year, and balances as they were on a day.

use chrono::NaiveDate;
use domain::{
    leave::{LeaveCommand, LeaveError, LeaveKind},
    org::Side,
    policy::Role,
    roster::Shift,
};
use testkit::{World, day_shift, db_test};

use crate::approvals::{days_off, november};
use crate::leave_balances::began;
use crate::leave_requests::Window;
use crate::support::problem;

fn annual(from: NaiveDate, to: NaiveDate) -> LeaveCommand {
    LeaveCommand { kind: LeaveKind::Annual, from, to, ..days_off(25, 25) }
}

fn january(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 1, day).expect("a day of January")
}

#[db_test]
async fn january_is_asked_for_in_november(world: World) {
    let window = Window::new(world).await;
    began(&window.world, window.b_person.id, NaiveDate::from_ymd_opt(2018, 1, 1).unwrap()).await;
    window.world.services.run_jobs().await.unwrap();
    window.ask(&window.b, annual(january(4), january(6))).await.unwrap();
    let more = window.ask(&window.b, annual(january(11), january(13))).await;
    assert_eq!(problem(more), LeaveError::NotEnough.into(), "five days in all");
    // What is of this year stays of this year.
    let book = window.world.services.leave().leave_book(&window.b, None).await.unwrap();
    assert_eq!(book.balances[0].balance.pending, 0);
}

#[db_test]
async fn a_balance_on_a_day_does_not_know_what_was_taken_later(world: World) {
    let window = Window::new(world).await;
    let leave = window.world.services.leave();
    began(&window.world, window.b_person.id, NaiveDate::from_ymd_opt(2018, 1, 1).unwrap()).await;
    window.world.services.run_jobs().await.unwrap();
    let id = window.ask(&window.b, annual(november(26), november(27))).await.unwrap();
    window.agree(&window.lead, id).await.unwrap();
    window.agree(&window.supervisor, id).await.unwrap();
    window.world.clock.set("2026-12-10 09:00");
    for (day, used) in [(25, 0), (26, 2), (27, 4), (30, 4)] {
        let book = leave.leave_book_by_operator("w002", november(day)).await.unwrap();
        assert_eq!(book.balances[0].balance.used, used, "on {day} November");
    }
}

#[db_test]
async fn a_rostered_saturday_is_a_day_of_leave(world: World) {
    let window = Window::new(world).await;
    let shift = Shift { name: "周二至周六".to_owned(), ..day_shift() };
    let extra =
        window.world.person("w031").hall_role(Role::Worker).at(window.world.hall.desks[1], Side::B).create().await;
    window.world.works_on_saturdays(&shift, extra.id).await;
    let caller = extra.caller(&window.world).await;
    let saturday = LeaveCommand { kind: LeaveKind::Personal, ..days_off(28, 28) };
    let id = window.ask(&caller, saturday).await.unwrap();
    assert_eq!(window.card(id).await.workdays.half_days, 2);
    let off = LeaveCommand { kind: LeaveKind::Personal, ..days_off(30, 30) };
    assert_eq!(problem(window.ask(&caller, off).await), LeaveError::NothingToTake.into(), "their Monday is off");
    let choices = window.world.services.leave().choices(&caller, None).await.unwrap();
    assert!(!choices.duty.is_empty());
}
