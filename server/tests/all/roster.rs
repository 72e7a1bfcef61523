//! Rosters: read by their people and their leads, brought in from files.

use chrono::{Days, NaiveDate, TimeDelta};
use domain::{
    attendance::{DayStatus, MonthView},
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
    roster::{Assignment, DutySource, HallDayRow, RosterColumn, RosterImportReport},
};
use services::{Caller, Error};
use testkit::{Person, World, day_shift, db_test, night_shift};

fn november(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).expect("a day of November")
}

/// A hall where `w001` and `w002` share the first window on the day shift, and its supervisor.
async fn staffed(world: &World) -> (Person, Person, Caller) {
    let desk = world.hall.desks[0];
    let a = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
    let b = world.person("w002").hall_role(Role::Worker).at(desk, Side::B).create().await;
    let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await;
    world.works(&day_shift(), &[(a.id, None), (b.id, None)]).await;
    let supervisor = supervisor.caller(world).await;
    (a, b, supervisor)
}

async fn import(world: &World, caller: &Caller, lines: &str) -> RosterImportReport {
    let file = format!("工号,日期,班次,窗口\n{lines}").into_bytes();
    world.services.roster().import(caller, world.hall.id, "排班.csv", file, false).await.unwrap()
}

fn bad_cells(report: &RosterImportReport) -> Vec<(u32, RosterColumn, FieldReason, &str)> {
    report.errors.iter().map(|cell| (cell.line, cell.column, cell.reason, cell.value.as_str())).collect()
}

#[db_test]
async fn a_week_shows_shift_window_and_partner(world: World) {
    let (a, ..) = staffed(&world).await;
    let me = a.caller(&world).await;
    let week = world.services.roster().my_days(&me, november(23), november(29)).await.unwrap();
    let tuesday = &week.days[1];
    assert_eq!(tuesday.duty.shift().map(|shift| shift.name.as_str()), Some("白班"));
    assert!(tuesday.window.as_deref().is_some_and(|window| window.starts_with("A0")), "{tuesday:?}");
    assert_eq!(tuesday.partner.as_deref(), Some("测试w002"));
    assert_eq!((&week.days[6].duty.assignment, &week.days[6].window), (&Assignment::Rest, &None));
    let too_long = world.services.roster().my_days(&me, november(1), november(1) + Days::new(93)).await;
    assert!(matches!(too_long, Err(Error::Problem(Problem::Invalid(_)))));
}

#[db_test]
async fn the_halls_day_is_the_supervisors_and_the_leads_as_far_as_their_zone(world: World) {
    let (a, b, supervisor) = staffed(&world).await;
    let loose = world.person("w003").hall_role(Role::Worker).create().await;
    let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
    let roster = world.services.roster();
    let all = roster.hall_day(&supervisor, world.hall.id, november(24)).await.unwrap();
    let who = |rows: &[HallDayRow]| rows.iter().map(|row| row.person).collect::<Vec<_>>();
    assert!(who(&all.rows).starts_with(&[a.id, b.id]), "by window first");
    assert!(who(&all.rows).contains(&loose.id));
    assert!(all.rows.iter().all(|row| row.name != "测试sup"), "who works at no window has no day here");
    let zone = roster.hall_day(&lead, world.hall.id, november(24)).await.unwrap();
    assert_eq!(who(&zone.rows), [a.id, b.id]);
    let other = world.another_hall("另一大厅").await;
    for caller in [&supervisor, &lead, &a.caller(&world).await] {
        let refused = roster.hall_day(caller, other.id, november(24)).await;
        assert!(matches!(refused, Err(Error::Problem(Problem::Denied))), "{refused:?}");
    }
}

#[db_test]
async fn imported_lines_go_before_the_pattern_and_only_changes_make_revisions(world: World) {
    let (a, _, supervisor) = staffed(&world).await;
    let first = import(&world, &supervisor, "w001,2026-11-28,白班,\nW001,2026/11/26,休,\n").await;
    assert_eq!((first.applied, first.added, first.changed, first.unchanged), (true, 2, 0, 0));
    let second = import(&world, &supervisor, "w001,2026-11-28,休,\nw001,2026-11-26,休,\n").await;
    assert_eq!((second.applied, second.added, second.changed, second.unchanged), (true, 0, 1, 1));
    let me = a.caller(&world).await;
    let days = world.services.roster().my_days(&me, november(26), november(28)).await.unwrap().days;
    assert_eq!(days[0].duty.assignment, Assignment::Rest);
    assert_eq!(days[1].duty.source, DutySource::Pattern);
    assert_eq!((&days[2].duty.assignment, days[2].duty.source), (&Assignment::Rest, DutySource::Entry));
}

