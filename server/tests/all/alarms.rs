//! Alarms reach an inbox: the lead's at once, the supervisor's when nothing comes of it.

use domain::{
    attendance::{OutingAct, OutingCommand, PositionReport, PunchCommand, Reading},
    geo::{Datum, Position},
    ids::{OutingId, PunchId},
    notices::NoticeContent,
    org::Side,
    policy::Role,
};
use services::Caller;
use testkit::{World, day_shift, db_test};

use crate::in_the_day::does;

struct Window {
    world: World,
    a: Caller,
    lead: Caller,
    supervisor: Caller,
}

impl Window {
    async fn new(world: World) -> Self {
        let desk = world.hall.desks[0];
        let a = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
        world.works(&day_shift(), &[(a.id, None)]).await;
        let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
        let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
        let a = a.caller(&world).await;
        Self { world, a, lead, supervisor }
    }

    async fn watch(&self, hall_time: &str) {
        self.world.clock.set(hall_time);
        self.world.services.run_jobs().await.unwrap();
    }

    /// A clocks in at the hall.
    async fn punch(&self) {
        let position = Position { lat_e7: 399_087_100, lng_e7: 1_163_975_000 };
        let position = PositionReport::Reading(Reading { position, datum: Datum::Wgs84, accuracy_m: 15, age_s: 0 });
        let command =
            PunchCommand { id: PunchId::new(), device_at: None, evidence: None, position, reason: None, code: None };
        self.world.services.attendance().punch(&self.a, command, None).await.unwrap();
    }

    async fn told(&self, caller: &Caller) -> Vec<NoticeContent> {
        let page = self.world.services.notices().inbox(caller, None).await.unwrap();
        page.notices.into_iter().map(|notice| notice.content).collect()
    }
}

fn about_window(told: &[NoticeContent]) -> Vec<bool> {
    let again = |content: &NoticeContent| match content {
        NoticeContent::WindowEmpty { again, .. } => Some(*again),
        _ => None,
    };
    told.iter().filter_map(again).collect()
}

#[db_test]
async fn an_empty_window_is_in_the_leads_inbox_once_then_in_the_supervisors(world: World) {
    let window = Window::new(world).await;
    window.watch("2026-11-24 08:34").await;
    assert_eq!(window.told(&window.lead).await, []);
    for time in ["2026-11-24 08:35", "2026-11-24 08:37", "2026-11-24 08:40"] {
        window.watch(time).await;
        assert_eq!(about_window(&window.told(&window.lead).await), [false], "{time}");
        assert_eq!(window.told(&window.supervisor).await, [], "{time}");
    }
    for time in ["2026-11-24 08:46", "2026-11-24 09:30"] {
        window.watch(time).await;
        assert_eq!(about_window(&window.told(&window.supervisor).await), [true], "{time}");
        assert_eq!(about_window(&window.told(&window.lead).await), [false], "{time}");
    }
    assert!(about_window(&window.told(&window.a).await).is_empty(), "nobody else");
}

#[db_test]
async fn somebody_who_stays_out_is_told_of_once_each(world: World) {
    let window = Window::new(world).await;
    let attendance = window.world.services.attendance();
    window.punch().await;
    window.world.clock.set("2026-11-24 08:27");
    let outing = OutingId::new();
    let command = OutingCommand { id: outing, minutes: 15, reason: "取材料".to_owned(), tap: None };
    attendance.ask_outing(&window.a, command, None).await.unwrap();
    attendance.act_on_outing(&window.a, does(outing, 1, OutingAct::LeaveUncovered), None).await.unwrap();
    let overdue = |told: Vec<NoticeContent>| {
        told.iter().filter(|content| matches!(content, NoticeContent::OutingOverdue { .. })).count()
    };
    window.watch("2026-11-24 08:42").await;
    assert_eq!(overdue(window.told(&window.lead).await), 0);
    for time in ["2026-11-24 08:43", "2026-11-24 08:50"] {
        window.watch(time).await;
        assert_eq!(overdue(window.told(&window.lead).await), 1, "{time}");
        assert_eq!(overdue(window.told(&window.supervisor).await), 0, "{time}");
    }
    for time in ["2026-11-24 08:54", "2026-11-24 09:10"] {
        window.watch(time).await;
        assert_eq!(overdue(window.told(&window.supervisor).await), 1, "{time}");
        assert_eq!(overdue(window.told(&window.lead).await), 1, "{time}");
    }
}

/// The alarms that somebody sees on the board.
async fn on_board(world: &World, caller: &Caller) -> usize {
    let board = world.services.attendance().board(caller, Some(world.hall.id)).await.unwrap();
    board.zones.iter().flat_map(|zone| &zone.windows).map(|window| window.alarms.len()).sum()
}

#[db_test]
async fn where_nobody_leads_the_supervisor_is_told_and_can_act_at_once(world: World) {
    let desk = world.hall.desks[0];
    let a = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
    world.works(&day_shift(), &[(a.id, None)]).await;
    let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
    for time in ["2026-11-24 08:35", "2026-11-24 08:46"] {
        world.clock.set(time);
        world.services.run_jobs().await.unwrap();
        let told = world.services.notices().inbox(&supervisor, None).await.unwrap().notices;
        let told: Vec<NoticeContent> = told.into_iter().map(|notice| notice.content).collect();
        assert_eq!(about_window(&told), [false], "once, and not as what a lead has left: {time}");
        assert_eq!(on_board(&world, &supervisor).await, 1, "{time}");
    }
}

#[db_test]
async fn who_leads_a_whole_hall_sees_the_alarm_at_once(world: World) {
    let window = Window::new(world).await;
    let lead = window.world.person("lead2").hall_role(Role::Lead).create().await.caller(&window.world).await;
    window.watch("2026-11-24 08:35").await;
    assert_eq!(on_board(&window.world, &lead).await, 1);
    assert_eq!(on_board(&window.world, &window.supervisor).await, 0, "a lead has it");
}
