//! A month as text: totals, days and adjustments are a file each.

use axum::http::StatusCode;
use domain::{org::Side, policy::Role, roster::Compensation};
use testkit::{World, day_shift, db_test};

use crate::{
    overtime::{granted, overtime},
    overtime_worked::punch_here,
    support::App,
};

#[db_test]
async fn days_overtime_and_adjustments_are_in_the_files(world: World) {
    let desk = world.hall.desks[0];
    let worker = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
    world.works(&day_shift(), &[(worker.id, Some(desk.post))]).await;
    let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
    let me = worker.caller(&world).await;
    let date = chrono::NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
    granted(&world, (&me, &lead), overtime(date, 180, Compensation::Pay)).await;
    punch_here(&world, &me, &["2026-11-28 09:00", "2026-11-28 11:00"]).await;
    world.clock.set("2026-12-02 12:30");
    world.services.run_jobs().await.unwrap();
    let hr = world.person("hr").agency_role(Role::Hr).create().await.sign_in(&world).await.token;
    let hall = world.hall.id;
    let app = App::new(world);
    let file =
        async |name: &str| app.get(&format!("/downloads/attendance/2026-11/{name}?hall={hall}"), Some(&hr)).await;

    let sheets = file("sheets.csv").await.body;
    assert!(sheets.contains("请假（分钟）,工作日加班 150%（分钟）,休息日加班 200%（分钟）"), "{sheets}");
    let mine = sheets.lines().find(|line| line.starts_with("w001")).unwrap();
    assert!(mine.ends_with(",0,0,120,0,0,0"), "two hours at 200 %: {mine}");
    let days = file("days.csv").await.body;
    let saturday = days.lines().find(|line| line.contains("2026-11-28")).unwrap();
    assert!(saturday.ends_with(",180,120,200%"), "{saturday}");
    assert_eq!(days.lines().filter(|line| line.starts_with("w001")).count(), 30);
    let adjustments = file("adjustments.csv").await;
    assert_eq!(adjustments.status, StatusCode::OK);
    assert!(adjustments.body.contains("原结果,原迟到（分钟）"), "{}", adjustments.body);
    assert_eq!(file("days.xlsx").await.status, StatusCode::NOT_FOUND, "a workbook holds all three");
}