#[db_test]
async fn every_bad_cell_is_named_and_nothing_is_written(world: World) {
    use FieldReason::{Malformed, NoSuchDate, NotAllowed, OutOfRange, Required, Twice, Unknown};
    use RosterColumn::{Date, Shift, SignInName, Window};
    let (a, _, supervisor) = staffed(&world).await;
    let other = world.another_hall("另一大厅").await;
    world.person("x001").of(&other).hall_role(Role::Worker).create().await;
    let report = import(
        &world,
        &supervisor,
        "w001,2026-11-28,白班,\n\
         w001,2026-11-28,休,\n\
         ,2026-02-30,,Z99\n\
         w999,28.11.26,晚班,\n\
         x001,2028-01-01,休,\n",
    )
    .await;
    let bad = [
        (3, Date, Twice, "2026-11-28"),
        (4, SignInName, Required, ""),
        (4, Date, NoSuchDate, "2026-02-30"),
        (4, Shift, Required, ""),
        (4, Window, Unknown, "Z99"),
        (5, SignInName, Unknown, "w999"),
        (5, Date, Malformed, "28.11.26"),
        (5, Shift, Unknown, "晚班"),
        (6, SignInName, NotAllowed, "x001"),
        (6, Date, OutOfRange, "2028-01-01"),
    ];
    assert_eq!(bad_cells(&report), bad);
    assert!(!report.applied);
    let me = a.caller(&world).await;
    let days = world.services.roster().my_days(&me, november(28), november(28)).await.unwrap().days;
    assert_eq!(days[0].duty.source, DutySource::Pattern);
    let headless = b"\xEF\xBB\xBF\xE5\xB7\xA5\xE5\x8F\xB7\nw001\n".to_vec();
    let report = world.services.roster().import(&supervisor, world.hall.id, "a.csv", headless, false).await.unwrap();
    assert_eq!(bad_cells(&report), [(1, Date, Required, ""), (1, Shift, Required, "")]);
}

#[db_test]
async fn shifts_that_overlap_with_the_next_days_are_refused(world: World) {
    let (.., supervisor) = staffed(&world).await;
    let mut long = night_shift();
    "通宵".clone_into(&mut long.name);
    (long.slots[1].due, long.slots[1].closes) = (1980, 2000);
    world.works(&long, &[]).await;
    // 22:00 to 09:00, and the next day's pattern begins at 08:30.
    let report = import(&world, &supervisor, "w001,2026-11-25,通宵,\n").await;
    assert_eq!(bad_cells(&report), [(2, RosterColumn::Shift, FieldReason::Overlaps, "通宵")]);
    let report = import(&world, &supervisor, "w001,2026-11-25,通宵,\nw001,2026-11-26,休,\n").await;
    assert_eq!((report.applied, report.errors.len()), (true, 0));
}

#[db_test]
async fn a_dry_run_writes_nothing_and_a_worker_may_not_import(world: World) {
    let (a, _, supervisor) = staffed(&world).await;
    let me = a.caller(&world).await;
    let roster = world.services.roster();
    let file = || "工号,日期,班次\nw001,2026-11-28,白班\n".as_bytes().to_vec();
    let dry = roster.import(&supervisor, world.hall.id, "a.csv", file(), true).await.unwrap();
    assert_eq!((dry.applied, dry.added), (false, 1));
    let days = roster.my_days(&me, november(28), november(28)).await.unwrap().days;
    assert_eq!(days[0].duty.source, DutySource::Pattern);
    let refused = roster.import(&me, world.hall.id, "a.csv", file(), true).await;
    assert!(matches!(refused, Err(Error::Problem(Problem::Denied))));
    let unreadable = roster.import(&supervisor, world.hall.id, "a.xlsx", file(), true).await;
    assert!(
        matches!(unreadable, Err(Error::Problem(problem)) if problem == Problem::field("file", FieldReason::Malformed))
    );
}

#[db_test]
async fn a_day_already_judged_is_judged_again_by_its_new_roster(world: World) {
    let (a, _, supervisor) = staffed(&world).await;
    world.services.run_jobs().await.unwrap();
    let month = |caller| {
        let attendance = world.services.attendance();
        async move { attendance.month(&caller, Some(a.id), november(1)).await.unwrap() }
    };
    let status = |view: &MonthView| view.days[22].result.as_ref().map(|day| day.status);
    assert_eq!(status(&month(supervisor.clone()).await), Some(DayStatus::Absent));
    import(&world, &supervisor, "w001,2026-11-23,休,\n").await;
    assert_eq!(status(&month(supervisor.clone()).await), Some(DayStatus::Rest));
    world.clock.advance(TimeDelta::minutes(5));
    world.services.run_jobs().await.unwrap();
    assert_eq!(status(&month(supervisor).await), Some(DayStatus::Rest));
}
