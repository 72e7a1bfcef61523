//! A month as files: who may have them, and what is in them. As text, totals, days and adjustments are a file each.

use axum::http::{StatusCode, header};
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

#[db_test]
async fn files_are_scoped_and_audited(world: World) {
    let desk = world.hall.desks[0];
    let worker = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
    world.works(&day_shift(), &[(worker.id, Some(desk.post))]).await;
    world.clock.set("2026-12-02 12:30");
    world.services.run_jobs().await.unwrap();
    let foreign = world.foreign().await;
    let hr = world.person("hr").agency_role(Role::Hr).create().await.sign_in(&world).await.token;
    let worker = worker.sign_in(&world).await.token;
    let (hall, db) = (world.hall.id, world.db.clone());
    let app = App::new(world);
    let path = |file: &str, hall| format!("/downloads/attendance/2026-11/{file}?hall={hall}");
    let csv = app.get(&path("sheets.csv", hall), Some(&hr)).await;
    assert_eq!(csv.status, StatusCode::OK);
    assert!(csv.body.starts_with("\u{feff}工号,姓名,应出勤（天）"), "{}", csv.body);
    assert!(csv.body.contains("w001,测试w001,21,0,"), "{}", csv.body);
    let disposition = csv.headers.get(header::CONTENT_DISPOSITION).unwrap().to_str().unwrap();
    assert_eq!(disposition, "attachment; filename=\"attendance-2026-11-sheets.csv\"");
    for file in ["sheets.xlsx", "punches.xlsx", "punches.csv"] {
        assert_eq!(app.get(&path(file, hall), Some(&hr)).await.status, StatusCode::OK, "{file}");
    }
    assert_eq!(app.get(&path("sheets.csv", hall), Some(&worker)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.get(&path("sheets.csv", foreign.hall.id), Some(&hr)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.get(&path("all.zip", hall), Some(&hr)).await.status, StatusCode::NOT_FOUND);
    assert!(app.get(&path("sheets.csv", hall), None).await.status.is_redirection());
    let lines = store::repo::audit::list_about(db.read(), &[hall.uuid()], None, 10).await.unwrap();
    let exports = lines.iter().filter(|line| line.action == "attendance.export").count();
    assert_eq!(exports, 4, "each download that was given, and no other");
}
