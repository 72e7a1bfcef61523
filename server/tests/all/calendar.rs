//! The calendar: what ships, and a year brought in.

use chrono::NaiveDate;
use domain::{
    calendar::{CalendarStatus, Matter},
    policy::Role,
    problem::{FieldError, FieldReason, Problem},
};
use services::Error;
use testkit::{World, db_test};

const YEAR: &str = r#"
    year = 2026
    status = "published"
    source = "补充通知"
    off = [{ from = 2026-01-01, to = 2026-01-03 }]
    make_up = [2026-11-28]
    statutory = [{ date = 2026-01-01, festival = "new_year" }]
"#;

#[db_test]
async fn an_imported_year_holds_at_once_and_a_later_one_after_it(world: World) {
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
    let calendar = world.services.calendar();
    let saturday = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
    let before = calendar.current().await.unwrap();
    assert!(!before.is_workday(saturday));
    let first = calendar.import_year(&hr, YEAR).await.unwrap();
    assert_eq!(first.version, before.stamp(saturday).version + 1);
    assert!(calendar.current().await.unwrap().is_workday(saturday));

    let again = YEAR.replace("[2026-11-28]", "[]").replace("published", "provisional");
    let second = calendar.import_year_by_operator(&again).await.unwrap();
    assert_eq!(second.version, first.version + 1);
    let after = calendar.current().await.unwrap();
    assert!(!after.is_workday(saturday));
    assert_eq!(after.stamp(saturday).status, CalendarStatus::Provisional);
    let lines = calendar.lines(2026).await.unwrap().expect("2026 is known");
    assert!(lines[0].contains("暂定") && lines[1].contains("补充通知"), "{lines:?}");
    assert_eq!(calendar.lines(1999).await.unwrap(), None);
}

#[db_test]
async fn only_the_agency_imports_and_faults_are_named(world: World) {
    let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
    let refused = world.services.calendar().import_year(&supervisor, YEAR).await;
    assert!(matches!(refused, Err(Error::Problem(Problem::Denied))), "{refused:?}");
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
    let weekday = YEAR.replace("[2026-11-28]", "[2026-11-27]");
    let wrong = world.services.calendar().import_year(&hr, &weekday).await;
    let named = Problem::Invalid(vec![FieldError::new("make_up[0]", FieldReason::OutOfRange)]);
    assert!(matches!(wrong, Err(Error::Problem(problem)) if problem == named));
}

#[db_test]
async fn a_time_limit_ends_by_the_calendar_that_is_in_force(world: World) {
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
    let calendar = world.services.calendar();
    // Thirty days after 30 October end on Sunday, 29 November; the Saturday before it is a day off, too.
    let accident = NaiveDate::from_ymd_opt(2026, 10, 30).unwrap();
    let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
    let limit = calendar.limit(Matter::InjuryByEmployer, accident).await.unwrap();
    assert_eq!((limit.last, limit.act_by), (day(29), day(27)));
    calendar.import_year(&hr, YEAR).await.unwrap();
    let limit = calendar.limit(Matter::InjuryByEmployer, accident).await.unwrap();
    assert_eq!((limit.last, limit.act_by), (day(29), day(28)), "the Saturday is worked now");
    let far = calendar.limit(Matter::Suit, NaiveDate::MIN).await;
    assert!(matches!(far, Err(Error::Problem(Problem::Invalid(_)))), "{far:?}");
}
