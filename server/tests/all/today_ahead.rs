//! What a phone that was last online on an earlier day foresees of this one: what the server would say of its plan.

use std::fmt::Debug;

use chrono::Days;
use domain::{
    attendance::{SlotOutcome, TodayView},
    leave::{DayLeave, Hours, LeaveKind},
    policy::Role,
    time::hall_date,
};
use services::Caller;
use testkit::{World, db_test, night_shift};

use crate::approvals::november;
use crate::leave_hours::by_the_hour;
use crate::leave_requests::Window;

/// Everything about a day but what became of it.
fn planned(day: TodayView) -> impl PartialEq + Debug {
    let slots = day.result.slots.into_iter();
    let slots: Vec<_> = slots.map(|slot| (slot.seq, slot.due, slot.outcome == SlotOutcome::Excused)).collect();
    (day.duty, day.calendar, day.post, day.leave, day.due, slots)
}

/// Compares what was read on Tuesday with what the server says at some times of the seven days after it; nothing is
/// punched on them.
async fn foresees(world: &World, me: &Caller) -> TodayView {
    let attendance = world.services.attendance();
    let read = attendance.today(me).await.unwrap();
    for day in 1..=7 {
        for time in ["02:00", "05:30", "08:10", "12:00", "17:40", "23:10"] {
            let date = hall_date(read.as_of) + Days::new(day);
            world.clock.set(&format!("{date} {time}"));
            let said = attendance.today(me).await.unwrap();
            match read.foreseen_at(said.as_of) {
                Some(foreseen) => assert_eq!(planned(foreseen), planned(said), "{date} {time}"),
                None => assert_eq!(said.duty.date, read.duty.date, "{date} {time}"),
            }
        }
    }
    read
}

#[db_test]
async fn the_days_ahead_are_those_of_the_roster_with_leave_left_out(world: World) {
    let window = Window::new(world).await;
    window.granted(26, 26).await;
    window.granted_hours(by_the_hour(LeaveKind::Prenatal, 27, ("08:30", "10:45"))).await;
    let read = foresees(&window.world, &window.a).await;
    let leave = |date: u32| read.plan.iter().find(|day| day.duty.date == november(date)).map(|day| day.leave.clone());
    let hours = DayLeave { hours: vec![Hours { from: 510, to: 645 }], ..DayLeave::default() };
    assert_eq!([25, 26, 27].map(leave), [Some(DayLeave::default()), Some(DayLeave::WHOLE), Some(hours)]);
    let dates = read.plan.first().map(|day| day.duty.date).zip(read.plan.last().map(|day| day.duty.date));
    assert_eq!(dates, Some((november(23), november(24) + Days::new(9))));
}

#[db_test]
async fn nights_are_foreseen_by_their_work_date(world: World) {
    let person = world.person("w001").hall_role(Role::Worker).create().await;
    world.works(&night_shift(), &[(person.id, None)]).await;
    let me = person.caller(&world).await;
    let read = foresees(&world, &me).await;
    assert_eq!(read.duty.date, november(24));
}
