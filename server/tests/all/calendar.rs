//! The calendar: what ships, and a year brought in.

use axum::http::StatusCode;
use chrono::NaiveDate;
use domain::{
    calendar::{CalendarStatus, DayChange, DayKind, MAX_YEAR_TEXT, Matter},
    policy::Role,
    problem::{FieldError, FieldReason, Problem},
};
use services::Error;
use testkit::{World, db_test};
use url::form_urlencoded;

use crate::support::App;

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
    let first = calendar.import_year(&hr, YEAR, before.stamp(saturday).version + 1).await.unwrap();
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
    let refused = world.services.calendar().import_year(&supervisor, YEAR, 2).await;
    assert!(matches!(refused, Err(Error::Problem(Problem::Denied))), "{refused:?}");
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
    let weekday = YEAR.replace("[2026-11-28]", "[2026-11-27]");
    let wrong = world.services.calendar().import_year(&hr, &weekday, 2).await;
    let named = Problem::Invalid(vec![FieldError::new("make_up[0]", FieldReason::OutOfRange)]);
    assert!(matches!(wrong, Err(Error::Problem(problem)) if problem == named));
}

#[db_test]
async fn what_a_year_would_change_is_told_and_only_what_was_looked_at_is_imported(world: World) {
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
    let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
    let calendar = world.services.calendar();
    let denied = calendar.preview_import(&supervisor, YEAR).await;
    assert!(matches!(denied, Err(Error::Problem(Problem::Denied))), "{denied:?}");
    let denied = calendar.years(&supervisor).await;
    assert!(matches!(denied, Err(Error::Problem(Problem::Denied))), "{denied:?}");

    let years = calendar.years(&hr).await.unwrap();
    let in_force = years.iter().find(|year| year.year == 2026).expect("2026 ships");
    let text = in_force.text().replace("make_up = [", "make_up = [2026-11-28, ");
    let change = calendar.preview_import(&hr, &text).await.unwrap().change.expect("nothing stands against it");
    let saturday = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
    let worked = DayChange { date: saturday, old: DayKind::RestDay, new: DayKind::MakeUpWorkday };
    assert_eq!((change.year.version, change.same, change.leave), (in_force.version + 1, false, 0));
    assert_eq!(change.days, [worked]);
    assert!(!calendar.current().await.unwrap().is_workday(saturday), "a look changes nothing");

    let same = calendar.preview_import(&hr, &in_force.text()).await.unwrap().change.unwrap();
    assert!(same.same && same.days.is_empty(), "{same:?}");
    let weekday = text.replace("2026-11-28", "2026-11-27");
    let wrong = calendar.preview_import(&hr, &weekday).await.unwrap();
    assert_eq!((wrong.faults, wrong.change), (vec![FieldError::new("make_up[0]", FieldReason::OutOfRange)], None));
    let long = calendar.preview_import(&hr, &"#".repeat(usize::from(MAX_YEAR_TEXT) + 1)).await.unwrap();
    assert_eq!(long.faults, [FieldError::new("file", FieldReason::TooLong)]);

    let seen = change.year.version;
    assert_eq!(calendar.import_year(&hr, &text, seen).await.unwrap(), change.year);
    let again = calendar.import_year(&hr, &text, seen).await;
    assert!(matches!(again, Err(Error::Problem(Problem::Conflict))), "{again:?}");
}

#[db_test]
async fn a_page_and_plain_forms_do_it_without_a_script(world: World) {
    let token = world.person("hr").agency_role(Role::Hr).create().await.sign_in(&world).await.token;
    let worker = world.person("w001").hall_role(Role::Worker).create().await.sign_in(&world).await.token;
    let app = App::new(world);
    let refused = app.get("/org/calendar", Some(&worker)).await;
    assert!(refused.body.contains("您没有权限") && !refused.body.contains("国办发明电"), "{}", refused.body);
    let page = app.get("/org/calendar?of=2026", Some(&token)).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("国办发明电〔2025〕7号") && page.body.contains("year = 2026"), "{}", page.body);

    let form = |text: &str| form_urlencoded::Serializer::new(String::new()).append_pair("file", text).finish();
    let looked = app.get(&format!("/org/calendar?{}", form(YEAR)), Some(&token)).await;
    assert!(looked.body.contains("休息日 → 调休上班") && looked.body.contains("导入第 2 版"), "{}", looked.body);
    let wrong = form(&YEAR.replace("[2026-11-28]", "[2026-11-27]"));
    let wrong = app.get(&format!("/org/calendar?{wrong}"), Some(&token)).await;
    assert!(wrong.body.contains("make_up 第 1 项") && !wrong.body.contains("导入第 2 版"), "{}", wrong.body);

    let markup = app.get(&format!("/org/calendar?{}", form("</textarea><b>")), Some(&token)).await;
    assert!(markup.body.contains("&lt;/textarea>") && !markup.body.contains("</textarea><b>"), "{}", markup.body);

    let import = format!("{}&version=2", form(YEAR));
    let denied = app.post("/api/calendar/import", Some(&worker), &import).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN, "{}", denied.body);
    let done = app.post("/api/calendar/import", Some(&token), &import).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    let again = app.post("/api/calendar/import", Some(&token), &import).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.body);
    let page = app.get("/org/calendar?imported=2026", Some(&token)).await;
    assert!(page.body.contains("2026 年第 2 版已导入") && page.body.contains("补充通知"), "{}", page.body);
}

#[db_test]
async fn a_time_limit_ends_by_the_calendar_that_is_in_force(world: World) {
    let calendar = world.services.calendar();
    // Thirty days after 30 October end on Sunday, 29 November; the Saturday before it is a day off, too.
    let accident = NaiveDate::from_ymd_opt(2026, 10, 30).unwrap();
    let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
    let limit = calendar.limit(Matter::InjuryByEmployer, accident).await.unwrap();
    assert_eq!((limit.last, limit.act_by), (day(29), day(27)));
    calendar.import_year_by_operator(YEAR).await.unwrap();
    let limit = calendar.limit(Matter::InjuryByEmployer, accident).await.unwrap();
    assert_eq!((limit.last, limit.act_by), (day(29), day(28)), "the Saturday is worked now");
    let far = calendar.limit(Matter::Suit, NaiveDate::MIN).await;
    assert!(matches!(far, Err(Error::Problem(Problem::Invalid(_)))), "{far:?}");
}
