//! Standing in for who leaves the window without holding the post: by the roster and a certificate.

use domain::{
    attendance::{AttendanceError, CoverState, HolderState, OutingAct},
    org::Side,
    policy::Role,
    problem::Problem,
    roster::Shift,
};
use services::Caller;
use testkit::{World, day_shift, db_test};

use crate::{in_the_day::Window, support::problem};

/// The day shift under a name of its own.
fn shift(name: &str) -> Shift {
    Shift { name: format!("白班 {name}"), ..day_shift() }
}

/// Somebody who holds a side of the second window's post, at work since 08:25.
async fn neighbour(window: &Window, name: &str, side: Side) -> Caller {
    let desk = window.world.hall.desks[1];
    let person = window.world.person(name).hall_role(Role::Worker).at(desk, side).create().await;
    window.world.works(&shift(name), &[(person.id, Some(desk.post))]).await;
    let caller = person.caller(&window.world).await;
    window.punch(&caller).await;
    caller
}

async fn certify(window: &Window, who: &Caller) {
    let (world, desk) = (&window.world, window.world.hall.desks[0]);
    let from = chrono::NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    let roster = world.services.roster();
    let certified = (desk.window, from, None);
    roster.certify(&window.supervisor, world.hall.id, who.actor.person, certified).await.unwrap();
}

async fn covers(window: &Window) -> Vec<String> {
    window.world.services.attendance().outings(&window.a).await.unwrap().covers
}

#[db_test]
async fn who_is_rostered_at_the_post_stands_in_once_certified(world: World) {
    let window = Window::new(world).await;
    let desk = window.world.hall.desks[0];
    let third = window.world.person("w003").hall_role(Role::Worker).create().await;
    window.world.works(&shift("w003"), &[(third.id, Some(desk.post))]).await;
    let third = third.caller(&window.world).await;
    window.punch(&third).await;
    assert_eq!(covers(&window).await, ["测试w002"]);
    let outing = window.ask(&window.a).await.unwrap();
    let early = window.act(&third, outing, 1, OutingAct::Cover).await;
    assert_eq!(problem(early), Problem::NotFound, "not certified, it is none of their business");
    certify(&window, &third).await;
    let mut names = covers(&window).await;
    names.sort();
    assert_eq!(names, ["测试w002", "测试w003"]);
    let seen = window.world.services.attendance().outings(&third).await.unwrap().others;
    assert_eq!(seen[0].acts, [OutingAct::Cover]);
    window.act(&third, outing, 1, OutingAct::Cover).await.unwrap();
    let board = window.board(&window.lead).await;
    assert_eq!((board.state, board.holders[0].status.state), (CoverState::OnPost, HolderState::Away));
    assert_eq!(board.holders[0].outing.as_ref().and_then(|outing| outing.cover.as_deref()), Some("测试w003"));
}

#[db_test]
async fn from_the_next_window_only_while_somebody_stays_there(world: World) {
    let window = Window::new(world).await;
    let near = neighbour(&window, "w011", Side::A).await;
    certify(&window, &near).await;
    assert_eq!(covers(&window).await, ["测试w002"], "their own window would be empty");
    let outing = window.ask(&window.a).await.unwrap();
    let alone = window.act(&near, outing, 1, OutingAct::Cover).await;
    assert_eq!(problem(alone), AttendanceError::NeededAtOwn.into());
    let partner = neighbour(&window, "w012", Side::B).await;
    window.act(&near, outing, 1, OutingAct::Cover).await.unwrap();
    // Who stands in elsewhere can't leave from there, nor stand in for a second one.
    assert_eq!(problem(window.ask(&near).await), AttendanceError::Covering.into());
    // B goes as well, with nobody; the first window is not empty, since the neighbour is there.
    let second = window.ask(&window.b).await.unwrap();
    window.act(&window.b, second, 1, OutingAct::LeaveUncovered).await.unwrap();
    window.watch("2026-11-24 10:30").await;
    let board = window.board(&window.lead).await;
    assert_eq!((board.state, board.alarms.len()), (CoverState::OnPost, 0));
    // The one who stayed goes, too: then the second window is empty, wherever the neighbour is.
    let third = window.ask(&partner).await.unwrap();
    window.act(&partner, third, 1, OutingAct::LeaveUncovered).await.unwrap();
    window.watch("2026-11-24 11:00").await;
    let zones = window.world.services.attendance().board(&window.lead, None).await.unwrap().zones;
    let alarms: Vec<usize> = zones[0].windows.iter().take(2).map(|window| window.alarms.len()).collect();
    assert_eq!(alarms, [0, 1]);
}
