//! A year is imported while days are judged.

use chrono::{NaiveDate, TimeDelta};
use domain::{org::Side, policy::Role};
use testkit::{World, day_shift, db_test};

/// Saturday 28 November becomes a working day.
const YEAR: &str = r#"
    year = 2026
    status = "published"
    source = "补充通知"
    off = [{ from = 2026-01-01, to = 2026-01-03 }]
    make_up = [2026-11-28]
    statutory = [{ date = 2026-01-01, festival = "new_year" }]
"#;

/// Whichever comes first, in the end the day is judged by the year that was imported.
#[db_test]
async fn a_day_that_was_being_judged_is_judged_again(world: World) {
    let person = world.person("w001").hall_role(Role::Worker).at(world.hall.desks[0], Side::A).create().await;
    world.works(&day_shift(), &[(person.id, None)]).await;
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
    let saturday = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
    world.clock.set("2026-11-29 01:00");
    for _ in 0..4 {
        let (services, jobs) = (world.services.clone(), world.services.clone());
        let judging = tokio::spawn(async move { jobs.run_jobs().await });
        let importing = tokio::spawn(async move { services.calendar().import_year_by_operator(YEAR).await });
        judging.await.unwrap().unwrap();
        let imported = importing.await.unwrap().unwrap();
        world.clock.advance(TimeDelta::hours(2));
        world.services.run_jobs().await.unwrap();
        let month = world.services.attendance().month(&hr, Some(person.id), saturday).await.unwrap();
        let result =
            month.days.iter().find(|day| day.duty.date == saturday).and_then(|day| day.result.clone()).unwrap();
        assert_eq!(result.calendar_version, imported.version);
    }
}
