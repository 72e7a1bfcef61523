//! What was done to a hall, with its parts, and what was set for the whole agency, for who may read the trail.

use domain::{
    approvals::{ApprovalKind, Level, Quorum, Route, Routes, Step},
    geo::Datum,
    org::{FenceCommand, HallCommand, PostCommand},
    policy::Role,
    problem::Problem,
};
use testkit::{World, db_test};

use crate::support::problem;

#[db_test]
async fn hr_alone_reads_what_was_done_to_a_hall_and_its_parts(world: World) {
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
    let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
    let (org, hall) = (world.services.org(), world.hall.id);
    let circle = FenceCommand {
        id: None,
        hall,
        name: "大门".to_owned(),
        lat: "39.9087".to_owned(),
        lng: "116.3975".to_owned(),
        datum: Datum::Wgs84,
        radius_m: 100,
    };
    let fence = org.set_fence(&supervisor, circle).await.unwrap();
    org.remove_fence(&supervisor, fence).await.unwrap();
    let post = PostCommand { id: None, window: world.hall.desks[0].window, name: "咨询岗".to_owned() };
    org.save_post(&hr, post).await.unwrap();
    org.save_hall(&hr, HallCommand { id: Some(hall), name: "新的名字".to_owned() }).await.unwrap();
    let other = org.save_hall(&hr, HallCommand { id: None, name: "另一个大厅".to_owned() }).await.unwrap();

    let page = org.audit(&hr, hall, None).await.unwrap();
    let acts: Vec<_> = page.lines.iter().map(|line| (line.action.as_str(), line.actor.as_deref())).collect();
    let (me, them) = (Some("测试hr"), Some("测试sup"));
    let done = [("org.change_hall", me), ("org.create_post", me), ("org.remove_fence", them), ("org.set_fence", them)];
    assert_eq!(&acts[..4], done, "also of what is closed");
    let theirs = org.audit(&hr, other, None).await.unwrap().lines;
    assert_eq!(theirs.iter().map(|line| line.action.as_str()).collect::<Vec<_>>(), ["org.create_hall"]);
    assert_eq!(problem(org.audit(&supervisor, hall, None).await), Problem::Denied);
}

#[db_test]
async fn a_halls_lines_go_on_where_the_page_before_ended(world: World) {
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
    let org = world.services.org();
    let hall = org.save_hall(&hr, HallCommand { id: None, name: "另一个大厅".to_owned() }).await.unwrap();
    for n in 1..=50 {
        org.save_hall(&hr, HallCommand { id: Some(hall), name: format!("大厅 {n}") }).await.unwrap();
    }
    let first = org.audit(&hr, hall, None).await.unwrap();
    assert_eq!(first.lines.iter().filter(|line| line.action == "org.change_hall").count(), 50);
    assert_eq!(first.next, Some(first.lines[49].id));
    let last = org.audit(&hr, hall, first.next).await.unwrap();
    assert_eq!(last.lines.iter().map(|line| line.action.as_str()).collect::<Vec<_>>(), ["org.create_hall"]);
    assert_eq!(last.next, None);
}

#[db_test]
async fn what_holds_for_the_agency_stands_in_its_own_trail_and_a_calendar_in_every_agencys(world: World) {
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
    let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
    let foreign = world.foreign().await;
    let theirs = world.person("hr2").of(&foreign.hall).employed_by(foreign.agency).agency_role(Role::Hr);
    let theirs = theirs.create().await.caller(&world).await;
    let calendar = world.services.calendar();
    let text = calendar.years(&hr).await.unwrap()[0].text();
    calendar.import_year_by_operator(&text).await.unwrap();
    let lead = Step { level: Level::Lead, quorum: Quorum::One, minutes: 60 };
    let routes = Routes { routes: vec![Route::for_all(vec![lead])] };
    world.services.approvals().set_routes(&hr, ApprovalKind::Swap, 0, routes).await.unwrap();

    let org = world.services.org();
    let own = org.agency_audit(&hr, None).await.unwrap().lines;
    let acts: Vec<_> = own.iter().map(|line| (line.action.as_str(), line.actor.as_deref())).collect();
    assert_eq!(acts, [("approvals.set_routes", Some("测试hr")), ("calendar.import", None)]);
    let after = org.agency_audit(&hr, Some(own[0].id)).await.unwrap().lines;
    assert_eq!(after, own[1..]);
    let of_others = org.agency_audit(&theirs, None).await.unwrap().lines;
    assert_eq!(of_others.iter().map(|line| line.action.as_str()).collect::<Vec<_>>(), ["calendar.import"]);
    assert_eq!(problem(org.agency_audit(&supervisor, None).await), Problem::Denied);
}
