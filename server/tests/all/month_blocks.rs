//! What blocks a month can be got at, however old it is; who has left blocks nothing.

use chrono::NaiveDate;
use domain::{
    attendance::{AdjustmentCause, BlockKind, DayStatus, PositionReport, PunchCommand},
    ids::PunchId,
    org::Side,
    policy::Role,
    problem::Problem,
};
use services::Caller;
use testkit::{Person, World, day_shift, db_test};

use crate::support::{decides, problem};

use crate::overtime_worked::calendar_of_2026;

struct Case {
    world: World,
    worker: Person,
    me: Caller,
    lead: Caller,
    hr: Caller,
}

fn october(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, day).unwrap()
}

impl Case {
    async fn new(world: World) -> Self {
        let desk = world.hall.desks[0];
        let worker = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
        world.works(&day_shift(), &[(worker.id, Some(desk.post))]).await;
        let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
        let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
        let me = worker.caller(&world).await;
        Self { world, worker, me, lead, hr }
    }

    async fn blocks(&self, month: NaiveDate) -> Vec<BlockKind> {
        let close = self.world.services.attendance().month_close(&self.hr, Some(self.world.hall.id), month).await;
        close.unwrap().blocks.iter().map(|blocks| blocks.kind).filter(|kind| *kind != BlockKind::Unconfirmed).collect()
    }
}

#[db_test]
async fn a_punch_that_blocks_is_listed_after_forty_days(world: World) {
    let case = Case::new(world).await;
    let attendance = case.world.services.attendance();
    case.world.clock.set("2026-10-09 08:20");
    let (id, position) = (PunchId::new(), PositionReport::default());
    let command = PunchCommand { id, device_at: None, evidence: None, position, reason: None, code: None };
    attendance.punch(&case.me, command, None).await.unwrap();
    case.world.clock.set("2026-11-24 09:00");
    case.world.services.run_jobs().await.unwrap();
    assert_eq!(case.blocks(october(1)).await, [BlockKind::UndecidedPunch]);
    let waiting = attendance.review(&case.lead, None).await.unwrap().items;
    assert_eq!(waiting.iter().map(|item| item.punch.id).collect::<Vec<_>>(), [id]);
    attendance.decide(&case.lead, decides(id, true, "")).await.unwrap();
    assert_eq!(attendance.review(&case.lead, None).await.unwrap().items, []);
    case.world.clock.set("2026-11-24 09:10");
    case.world.services.run_jobs().await.unwrap();
    assert_eq!(case.blocks(october(1)).await, []);
}

#[db_test]
async fn the_punch_of_a_halls_only_supervisor_is_decided_by_hr(world: World) {
    let case = Case::new(world).await;
    let attendance = case.world.services.attendance();
    let supervisor = case.world.person("sup").hall_role(Role::Supervisor).create().await.caller(&case.world).await;
    case.world.clock.set("2026-10-09 08:20");
    let (id, position) = (PunchId::new(), PositionReport::default());
    let command = PunchCommand { id, device_at: None, evidence: None, position, reason: None, code: None };
    attendance.punch(&supervisor, command, None).await.unwrap();
    case.world.clock.set("2026-11-24 09:00");
    case.world.services.run_jobs().await.unwrap();
    assert_eq!(case.blocks(october(1)).await, [BlockKind::UndecidedPunch]);
    for caller in [&supervisor, &case.lead] {
        assert_eq!(problem(attendance.decide(caller, decides(id, true, "")).await), Problem::Denied);
    }
    let waiting = attendance.review(&case.hr, None).await.unwrap().items;
    assert_eq!(waiting.iter().map(|item| item.punch.id).collect::<Vec<_>>(), [id]);
    attendance.decide(&case.hr, decides(id, true, "")).await.unwrap();
    case.world.clock.set("2026-11-24 09:10");
    case.world.services.run_jobs().await.unwrap();
    assert_eq!(case.blocks(october(1)).await, []);
}

#[db_test]
async fn days_after_somebody_has_left_block_nothing(world: World) {
    let case = Case::new(world).await;
    case.world.clock.set("2026-11-24 09:00");
    case.world.services.run_jobs().await.unwrap();
    // Entered late: the days after it have been judged.
    case.world.services.accounts().end_employment(&case.hr, case.worker.id, october(20)).await.unwrap();
    case.world.services.calendar().import_year_by_operator(&calendar_of_2026()).await.unwrap();
    assert_eq!(case.blocks(october(1)).await, [BlockKind::DayNotJudged], "the days before it are judged again");
    case.world.clock.set("2026-11-24 09:10");
    case.world.services.run_jobs().await.unwrap();
    assert_eq!(case.blocks(october(1)).await, []);
}

#[db_test]
async fn a_new_calendar_reaches_every_open_month_of_its_year_and_says_so(world: World) {
    let case = Case::new(world).await;
    // October was judged, and nobody has locked it.
    case.world.clock.set("2026-10-20 09:00");
    case.world.services.run_jobs().await.unwrap();
    case.world.clock.set("2026-12-24 09:00");
    case.world.services.run_jobs().await.unwrap();
    let text = calendar_of_2026().replace(
        "off = [{ from = 2026-01-01, to = 2026-01-03 }]",
        "off = [{ from = 2026-01-01, to = 2026-01-03 }, { from = 2026-10-15, to = 2026-10-15 }]",
    );
    case.world.services.calendar().import_year_by_operator(&text).await.unwrap();
    case.world.clock.set("2026-12-24 09:10");
    case.world.services.run_jobs().await.unwrap();
    let month = case.world.services.attendance().month(&case.me, None, october(1)).await.unwrap();
    let changed = month.recounts.iter().find(|day| day.date == october(15)).expect("it came out differently");
    assert_eq!((changed.after.status, changed.cause), (DayStatus::Rest, Some(AdjustmentCause::Calendar)));
}
